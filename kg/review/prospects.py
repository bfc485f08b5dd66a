"""What stands in a decision's way: nothing is kept that can do nothing, and what does nothing says why.

The store tells what is recognised where.  It is asked leniently: what a decision that is not built yet, or has been
taken back since, may change does not stand in the way.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import pyoxigraph as ox

from kg import ontology
from kg.decisions import Bounds, id_of, is_telling, occurrences, spanned
from kg.folding import Folded, bare, fold
from kg.iri import document_graph_iri, parse_entity_iri
from kg.model import Decision, EntityType
from kg.rdf import TYPE
from kg.review.texts import paragraphs, texts, value
from kg.store import Store

Obstacle = Literal["gone", "edges", "untyped", "longer", "short", "unnamed", "type", "overruled", "taken"]
_NAMING = ("accept", "retype", "respan")
# What each says, in English and Chinese.
WORDS: dict[Obstacle, tuple[str, str]] = {
    "gone": ("its words, or those around it, stand nowhere (any more)", "原文或其前后文字已无处可寻"),
    "edges": ("“{to}” stands nowhere that “{quote}” does", "“{quote}”所在之处没有“{to}”"),
    "untyped": ("nothing tells its type: give --type TYPE", "类型无从得知：请用 --type 给出"),
    "longer": (
        "“{quote}” is everywhere part of a longer name: reject or respan that, or say where with --here or --context",
        "“{quote}”处处都是更长名称的一部分：请先否定或改正该名称，或用 --here、--context 指明何处",
    ),
    "short": (
        "“{quote}” is short, and holds only where it is recognised or in quotation marks: say where with --context",
        "“{quote}”过短，只在已识别或带引号之处有效：请用 --context 指明何处",
    ),
    "unnamed": ("nowhere is just “{quote}” recognised as a name", "没有一处把“{quote}”恰好识别为名称"),
    "type": ("nowhere is “{quote}” a name of this type", "没有一处“{quote}”是这一类型的名称"),
    "overruled": ("the decision {by} about the same words holds", "关于同样文字的决定 {by} 优先"),
    "taken": ("other names or decisions hold in all its places", "其各处皆以其他名称或决定为准"),
}


@dataclass(frozen=True, slots=True)
class Prospect:
    """How often a quote stands in a store and in how many documents, what stands in the way of a decision about it
    there (None if nothing does), and the types of the names it is."""

    times: int
    documents: int
    obstacle: Obstacle | None
    types: frozenset[EntityType] = frozenset()


@dataclass(frozen=True, slots=True)
class _Recognised:
    """A mention, or a doubt, at `bounds` of a document's text; `by` are the decisions that it comes from."""

    bounds: Bounds
    quote: str
    type: EntityType | None
    is_mention: bool
    by: frozenset[str]


def prospect(
    store: Store, decision: Decision, known: Sequence[Decision] = (), documents: Sequence[str] | None = None
) -> Prospect:
    """Return what is to be expected of `decision` in the store, beside the others that are `known`.

    With `documents` (ids) only these are looked at, and nothing is counted.
    """
    times = _times(store, decision) if documents is None else dict.fromkeys(documents, 0)
    known = [other for other in known if id_of(other) != id_of(decision)]
    hindered: Counter[Obstacle] = Counter()
    types: set[EntityType] = set()
    free = False
    for document in times:
        among = _Among(store, document, decision, known)
        for place in among.places():
            if obstacle := among.obstacle(place):
                hindered[obstacle] += 1
            else:
                free = True
            types |= among.types(place.where)
        if free and not decision.is_of_identity:
            break  # for a merge all the types count
    # What hinders most often, of several the first by name.
    most: list[Obstacle] = sorted(hindered, key=lambda obstacle: (-hindered[obstacle], obstacle)) or ["gone"]
    return Prospect(sum(times.values()), len(times), None if free else most[0], frozenset(types))


def contradicted(decision: Decision, known: Sequence[Decision]) -> Decision | None:
    """Return which of the decisions `known` takes the name away that `decision` identifies, or whose name `decision`
    takes away; None where there is none."""
    about = [other for other in known if other.quote == decision.quote and id_of(other) != id_of(decision)]
    if any(other.verdict in ("accept", "retype") for other in about):
        return None
    for other in about:
        taking, identity = (other, decision) if decision.is_of_identity else (decision, other)
        if identity.is_of_identity and taking.verdict in ("reject", "respan") and _covers(taking, identity):
            return other
    return None


def _covers(wide: Decision, narrow: Decision) -> bool:
    if wide.scope == "place":
        return (wide.before, wide.after) == (narrow.before, narrow.after) and wide.document in ("", narrow.document)
    return wide.document in ("", narrow.document)


def _times(store: Store, decision: Decision) -> dict[str, int]:
    """Return how often the quote stands in each document where the decision may hold."""
    counts: dict[str, int] = {}
    for document, text in texts(store):
        if decision.document in ("", document) and (times := text.count(decision.quote)):
            counts[document] = counts.get(document, 0) + times
    return counts


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a quote stands: where its paragraph begins in the document, the paragraph, the bounds in that, folded."""

    start: int
    folded: Folded
    bounds: Bounds

    @property
    def where(self) -> Bounds:
        """The bounds in the document's text."""
        return self.unfolded(self.bounds)

    def unfolded(self, span: Bounds) -> Bounds:
        """Return where in the document's text a span of the folded paragraph stands."""
        begin, end = self.folded.unfold(*span)
        return self.start + begin, self.start + end


class _Among:
    """A decision among what is recognised in one document."""

    def __init__(self, store: Store, document: str, decision: Decision, known: Sequence[Decision]) -> None:
        self.store, self.document, self.decision = store, document, decision
        ids = {id_of(other) for other in known} | {id_of(decision)}
        gone = {other.quote for other in known if other.verdict in ("reject", "respan")}
        found = list(_recognised(store, document))
        self.spans: dict[Bounds, list[_Recognised]] = {}
        for thing in found:
            self.spans.setdefault(thing.bounds, []).append(thing)
        self.longer = [t.bounds for t in found if t.is_mention and t.by <= ids and fold(t.quote) not in gone]
        # What was decided before and is no more may have hidden a name.
        self.undone = {thing.bounds for thing in found if not thing.by <= ids}
        self.is_named = any(
            other.verdict in _NAMING and bare(decision.quote) in (bare(other.quote), bare(other.to)) for other in known
        )

    def places(self) -> Iterator[_Place]:
        """Yield where the decision may hold."""
        for start, folded in paragraphs(self.store, self.document):
            for bounds in occurrences(folded.text, self.decision):
                yield _Place(start, folded, bounds)

    def types(self, where: Bounds) -> set[EntityType]:
        """Return the types of the mentions at these bounds."""
        return {thing.type for thing in self.spans.get(where, ()) if thing.is_mention and thing.type}

    def obstacle(self, place: _Place) -> Obstacle | None:
        """Return what stands in the decision's way in a place, None if nothing does."""
        if self.decision.verdict in _NAMING:
            return self._to_a_name(place)
        where = place.where
        if self.is_named or where in self.undone or (self.decision.verdict == "reject" and where in self.spans):
            return None
        types = self.types(where)
        if not types or self.decision.verdict == "reject":
            return "unnamed"
        return None if self.decision.type in (None, *types) else "type"

    def _to_a_name(self, place: _Place) -> Obstacle | None:
        span, where = spanned(place.folded.text, place.bounds, self.decision), place.where
        if span is None:
            return "edges"
        if self.decision.type is None and not self.is_named and not any(t.type for t in self.spans.get(where, ())):
            return "untyped"
        if self.decision.scope == "place":
            return None
        start, end = place.unfolded(span)
        if any(a <= start and end <= b and (a, b) not in ((start, end), where) for a, b in self.longer):
            return "longer"
        return None if where in self.spans or is_telling(place.folded.text, place.bounds, self.decision) else "short"


def _recognised(store: Store, document: str) -> Iterator[_Recognised]:
    graph = ox.NamedNode(document_graph_iri(store.base, document))
    for kind in ("Mention", "Doubt"):
        for quad in store.quads(None, TYPE, ox.NamedNode(ontology.term(kind)), graph):
            node = quad.subject
            if isinstance(node, ox.NamedNode):
                by = store.quads(node, ox.NamedNode(ontology.term("decidedBy")))
                yield _Recognised(
                    (int(value(store, node, "begin")), int(value(store, node, "end"))), value(store, node, "quote"),
                    _type(store, node), kind == "Mention",
                    frozenset(q.object.value for q in by if isinstance(q.object, ox.Literal)),
                )  # fmt: skip


def _type(store: Store, node: ox.NamedNode) -> EntityType | None:
    for quad in store.quads(node, ox.NamedNode(ontology.term("refersTo"))):
        if isinstance(quad.object, ox.NamedNode) and (key := parse_entity_iri(store.base, quad.object.value)):
            return key.type
    return value(store, node, "suggestion") or None  # type: ignore[return-value]
