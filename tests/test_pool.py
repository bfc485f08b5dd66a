"""Work in a pool: in order, with the lexicons in use, and told of a process that dies."""

from __future__ import annotations

import multiprocessing
import os
from multiprocessing import synchronize
from pathlib import Path

import pytest

from kg import lexicon, pool
from kg.errors import InputError, WorkerError


def shout(word: str) -> str:
    return f"{word}!"


def known(word: str) -> bool:
    return word in lexicon.load("programme").words("name")


def die(word: str) -> str:
    os._exit(1)


def refuse(word: str) -> str:
    raise InputError(word, "not read", "不读")


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "WORTH_A_POOL", 1)
    monkeypatch.setattr(pool, "_BATCH", 2)


def test_little_work_is_done_here() -> None:
    seen: list[int] = []
    assert list(pool.in_order(lambda n: seen.append(n) or n, iter(range(5)), size=lambda n: 1, jobs=2)) == [*range(5)]
    assert seen == [*range(5)]


@pytest.mark.slow
def test_results_come_in_the_order_of_the_items(small: None) -> None:
    words = [str(number) for number in range(30)]
    assert list(pool.in_order(shout, iter(words), size=len, jobs=2)) == [f"{word}!" for word in words]


@pytest.mark.slow
def test_processes_go_by_the_lexicons_in_use(small: None, tmp_path: Path) -> None:
    (tmp_path / "programme.toml").write_text('[name.scheme]\nwords = ["养老院"]\n', encoding="utf-8")
    assert list(pool.in_order(known, iter(["养老院"]), size=len, jobs=2, lexicons=[tmp_path])) == [True]


@pytest.mark.slow
def test_the_death_of_a_process_is_told(small: None) -> None:
    with pytest.raises(WorkerError):
        list(pool.in_order(die, iter(["甲"]), size=len, jobs=2))


@pytest.mark.slow
def test_a_pool_has_nothing_that_a_kill_could_leave_behind(small: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("a named semaphore")

    monkeypatch.setattr(synchronize.SemLock, "__init__", refuse)
    assert list(pool.in_order(shout, iter("甲乙丙"), size=len, jobs=2)) == ["甲!", "乙!", "丙!"]
    assert multiprocessing.active_children() == []


@pytest.mark.slow
@pytest.mark.parametrize("jobs", [1, 2])
def test_what_the_work_raises_is_raised_here(small: None, jobs: int, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(InputError, match="甲: not read"):
        list(pool.in_order(refuse, iter("甲乙丙"), size=len, jobs=jobs))
    assert capfd.readouterr().err == ""


@pytest.mark.slow
def test_who_stops_halfway_leaves_no_process(small: None) -> None:
    results = pool.in_order(shout, iter("甲乙丙丁戊己庚辛"), size=len, jobs=2)
    assert next(results) == "甲!"
    assert len(multiprocessing.active_children()) == 2
    results.close()
    assert multiprocessing.active_children() == []
