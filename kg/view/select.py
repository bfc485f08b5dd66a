"""Store → Graph: what was asked for is drawn, cut out, and gathered where it is too much to look at."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial

import networkx

from kg import ontology
from kg.errors import UsageError
from kg.query import find_entity
from kg.query.names import find_documents
from kg.store import Store
from kg.view import content, drawing
from kg.view.communities import gather
from kg.view.content import Quote
from kg.view.drafts import Drafts, EdgeDraft, NodeDraft, chosen, quoted
from kg.view.graph import TYPES, Edge, Graph, Source

# Quotes of a node and of an edge; in a large graph fewer, so that its page stays small.  The panel tells how many
# there are.
_QUOTES, _FEW_QUOTES, _LARGE = (12, 6), (4, 1), 500
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
    drafts = drawing.draw(told, starts, partial(content.passages, store))
    edges = drafts.strongest()
    kept = _around(edges, starts, hops) & drafts.nodes.keys() if starts else set(drafts.nodes)
    if wanted:
        kept = {n for n in kept if n in starts or wanted & _kinds(drafts.nodes[n])}
    edges = [edge for edge in edges if edge.start in kept and edge.end in kept]
    graph = Graph(
        nodes=tuple(draft.node() for draft in drafts.nodes.values() if draft.id in kept),
        edges=tuple(edge.edge() for edge in edges),
        sources=tuple(Source(d.id, drawing.title(d, told), d.get("url")) for d in told.documents.values()),
        title=_title(drafts, [s for s in starts if s in kept], graph_of=[d.id for d in told.documents.values()]),
    )
    graph = gather(graph, limit)
    graph = replace(graph, edges=_pruned(graph.edges, len(graph.nodes)))
    return _sourced(_evident(graph, drafts, store))


def _evident(graph: Graph, drafts: Drafts, store: Store) -> Graph:
    """Return the graph with quotes, of which only those that are shown are read."""
    per_node, per_edge = _QUOTES if len(graph.nodes) <= _LARGE else _FEW_QUOTES
    nodes = [chosen(drafts.nodes[n.id].quotes if n.id in drafts.nodes else (), per_node) for n in graph.nodes]
    told = [_quotes(edge, drafts) for edge in graph.edges]
    edges = [chosen(quotes, per_edge) for quotes in told]
    passages = content.passages(store, {quote.passage for quotes in (*nodes, *edges) for quote in quotes})
    return replace(
        graph,
        nodes=tuple(replace(n, evidence=quoted(q, passages)) for n, q in zip(graph.nodes, nodes, strict=True)),
        edges=tuple(
            replace(edge, evidence=quoted(shown, passages), total=len(quotes) or edge.total)
            for edge, shown, quotes in zip(graph.edges, edges, told, strict=True)
        ),
    )


def _quotes(edge: Edge, drafts: Drafts) -> tuple[Quote, ...]:
    draft = drafts.edges.get((edge.start, edge.end, edge.relation))
    if draft is not None:
        return tuple(draft.quotes)
    # It stands for the statements of a document about an indicator; an edge of a community has no quotes.
    indicator = drafts.nodes.get(edge.end) if edge.relation == "target" else None
    return tuple(quote for quote in indicator.quotes if quote.document == edge.start) if indicator else ()


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
