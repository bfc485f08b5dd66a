"""Mentions that mean nothing that can be told, and those of them that a document's place would tell (县教育局)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import cast

from kg import places
from kg.iri import parse_document_iri
from kg.link.identity import canonical, key_of
from kg.model import EntityType
from kg.store import Store

_QUERY = """PREFIX pk: <https://kg.example.org/ontology#> PREFIX dct: <http://purl.org/dc/terms/>
SELECT ?document ?type ?quote (COUNT(?mention) AS ?count) (BOUND(?place) AS ?placed) WHERE {
  ?mention a pk:Mention ; pk:inDocument ?document ; pk:quote ?quote ; pk:suggestion ?type
  FILTER NOT EXISTS { ?mention pk:refersTo ?entity }
  OPTIONAL { ?document dct:spatial ?place } } GROUP BY ?document ?type ?quote ?place"""


@dataclass(frozen=True, slots=True)
class Unidentified:
    """How many mentions are not identified, how many of them for want of a place, and the documents (ids) of these,
    those with most first."""

    mentions: int = 0
    placeless: int = 0
    documents: tuple[str, ...] = ()


def unidentified(store: Store, document: str = "") -> Unidentified:
    """Return what is not identified in the store, or in one `document` (an id) of it."""
    mentions = 0
    wanting: dict[str, int] = {}
    for about, kind, quote, count, placed in _rows(store):
        if document in ("", about):
            mentions += count
            if not placed and _is_told_by_place(cast("EntityType", kind), canonical(quote)):
                wanting[about] = wanting.get(about, 0) + count
    ordered = sorted(wanting, key=lambda name: (-wanting[name], name))
    return Unidentified(mentions, sum(wanting.values()), tuple(ordered))


def _rows(store: Store) -> Iterator[tuple[str, str, str, int, bool]]:
    for row in store.oxigraph.query(_QUERY, use_default_graph_as_union=True):  # type: ignore[union-attr]
        about, kind, quote, count, placed = (term.value for term in row)
        yield parse_document_iri(store.base, about) or about, kind, quote, int(count), placed == "true"


@cache
def _is_told_by_place(kind: EntityType, name: str) -> bool:
    return any(key_of(kind, name, place) for place in _samples())


@cache
def _samples() -> tuple[str, ...]:
    """Return the code of one division of each sort: 县 tells nothing in a 区."""
    first: dict[tuple[int, str], str] = {}
    for code, division in sorted(places.divisions().items()):
        first.setdefault((division.level, division.name[-1]), code)
    return tuple(first.values())
