"""Content of a store → drafts of nodes and edges: what stands for what in the picture.

1. Documents, the entities they mention, and their quantity statements are nodes; an indicator is one where
   several statements share it, since it ties them into a series.
2. A document is linked to an entity by what it does to it (the verb), and by mentioning it; an institution
   to what it leads, supports or issues: by name where the same sentence names it, else to the document;
   a statement to its document, its indicator, the entity its clause names and, where the sentence names
   one, its area.
3. A place lies in the nearest place above it; an entity in its jurisdiction, unless its documents are of there.
4. Names in one sentence are tied loosely: without it, each document would be a star.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from itertools import combinations, pairwise

from kg import places
from kg.view.content import Content, Passage, Quote, Thing, kinds, local
from kg.view.drafts import Drafts, NodeDraft
from kg.view.graph import TYPES

_ENTITIES = tuple(t for t in TYPES if t not in {"PolicyDocument", "Target", "Result", "Baseline", "Community"})
_QUANTITIES = ("Target", "Result", "Baseline")
_SIGNS = {">=": "≥", ">": ">", "<=": "≤", "<": "<", "~": "≈"}
_CHANGES = {"increase": "↑", "decrease": "↓"}
_DOCUMENT_FACTS = (
    ("identifier", "number"), ("issuerName", "issuer"), ("issued", "issued"), ("year", "year"), ("sourcePath", "path"),
)  # fmt: skip
_SHORT = 8  # A title of so few characters is one that many documents have.
_CLOSE = 5  # More names in one sentence are a list: each is tied to the next only.


Reader = Callable[[Iterable[str]], Mapping[str, Passage]]


def draw(content: Content, starts: tuple[str, ...], passages: Reader) -> Drafts:
    """Return all nodes and edges; `starts` are IRIs of things that are nodes in any case, `passages` reads those
    with the IRIs it is given."""
    drawing = _Drawing(content, passages)
    drawing.documents()
    drawing.mentions()
    drawing.quantities(set(starts))
    for start in starts:
        drawing.entity(start)
    drawing.measures()
    drawing.responsibilities()
    drawing.sentences()
    drawing.jurisdictions()
    return drawing.drafts


def title(document: Thing, content: Content) -> str:
    """Return what a document is called: its title, else its id; 政府工作报告, which many are, with place and year."""
    name = document.get("title") or document.id.rpartition("/document/")[2]
    if len(name) > _SHORT or not document.get("year") or document.get("year") in name:
        return name
    place = content.things.get(document.get("spatial"))
    return f"{name}（{place.get('label') if place else ''}{document.get('year')}）"


class _Drawing:
    """Adds one kind of content after the other to its drafts."""

    def __init__(self, content: Content, passages: Reader) -> None:
        self.content, self.passages = content, passages
        self.drafts = Drafts()
        self.codes = {thing.get("code"): thing.id for thing in content.things.values() if thing.get("code")}
        self.named: dict[str, list[tuple[str, Quote]]] = {}
        for entity, quote in content.mentions:
            self.named.setdefault(quote.passage, []).append((entity, quote))

    def documents(self) -> None:
        for document in self.content.documents.values():
            _, kind = kinds(document, ("PolicyDocument",))
            facts = [(name, document.get(key)) for key, name in _DOCUMENT_FACTS if document.get(key)]
            place = document.get("spatial")
            if place:
                facts.append(("place", self.label(place)))
            node = NodeDraft(
                document.id, "PolicyDocument", title(document, self.content), kind, (), facts, {document.id: None}
            )
            self.drafts.nodes[document.id] = node
        for document in self.content.documents.values():
            place = document.get("spatial")
            area = self.entity(place)
            if area:
                area.sources[document.id] = None
                self.drafts.link(document.id, place, "area").sources[document.id] = None

    def mentions(self) -> None:
        for entity, quote in self.content.mentions:
            node = self.entity(entity)
            if node:
                node.told(quote)
                self.drafts.link(quote.document, entity, "mention").told(quote)

    def quantities(self, starts: set[str]) -> None:
        series: dict[str, list[Thing]] = defaultdict(list)
        for statement in self.content.quantities:
            series[statement.get("indicator")].append(statement)
        for indicator, statements in series.items():
            shared = len(statements) > 1 or indicator in starts
            node = self.entity(indicator) if shared else None
            for statement in statements:
                self._quantity(statement, with_period=shared)
                if node:
                    node.told(statement.quote())
                    self.drafts.link(statement.id, indicator, "indicator").told(statement.quote())

    def _quantity(self, statement: Thing, with_period: bool) -> None:
        quote = statement.quote()
        type_, _ = kinds(statement, _QUANTITIES)
        period = statement.get("period").replace("/", "–")
        value = (
            _CHANGES.get(statement.get("change"), "")
            + _SIGNS.get(statement.get("comparator"), "")
            + statement.get("valueText")
        )
        label = f"{statement.get('indicatorText')} {value}" + (f" ({period})" if with_period and period else "")
        area = statement.get("area")
        facts = [
            ("indicator", statement.get("indicatorText")),
            ("comparator", statement.get("comparator")),
            ("value", statement.get("valueText")),
            ("number_value", _number(statement)),
            ("change", statement.get("change") if statement.get("change") != "level" else ""),
            ("period", period),
            ("area", self.label(area) if area else ""),
            ("binding", statement.get("binding")),
        ]
        node = NodeDraft(statement.id, type_ or "Target", label, facts=[(k, v) for k, v in facts if v])
        node.told(quote)
        self.drafts.nodes[statement.id] = node
        self.drafts.link(quote.document, statement.id, "target").told(quote)
        for entity, named in self.named.get(quote.passage, ()):
            # A name within the clause is what the number is about: 平安通响应时间降至6分钟.
            inside = quote.begin <= named.begin and named.end <= quote.end
            if inside and entity in self.drafts.nodes and self.drafts.nodes[entity].type != "Place":
                self.drafts.link(entity, statement.id, "target").told(quote)
        # An area taken from the document is the document's own link.
        if area and statement.get("areaBasis") == "sentence" and area != self.spatial(quote.document):
            place = self.entity(area)
            if place:
                place.sources[quote.document] = None
                self.drafts.link(statement.id, area, "area").told(quote)

    def measures(self) -> None:
        for measure in self.content.measures:
            entity, quote = measure.get("actsOn"), measure.quote()
            if entity in self.drafts.nodes:
                self.drafts.link(quote.document, entity, "measure").told(quote, measure.get("verb"))

    def responsibilities(self) -> None:
        told = self.content.responsibilities
        passages = self.passages(dict.fromkeys(r.get("inPassage") for r in told if r.get("forText")))
        for responsibility in told:
            agent, quote, role = responsibility.get("agent"), responsibility.quote(), responsibility.get("role")
            if agent not in self.drafts.nodes or role not in {"lead", "support", "issue"}:
                continue
            for end in self._objects(responsibility, quote, passages) or [quote.document]:
                if end != agent:
                    self.drafts.link(agent, end, role).told(quote)

    def _objects(self, responsibility: Thing, quote: Quote, passages: Mapping[str, Passage]) -> list[str]:
        """Return the entities that the words for what is led or issued name, in the same sentence."""
        words, passage = responsibility.get("forText"), passages.get(quote.passage)
        if not words or passage is None or words not in passage.text:
            return []
        begin = passage.begin + passage.text.index(words)
        inside = (e for e, q in self.named.get(quote.passage, ()) if begin <= q.begin and q.end <= begin + len(words))
        return list(dict.fromkeys(inside))

    def sentences(self) -> None:
        for mentions in self.named.values():
            here = self.spatial(mentions[0][1].document)
            names = {entity: quote for entity, quote in mentions if entity != here and entity in self.drafts.nodes}
            pairs = combinations(names, 2) if len(names) <= _CLOSE else pairwise(names)
            for one, other in pairs:
                start, end = sorted((one, other))
                self.drafts.link(start, end, "together").told(names[one]._replace(whole=True))

    def jurisdictions(self) -> None:
        for node in list(self.drafts.nodes.values()):
            thing = self.content.things.get(node.id)
            code = thing.get("code") if thing else ""
            if code:
                above = (self.codes.get(parent, "") for parent in places.lineage(code)[1:])
                parent = next((p for p in above if p in self.drafts.nodes), "")
            else:
                parent = thing.get("jurisdiction") if thing else ""
                if parent in {self.spatial(document) for document in node.sources}:
                    continue
            if parent in self.drafts.nodes:
                self.drafts.link(node.id, parent, "located").sources.update(node.sources)

    def entity(self, address: str) -> NodeDraft | None:
        """Return the node of an entity or indicator, a new one if there is none yet; None if it is not described."""
        if address not in self.drafts.nodes:
            thing = self.content.things.get(address)
            type_, kind = kinds(thing, _ENTITIES) if thing else ("", "")
            if thing is None or not type_:
                return None
            facts = [("code", thing.get("code"))] if thing.get("code") else []
            if thing.get("jurisdiction"):
                facts.append(("place", self.label(thing.get("jurisdiction"))))
            self.drafts.nodes[address] = NodeDraft(
                address, type_, thing.get("label"), kind, thing.values.get("altLabel", ()), facts
            )
        return self.drafts.nodes[address]

    def spatial(self, document: str) -> str:
        """Return the IRI of the place a document is of, "" where it is not known."""
        return self.content.documents[document].get("spatial")

    def label(self, address: str) -> str:
        """Return what a thing is called."""
        thing = self.content.things.get(address)
        return thing.get("label") if thing else local(address)


def _number(statement: Thing) -> str:
    """Return the value written out where the text has it otherwise: 16000 人 for 1.6万人; "" where it has it so."""
    upper = statement.get("upperValue")
    if statement.get("value") in statement.get("valueText"):
        return ""
    unit = {"pp": "个百分点"}.get(statement.get("unit"), statement.get("unit"))
    return f"{statement.get('value')}{'–' + upper if upper else ''} {unit}".strip()
