"""The graph as it is shown refuses what could not be drawn."""

import pytest

from kg.view.graph import Edge, Evidence, Graph, Node


def test_graph_counts_the_edges_of_each_node() -> None:
    nodes = (Node("a", "Programme", "甲"), Node("b", "Place", "乙"), Node("c", "Place", "丙"))
    assert Graph(nodes, (Edge("a", "b", "mention"), Edge("c", "a", "lead"))).degrees() == {"a": 2, "b": 1, "c": 1}


def test_graph_refuses_edges_without_nodes_and_nodes_with_one_id() -> None:
    with pytest.raises(ValueError, match="without its node"):
        Graph((Node("a", "Programme", "甲"),), (Edge("a", "b", "mention"),))
    with pytest.raises(ValueError, match="one id"):
        Graph((Node("a", "Programme", "甲"), Node("a", "Place", "乙")))


def test_unknown_types_and_relations_are_refused() -> None:
    with pytest.raises(ValueError, match="type"):
        Node("a", "Thing", "甲")
    with pytest.raises(ValueError, match="relation"):
        Edge("a", "b", "likes")


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (2, 2), (0, 9)])
def test_evidence_lies_within_its_sentence(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="quote"):
        Evidence("d", "推广平安通。", start, end)
