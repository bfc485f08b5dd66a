"""What is over the limit is gathered, and nothing is lost."""

import graphs

from kg.view.communities import gather
from kg.view.graph import Edge, Graph, Node, Source


def test_graph_within_the_limit_stays_itself() -> None:
    graph = graphs.small()
    assert gather(graph, len(graph.nodes)) is graph


def test_graph_over_the_limit_gathers_the_rest_in_communities_that_name_it() -> None:
    graph = graphs.large(600)
    gathered = gather(graph, 200)
    assert len(gathered.nodes) <= 200
    communities = [node for node in gathered.nodes if node.type == "Community"]
    members = [label for node in communities for label in node.members]
    labels = {node.label for node in graph.nodes}
    assert sorted(members + [n.label for n in gathered.nodes if n.type != "Community"]) == sorted(labels)
    assert gathered.gathered == len(members)
    assert gather(graph, 200) == gathered


def test_edges_of_gathered_nodes_lead_to_their_community_once() -> None:
    gathered = gather(graphs.large(600), 200)
    pairs = [(edge.start, edge.end) for edge in gathered.edges if edge.relation == "gathered"]
    assert pairs
    assert len(set(pairs)) == len(pairs)


def test_documents_stay_before_names_that_are_linked_more() -> None:
    gathered = gather(graphs.large(600), 200)
    assert sum(node.type == "PolicyDocument" for node in gathered.nodes) == 60


def test_statements_of_a_series_become_edges_to_their_indicator() -> None:
    nodes = [Node("d", "PolicyDocument", "报告", sources=("d",)), Node("i", "Indicator", "城镇新增就业")]
    nodes += [Node(f"q{n}", "Target", f"城镇新增就业 {n}万人", facts=(("value", f"{n}万人"),)) for n in (1, 2)]
    nodes += [Node(f"e{n}", "Programme", f"项目{n}") for n in range(9)]
    edges = [Edge("d", f"q{n}", "target") for n in (1, 2)] + [Edge(f"q{n}", "i", "indicator") for n in (1, 2)]
    edges += [Edge("d", f"e{n}", "mention") for n in range(9)]
    gathered = gather(Graph(tuple(nodes), tuple(edges), (Source("d", "报告"),)), 12)
    found = [edge for edge in gathered.edges if edge.relation == "target"]
    assert len(gathered.nodes) == 11
    assert not gathered.gathered
    assert [(edge.start, edge.end, edge.label) for edge in found] == [("d", "i", "1万人、2万人")]
