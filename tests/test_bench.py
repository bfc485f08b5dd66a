"""The benches run, on next to nothing: what they measure is not looked at."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import corpus
import pytest

from kg import ontology
from kg.query import named_queries
from kg.store import Store

BENCH = Path(__file__).resolve().parent / "bench"


@pytest.mark.parametrize(
    ("bench", "size", "row"),
    [
        ("bench_query", "500", "targets "),
        ("bench_rdflib", "500", "load / rdflib"),
        ("bench_view", "70", "70 nodes drawn"),
    ],
)
def test_it_runs(bench: str, size: str, row: str) -> None:
    if bench == "bench_view" and not any(map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))):
        pytest.skip("no Chromium")
    done = subprocess.run([sys.executable, BENCH / f"{bench}.py", size], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert row in done.stdout


def test_queries_are_timed_on_a_store_of_ones_own(tmp_path: Path) -> None:
    with Store.writing(tmp_path / "kg") as writer:
        corpus.fill(writer, [*corpus.quads(), *ontology.load().graph(corpus.BASE)])
        writer.publish()
    command = [sys.executable, BENCH / "bench_query.py", tmp_path / "kg"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert {line.split()[0] for line in done.stdout.splitlines()[1:]} == {query.name for query in named_queries()}
