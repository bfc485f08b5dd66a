"""The graph as it is shown: nodes, edges, and the sentences they rest on.

Plain values between `select` (which reads a store) and `render` (which writes a page), so that
each can be tried without the other.  `TYPES` are the types of nodes, in the order of the legend;
`RELATIONS` those of edges, from the most to the least telling.
"""

from __future__ import annotations

from dataclasses import dataclass

TYPES = (
    "PolicyDocument", "Programme", "Institution", "Place", "Facility", "Event", "Honour", "Principle",
    "CitedDocument", "Target", "Result", "Baseline", "Indicator", "Community",
)  # fmt: skip
RELATIONS = (
    "measure", "lead", "support", "issue", "target", "indicator", "area", "located", "mention", "together", "gathered",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Source:
    """A document that was read: `id` (its IRI), `title`, and `url` where it came from, "" where unknown."""

    id: str
    title: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A quote within its sentence: `sentence[start:end]` in document `source` (the id of a `Source`)."""

    source: str
    sentence: str
    start: int
    end: int
    page: int | None = None
    heading: str = ""

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end <= len(self.sentence):
            raise ValueError(f"quote {self.start}:{self.end} of {len(self.sentence)} code points")


@dataclass(frozen=True, slots=True)
class Node:
    """A thing in the graph.

    `kind` is its most special class ("Hospital"); `facts` are (name of a property, value) in the order
    shown; `sources` the ids of the documents that tell of it (none: it comes with the ontology or a
    gazetteer).  `evidence` may be a selection of the `total` there is.  `members` are the labels of
    what a community stands for.
    """

    id: str
    type: str
    label: str
    kind: str = ""
    aliases: tuple[str, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    sources: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    total: int = 0
    members: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.type not in TYPES:
            raise ValueError(f"unknown type of node {self.type!r}")


@dataclass(frozen=True, slots=True)
class Edge:
    """A relation from node to node; `label` holds words of the text (a verb), "" where the relation says all."""

    start: str
    end: str
    relation: str
    label: str = ""
    sources: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    total: int = 0

    def __post_init__(self) -> None:
        if self.relation not in RELATIONS:
            raise ValueError(f"unknown relation {self.relation!r}")


@dataclass(frozen=True, slots=True)
class Graph:
    """What a page shows.  `gathered` counts the nodes that stand in communities instead of by themselves.

    ValueError if an edge leads to a node that is not there, or two nodes have one id.
    """

    nodes: tuple[Node, ...] = ()
    edges: tuple[Edge, ...] = ()
    sources: tuple[Source, ...] = ()
    title: str = ""
    gathered: int = 0

    def __post_init__(self) -> None:
        ids = {node.id for node in self.nodes}
        if len(ids) < len(self.nodes):
            raise ValueError("two nodes have one id")
        for edge in self.edges:
            if not {edge.start, edge.end} <= ids:
                raise ValueError(f"an edge without its node: {edge.start} – {edge.end}")

    def degrees(self) -> dict[str, int]:
        """Return the number of edges at each node, by its id."""
        degrees = {node.id: 0 for node in self.nodes}
        for edge in self.edges:
            degrees[edge.start] += 1
            degrees[edge.end] += 1
        return degrees
