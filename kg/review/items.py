"""What is worth a person's look: quotes recognised with doubt or left untyped, the most valuable first.

An item is a quote (folded) and all the places where it was doubted, as whatever: one decision settles them all.  Its
value is how much of the graph that decision is expected to put right:

    value = p × (documents + occurrences + statements)

- p is the chance that the graph is wrong as it stands, the mean over the occurrences: of a mention 1 − confidence
  (it may be no name, or of another type), of a doubt the share of names among the doubts of its rule in the
  annotated passages (`NAMES`);
- what a wrong reading spoils is counted: the link between document and entity once a document, the mention once an
  occurrence, and each measure and responsibility that hangs on the entity in the sentence.

So one decision that settles many places in many documents, or on which statements hang, comes before many small
ones.  Equal values are ordered by name.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from itertools import starmap
from typing import Any, TypeVar, cast

import pyoxigraph as ox

from kg.decisions import occurrences
from kg.folding import Folded, fold
from kg.iri import digest, document_iri, parse_document_iri
from kg.model import SURE, Decision, EntityType
from kg.rdf import TITLE
from kg.review.texts import document_of, paragraph_at, paragraphs, texts, value
from kg.store import Store

# Of the doubts of each rule, how many were names in the 328 annotated passages (72 of 233 in all).
NAMES = {
    "quote object": 14 / 23, "quote long": 13 / 24, "quote attribute": 7 / 16, "honour": 11 / 27,
    "quote before": 15 / 51, "quote chain": 4 / 17, "quote tail": 4 / 20, "programme": 3 / 21,
    "quote absence": 1 / 7, "quote after": 1 / 29,
}  # fmt: skip
_OTHER = 72 / 233
T = TypeVar("T", bound=str)
_PREFIX = "PREFIX pk: <https://kg.example.org/ontology#> "
_OPEN = """SELECT ?node ?quote ?reason ?suggestion ?confidence ?begin ?passage ?document ?named WHERE {{
  {{ ?node a pk:Doubt BIND(false AS ?named) }}
  UNION {{ ?node a pk:Mention ; pk:confidence ?low FILTER(?low < {sure}) BIND(true AS ?named) }}
  ?node pk:quote ?quote ; pk:confidence ?confidence ; pk:begin ?begin ; pk:inPassage ?passage ; pk:inDocument ?document
  OPTIONAL {{ ?node pk:reason ?reason }} OPTIONAL {{ ?node pk:suggestion ?suggestion }}
  FILTER NOT EXISTS {{ ?node pk:decidedBy ?by }} }}"""
_HANGING = """SELECT ?node (COUNT(?statement) AS ?count) WHERE {{
  ?node a pk:Mention ; pk:confidence ?low FILTER(?low < {sure})
  ?node pk:refersTo ?entity ; pk:inPassage ?passage .
  ?statement pk:actsOn|pk:agent ?entity ; pk:inPassage ?passage }} GROUP BY ?node"""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A place where a quote was doubted: document (id), code points of its text, passage (its IRI), why, how sure.

    `statements` are those that hang on it; `is_mention` tells a mention that is not sure from a doubt.
    """

    document: str
    begin: int
    quote: str
    passage: str
    reason: str
    confidence: float
    type: EntityType | None
    is_mention: bool
    statements: int = 0

    @property
    def chance(self) -> float:
        """How likely the graph is wrong here."""
        if self.is_mention:
            return 1 - self.confidence
        if len(fold(self.quote)) == 1:
            return 0.0  # no name is so short
        return next((share for rule, share in NAMES.items() if self.reason.startswith(rule)), _OTHER)


@dataclass(frozen=True, slots=True)
class Item:
    """A quote to decide about.  `id` depends on the quote alone; `type` is the one it has (`is_mention`) or might have
    in most places, None where nothing suggests one; `elsewhere` counts where the quote stands besides.

    `title`, `page`, `sentence` and `start` (of the quote in the sentence) show the first of `occurrences`.
    """

    id: str
    quote: str
    type: EntityType | None
    reason: str
    value: float
    occurrences: tuple[Occurrence, ...]
    elsewhere: int = 0
    title: str = ""
    page: int | None = None
    sentence: str = ""
    start: int = 0

    @property
    def documents(self) -> int:
        """In how many documents it was doubted."""
        return len({occurrence.document for occurrence in self.occurrences})

    @property
    def statements(self) -> int:
        """How many measures and responsibilities hang on it."""
        return sum(occurrence.statements for occurrence in self.occurrences)

    @property
    def is_mention(self) -> bool:
        """Is it a mention in the graph, most of the time, rather than a doubt?"""
        return 2 * sum(occurrence.is_mention for occurrence in self.occurrences) > len(self.occurrences)


def items(
    store: Store,
    decisions: Sequence[Decision] = (),
    *,
    document: str = "",
    type: EntityType | None = None,  # noqa: A002
    limit: int | None = None,
) -> tuple[Item, ...]:
    """Return what `store` has to review, the most valuable first; what `decisions` settle is not among it.

    `document` (an id) and `type` keep what was doubted there, and as that; at most `limit` items.
    """
    found = [
        item
        for item in open_items(store, decisions)
        if any(type in (None, o.type) and document in ("", o.document) for o in item.occurrences)
    ]
    return tuple(_shown(store, found[:limit], document))


def open_items(store: Store, decisions: Sequence[Decision] = ()) -> list[Item]:
    """Return all that `store` has to review as `items` does, without what shows an item."""
    about: dict[str, list[Decision]] = defaultdict(list)
    for decision in decisions:
        about[decision.quote].append(decision)
    grouped: dict[str, list[Occurrence]] = defaultdict(list)
    lines = cache(partial(paragraphs, store))
    for occurrence in _read(store):
        quote = fold(occurrence.quote)
        if not any(_settles(decision, occurrence, lines) for decision in about[quote]):
            grouped[quote].append(occurrence)
    return sorted(starmap(_item, grouped.items()), key=lambda item: (-item.value, item.quote))


def item_id(quote: str) -> str:
    """Return the id of the item of a folded quote: eight hexadecimal digits."""
    return digest("item", quote)[:8]


def _item(quote: str, group: list[Occurrence]) -> Item:
    group.sort(key=lambda o: (o.document, o.begin, o.reason))
    chance = sum(o.chance for o in group) / len(group)
    touched = len({o.document for o in group}) + len(group) + sum(o.statements for o in group)
    kind = _most(o.type for o in group if o.type)
    reason = _most(o.reason for o in group if o.type == kind) or ""
    return Item(item_id(quote), quote, kind, reason, round(chance * touched, 3), tuple(group))


def _most(values: Iterable[T]) -> T | None:
    """Return the value that comes most often, of several the first in order; None where there is none."""
    return min(Counter(values).items(), key=lambda pair: (-pair[1], pair[0]), default=(None, 0))[0]


def _read(store: Store) -> Iterator[Occurrence]:
    hanging = {row["node"]: int(row["count"].value) for row in _rows(store, _HANGING)}
    for row in _rows(store, _OPEN):
        reason, kind = (row[name].value if row[name] else "" for name in ("reason", "suggestion"))
        yield Occurrence(
            parse_document_iri(store.base, row["document"].value) or "", int(row["begin"].value), row["quote"].value,
            row["passage"].value, reason, float(row["confidence"].value), cast("EntityType | None", kind or None),
            row["named"].value == "true", hanging.get(row["node"], 0),
        )  # fmt: skip


def _rows(store: Store, query: str) -> Iterator[Any]:
    yield from store.oxigraph.query(_PREFIX + query.format(sure=SURE), use_default_graph_as_union=True)  # type: ignore[misc]


def _settles(decision: Decision, occurrence: Occurrence, lines: Callable[[str], Sequence[tuple[int, Folded]]]) -> bool:
    """Does `decision`, which is about the quote of `occurrence`, hold there?  `lines` gives a document's paragraphs."""
    if decision.document not in ("", occurrence.document):
        return False
    # A name is given to names: what is none yet, or one of another type, stays as it was.
    if decision.is_of_identity and not (occurrence.is_mention and decision.type in (None, occurrence.type)):
        return False
    if decision.scope != "place":
        return True
    paragraph, start = paragraph_at(lines(occurrence.document), occurrence.begin)
    return any(begin == start for begin, _ in occurrences(paragraph, decision))


def _shown(store: Store, found: Sequence[Item], document: str) -> Iterator[Item]:
    if not found:
        return
    everything = "\n".join(text for _, text in texts(store))
    for item in found:
        first = next((o for o in item.occurrences if o.document == document), item.occurrences[0])
        passage = ox.NamedNode(first.passage)
        page = value(store, passage, "page")
        begin = int(value(store, passage, "begin") or 0)
        about = ox.NamedNode(document_iri(store.base, document_of(store, first.passage)))
        titles = (q.object for q in store.quads(about, TITLE))
        title = next((term.value for term in titles if isinstance(term, ox.Literal)), "")
        yield replace(
            item,
            occurrences=(first, *(o for o in item.occurrences if o is not first)),
            elsewhere=max(0, everything.count(item.quote) - len(item.occurrences)),
            title=title, page=int(page) if page else None,
            sentence=value(store, passage, "text"), start=first.begin - begin,
        )  # fmt: skip
