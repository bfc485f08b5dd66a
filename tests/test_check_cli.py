"""`kg check` as a user runs it: what it prints, and how it ends."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import corpus
import pyoxigraph as ox
import pytest
from commands import kg, one_line

from kg import ontology
from kg.store import Store

BAD = Path(__file__).parent / "bad"


def stored(path: Path, *files: str) -> Path:
    """A store on disk with the good graphs, or with those of files of bad ones."""
    with Store.writing(path) as writer:
        quads = [q for name in files for q in ox.parse(path=str(BAD / name), format=ox.RdfFormat.TRIG)]
        corpus.fill(writer, [*(quads or corpus.quads()), *ontology.load().graph(corpus.BASE)])
        writer.publish()
    return path


@pytest.fixture(scope="module")
def bad(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a store that breaks one rule and has an odd text."""
    folder = tmp_path_factory.mktemp("bad")
    stored(folder / ".kg", "confidence.trig", "unit.trig")
    return folder


def test_a_good_store_gives_one_line_and_success(tmp_path: Path) -> None:
    stored(tmp_path / ".kg")
    done = kg("check", cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.startswith("checked ")
    assert done.stderr.endswith(" queries: nothing is wrong\n")
    assert done.stderr.count("\n") == 1


def test_findings_are_listed_with_quote_and_advice(bad: Path) -> None:
    done = kg("--lang", "zh", "check", cwd=bad)
    assert done.returncode == 1
    assert "违例 confidence：置信度不在 0 与 1 之间（1 处）" in done.stdout
    assert "甲县报告 “平安通”" in done.stdout
    assert "置信度 1.5" in done.stdout
    assert "→ 置信度写作 0 至 1 的小数" in done.stdout
    assert "警告 unit：" in done.stdout
    assert "违例 2 处，警告 1 处" in done.stderr


def test_a_warning_fails_only_where_that_is_wanted(bad: Path) -> None:
    assert kg("check", "--only", "unit", cwd=bad).returncode == 0
    strict = kg("check", "--only", "unit", "--strict", cwd=bad)
    assert strict.returncode == 1
    assert "against 0 shapes and 1 queries: 0 violations, 1 warnings" in strict.stderr


def test_a_note_fails_never(bad: Path, tmp_path: Path) -> None:
    rule = (
        "# problem: 有 | there\n# solution: 无 | none\n# severity: info\n"
        "SELECT ?focus { ?focus a <https://kg.example.org/ontology#PolicyDocument> }\n"
    )
    (tmp_path / "noted-violation.rq").write_text(rule, encoding="utf-8")
    done = kg("check", "--only", "noted", "--strict", "--queries", str(tmp_path), cwd=bad)
    assert done.returncode == 0
    assert done.stderr.endswith(": 0 violations, 0 warnings, 1 notes\n")


def test_json_and_csv_say_the_same(bad: Path) -> None:
    records = json.loads(kg("check", "--format", "json", cwd=bad).stdout)
    rows = list(csv.DictReader(io.StringIO(kg("check", "--format", "csv", cwd=bad).stdout)))
    assert [r["check"] for r in records] == [r["check"] for r in rows] == ["confidence", "unit", "shape/confidence"]
    assert records[1]["details"] == {"indicator": "参保率", "value": "97", "unit": "元"}
    assert rows[1]["details"] == "indicator=参保率; value=97; unit=元"
    assert rows[0]["quote"] == "平安通"


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["--only", "quotes"], 2, "no check is named quotes"),
        (["--shapes", "none.ttl"], 1, "none.ttl: cannot be read"),
        (["--queries", "none"], 1, "no violation query"),
        (["--store", "none"], 1, "no store here"),
    ],
)
def test_a_fault_is_one_line(bad: Path, arguments: list[str], code: int, says: str) -> None:
    done = kg("check", *arguments, cwd=bad)
    assert done.returncode == code
    assert says in one_line(done)
