"""Queries that would never end, eat memory or overflow the engine's stack end in one line; nothing is left running."""

from __future__ import annotations

import mmap
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import corpus
import pytest

from kg.errors import KGError, QueryError, UsageError
from kg.query import bounded, run
from kg.query.guard import DEEPEST
from kg.store import Store

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


@pytest.fixture(scope="module")
def store() -> Store:
    return Store.in_memory(corpus.quads())


def asked(store: Store, text: str) -> Callable[[], None]:
    return lambda: print(len(run(store, text).rows))


def children() -> set[str]:
    """The processes below this one; other tests may have left some (a server to fork off)."""
    return {child for task in Path("/proc/self/task").iterdir() for child in (task / "children").read_text().split()}


def fault(work: Callable[[], None], seconds: float = 60, megabytes: int = 4096) -> str:
    """The one line that a query ends in; its process is gone."""
    before = children()
    with pytest.raises(QueryError) as caught:
        bounded("q", work, seconds, megabytes)
    for language in ("en", "zh"):
        assert len(caught.value.render(language).splitlines()) == 1
    assert children() <= before
    return str(caught.value)


def test_what_is_printed_is_printed_once(store: Store, capfd: pytest.CaptureFixture[str]) -> None:
    print("before ", end="")
    bounded("q", asked(store, "SELECT ?d { ?d a pk:PolicyDocument }"))
    assert capfd.readouterr().out == "before 5\n"


@pytest.mark.parametrize(
    "text",
    [
        ENDLESS,
        "SELECT ?a { ?a (!<u:x>)* ?c . ?d (<u:a>|!<u:a>)* ?f . ?g (!<u:b>|^!<u:b>)* ?i } ORDER BY ?i",
        "SELECT ?a { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(STRLEN(CONCAT(STR(?a), STR(?d), STR(?g))) < 0) }",
        "CONSTRUCT { ?a ?b ?f } { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    ],
)
def test_a_query_that_does_not_end_is_stopped(store: Store, text: str) -> None:
    assert "stopped after 0.5 seconds" in fault(asked(store, text), 0.5)


def test_a_query_that_eats_memory_is_stopped(store: Store) -> None:
    doubled = " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(40))
    bomb = f'SELECT (STRLEN(?x40) AS ?n) {{ BIND("aaaa" AS ?x0) {doubled} }}'
    assert "more than 100 MB" in fault(asked(store, bomb), megabytes=100)
    rows = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    assert "more than 100 MB" in fault(asked(store, rows), megabytes=100)


def test_the_memory_that_the_process_has_already_is_no_part_of_the_limit() -> None:
    def work() -> None:
        taken.append(b"y" * 100_000_000)
        time.sleep(0.2)

    taken = [b"x" * 250_000_000, mmap.mmap(-1, 1_000_000_000, mmap.MAP_PRIVATE)]  # the latter as pools of threads do
    bounded("q", work, megabytes=200)
    assert "more than 200 MB" in fault(lambda: [work() for _ in range(5)].clear(), megabytes=200)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT (1" + "+1" * 20_000 + " AS ?x) {}",
        "SELECT * { ?s <u:p>" + "/<u:p>" * 20_000 + " ?o }",
        "SELECT * {" + " UNION ".join(["{ ?s <u:z> ?o }"] * 20_000) + "}",
        "SELECT * { ?s ?p ?o " + "OPTIONAL { ?s <u:q> ?o } " * 20_000 + "}",
        "SELECT * { FILTER(true" + "||true" * 20_000 + ") }",
    ],
)
def test_a_chain_too_long_for_the_engine_is_told(store: Store, text: str) -> None:
    assert "nested too deeply, or too long a chain" in fault(asked(store, text))


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { FILTER(" + "(" * 100_000 + "1" + ")" * 100_000 + ") }",
        "SELECT * " + "{" * 100_000,
        "SELECT * { ?s ?p ?o " + "OPTIONAL { ?s ?p ?o " * 100_000 + "}" * 100_000 + "}",
        "SELECT (" + "IF(true," * 1_000 + "1" + ",1)" * 1_000 + " AS ?x) {}",
        "SELECT * { FILTER(" + "!" * 100_000 + "true) }",
        "SELECT * { ?s ?p " + "[" * 100_000,
    ],
)
def test_deep_brackets_are_refused_before_the_engine_sees_them(store: Store, text: str) -> None:
    with pytest.raises(QueryError, match=f"nested more than {DEEPEST} deep") as caught:
        run(store, text)
    assert caught.value.line == 1


def test_brackets_side_by_side_are_not_deep(store: Store) -> None:
    values = " ".join(f"({n} {n})" for n in range(20_000))
    assert run(store, f"SELECT (COUNT(*) AS ?n) {{ VALUES (?a ?b) {{ {values} }} }}").rows[0][0].value == "20000"


def test_a_pattern_that_other_engines_backtrack_over_is_matched_at_once(store: Store) -> None:
    text = f'ASK {{ FILTER(REGEX("{"a" * 5_000}!", "^(a+)+$")) }}'
    bounded("q", lambda: print(run(store, text).truth), 20)


@pytest.mark.parametrize("error", [UsageError("en", "zh"), BrokenPipeError(32, "Broken pipe")])
def test_what_the_work_raises_is_raised_and_what_it_printed_printed(
    error: Exception, capfd: pytest.CaptureFixture[str]
) -> None:
    def work() -> None:
        print("so far")
        raise error

    with pytest.raises(type(error)) as caught:
        bounded("q", work)
    assert str(caught.value) == str(error)
    assert capfd.readouterr().out == "so far\n"


def test_an_error_that_cannot_be_sent_is_told() -> None:
    class LocalError(Exception):
        pass

    def work() -> None:
        raise LocalError("here")

    with pytest.raises(RuntimeError, match="LocalError: here"):
        bounded("q", work)


@pytest.mark.parametrize("group", [True, False], ids=["Ctrl-C", "kill -INT"])
def test_an_interrupt_ends_a_query_at_once(tmp_path: Path, group: bool) -> None:
    script = tmp_path / "ask.py"
    script.write_text(
        "import pyoxigraph as ox, sys\n"
        "from kg.query import bounded, run\nfrom kg.store import Store\n"
        "n = [ox.NamedNode(f'u:{i}') for i in range(300)]\n"
        "store = Store.in_memory([ox.Quad(a, n[0], b, n[1]) for a, b in zip(n, n[1:])])\n"
        "def work():\n    print('asking', flush=True)\n"
        f"    print(run(store, '{ENDLESS}').rows)\n"
        "try:\n    bounded('q', work)\nexcept KeyboardInterrupt:\n    sys.exit(130)\n",
        encoding="utf-8",
    )
    with subprocess.Popen(
        [sys.executable, script], stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as asking:
        assert asking.stdout
        assert asking.stdout.readline() == "asking\n"
        time.sleep(0.2)
        (os.killpg if group else os.kill)(asking.pid, signal.SIGINT)
        # Both hold the other end of the pipe: it closes when both are gone.
        assert asking.stdout.read() == ""
        assert asking.wait(10) == 130


def test_graphs_named_by_from_are_the_ones_asked(store: Store) -> None:
    counted = "SELECT (COUNT(*) AS ?n) {} {{ ?s ?p ?o }}"
    whole = run(store, counted.format("")).rows[0][0].value
    graph = run(store, "SELECT DISTINCT ?g { GRAPH ?g { ?s a pk:PolicyDocument } } ORDER BY ?g").rows[0][0].value
    part = run(store, counted.format(f"FROM <{graph}>")).rows[0][0].value
    assert 0 < int(part) < int(whole)
    assert run(store, counted.format("from<urn:none>")).rows[0][0].value == "0"
    for harmless in ("# FROM <urn:none>\n", 'BIND("FROM <urn:none>" AS ?from) ', "FILTER(<urn:FROM> != ?s) "):
        text = "SELECT (COUNT(*) AS ?n) { " + harmless + "?s ?p ?o }"
        assert run(store, text).rows[0][0].value == whole


def test_service_is_refused_in_the_process_as_well(store: Store) -> None:
    with pytest.raises(KGError, match="SERVICE is refused"):
        bounded("q", asked(store, "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"))
