"""Positions are the same each time, and nodes do not lie on one another."""

import math
import random

import graphs

from kg.view.appearance import size
from kg.view.graph import Edge, Graph, Node
from kg.view.layout import positions


def test_layout_is_the_same_each_time_and_leaves_the_random_source_alone() -> None:
    graph = graphs.small()
    random.seed(5)
    expected = random.Random(5).random()  # noqa: S311
    assert positions(graph) == positions(graph)
    assert random.random() == expected  # noqa: S311


def test_layout_places_every_node_apart_from_the_others() -> None:
    graph = graphs.small()
    points, degrees = positions(graph), graph.degrees()
    assert points.keys() == degrees.keys()
    radius = {node.id: size(node.type, degrees[node.id]) for node in graph.nodes}
    ids = sorted(points)
    for n, one in enumerate(ids):
        for other in ids[n + 1 :]:
            assert math.dist(points[one], points[other]) > 0.9 * (radius[one] + radius[other])


def test_layout_of_single_nodes_and_of_none() -> None:
    assert positions(Graph()) == {}
    alone = Graph(tuple(Node(str(n), "Programme", str(n)) for n in range(5)))
    assert len(set(positions(alone).values())) == 5


def test_layout_keeps_components_apart() -> None:
    nodes = tuple(Node(f"{part}{n}", "Programme", "甲") for part in "ab" for n in range(6))
    edges = tuple(Edge(f"{part}0", f"{part}{n}", "mention") for part in "ab" for n in range(1, 6))
    points = positions(Graph(nodes, edges))
    sides = [
        {part: [point[axis] for name, point in points.items() if name.startswith(part)] for part in "ab"}
        for axis in (0, 1)
    ]
    assert any(max(s["a"]) < min(s["b"]) or max(s["b"]) < min(s["a"]) for s in sides)


def test_nodes_with_more_edges_are_larger_up_to_a_limit() -> None:
    assert size("Programme", 1) < size("Programme", 9) < size("Programme", 60)
    assert size("Programme", 1000) == size("Programme", 100_000)
