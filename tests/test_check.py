"""Every violation query fires on its bad graph, on no other's, and on no good graph."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import corpus
import pyoxigraph as ox
import pytest

from kg import ontology
from kg.check import SEVERITIES, Finding, check, checks, violation_queries
from kg.errors import QueryError, ResourceError, UsageError
from kg.store import Store

BAD = sorted((Path(__file__).parent / "bad").glob("*.trig"))
QUERIES = violation_queries()
B = corpus.BASE
RULE = """# title: 题 | Title
# problem: 有题名 | has a title
# solution: 去掉 | take it out
# severity: warning
SELECT ?focus ?title { ?focus <http://purl.org/dc/terms/title> ?title }
"""


def store(path: Path) -> ox.Store:
    """The bad graph of a file, and the ontology."""
    made = ox.Store()
    made.extend(ox.parse(path=str(path), format=ox.RdfFormat.TRIG))
    made.extend(ontology.load().graph(B))
    return made


def changed(name: str, *changes: tuple[str, str]) -> ox.Store:
    """The bad graph of this name with some words changed, and the ontology."""
    text = (Path(__file__).parent / "bad" / f"{name}.trig").read_text("utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    made = ox.Store()
    made.extend(ox.parse(text, format=ox.RdfFormat.TRIG))
    made.extend(ontology.load().graph(B))
    return made


def by_queries(data: ox.Store) -> Iterator[Finding]:
    return check(data, only=[query.name for query in QUERIES])


@pytest.fixture(scope="module")
def good() -> Store:
    return Store.in_memory([*corpus.quads(), *ontology.load().graph(B)])


def test_every_query_has_a_bad_graph_and_every_bad_graph_a_query() -> None:
    assert len(QUERIES) >= 20
    assert {path.stem.split("-")[0] for path in BAD} == {query.name for query in QUERIES}


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_a_bad_graph_breaks_its_rule_and_no_other(path: Path) -> None:
    found = list(by_queries(store(path)))
    assert {finding.check for finding in found} == {path.stem.split("-")[0]}
    assert len(found) == 1
    assert found[0].focus.startswith(B)
    assert "document" in found[0].focus or found[0].focus.startswith((B + "programme/", B + "indicator/"))


def test_a_good_graph_breaks_nothing(good: Store) -> None:
    assert list(check(good)) == []
    names = [one.name for one in checks(good.oxigraph)]
    assert {query.name for query in QUERIES} < set(names)
    assert sum(name.startswith("shape/") for name in names) > 60


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_a_query_says_what_is_wrong_and_what_to_do_in_both_languages(query) -> None:
    assert query.severity in SEVERITIES
    for texts in (query.titles, query.problems, query.solutions):
        assert texts["zh"]
        assert texts["en"]
        assert texts["zh"] != texts["en"]
    assert "ORDER BY ?focus" in query.text


# What is right, next to what is wrong: a bad graph, and what mends it.
RIGHT = [
    ("orphan", [("<graph/entities>", "<graph/loaded/a> { <programme/平安通> <https://a.org/> 5 } <graph/entities>")]),
    ("offsets-3", [("pk:end 116", "pk:end 117")]),
    ("unmentioned-2", [("pk:contentHash", "pk:mentions <programme/平安通> ; pk:contentHash")]),
    ("dangling-2", [("pk:actsOn <https://elsewhere.example/x>", "<https://a.example/about> <https://b.example/>")]),
    ("wording", [("撤销", "推广")]),
    ("wording-2", [("79%", "97%")]),
    ("passage", [("inDocument <document/a> ; pk:inPassage", "inDocument <document/b> ; pk:inPassage")]),
    ("passage-2", [("pk:begin 110 ; pk:end 127", "pk:begin 117 ; pk:end 134")]),
    ("passage-3", [("pk:begin 117 ; pk:end 134 ; pk:number 0", "pk:begin 150 ; pk:end 167 ; pk:number 9")]),
    ("tense", [("2022/2025", "2021/2025")]),
    ("tense", [("pk:Result", "pk:Target")]),
    ("tense-2", [("2016/2020", "2016/2021")]),
    ("tense-2", [("pk:Target", "pk:Result")]),
    ("period-2", [("0000/9999", "1949/2050")]),
    ("percentage", [("参保率", "普及率")]),
    ("percentage-3", [("单位能耗", "企业利润")]),
    ("percentage-3", [("150", "100")]),
    ("percentage-4", [("参保率", "增长率")]),
    ("unit", [("参保率", "普及率"), ('"元"', '"部/百人"')]),
    ("unit-2", [("达到", "只占")]),
    ("unit-2", [('"level"', '"increase"')]),
    ("conflict-2", [("96", "97")]),
    ("conflict-2", [('Basis "sentence"', 'Basis "document"')]),
    ("conflict-2", [("为96%", "升96%")]),
    ("conflict-3", [("达到96%", "升到96%")]),
    ("conflict-3", [("，参", "，男参"), ("pk:end 118", "pk:end 119"), ("109 ; pk:end 117", "110 ; pk:end 118")]),
]  # fmt: skip


@pytest.mark.parametrize(("name", "changes"), RIGHT)
def test_what_is_right_beside_a_bad_graph_breaks_nothing(name: str, changes: list[tuple[str, str]]) -> None:
    assert list(by_queries(changed(name, *changes))) == []


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_what_stands_in_two_graphs_is_found_once(path: Path) -> None:
    data = store(path)
    known = {q.graph_name for q in ontology.load().graph(B)}
    again = [q for q in data if q.graph_name not in known and "graph/entities" not in str(q.graph_name)]
    data.extend(ox.Quad(q.subject, q.predicate, q.object, ox.NamedNode("https://g.example/")) for q in again)
    assert len(list(by_queries(data))) == 1


def test_a_finding_says_where_it_stands() -> None:
    (found,) = by_queries(store(Path(__file__).parent / "bad" / "confidence.trig"))
    assert found == Finding(
        "confidence", "violation", B + "document/a/m/1", "甲县报告", None, "平安通", (("confidence", "1.5"),),
        found.messages, found.solutions,
    )  # fmt: skip
    assert found.message("zh") == "置信度不在 0 与 1 之间"
    assert found.solution() == "write confidence as a decimal from 0 to 1"


def test_an_entity_is_shown_where_it_is_first_named() -> None:
    (found,) = by_queries(store(Path(__file__).parent / "bad" / "disjoint.trig"))
    assert (found.focus, found.document, found.quote) == (B + "programme/平安通", "甲县报告", "平安通")


def test_a_quote_is_compared_by_code_points() -> None:
    (found,) = by_queries(store(Path(__file__).parent / "bad" / "quote.trig"))
    assert found.details == (("says", "平安通"),)


def test_what_others_refer_to_by_their_own_properties_is_looked_at_below_the_base_only() -> None:
    data = changed("dangling", ("pk:actsOn", "<https://a.example/about>"))
    assert [f.check for f in check(data, only=["dangling"], base=B)] == ["dangling"]
    assert list(check(data, only=["dangling"], base="https://other.example/")) == []


def test_checks_of_a_user_stand_beside_ours_and_replace_them(good: Store, tmp_path: Path) -> None:
    (tmp_path / "titled-violation.rq").write_text(RULE, encoding="utf-8")
    (tmp_path / "quote-violation.rq").write_text(RULE, encoding="utf-8")
    found = list(check(good, folders=[tmp_path]))
    assert {(f.check, f.severity) for f in found} == {("titled", "warning"), ("quote", "warning")}
    assert len(found) == 10


@pytest.mark.parametrize(
    ("text", "error", "says"),
    [
        (RULE.replace("# problem: 有题名 | has a title\n", ""), ResourceError, "# problem:"),
        (RULE.replace("warning", "odd"), ResourceError, "# severity:"),
        (RULE.replace("?focus", "?x"), QueryError, "no ?focus"),
        (RULE.replace("SELECT", "SELEKT"), QueryError, "not SPARQL"),
        (RULE.replace("SELECT", "INSERT"), QueryError, "INSERT is refused"),
        (RULE.replace("{ ?focus", "{ SERVICE <http://x.example/> { } ?focus"), QueryError, "SERVICE is refused"),
    ],
)
def test_a_check_that_cannot_be_used_is_told(good: Store, tmp_path: Path, text: str, error, says: str) -> None:
    (tmp_path / "mine-violation.rq").write_text(text, encoding="utf-8")
    with pytest.raises(error) as caught:
        list(check(good, folders=[tmp_path]))
    assert says in str(caught.value)


def test_a_folder_without_checks_is_an_error(good: Store, tmp_path: Path) -> None:
    with pytest.raises(ResourceError, match="no violation query"):
        list(check(good, folders=[tmp_path]))


def test_an_unknown_check_is_wrong_usage(good: Store) -> None:
    with pytest.raises(UsageError, match="no check is named quotes; there are: confidence, "):
        list(check(good, only=["quotes"]))


def test_one_shape_or_all_can_be_chosen(good: Store) -> None:
    assert {one.name for one in checks(good.oxigraph, only=["shape/title", "date"])} == {"shape/title", "date"}
    assert all(one.name.startswith("shape/") for one in checks(good.oxigraph, only=["shape"]))


def _conflicts(**changes: str) -> list[Finding]:
    text = (Path(__file__).parent / "bad" / "conflict.trig").read_text("utf-8")
    for old, new in changes.items():
        text = text.replace(*{"sure": ("0.95", new), "begin": ("pk:begin 108", f"pk:begin {new}")}[old])
    data = ox.Store()
    data.extend(ox.parse(text, format=ox.RdfFormat.TRIG))
    return list(check(data, only=["conflict"]))


def test_subject_of_a_clause_inside_a_sentence_may_be_another() -> None:
    assert len(_conflicts()) == 1
    assert _conflicts(sure="0.85") == []
    assert len(_conflicts(sure="0.85", begin="100")) == 1
