"""The graph in Python: questions, frames, cards, views, and what a notebook shows of them."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from datetime import date
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import polars
import pyoxigraph as ox
import pytest

import kg
from kg.build import build_graph
from kg.errors import QueryError, StoreError, UnknownNameError, UsageError
from kg.query import Result, html, run
from kg.store import Store

TEXT = "甲县2022年政府工作报告\n今年，依托“惠农通”平台服务群众，城镇新增就业1.2万人以上，覆盖率达到80.5%。\n"
HOSTILE = "</iframe><script>alert(1)</script>\"'&\u202e"


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("graph")
    (folder / "a.txt").write_text(TEXT, encoding="utf-8")
    build_graph([folder / "a.txt"], folder / "kg")
    return folder / "kg"


def answer(query: str, *quads: ox.Quad) -> Result:
    return run(Store.in_memory(quads), query)


def values(*rows: str) -> Result:
    return answer(f"SELECT * {{ VALUES (?a ?b) {{ {' '.join(rows)} }} }}")


def test_importing_kg_costs_next_to_nothing() -> None:
    code = "import sys, kg; assert not {'rdflib', 'pyoxigraph', 'spacy', 'pandas', 'kg.graph'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)
    code = "import sys, kg.graph; assert not {'rdflib', 'spacy', 'pandas', 'polars', 'networkx'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_questions_by_name_sparql_and_file(path: Path, tmp_path: Path) -> None:
    (tmp_path / "q.rq").write_text("SELECT ?d { ?d a pk:PolicyDocument }", encoding="utf-8")
    with kg.open(path) as graph:
        targets = graph.query("targets", year=2022, place=None)
        assert targets.rows == graph.query("targets", year=2022.0).rows  # as a frame with gaps has it
        assert len(targets) == 2
        assert ("80.5", "%") in [(row[3].value, row[5].value) for row in targets.rows if row[3] and row[5]]
        for what in ("SELECT ?d { ?d a pk:PolicyDocument }", tmp_path / "q.rq", str(tmp_path / "q.rq")):
            assert list(graph.query(what)) == [("https://kg.example.org/id/document/a",)]
        named = next(query for query in graph.queries if query.name == "documents")
        assert len(graph.query(named)) == 1
        assert list(graph.query("targets", limit=1, offset=1)) == list(graph.query("targets"))[1:2] != []
        assert graph.query("ASK { ?s ?p ?o }")
        assert not graph.query("ASK { ?s pk:year 1066 }")


def test_what_is_wrong_is_one_line(path: Path, tmp_path: Path) -> None:
    with kg.open(path) as graph:
        for wrong, kind in (
            (lambda: graph.query("nothing"), UsageError), (lambda: graph.query("targets", colour="x"), UsageError),
            (lambda: graph.query("SELECT {"), QueryError), (lambda: graph.show("无此名"), UnknownNameError),
            (lambda: graph.view("无此名"), UnknownNameError), (lambda: graph.view(limit=0), UsageError),
            (lambda: graph.view(hops=-1), UsageError), (lambda: graph.query("targets", limit="1"), UsageError),
            (lambda: graph.query("targets", offset=None), UsageError),
            (lambda: graph.query("evidence", entity="x\x1b["), UnknownNameError),
            (lambda: graph.export(tmp_path / "x.unknown"), UsageError),
            (lambda: graph.table("nothing"), UsageError),
        ):  # fmt: skip
            with pytest.raises(kind) as caught:
                wrong()
            assert "\n" not in str(caught.value)
    for wrong in (lambda: graph.query("targets"), lambda: graph.dataset, lambda: len(graph), lambda: graph.stats()):
        with pytest.raises(StoreError, match="closed"):
            wrong()
    with pytest.raises(StoreError, match="no store here"):
        kg.open(tmp_path / "none")
    graph.close()


def test_tables_and_files_are_those_of_the_export(path: Path, tmp_path: Path) -> None:
    with kg.open(path) as graph:
        assert graph.table("entities").name == "entities"
        counts = graph.export(tmp_path / "all.nq")
        assert counts == {"quads": len(graph)}
    assert (tmp_path / "all.nq").read_bytes().count(b"\n") == counts["quads"]


def test_the_dataset_is_rdflibs(path: Path) -> None:
    with kg.open(path) as graph:
        rows = graph.dataset.query(
            "SELECT (COUNT(*) AS ?n) { ?s a <https://kg.example.org/ontology#QuantityStatement> }"
        )
        assert [int(row[0]) for row in rows] == [2]
        assert graph.dataset is graph.dataset
        assert "1 documents" in repr(graph)


def test_rows_come_as_python_values() -> None:
    result = values('(1 "x"@zh)', "(2.50 UNDEF)", '(true "2022-02-11"^^xsd:date)', '("1e3"^^xsd:double pk:year)')
    assert list(result) == [
        (1, "x"), (Decimal("2.50"), None), (True, date(2022, 2, 11)), (1000.0, "https://kg.example.org/ontology#year"),
    ]  # fmt: skip
    odd = values('("x"^^xsd:integer "2022-02-31"^^xsd:date)', '("NaN"^^xsd:decimal "2022"^^xsd:gYear)')
    assert list(odd) == [("x", "2022-02-31"), ("NaN", 2022)]


@pytest.mark.parametrize(
    ("datatype", "text"),
    [("integer", "1_000"), ("integer", "１"), ("integer", " 1"), ("integer", "9" * 5_000), ("decimal", "1e3"),
     ("date", "20210101"), ("date", "2021-W01-1"), ("boolean", "True")],
)  # fmt: skip
def test_what_python_takes_for_a_number_and_xml_schema_does_not_is_text(datatype: str, text: str) -> None:
    assert list(values(f'("{text}"^^xsd:{datatype} 1)')) == [(text, 1)]


def test_pandas_gets_numbers_dates_and_nothing_where_nothing_is() -> None:
    frame = values('(1 "2022-02-11"^^xsd:date)', "(UNDEF UNDEF)").to_pandas()
    assert [str(kind) for kind in frame.dtypes] == ["Int64", "datetime64[s]"]
    assert frame["a"].sum() == 1
    assert frame["a"].isna().tolist() == frame["b"].isna().tolist() == [False, True]
    frame = values('(0.1 "x")', "(0.2 UNDEF)").to_pandas()
    assert frame["a"].dtype == "Float64"
    assert frame["b"].tolist() == ["x", None]
    frame = values("(0.1 true)", "(2 false)").to_pandas(exact=True)
    assert frame["a"].tolist() == [Decimal("0.1"), Decimal(2)]
    assert frame["b"].dtype == "boolean"


def test_polars_gets_the_same() -> None:
    frame = values('(1 "2022-02-11"^^xsd:date)', "(UNDEF UNDEF)").to_polars()
    assert frame.dtypes == [polars.Int64, polars.Date]
    assert frame.rows() == [(1, date(2022, 2, 11)), (None, None)]
    assert values('(0.1 "x")', "(2 UNDEF)").to_polars().rows() == [(0.1, "x"), (2.0, None)]
    assert values("(0.1 1)").to_polars(exact=True)["a"].to_list() == [Decimal("0.1")]


def test_a_column_of_mixed_kinds_is_text_as_written_and_huge_numbers_are_floats() -> None:
    result = values('("2022"^^xsd:gYear 1)', f'("2022-02"^^xsd:gYearMonth {"9" * 400})')
    for frame in (result.to_pandas(), result.to_polars()):
        assert list(frame["a"]) == ["2022", "2022-02"]
        assert list(frame["b"]) == [1.0, float("inf")]


def test_an_answer_without_rows_or_columns_is_a_frame_too() -> None:
    empty = answer("SELECT ?a ?b { ?a ?b pk:year }")
    assert list(empty.to_pandas().columns) == empty.to_polars().columns == ["a", "b"]
    assert len(empty.to_pandas()) == len(empty.to_polars()) == 0
    assert answer("ASK {}").to_pandas().empty


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_a_missing_library_is_named_with_the_extra(library: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(UsageError, match=rf"{library} is not installed; pip install 'policy-kg\[frames\]'"):
        getattr(values("(1 2)"), f"to_{library}")()


class Tags(HTMLParser):
    """The elements of a piece of HTML, with their attributes, and its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, Any]]] = []
        self.words = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words += data


def test_a_notebook_shows_a_capped_table_with_everything_escaped() -> None:
    node = ox.NamedNode("https://a.example/x")
    quads = [ox.Quad(node, node, ox.Literal(f"{HOSTILE}{n}")) for n in range(html.MOST + 7)]
    shown = answer("SELECT ?o { ?s ?p ?o } ORDER BY ?o", *quads)._repr_html_()
    found = Tags(shown)
    assert {tag for tag, _ in found.tags} == {"div", "table", "thead", "tbody", "tr", "th", "td", "p", "code"}
    assert sum(tag == "td" for tag, _ in found.tags) == html.MOST
    assert f"{html.MOST} of {html.MOST + 7} rows" in found.words
    assert "</iframe><script>" in found.words
    assert "\u202e" not in shown
    assert answer("ASK {}")._repr_html_() == "<p>true</p>"
    assert "of" not in Tags(values("(1 2)")._repr_html_()).words


def test_cards_show_what_is_known_and_escape_it(path: Path) -> None:
    with kg.open(path) as graph:
        cards = graph.show("惠农通")
        words = Tags(cards._repr_html_()).words
    assert [found.label for found in cards] == ["惠农通"]
    assert "依托" in words
    assert "甲县2022年政府工作报告" in words
    evidence = html.Evidence("d", HOSTILE, 1, 0, 1, HOSTILE, HOSTILE)
    hostile = html.EntityCard("i", HOSTILE, (HOSTILE,), (HOSTILE,), "", (), (), (), (evidence,), ())
    assert not {"script", "iframe"} & {tag for tag, _ in Tags(html.card(hostile)).tags}


def test_a_view_is_a_sandboxed_frame_and_saves_the_same_page(path: Path, tmp_path: Path) -> None:
    with kg.open(path) as graph:
        view = graph.view("惠农通", language="en")
        assert graph.view(types="Programme").graph == graph.view(types=["Programme"]).graph != view.graph
    (tag, attributes), *others = Tags(view._repr_html_()).tags
    assert (tag, others) == ("iframe", [])
    assert attributes["sandbox"] == "allow-scripts"
    assert attributes["srcdoc"] == view.html
    assert view.save(tmp_path / "v.html").read_text(encoding="utf-8") == view.html
    assert repr(view) == f"<View of {len(view.graph.nodes)} nodes and {len(view.graph.edges)} edges>"


def test_a_page_that_cannot_be_saved_whole_leaves_the_one_before(path: Path, tmp_path: Path, monkeypatch) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    (tmp_path / "v.html").write_text("before", encoding="utf-8")
    with kg.open(path) as graph:
        view = graph.view()
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match=r"v\.html"):
        view.save(tmp_path / "v.html")
    assert [(file.name, file.read_text(encoding="utf-8")) for file in tmp_path.iterdir()] == [("v.html", "before")]


@pytest.mark.browser
def test_a_view_draws_inside_a_notebook_page_and_cannot_reach_it(path: Path, tmp_path: Path, browser: Any) -> None:
    with kg.open(path) as graph:
        view = graph.view()
    page = browser.new_context(offline=True).new_page()
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text))
    page.on("pageerror", lambda error: faults.append(str(error)))
    (tmp_path / "n.html").write_text(f"<!doctype html><meta charset=utf-8>{view._repr_html_()}", encoding="utf-8")
    page.goto((tmp_path / "n.html").as_uri())
    frame = page.frames[1]
    frame.wait_for_function("document.documentElement.dataset.drawn", timeout=15_000)
    assert frame.evaluate("data.nodes.length") == len(view.graph.nodes)
    assert frame.evaluate("(() => { try { return parent.document.title } catch (e) { return e.name } })()") == (
        "SecurityError"
    )
    assert faults == []
    page.context.close()


def test_a_notebook_runs(path: Path, tmp_path: Path) -> None:
    import nbformat
    from nbclient import NotebookClient

    cells = [
        f"import kg\ngraph = kg.open({str(path)!r})\ngraph",
        "graph.query('targets', year=2022)",
        "graph.query('targets').to_pandas()",
        "graph.view('惠农通')",
        "graph.query('nothing')",
    ]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    NotebookClient(notebook, timeout=60, kernel_name="python3", allow_errors=True).execute(cwd=str(tmp_path))
    outputs = [cell.outputs[-1] for cell in notebook.cells]
    assert "1 documents" in outputs[0].data["text/plain"]
    assert "城镇新增就业" in outputs[1].data["text/html"]
    assert "<table" in outputs[2].data["text/html"]
    assert outputs[3].data["text/html"].startswith("<iframe srcdoc=")
    assert outputs[4].ename == "UsageError"
    assert "no query is named nothing" in outputs[4].evalue
