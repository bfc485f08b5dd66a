"""Running a query: parameters are bound as typed, faults are told in one line, nothing leaves the store."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import corpus
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import ontology
from kg.errors import InputError, QueryError, ResourceError, UnknownNameError, UsageError
from kg.query import inline, named_queries, question, run
from kg.store import Store

DECLARED = """# title: 题 | Title
# question: 问？ | Which?
# param: value xsd:string optional — 值 | value
SELECT ?value ?seen { VALUES ?value { UNDEF } BIND(BOUND(?value) AS ?seen) }
"""


@pytest.fixture(scope="module")
def store() -> Store:
    return Store.in_memory([*corpus.quads(), *ontology.load().graph(corpus.BASE)])


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1).map(str.strip).filter(bool))
@settings(max_examples=200, deadline=None)
def test_a_value_is_bound_as_it_is_whatever_it_holds(value: str) -> None:
    ((term, seen),) = run(Store.in_memory([]), inline(DECLARED), {"value": value}).rows
    assert term.value == value
    assert seen.value == "true"


@pytest.mark.parametrize(
    "value",
    ['" } SERVICE <http://x> { "', "\\u0022 } #", "'''", '"""', "\\", "} UNION { ?s ?p ?o", "x\n} #", "?value", "\x00"],
)
def test_no_value_is_read_as_syntax(value: str) -> None:
    ((term, _),) = run(Store.in_memory([]), inline(DECLARED), {"value": value}).rows
    assert term.value == value


def test_a_parameter_left_out_is_unbound() -> None:
    assert [term.value for term in run(Store.in_memory([]), inline(DECLARED)).rows[0] if term] == ["false"]


def test_a_parameter_reaches_sub_selects_and_filters(store: Store) -> None:
    text = """# param: year xsd:integer — 年 | year
    PREFIX pk: <https://kg.example.org/ontology#>
    SELECT ?d ?n {
      { SELECT ?d (COUNT(*) AS ?n) { VALUES ?year { UNDEF } ?d pk:year ?y FILTER(?y = ?year) } GROUP BY ?d }
    }"""
    assert len(run(store, inline(text), {"year": "2021"}).rows) == 3


@pytest.mark.parametrize(
    ("query", "values", "says"),
    [
        ("targets", {"jahr": "2022"}, "no parameter jahr; there are: [year], [place], [indicator], [kind], [document]"),
        ("programme", {}, "give --param programme="),
        ("targets", {"year": "2022年"}, "--param year=2022年: write a whole number"),
        ("targets", {"year": "二〇二二"}, "write a whole number"),
        ("targets", {"year": ""}, "is empty"),
        ("measures", {"verb": "\udcff"}, "not UTF-8"),
        ("targets", {"kind": "Hospital"}, "write one of QuantityStatement, Target, Result, Baseline"),
        ("measures", {"kind": "Entity"}, "write one of Programme"),
        ("targets", {"kind": "http://no iri"}, "not an IRI"),
        ("responsibilities", {"role": "boss"}, "write one of lead, support, issue"),
    ],
)
def test_a_wrong_parameter_is_wrong_usage(store: Store, query: str, values: dict[str, str], says: str) -> None:
    with pytest.raises(UsageError) as caught:
        run(store, question(query), values)
    assert says in str(caught.value)
    assert caught.value.exit_code == 2
    assert caught.value.render("zh")


def test_a_query_without_parameters_says_so(store: Store) -> None:
    with pytest.raises(UsageError, match="takes none"):
        run(store, "ASK {}", {"year": "1"})


@pytest.mark.parametrize(
    ("query", "values", "nearest"),
    [
        ("programme", {"programme": "平安桶"}, "平安通"),
        ("entities", {"document": "云溪区2021年工作报告"}, "云溪区2021年政府工作报告"),
        ("targets", {"place": "石浦镇"}, "石浦"),
        ("targets", {"place": "北京市"}, None),
        ("evidence", {"entity": "https://kg.example.org/id/programme/none"}, None),
    ],
)
def test_an_unknown_name_is_told_with_the_nearest(
    store: Store, query: str, values: dict[str, str], nearest: str | None
) -> None:
    with pytest.raises(UnknownNameError) as caught:
        run(store, question(query), values)
    if nearest:
        assert caught.value.nearest[0] == nearest


def test_ask_answers_yes_or_no(store: Store) -> None:
    assert run(store, "ASK { ?s ?p ?o }").truth is True
    assert run(store, "ASK { ?s ?p <urn:x> }").truth is False


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("SELECT ?x WHERE {\n  ?x a ?y ", 2, 11),
        ("SELECT ?x WHERE {\n  ?x foo:bar ?y }", 2, 13),
        ("", 1, 1),
        ("中文 { ?s ?p ?o }", 1, 1),
        ("# x\nPREFIX a: <http://a>\n  SLECT ?s { ?s ?p ?o }", 3, 3),
        ("INSERT DATA { <a:b> <a:b> <a:b> }", 1, 1),
        ("# x\nPREFIX a: <http://a>\nLOAD <file:///etc/passwd>", 3, 1),
        ("DELETE WHERE { ?s ?p ?o }", 1, 1),
        ("CLEAR ALL", 1, 1),
    ],
)
def test_a_malformed_query_is_told_with_line_and_column(store: Store, text: str, line: int, column: int) -> None:
    with pytest.raises(QueryError) as caught:
        run(store, text)
    assert (caught.value.line, caught.value.column) == (line, column)
    for message in (str(caught.value), caught.value.render("zh")):
        assert f":{line}:{column}" in message
        assert len(message.splitlines()) == 1
        assert len(message) < 300


def test_an_undeclared_prefix_is_named(store: Store) -> None:
    with pytest.raises(QueryError, match="prefix of “foo:bar” is not declared"):
        run(store, "SELECT ?x WHERE { ?x foo:bar ?y }")


def test_the_usual_prefixes_need_no_declaration(store: Store) -> None:
    assert len(run(store, "SELECT ?x { ?x a pk:PolicyDocument ; dcterms:title ?t }").rows) == 5


def test_columns_are_those_of_the_file_although_parameters_are_bound(store: Store) -> None:
    broken = DECLARED.replace("BIND(BOUND", "BIND(BUND")
    with pytest.raises(QueryError) as caught:
        run(store, inline(broken), {"value": "很长的一个值"})
    assert caught.value.line == 4
    assert caught.value.column <= len(broken.splitlines()[3])


@pytest.mark.parametrize(
    "clause",
    [
        "SERVICE <http://127.0.0.1:{port}/> {{ ?s ?p ?o }}",
        "service silent <http://127.0.0.1:{port}/> {{ ?s ?p ?o }}",
        "SERVICE<http://127.0.0.1:{port}/>{{ ?s ?p ?o }}",
        "SERVICEx:y {{ ?s ?p ?o }}",
        "FILTER(1<2)SERVICE#>\n<http://127.0.0.1:{port}/> {{ ?s ?p ?o }}",
        "VALUES ?s {{ 1 }} # '\nSERVICE <http://127.0.0.1:{port}/> {{ ?s ?p ?o }} # '",
        '# a comment "\nSERVICE <http://127.0.0.1:{port}/> {{ ?s ?p ?o }} # "',
        'BIND("""\n# """ AS ?b) SERVICE <http://127.0.0.1:{port}/> {{ ?s ?p ?o }}',
    ],
)
def test_no_query_leaves_the_store(store: Store, port: int, clause: str) -> None:
    before = calls(port)
    text = f"PREFIX x: <http://127.0.0.1:{port}/>\nSELECT * {{ {clause.format(port=port)} }}"
    with pytest.raises(QueryError, match="SERVICE is refused") as caught:
        _ = run(store, text).rows
    assert caught.value.line >= 2
    assert calls(port) == before + 1


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """A server that tells callers how many called before, and hangs up: a query that calls it fails, not waits."""
    code = """if True:
        import socket
        with socket.create_server(("127.0.0.1", 0)) as server:
            print(server.getsockname()[1], flush=True)
            calls = 0
            while True:
                caller, _ = server.accept()
                with caller:
                    caller.sendall(b"%d" % calls)
                calls += 1
    """
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        yield int(server.stdout.readline())
        server.kill()


def calls(port: int) -> int:
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        return int(connection.recv(20))


def test_the_word_may_stand_in_comments_and_escaped_in_strings(store: Store) -> None:
    text = '# which service is it\nSELECT ?x { BIND("\\u0073ervice" AS ?x) }'
    assert run(store, text).rows[0][0].value == "service"


def test_a_fault_while_reading_rows_is_told(store: Store) -> None:
    with pytest.raises(QueryError, match="not supported"):
        _ = run(store, "SELECT (<urn:nothing>(?s) AS ?x) { ?s ?p ?o }").rows


def test_a_query_in_a_file_is_found_by_its_path(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "mine.rq"
    path.write_text("\ufeff" + DECLARED, encoding="utf-8")
    query = question(str(path))
    assert (query.name, query.title("zh"), query.title(), query.question()) == ("mine", "题", "Title", "Which?")
    assert run(store, query, {"value": "值"}).rows[0][0].value == "值"


def test_a_folder_adds_queries_and_wins_over_the_bundled(tmp_path: Path) -> None:
    (tmp_path / "extra.rq").write_text(DECLARED, encoding="utf-8")
    (tmp_path / "targets.rq").write_text(DECLARED, encoding="utf-8")
    found = {query.name: query for query in named_queries([tmp_path])}
    assert found["targets"].title() == "Title"
    assert {"extra", "programmes"} <= found.keys()
    assert question("extra", [tmp_path]).name == "extra"
    assert list(found) == sorted(found)


@pytest.mark.parametrize("title", ["目标与结果", "Targets and results", "targets and results"])
def test_a_query_is_found_by_its_title_too(title: str) -> None:
    assert question(title).name == "targets"


def test_a_number_may_be_typed_on_a_chinese_keyboard(store: Store) -> None:
    assert run(store, question("targets"), {"year": "２０２１"}).rows
    assert (
        run(store, question("targets"), {"year": "２０２１"}).rows
        == run(store, question("targets"), {"year": "2021"}).rows
    )


def test_an_unknown_query_is_told_with_those_there_are() -> None:
    with pytest.raises(UsageError, match=r"no query is named nope.*counts, documents"):
        question("nope")


@pytest.mark.parametrize(("content", "says"), [(None, "No such file"), (b"\xff\xfe", "not UTF-8")])
def test_an_unreadable_query_file_is_named(tmp_path: Path, content: bytes | None, says: str) -> None:
    path = tmp_path / "q.rq"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError, match=says):
        question(str(path))


@pytest.mark.parametrize(
    ("header", "says"),
    [
        ("# param: year", "is declared as"),
        ("# param: year xsd:banana — 年 | year", "is declared as"),
        ("# param: other xsd:string — 值 | value", "has no place"),
    ],
)
def test_a_header_that_cannot_be_understood_is_named_with_its_line(tmp_path: Path, header: str, says: str) -> None:
    (tmp_path / "q.rq").write_text(f"# title: 题 | Title\n{header}\nASK {{}}\n", encoding="utf-8")
    with pytest.raises(ResourceError, match=says) as caught:
        named_queries([tmp_path])
    assert "q.rq:2" in str(caught.value)


def test_a_folder_without_queries_is_named(tmp_path: Path) -> None:
    with pytest.raises(ResourceError, match="no query file"):
        named_queries([tmp_path])
