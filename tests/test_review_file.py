"""The file of decisions: what is written is read, whole or not at all, and a slip is told with its line."""

from __future__ import annotations

import errno
import fcntl
import json
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.decisions import context, followed, occurrences
from kg.errors import InputError
from kg.folding import fold
from kg.model import ENTITY_TYPES, Decision
from kg.review.file import KEYS, beside, changing, from_line, load, save, to_line, with_decision

DECISIONS = (
    Decision("retype", "浙食链", "Programme"),
    Decision("reject", "一张网", document="2022", note="泛称，见“网”"),
    Decision("accept", "惠农通", "Honour", before="推广“", after="”平台\n"),
    Decision("respan", "通达工程", None, "村村通达工程"),
    Decision("merge", "浙江食品链", to="浙食链"),
    Decision("part", "五个一", document="甲/2022"),
)


def written(tmp_path: Path, *lines: str | dict[str, object]) -> Path:
    path = tmp_path / "kg.decisions"
    texts = (line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines)
    path.write_text("\n".join(texts) + "\n", encoding="utf-8")
    return path


def test_what_is_saved_is_loaded_and_saved_again_the_same(tmp_path: Path) -> None:
    path = tmp_path / "kg.decisions"
    save(path, DECISIONS)
    before = path.read_bytes()
    assert load(path) == DECISIONS
    save(path, load(path))
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_a_line_has_its_keys_in_order_and_tells_the_scope(tmp_path: Path) -> None:
    assert to_line(DECISIONS[0]) == (
        '{"decide": "retype", "quote": "浙食链", "type": "Programme", "scope": "everywhere"}'
    )
    for decision in DECISIONS:
        record = json.loads(to_line(decision))
        assert list(record) == [key for key in KEYS if key in record]
        assert record["scope"] == decision.scope


def test_without_a_file_nothing_is_decided(tmp_path: Path) -> None:
    assert load(tmp_path / "kg.decisions") == ()


@pytest.mark.parametrize(
    ("store", "name"), [(".kg", "kg.decisions"), ("data/shop", "shop.decisions"), (".kg-demo/", "kg-demo.decisions")]
)
def test_the_file_lies_beside_the_store_and_is_named_after_it(store: str, name: str, tmp_path: Path) -> None:
    assert beside(tmp_path / store) == (tmp_path / store).parent / name


def test_the_later_decision_about_a_thing_stands_where_the_first_stood(tmp_path: Path) -> None:
    later = Decision("reject", "浙食链")
    assert with_decision(DECISIONS, later) == (later, *DECISIONS[1:])
    assert with_decision(DECISIONS, Decision("reject", "新")) == (*DECISIONS, Decision("reject", "新"))
    path = written(tmp_path, to_line(DECISIONS[0]), to_line(DECISIONS[1]), to_line(later))
    assert load(path) == (later, DECISIONS[1])
    merged = Decision("merge", "浙食链", to="食链")
    assert with_decision(DECISIONS, merged) == (*DECISIONS, merged)


def test_a_person_may_leave_out_the_scope_and_write_as_a_page_does(tmp_path: Path) -> None:
    path = written(tmp_path, "", {"decide": "retype", "quote": " 浙 食 链 ", "type": "Programme"}, "   ")
    assert load(path) == (Decision("retype", "浙食链", "Programme"),)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert load(path) == (Decision("retype", "浙食链", "Programme"),)


GOOD = {"decide": "retype", "quote": "链", "type": "Programme"}


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("{", "broken JSON at column"), ("[]", "no JSON object"), ("[" * 100_000, "nested too deeply"),
        ('{"decide": ' + "9" * 10_000 + "}", "number too long"), (GOOD | {"kind": "x"}, "no such key: 'kind'"),
        (GOOD | {"quote": 7}, "'quote' is no string"), (GOOD | {"quote": " "}, 'no "quote"'),
        ({"quote": "链"}, '"decide" is one of accept'), (GOOD | {"type": "Person"}, '"type" is one of Programme'),
        ({"decide": "accept", "quote": "链"}, 'accept needs a "type"'),
        (GOOD | {"decide": "merge"}, 'merge needs "to"'),
        (GOOD | {"decide": "respan", "to": "网"}, "neither contains"),
        (GOOD | {"decide": "respan", "to": "链"}, "neither"),
        (GOOD | {"scope": "document"}, "\"scope\" is 'document', but document and context make it 'everywhere'"),
        ('{"decide": "reject", "quote": "\\ud800"}', "half a character"),
    ],
)  # fmt: skip
def test_a_line_that_cannot_be_understood_is_told_and_nothing_is_taken(line: object, told: str, tmp_path: Path) -> None:
    path = written(tmp_path, GOOD, line, GOOD)  # type: ignore[arg-type]
    with pytest.raises(InputError) as caught:
        load(path)
    assert str(caught.value).startswith(f"{path}:2: ")
    assert told in str(caught.value)
    assert caught.value.render("zh").startswith(f"{path}:2：")
    assert "\n" not in str(caught.value)


def test_a_file_that_is_not_utf_8_or_a_folder_is_told(tmp_path: Path) -> None:
    path = written(tmp_path, GOOD)
    path.write_bytes(path.read_bytes() + "链".encode("gbk"))
    with pytest.raises(InputError, match=":2: is not UTF-8"):
        load(path)
    with pytest.raises(InputError, match="cannot be read"):
        load(tmp_path)
    with pytest.raises(InputError, match="cannot be written"):
        save(tmp_path / "none" / "kg.decisions", DECISIONS)


def test_a_file_that_is_a_link_stays_one(tmp_path: Path) -> None:
    (tmp_path / "repository").mkdir()
    target, link = tmp_path / "repository" / "ours", tmp_path / "kg.decisions"
    save(target, DECISIONS[:1])
    link.symlink_to(target)
    save(link, DECISIONS)
    assert link.is_symlink()
    assert load(target) == DECISIONS


def test_what_a_kill_leaves_is_overwritten_and_who_may_read_stays(tmp_path: Path) -> None:
    path = tmp_path / "kg.decisions"
    save(path, DECISIONS[:1])
    path.chmod(0o600)
    (tmp_path / "kg.decisions.new").write_text('{"decide": "rej', encoding="utf-8")
    save(path, DECISIONS)
    assert load(path) == DECISIONS
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_cannot_be_written_stays_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    path = tmp_path / "kg.decisions"
    save(path, DECISIONS)
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(InputError, match="cannot be written: No space"):
        save(path, DECISIONS[:1])
    assert load(path) == DECISIONS
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_cannot_be_locked_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def none(*_: int) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", none)
    with pytest.raises(InputError, match="cannot be locked: No locks"), changing(tmp_path / "kg.decisions"):
        pytest.fail("it was given")


def test_of_many_who_decide_at_once_nobody_loses(tmp_path: Path) -> None:
    path = tmp_path / "kg.decisions"

    def decide(number: int) -> None:
        with changing(path) as known:
            save(path, with_decision(known, Decision("reject", f"第{number}项")))

    with ThreadPoolExecutor(8) as people:
        list(people.map(decide, range(16)))
    assert {decision.quote for decision in load(path)} == {f"第{number}项" for number in range(16)}


def test_merges_in_a_circle_are_told(tmp_path: Path) -> None:
    circle = [{"decide": "merge", "quote": a, "to": b} for a, b in ("甲乙", "乙丙", "丙甲")]
    with pytest.raises(InputError, match=r":[123]: merges lead from . back to itself"):
        load(written(tmp_path, *circle))
    assert [d.to for d in followed(load(written(tmp_path, *circle[:2])))] == ["丙", "丙"]


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


@settings(deadline=None, max_examples=100)
@given(TEXT, TEXT, TEXT, st.sampled_from(ENTITY_TYPES), TEXT)
def test_any_decision_comes_back_as_it_was(before: str, quote: str, after: str, kind: str, note: str) -> None:
    paragraph = fold(before + quote + after)
    for end in range(1, len(paragraph) + 1):
        start = max(0, end - 3)
        around = context(paragraph, start, end)
        decision = Decision("retype", paragraph[start:end], kind, "", "", *around, note)  # type: ignore[arg-type]
        assert (start, end) in set(occurrences(paragraph, decision)) or _inside_a_word(paragraph, start, end)
        assert from_line(to_line(decision).encode(), Path("d"), 1) == decision


def _inside_a_word(text: str, start: int, end: int) -> bool:
    latin = [char.isascii() and char.isalnum() for char in " " + text + " "]
    return (latin[start] and latin[start + 1]) or (latin[end] and latin[end + 1])
