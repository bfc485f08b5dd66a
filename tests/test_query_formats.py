"""The formats of a result: for people, for spreadsheets, for programs."""

from __future__ import annotations

import csv
import io
import json
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest
import rdflib

from kg.errors import UsageError
from kg.query import FORMATS, Result, run
from kg.query.columns import declared_columns
from kg.query.table import display_width, write_table
from kg.store import Store

EX = "https://kg.example.org/id/"
HOSTILE = [
    "=1+1",
    "+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1)",
    "＝1",
    "\t=1",
    "<img src=x>",
    'a "b", c',
    "一\n二",
    "\x1b[31m红",
    "=",
]


@pytest.fixture(scope="module")
def store() -> Store:
    says, size = ox.NamedNode(EX + "says"), ox.NamedNode(EX + "size")
    graph = ox.NamedNode(EX + "g")
    quads = [ox.Quad(ox.NamedNode(f"{EX}programme/{n:02}"), says, ox.Literal(t), graph) for n, t in enumerate(HOSTILE)]
    minus = ox.Literal("-5", datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#integer"))
    return Store.in_memory([*quads, ox.Quad(ox.NamedNode(EX + "n"), size, minus, graph)])


def ask(store: Store, text: str) -> Result:
    return run(store, f"PREFIX : <{EX}> " + text)


def written(result: Result, format_: str | None = None, **options) -> str:
    out = io.StringIO(newline="")
    result.write(out, format_, **options)
    return out.getvalue()


ROWS = "SELECT ?s ?t ?none { ?s :says ?t } ORDER BY ?s"


def test_csv_runs_in_no_spreadsheet_and_keeps_numbers(store: Store) -> None:
    rows = list(csv.reader(io.StringIO(written(ask(store, ROWS), "csv"), newline="")))
    assert rows[0] == ["s", "t", "none"]
    cells = [row[1] for row in rows[1:]]
    assert cells[:6] == ["'" + text for text in HOSTILE[:6]]
    assert cells[6:] == HOSTILE[6:]
    assert written(ask(store, "SELECT ?n { ?s :size ?n }"), "csv") == "n\r\n-5\r\n"


def test_a_formula_that_calls_itself_a_number_runs_in_no_spreadsheet() -> None:
    number = ox.NamedNode("http://www.w3.org/2001/XMLSchema#integer")
    node = ox.NamedNode("urn:x")
    store = Store.in_memory([ox.Quad(node, node, ox.Literal('=HYPERLINK("http://x")', datatype=number))])
    (_, [cell]) = csv.reader(io.StringIO(written(ask(store, "SELECT ?n { ?s <urn:x> ?n }"), "csv"), newline=""))
    assert cell == '\'=HYPERLINK("http://x")'


def test_csv_begins_with_a_byte_order_mark_on_request(store: Store) -> None:
    assert written(ask(store, ROWS), "csv", bom=True).startswith("\ufeffs,t,none\r\n")
    assert not written(ask(store, ROWS), "csv").startswith("\ufeff")


def test_json_is_the_w3c_format(store: Store) -> None:
    answer = json.loads(written(ask(store, ROWS), "json"))
    assert answer["head"]["vars"] == ["s", "t", "none"]
    assert [b["t"]["value"] for b in answer["results"]["bindings"]] == HOSTILE
    assert json.loads(written(ask(store, "ASK {}"), "json"))["boolean"] is True


def test_xml_is_the_w3c_format(store: Store) -> None:
    text = written(run(store, 'SELECT ("<b>&" AS ?x) {}'), "xml")
    root = ElementTree.fromstring(text)  # noqa: S314 - our own output
    assert [e.text for e in root.iter("{http://www.w3.org/2005/sparql-results#}literal")] == ["<b>&"]


def test_tsv_keeps_every_term_exact(store: Store) -> None:
    lines = written(ask(store, ROWS), "tsv").splitlines()
    assert lines[0] == "?s\t?t\t?none"
    assert lines[1] == f'<{EX}programme/00>\t"=1+1"\t'
    assert len(lines) == len(HOSTILE) + 1


def test_a_table_is_aligned_and_shows_control_characters(store: Store) -> None:
    lines = written(ask(store, ROWS)).splitlines()
    assert lines[0].split() == ["s", "t", "none"]
    assert lines[2].startswith("programme/00  =1+1")
    assert "\x1b" not in "".join(lines)
    assert any("一\\n二" in line for line in lines)
    assert len(lines) == len(HOSTILE) + 2


def test_a_table_in_a_language_has_the_headings_and_words_that_its_query_declares(store: Store) -> None:
    text = """# column: role word lead=牵头 — 角色 | role
    SELECT ?role ?free { VALUES (?role ?free) { ("lead" "lead") ("own" "x") } }"""
    columns = declared_columns(text)
    chinese = written(ask(store, text), language="zh", columns=columns).splitlines()
    assert [line.split() for line in chinese if "─" not in line] == [["角色", "free"], ["牵头", "lead"], ["own", "x"]]
    assert written(ask(store, text), language="en", columns=columns).split()[:2] == ["role", "free"]
    assert written(ask(store, text), "csv", language="zh", columns=columns).startswith("role,free\r\n")


def test_a_table_without_rows_has_its_head(store: Store) -> None:
    assert written(ask(store, "SELECT ?a ?b { ?a :nothing ?b }")).splitlines()[0].split() == ["a", "b"]


def test_wide_characters_count_two() -> None:
    assert [display_width(text) for text in ("ab", "中文", "a中", "é", "e\u0301", "“”", "㎡", "Ａ")] == [
        2,
        4,
        3,
        1,
        1,
        2,
        2,
        2,
    ]
    out = io.StringIO()
    write_table(out, ["a", "b"], [["中文", "x"], ["abc", "y"]], None)
    assert out.getvalue().splitlines()[2:] == ["中文  x", "abc   y"]


@pytest.mark.parametrize("width", [20, 40, 79, 200])
def test_a_table_keeps_within_the_terminal(width: int) -> None:
    rows = [["short", "很长的一句引文，要换行才放得下，且不丢一个字。" * 2, "1"], ["", "x", "2"]]
    out = io.StringIO()
    write_table(out, ["name", "quote", "n"], rows, width)
    assert all(display_width(line) <= max(width, 21) for line in out.getvalue().splitlines())
    assert "".join(out.getvalue().split()).count("字") == 2


def test_rows_become_blocks_where_columns_would_be_too_narrow() -> None:
    columns = ["indicator", "unit", *(f"c{n}" for n in range(8))]
    rows = [["城镇新增就业", "", *["一二三四五六七八九十"] * 8], ["学位", "个", *[""] * 8]]
    out = io.StringIO()
    write_table(out, columns, rows, 60)
    lines = out.getvalue().splitlines()
    assert lines[0] == "── 1 " + "─" * 55
    assert lines[1:3] == ["indicator  城镇新增就业", "c0         一二三四五六七八九十"]
    assert lines[10:] == ["── 2 " + "─" * 55, "indicator  学位", "unit       个"]
    assert max(map(display_width, lines)) <= 60


def test_a_terminal_gets_its_width(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setenv("COLUMNS", "30")
    out = Terminal()
    ask(store, ROWS).write(out)
    assert max(map(display_width, out.getvalue().splitlines())) <= 30


GRAPH = "CONSTRUCT { ?s :says ?t . ?s a :Thing } WHERE { ?s :says ?t }"


def test_a_graph_is_turtle_by_default_and_each_triple_comes_once(store: Store) -> None:
    text = written(ask(store, GRAPH))
    graph = rdflib.Graph().parse(data=text, format="turtle")
    assert len(graph) == len(ask(store, GRAPH).rows) == 2 * len(HOSTILE)
    assert {str(o) for o in graph.objects(None, rdflib.URIRef(EX + "says"))} == set(HOSTILE)
    assert text == written(ask(store, GRAPH))


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")  # rdflib calls what it deprecates
def test_a_graph_is_json_ld(store: Store) -> None:
    graph = rdflib.Graph().parse(data=written(ask(store, GRAPH), "jsonld"), format="json-ld")
    assert len(graph) == 2 * len(HOSTILE)


@pytest.mark.parametrize("name", ["table", "csv", "tsv"])
def test_a_graph_is_also_three_columns(store: Store, name: str) -> None:
    out = written(ask(store, "CONSTRUCT { ?s :size ?n } WHERE { ?s :size ?n }"), name)
    assert "subject" in out
    assert "-5" in out
    assert "'-5" not in out


@pytest.mark.parametrize(
    ("text", "name"),
    [("ASK {}", "turtle"), ("SELECT * {}", "jsonld"), (GRAPH, "json"), (GRAPH, "xml"), ("ASK {}", "yaml")],
)
def test_a_format_the_answer_does_not_have_is_wrong_usage(store: Store, text: str, name: str) -> None:
    with pytest.raises(UsageError, match=f"as {name}; use one of"):
        written(ask(store, text), name)


@pytest.mark.parametrize(("name", "text"), [("table", "true\n"), ("csv", "true\r\n"), ("tsv", "true\n")])
def test_yes_is_true(store: Store, name: str, text: str) -> None:
    assert written(ask(store, "ASK { ?s ?p ?o }"), name) == text


def test_a_result_is_written_as_often_as_asked(store: Store) -> None:
    result = ask(store, ROWS)
    assert len(result.rows) == len(HOSTILE)
    assert written(result, "json") == written(result, "json")
    assert {written(result, name) for name in FORMATS[:5]} == {written(ask(store, ROWS), name) for name in FORMATS[:5]}
