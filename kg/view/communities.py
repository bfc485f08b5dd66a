"""A graph with no more nodes than can be looked at: the most telling stay, the others stand in communities.

1. A quantity statement whose indicator is a node becomes an edge from its document to the indicator, with
   the value as its label: nothing it says is lost, and series show before single numbers.
2. Nodes are ranked: documents first (where they are not most of all), then by edges and evidence.  The
   first ones stay.
3. The others are gathered by the communities that Louvain's method finds in the whole graph (Blondel
   et al. 2008, igraph's `community_multilevel`), which keeps together what is linked.
4. Each gathering becomes one node that names its members, best first, and keeps their edges as one
   edge to each neighbour.  Where there are more gatherings than places for them, the smallest are merged.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace

import igraph

from kg.view.graph import Edge, Graph, Node

_QUANTITIES = {"Target", "Result", "Baseline"}
_SHARE = 20  # One place in so many is for communities.


def gather(graph: Graph, limit: int) -> Graph:
    """Return `graph` itself if it has at most `limit` nodes, else one of `limit` nodes at most."""
    if len(graph.nodes) <= limit:
        return graph
    graph = _contracted(graph)
    if len(graph.nodes) <= limit:
        return graph
    ranked = sorted(graph.nodes, key=_rank(graph))
    places = max(1, limit // _SHARE)
    kept = {node.id for node in ranked[: limit - places]}
    groups = _groups(graph, [node for node in ranked if node.id not in kept], places)
    home = {member.id: f"community:{n}" for n, group in enumerate(groups) for member in group}
    communities = tuple(_community(home[group[0].id], group) for group in groups)
    return Graph(
        nodes=tuple(node for node in graph.nodes if node.id in kept) + communities,
        edges=tuple(_edges(graph.edges, home)),
        sources=graph.sources,
        title=graph.title,
        gathered=len(home),
    )


def _contracted(graph: Graph) -> Graph:
    """Return the graph with edges from documents to indicators in place of the statements between them."""
    statements = {node.id: node for node in graph.nodes if node.type in _QUANTITIES}
    documents = {node.id for node in graph.nodes if node.type == "PolicyDocument"}
    homes = {e.end: e.start for e in graph.edges if e.end in statements and e.start in documents}
    indicators = {e.start: e.end for e in graph.edges if e.relation == "indicator" and e.start in homes}
    said: dict[tuple[str, str], list[Node]] = defaultdict(list)
    for name, indicator in indicators.items():
        said[homes[name], indicator].append(statements[name])
    return replace(
        graph,
        nodes=tuple(node for node in graph.nodes if node.id not in indicators),
        edges=(
            *(edge for edge in graph.edges if edge.start not in indicators and edge.end not in indicators),
            *(_values(document, indicator, nodes) for (document, indicator), nodes in said.items()),
        ),
    )


def _values(document: str, indicator: str, statements: list[Node]) -> Edge:
    values = dict.fromkeys(dict(node.facts).get("value", "") for node in statements)
    total = sum(node.total for node in statements)
    return Edge(document, indicator, "target", "、".join(list(values)[:3]), (document,), total=total)


def _rank(graph: Graph) -> Callable[[Node], tuple[bool, float, str]]:
    degrees = graph.degrees()
    few = sum(node.type == "PolicyDocument" for node in graph.nodes) * 4 <= len(graph.nodes)
    return lambda node: (
        not (few and node.type == "PolicyDocument"),
        -degrees[node.id] - min(node.total, 50) / 10,
        node.id,
    )


def _groups(graph: Graph, rest: list[Node], places: int) -> list[list[Node]]:
    """Return the nodes of `rest`, ranked, in at most `places` groups, the largest first."""
    ids = sorted(node.id for node in graph.nodes)
    index = {name: n for n, name in enumerate(ids)}
    pairs = Counter(tuple(sorted((index[e.start], index[e.end]))) for e in graph.edges if e.start != e.end)
    whole = igraph.Graph(n=len(ids), edges=sorted(pairs), edge_attrs={"weight": [pairs[p] for p in sorted(pairs)]})
    igraph.set_random_number_generator(random.Random(1))  # noqa: S311 - nothing secret
    try:
        membership = whole.community_multilevel(weights="weight").membership
    finally:
        igraph.set_random_number_generator(random)
    found: dict[int, list[Node]] = defaultdict(list)
    for node in rest:
        found[membership[index[node.id]]].append(node)
    groups = sorted(found.values(), key=lambda group: (-len(group), group[0].id))
    merged = [node for group in groups[places - 1 :] for node in group]
    return [*groups[: places - 1], *([merged] if merged else [])]


def _community(name: str, members: list[Node]) -> Node:
    sources = dict.fromkeys(source for member in members for source in member.sources)
    return Node(
        id=name,
        type="Community",
        label="、".join(member.label for member in members[:2]) + (f" +{len(members) - 2}" if len(members) > 2 else ""),
        sources=tuple(sources),
        total=sum(member.total for member in members),
        members=tuple(member.label for member in members),
    )


def _edges(edges: Iterable[Edge], home: dict[str, str]) -> Iterable[Edge]:
    """Yield the edges between nodes that stay, then one edge for all between a community and a neighbour."""
    totals: Counter[tuple[str, str]] = Counter()
    sources: dict[tuple[str, str], dict[str, None]] = defaultdict(dict)
    for edge in edges:
        if edge.start not in home and edge.end not in home:
            yield edge
            continue
        one, other = sorted((home.get(edge.start, edge.start), home.get(edge.end, edge.end)))
        if one != other:
            totals[one, other] += 1
            sources[one, other] |= dict.fromkeys(edge.sources)
    for (one, other), total in sorted(totals.items()):
        yield Edge(one, other, "gathered", sources=tuple(sources[one, other]), total=total)
