"""Nodes and edges in the making: what is told of one thing at many places comes together here.

An edge is known by its ends and relation; verbs and quotes of all its occurrences gather on it.  Quotes
stay references until the end, when only those of nodes that are shown are looked up.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kg.view.content import Passage, Quote
from kg.view.graph import RELATIONS, Edge, Evidence, Node

_VERBS = 3


@dataclass(slots=True)
class NodeDraft:
    """A node and its quotes so far."""

    id: str
    type: str
    label: str
    kind: str = ""
    aliases: tuple[str, ...] = ()
    facts: list[tuple[str, str]] = field(default_factory=list)
    sources: dict[str, None] = field(default_factory=dict)
    quotes: dict[Quote, None] = field(default_factory=dict)

    def told(self, quote: Quote) -> None:
        """Note that a document tells of it."""
        self.sources[quote.document] = None
        self.quotes[quote] = None

    def node(self) -> Node:
        """Return the node, without its evidence."""
        return Node(
            self.id, self.type, self.label, self.kind, self.aliases, tuple(self.facts), tuple(self.sources),
            total=len(self.quotes),
        )  # fmt: skip


@dataclass(slots=True)
class EdgeDraft:
    """An edge, its verbs and quotes so far."""

    start: str
    end: str
    relation: str
    verbs: Counter[str] = field(default_factory=Counter)
    sources: dict[str, None] = field(default_factory=dict)
    quotes: dict[Quote, None] = field(default_factory=dict)

    def told(self, quote: Quote, verb: str = "") -> None:
        """Note that a document tells of it, in these words."""
        self.sources[quote.document] = None
        self.quotes[quote] = None
        if verb:
            self.verbs[verb] += 1

    def edge(self) -> Edge:
        """Return the edge, without its evidence; its label has the verbs most used."""
        verbs = sorted(self.verbs, key=lambda verb: (-self.verbs[verb], verb))[:_VERBS]
        return Edge(
            self.start, self.end, self.relation, "、".join(verbs), tuple(self.sources), total=len(self.quotes),
        )  # fmt: skip


@dataclass(slots=True)
class Drafts:
    """A graph in the making."""

    nodes: dict[str, NodeDraft] = field(default_factory=dict)
    edges: dict[tuple[str, str, str], EdgeDraft] = field(default_factory=dict)

    def link(self, start: str, end: str, relation: str) -> EdgeDraft:
        """Return the edge with these ends and relation, a new one if there is none yet."""
        return self.edges.setdefault((start, end, relation), EdgeDraft(start, end, relation))

    def strongest(self) -> list[EdgeDraft]:
        """Return one edge for each two nodes: that of the most telling relation."""
        best: dict[frozenset[str], EdgeDraft] = {}
        ranked = sorted(self.edges.values(), key=lambda e: (RELATIONS.index(e.relation), e.start, e.end))
        for edge in ranked:
            if edge.start != edge.end:
                best.setdefault(frozenset((edge.start, edge.end)), edge)
        return list(best.values())


def chosen(quotes: Iterable[Quote], most: int) -> tuple[Quote, ...]:
    """Return up to `most` quotes, of as many documents as possible, each in order."""
    rounds: Counter[str] = Counter()
    ranked = []
    for quote in sorted(quotes):
        ranked.append((rounds[quote.document], quote))
        rounds[quote.document] += 1
    return tuple(sorted(quote for _, quote in sorted(ranked)[:most]))


def quoted(quotes: Iterable[Quote], passages: Mapping[str, Passage]) -> tuple[Evidence, ...]:
    """Return quotes with their sentences; those whose passage is not there are left out."""
    out = []
    for quote in quotes:
        passage = passages.get(quote.passage)
        if passage is None:
            continue
        start, end = max(quote.begin - passage.begin, 0), min(quote.end - passage.begin, len(passage.text))
        if quote.whole:
            start, end = 0, len(passage.text)
        if start < end:
            out.append(Evidence(quote.document, passage.text, start, end, passage.page, passage.heading))
    return tuple(out)
