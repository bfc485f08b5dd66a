"""The graph of one document: document, passages, mentions, quantity statements, responsibilities, measures, doubts.

The IRI of a part of a document is a digest of what it says: the folded sentence it stands in, its own
words, and which of equals it is.  Offsets are properties only, so better reading moves no IRI.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from pyoxigraph import Literal, NamedNode, Quad

from kg import iri
from kg.folding import fold
from kg.model import (
    SURE,
    WHOLE,
    Action,
    Document,
    Doubt,
    EntityKey,
    Extraction,
    Mention,
    Role,
    Span,
    Stretch,
    Target,
)
from kg.ontology import load
from kg.rdf.terms import ANY_URI, IDENTIFIER, IN_PLACE, ISSUED, TITLE, TYPE, URL, dated, literal, pk, place

# The class of a quantity statement, by its status.
STATEMENTS = {"planned": "Target", "achieved": "Result", "baseline": "Baseline"}
HEADING_SEPARATOR = " › "


def document_quads(
    document: Document,
    extraction: Extraction,
    keys: Sequence[EntityKey | None],
    base: str,
    *,
    indicators: Sequence[str],
    content_hash: str = "",
    stretch: Stretch = WHOLE,
) -> Iterator[Quad]:
    """Yield the graph of one document, or of a `stretch` of it that stands in `document` alone.

    `keys` is parallel to `extraction.mentions` (None: not identified), `indicators` (canonical names) to
    `extraction.targets`; ValueError where they are not, or where something stands outside all passages.
    """
    yield from _Writer(document, base, stretch).quads(extraction, keys, indicators, content_hash)


class _Writer:
    """Writes the graph of one document."""

    def __init__(self, document: Document, base: str, stretch: Stretch) -> None:
        self.document, self.base, self.stretch = document, base, stretch
        self.address = iri.document_iri(base, document.id)
        self.node = NamedNode(self.address)
        self.graph = NamedNode(iri.document_graph_iri(base, document.id))
        self.folded: list[str] = []
        self.passages: list[NamedNode] = []
        self.starts = {passage.start: index for index, passage in enumerate(document.passages)}
        self.seen: Counter[tuple[str, ...]] = Counter()

    def quads(
        self, extraction: Extraction, keys: Sequence[EntityKey | None], indicators: Sequence[str], content_hash: str
    ) -> Iterator[Quad]:
        if not self.stretch.number:
            yield from self._document(content_hash)
        yield from self._passages()
        entities: dict[tuple[int, int], NamedNode] = {}
        institutions: set[NamedNode] = set()
        for mention, key in zip(extraction.mentions, keys, strict=True):
            entity = NamedNode(iri.entity_iri(self.base, key)) if key else None
            if entity and key:
                entities[mention.start, mention.end] = entity
                # A place that acts as an author stays a place: it is named in `agentText` only.
                institutions |= {entity} if key.type == "Institution" else set()
            yield from self._mention(mention, entity)
        for entity in dict.fromkeys(entities.values()):
            yield self._quad(self.node, "mentions", entity)
        for target, indicator in zip(extraction.targets, indicators, strict=True):
            yield from self._target(target, indicator)
        for role in extraction.roles:
            agent = entities.get((role.institution.start, role.institution.end))
            yield from self._role(role, agent if agent in institutions else None)
        for action in extraction.actions:
            yield from self._action(action, entities.get((action.entity.start, action.entity.end)))
        for doubt in extraction.doubts:
            yield from self._doubt(doubt)

    def _document(self, content_hash: str) -> Iterator[Quad]:
        about = self.document.metadata
        for kind in load().types(about.kind):
            yield Quad(self.node, TYPE, pk(kind), self.graph)
        if about.title:
            yield Quad(self.node, TITLE, Literal(about.title), self.graph)
        if about.number:
            yield Quad(self.node, IDENTIFIER, Literal(about.number), self.graph)
        if about.date:
            yield Quad(self.node, ISSUED, dated(about.date), self.graph)
        if about.url:
            # A literal: an address found in a document is hostile and may be no IRI at all.
            yield Quad(self.node, URL, Literal(about.url, datatype=ANY_URI), self.graph)
        if about.place:
            yield Quad(self.node, IN_PLACE, place(self.base, about.place), self.graph)
        yield from self._literals(
            self.node, year=about.year, issuerName=about.issuer, sourcePath=about.source, contentHash=content_hash
        )

    def _passages(self) -> Iterator[Quad]:
        before = self.stretch
        for number, passage in enumerate(self.document.passages):
            text = self.document.quote(passage.start, passage.end)
            self.folded.append(fold(text))
            node = self._part("p", self.folded[-1])
            self.passages.append(node)
            yield Quad(node, TYPE, pk("Passage"), self.graph)
            yield self._quad(node, "inDocument", self.node)
            yield from self._literals(
                node, begin=passage.start + before.start, end=passage.end + before.start, text=text,
                page=passage.page, paragraph=passage.paragraph + before.paragraphs,
                heading=HEADING_SEPARATOR.join(passage.heading), number=number + before.passages,
            )  # fmt: skip

    def _mention(self, mention: Mention, entity: NamedNode | None) -> Iterator[Quad]:
        index = self._passage(mention.start)
        node = self._part("m", self.folded[index], mention.type, fold(mention.text))
        yield Quad(node, TYPE, pk("Mention"), self.graph)
        if entity:
            yield self._quad(node, "refersTo", entity)
        unsure = mention.confidence < SURE
        yield from self._literals(
            node, reason=mention.rule if unsure else None, suggestion=mention.type if unsure or not entity else None
        )
        yield from self._evidence(node, index, mention, mention.confidence)
        yield from self._decided(node, mention.decisions)

    def _target(self, target: Target, indicator: str) -> Iterator[Quad]:
        index = self._passage(target.clause.start)
        node = self._part("q", self.folded[index], fold(target.indicator.text), fold(target.value.text))
        yield Quad(node, TYPE, pk(STATEMENTS[target.status]), self.graph)
        yield Quad(node, TYPE, pk("QuantityStatement"), self.graph)
        yield self._quad(node, "indicator", NamedNode(iri.indicator_iri(self.base, indicator)))
        measure = load().units.get(target.unit or "")
        if measure:
            yield self._quad(node, "unitOfMeasure", NamedNode(measure))
        if target.area:
            yield self._quad(node, "area", place(self.base, target.area))
        yield from self._literals(
            node, indicatorText=target.indicator.text, valueText=target.value.text, value=target.number,
            upperValue=target.upper, unit=target.unit, comparator=target.comparator, change=target.change,
            binding=target.binding, timeText=target.time.text if target.time else None, period=target.period,
            periodBasis=target.period_basis, areaBasis=target.area_basis,
        )  # fmt: skip
        yield from self._evidence(node, index, target.clause, target.confidence)

    def _role(self, role: Role, agent: NamedNode | None) -> Iterator[Quad]:
        index = self._passage(role.clause.start)
        subject = role.of.text if role.of else ""
        node = self._part("r", self.folded[index], fold(role.institution.text), role.role, fold(subject))
        yield Quad(node, TYPE, pk("Responsibility"), self.graph)
        if agent:
            yield self._quad(node, "agent", agent)
        yield from self._literals(node, agentText=role.institution.text, role=role.role, forText=subject)
        yield from self._evidence(node, index, role.clause, role.confidence)

    def _action(self, action: Action, entity: NamedNode | None) -> Iterator[Quad]:
        index = self._passage(action.clause.start)
        node = self._part("a", self.folded[index], fold(action.entity.text), fold(action.verb.text))
        yield Quad(node, TYPE, pk("Measure"), self.graph)
        if entity:
            yield self._quad(node, "actsOn", entity)
        yield from self._literals(node, objectText=action.entity.text, verb=action.verb.text)
        yield from self._evidence(node, index, action.clause, action.confidence)

    def _doubt(self, doubt: Doubt) -> Iterator[Quad]:
        index = self._passage(doubt.span.start)
        node = self._part("d", self.folded[index], doubt.reason, doubt.suggestion or "", fold(doubt.span.text))
        yield Quad(node, TYPE, pk("Doubt"), self.graph)
        yield from self._literals(node, reason=doubt.reason, suggestion=doubt.suggestion)
        yield from self._evidence(node, index, doubt.span, doubt.confidence)
        yield from self._decided(node, doubt.decisions)

    def _decided(self, node: NamedNode, decisions: Iterable[str]) -> Iterator[Quad]:
        for decision in decisions:
            yield Quad(node, pk("decidedBy"), Literal(decision), self.graph)

    def _evidence(self, node: NamedNode, index: int, span: Span | Mention, confidence: float) -> Iterator[Quad]:
        yield self._quad(node, "inDocument", self.node)
        yield self._quad(node, "inPassage", self.passages[index])
        begin, end = span.start + self.stretch.start, span.end + self.stretch.start
        yield from self._literals(node, begin=begin, end=end, quote=span.text, confidence=confidence)

    def _passage(self, offset: int) -> int:
        passage = self.document.passage_at(offset)
        if passage is None:
            raise ValueError(f"{self.document.id}: no passage at {offset}")
        return self.starts[passage.start]

    def _part(self, kind: str, *fields: str) -> NamedNode:
        self.seen[kind, *fields] += 1
        # Equals are counted within a stretch: to count them over all would take a document's size in memory.
        which = f"{self.seen[kind, *fields]}" + (f"/{self.stretch.number}" if self.stretch.number else "")
        return NamedNode(iri.part_iri(self.address, kind, *fields, which))

    def _quad(self, subject: NamedNode, name: str, value: NamedNode) -> Quad:
        return Quad(subject, pk(name), value, self.graph)

    def _literals(self, subject: NamedNode, **values: str | int | float | Decimal | None) -> Iterator[Quad]:
        """Yield one quad a property; None and "" stand for nothing known."""
        for name, value in values.items():
            if value is not None and value != "":
                yield Quad(subject, pk(name), literal(value), self.graph)
