"""`kg review` as a user types it: the list, decisions, what they do at the next build, and how they are taken back."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from commands import kg, one_line
from reviewed import names, write


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("review")
    write(folder, {
        "a": "甲县2022年政府工作报告\n“一张网”的格局形成，推广“惠农通”。\n严控“三公”经费。",
        "b": "乙县2022年政府工作报告\n“一张网”的格局形成，推广“惠农通”。",
    })  # fmt: skip
    assert kg("build", "texts", cwd=folder).returncode == 0
    return folder


@pytest.fixture
def place(built: Path) -> Path:
    """The built folder, without decisions."""
    (built / "kg.decisions").unlink(missing_ok=True)
    return built


def test_the_list_marks_the_quote_and_says_how_to_decide(place: Path) -> None:
    done = kg("review", cwd=place)
    assert done.returncode == 0
    assert "【一张网】" in done.stdout
    assert "occurrences 2, documents 2" in done.stdout
    assert "in quotation marks, an attribute" in done.stdout
    assert "kg review accept|reject|retype" in done.stderr
    chinese = kg("--lang", "zh", "review", cwd=place)
    assert "引号中的定语" in chinese.stdout
    assert "未定类型" in chinese.stdout


def test_the_list_as_json_lines_and_csv_is_the_same(place: Path) -> None:
    lines = [json.loads(line) for line in kg("review", "--format", "jsonl", cwd=place).stdout.splitlines()]
    rows = list(csv.DictReader(io.StringIO(kg("review", "--format", "csv", cwd=place).stdout)))
    assert [line["quote"] for line in lines] == [row["quote"] for row in rows]
    assert {"id", "quote", "type", "reason", "occurrences", "documents", "elsewhere", "sentence"} <= set(lines[0])
    assert kg("review", "--limit", "1", "--format", "jsonl", cwd=place).stdout.count("\n") == 1


def test_a_wrong_type_is_put_right_by_one_line_that_the_help_shows(place: Path) -> None:
    assert "kg review retype 浙食链 Programme" in kg("review", "--help", cwd=place).stdout
    done = kg("review", "retype", "惠农通", "Institution", cwd=place)
    assert done.returncode == 0, done.stderr
    assert "stands 2 times in 2 documents" in done.stderr
    record = json.loads((place / "kg.decisions").read_text(encoding="utf-8"))
    assert record == {"decide": "retype", "quote": "惠农通", "type": "Institution", "scope": "everywhere"}
    rebuilt = kg("build", "texts", cwd=place)
    assert "decisions   applied 1  without effect 0" in rebuilt.stderr
    assert names(place / "texts", "a")["惠农通"].startswith("institution/")


def test_a_decision_takes_its_item_off_the_list_at_once_and_undo_puts_it_back(place: Path) -> None:
    first = kg("review", "--format", "jsonl", cwd=place).stdout
    [item] = [line for line in map(json.loads, first.splitlines()) if line["quote"] == "一张网"]
    made = kg("review", "reject", item["id"], cwd=place)
    assert "一张网" not in kg("review", cwd=place).stdout
    listed = kg("review", "decided", cwd=place)
    assert listed.stdout == made.stdout
    assert kg("review", "undo", made.stdout.split()[0], cwd=place).returncode == 0
    assert (place / "kg.decisions").read_text(encoding="utf-8") == ""
    assert "no such decision" in kg("review", "decided", cwd=place).stderr
    assert kg("review", "--format", "jsonl", cwd=place).stdout == first


def test_the_store_may_be_named_before_the_command_or_behind_it(place: Path) -> None:
    elsewhere = place / "texts"
    for arguments in (("--store", "../.kg", "reject", "三公"), ("reject", "三公", "--store", "../.kg")):
        assert kg("review", *arguments, cwd=elsewhere).returncode == 0
    assert len((place / "kg.decisions").read_text(encoding="utf-8").splitlines()) == 1
    assert kg("review", "decided", "--store", "../.kg", cwd=elsewhere).stdout.count("三公") == 1


def test_here_and_context_narrow_a_decision_to_a_place(place: Path) -> None:
    assert "in one place" in kg("review", "reject", "一张网", "--here", cwd=place).stdout
    left = kg("review", "--format", "jsonl", cwd=place).stdout
    assert [line["occurrences"] for line in map(json.loads, left.splitlines()) if line["quote"] == "一张网"] == [1]
    assert kg("review", "accept", "一张网", "Programme", "--context", "“一张网”的格", cwd=place).returncode == 0
    assert "一张网" not in kg("review", "--format", "jsonl", cwd=place).stdout


def test_a_decision_without_a_place_is_a_warning(place: Path) -> None:
    done = kg("review", "reject", "无处可寻", cwd=place)
    assert done.returncode == 0
    assert "stands nowhere" in done.stderr
    rebuilt = kg("build", "texts", cwd=place)
    assert rebuilt.returncode == 0
    assert "(reject 无处可寻) has no effect: its words, or those around it, stand nowhere" in rebuilt.stderr
    assert "无处可寻" in kg("review", "--stale", cwd=place).stdout


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (("retype", "惠农通", "Person"), 2, "no type 'Person'"), (("undo", "ffffffff"), 2, "no decision ffffffff"),
        (("accept", "一张网"), 2, "nothing suggests a type"), (("--document", "z"), 2, "--document z"),
        (("--store", "none"), 1, "no store here"), (("reject", "一张网", "--store", "none"), 1, "no store here"),
        (("respan", "惠农通", "云"), 2, "neither contains"),
    ],
)  # fmt: skip
def test_what_goes_wrong_is_one_line(arguments: tuple[str, ...], code: int, told: str, place: Path) -> None:
    done = kg("review", *arguments, cwd=place)
    assert done.returncode == code
    assert told in one_line(done)
    assert not (place / "kg.decisions").exists()


def test_a_broken_line_stops_build_and_review(place: Path) -> None:
    (place / "kg.decisions").write_text('{"decide": "reject", "quote": "三公"}\nreject 一张网\n', encoding="utf-8")
    for command in (("review",), ("review", "reject", "惠农通"), ("build", "texts")):
        done = kg(*command, cwd=place)
        assert done.returncode == 1
        assert "kg.decisions:2: broken JSON at column 1" in one_line(done)


def test_the_decisions_are_no_document_of_their_folder(place: Path) -> None:
    assert kg("review", "reject", "三公", cwd=place).returncode == 0
    done = kg("build", ".", "--store", "other/.kg", cwd=place)
    assert done.returncode == 0, done.stderr


def test_export_writes_the_decided_passages(place: Path) -> None:
    assert kg("review", "accept", "一张网", "Programme", cwd=place).returncode == 0
    assert kg("build", "texts", cwd=place).returncode == 0
    done = kg("review", "export", "-o", "gold.jsonl", cwd=place)
    assert "2 passages" in done.stderr
    text = (place / "gold.jsonl").read_text(encoding="utf-8")
    assert [json.loads(line)["entities"][0]["text"] for line in text.splitlines()] == ["一张网"] * 2
    (place / "gold.jsonl").unlink()
    assert kg("review", "export", cwd=place).stdout == text
