"""Store → Graph: what was asked for is drawn, cut out, and gathered where it is too much to look at."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import networkx

from kg import ontology
from kg.errors import UsageError
from kg.query import find_entity
from kg.query.names import find_documents
from kg.store import Store
from kg.view import content, drawing
from kg.view.communities import gather
from kg.view.drafts import Drafts, EdgeDraft, NodeDraft
from kg.view.graph import TYPES, Edge, Graph, Source

# What people call by one word.
_WIDER = {"Document": {"PolicyDocument", "CitedDocument"}, "QuantityStatement": {"Target", "Result", "Baseline"}}


def select(
    store: Store,
    entities: Sequence[str] = (),
    hops: int = 1,
    types: Sequence[str] = (),
    documents: Sequence[str] = (),
    limit: int = 2000,
) -> Graph:
    """Return the graph around `entities` (names or IRIs; all of it if none), as far as `hops` edges.

    `types` (classes, by local name or by their label in either language) keeps nodes of these only, and
    `entities` themselves; `documents` (ids, titles, numbers or IRIs) only what they say.  Over `limit` nodes,
    those least linked stand in communities.  UnknownNameError for a name that is not in the store, UsageError
    for a type that there is not.
    """
    wanted = _classes(types)
    starts = tuple(dict.fromkeys(address for name in entities for address in find_entity(store, name)))
    # All edges of an entity are told by documents that name it.
    near = starts if hops <= 1 else ()
    told = content.read(store, {address for name in documents for address in find_documents(store, name)}, near)
    drafts = drawing.draw(told, starts)
    edges = drafts.strongest()
    kept = _around(edges, starts, hops) & drafts.nodes.keys() if starts else set(drafts.nodes)
    if wanted:
        kept = {n for n in kept if n in starts or wanted & _kinds(drafts.nodes[n])}
    edges = [edge for edge in edges if edge.start in kept and edge.end in kept]
    graph = Graph(
        nodes=tuple(draft.node(told.passages) for draft in drafts.nodes.values() if draft.id in kept),
        edges=tuple(edge.edge(told.passages) for edge in edges),
        sources=tuple(Source(d.id, drawing.title(d, told), d.get("url")) for d in told.documents.values()),
        title=_title(drafts, [s for s in starts if s in kept], graph_of=[d.id for d in told.documents.values()]),
    )
    graph = gather(graph, limit)
    return _sourced(replace(graph, edges=_pruned(graph.edges, len(graph.nodes))))


def _classes(names: Iterable[str]) -> frozenset[str]:
    """Return the classes that are called so, in either language."""
    known = ontology.load()
    called = {known.label(term, lang).casefold(): term for term in known.terms for lang in ("en", "zh")}
    called |= {term.casefold(): term for term in (*known.terms, *_WIDER)}
    out: set[str] = set()
    for name in names:
        term = called.get(name.strip().casefold())
        if term is None:
            there = ", ".join(t for t in TYPES if t != "Community")
            raise UsageError(f"no type {name!r}; there are: {there}", f"没有类型“{name}”；可用：{there}")
        out |= {term, *_WIDER.get(term, ())}
    return frozenset(out)


def _kinds(node: NodeDraft) -> set[str]:
    """Return the classes of a node, the wider ones too."""
    known = ontology.load()
    above = known.ancestors(node.kind) if node.kind in known.terms else ()
    return {node.type, node.kind, *above}


def _around(edges: Iterable[EdgeDraft], starts: Iterable[str], hops: int) -> set[str]:
    """Return the ids of the nodes that `hops` edges or fewer part from the `starts`."""
    graph = networkx.Graph((edge.start, edge.end) for edge in edges)
    graph.add_nodes_from(starts)
    return set(networkx.multi_source_dijkstra_path_length(graph, set(starts), cutoff=hops))


def _pruned(edges: Iterable[Edge], nodes: int) -> tuple[Edge, ...]:
    """Return the edges, of those between names of one sentence no more than there are nodes, the strongest."""
    loose = sorted(
        (edge for edge in edges if edge.relation == "together"), key=lambda edge: (-edge.total, edge.start, edge.end)
    )
    weak = set(loose[nodes:])
    return tuple(edge for edge in edges if edge not in weak)


def _title(drafts: Drafts, starts: Sequence[str], graph_of: Sequence[str]) -> str:
    """Return what the graph is of: the entities asked for, or its one document; "" where it is of many."""
    if starts:
        labels = list(dict.fromkeys(drafts.nodes[s].label for s in starts))
        return "、".join(labels[:3]) + (" …" if len(labels) > 3 else "")
    return drafts.nodes[graph_of[0]].label if len(graph_of) == 1 else ""


def _sourced(graph: Graph) -> Graph:
    """Return the graph with those documents only that it tells of."""
    told = {source for node in graph.nodes for source in node.sources}
    told |= {source for edge in graph.edges for source in edge.sources}
    return replace(graph, sources=tuple(source for source in graph.sources if source.id in told))
