"""What was decided, as annotated passages in the gold format: to measure the recognisers by, or to train them.

A record is a passage (`gold/compile_gold.py` is the format): `id` is that of the document and the number of the
passage, `text` what it says, `entities` the names in it with offsets into that text.  A passage in which something
was rejected is there too, without the name.  Decisions are about names: the other layers are empty.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kg.iri import parse_document_iri, parse_entity_iri
from kg.store import Store

_DECIDED = """PREFIX pk: <https://kg.example.org/ontology#>
SELECT DISTINCT ?document ?number ?passage ?begin ?text WHERE {
  ?node pk:decidedBy ?by ; pk:inPassage ?passage .
  ?passage pk:inDocument ?document ; pk:number ?number ; pk:begin ?begin ; pk:text ?text }"""
_NAMES = """PREFIX pk: <https://kg.example.org/ontology#>
SELECT ?begin ?end ?entity ?kind ?by WHERE {
  ?mention a pk:Mention ; pk:inPassage <%s> ; pk:begin ?begin ; pk:end ?end .
  OPTIONAL { ?mention pk:refersTo ?entity } OPTIONAL { ?mention pk:suggestion ?kind }
  OPTIONAL { ?mention pk:decidedBy ?by } }"""


def records(store: Store, *, undecided: bool = False) -> Iterator[dict[str, Any]]:
    """Yield the passages of `store` with a decision in them, by document and number, with the decided names.

    With `undecided`, the other names of these passages are there too, as the recognisers have them.
    """
    rows: list[Any] = list(store.oxigraph.query(_DECIDED, use_default_graph_as_union=True))  # type: ignore[arg-type]
    passages = [
        (parse_document_iri(store.base, row["document"].value) or "", int(row["number"].value), row) for row in rows
    ]
    for document, number, row in sorted(passages, key=lambda passage: passage[:2]):
        text, start = row["text"].value, int(row["begin"].value)
        yield {
            "id": f"{document}#{number}",
            "text": text,
            "entities": list(_entities(store, row["passage"].value, start, text, undecided)),
            "targets": [],
            "roles": [],
            "actions": [],
        }


def _entities(store: Store, passage: str, start: int, text: str, undecided: bool) -> Iterator[dict[str, Any]]:
    rows: Any = store.oxigraph.query(_NAMES % passage, use_default_graph_as_union=True)
    found = set()
    for row in rows:
        begin, end = int(row["begin"].value) - start, int(row["end"].value) - start
        key = parse_entity_iri(store.base, row["entity"].value) if row["entity"] else None
        kind = key.type if key else row["kind"].value if row["kind"] else ""
        # A name that goes on in the next passage is no name of this one.
        if kind and end <= len(text) and (undecided or row["by"]):
            found.add((begin, end, kind))
    for begin, end, kind in sorted(found):
        yield {"start": begin, "end": end, "type": kind, "text": text[begin:end]}
