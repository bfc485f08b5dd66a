"""Errors: one line, two languages, fit for a terminal, whole after a trip between processes."""

from __future__ import annotations

import pickle

import pytest

from kg.errors import InputError, KGError, QueryError, StoreError, UnknownNameError, UsageError, WorkerError

ERRORS = [
    InputError("a.txt", "is empty", "是空文件", place="3"),
    StoreError(".kg", "no store here", "这里没有图谱库"),
    QueryError("q.rq", "expected a term", "缺少项", line=3, column=7),
    UsageError("no such query", "没有这个查询"),
    UnknownNameError("浙食", ("浙食链",)),
    WorkerError(),
]


@pytest.mark.parametrize("error", ERRORS, ids=lambda e: type(e).__name__)
def test_errors_say_themselves_in_one_line_of_each_language(error: KGError) -> None:
    english, chinese = error.render("en"), error.render("zh")
    assert english != chinese
    assert "\n" not in english + chinese
    assert str(error) == english


@pytest.mark.parametrize("error", ERRORS, ids=lambda e: type(e).__name__)
def test_errors_survive_the_trip_between_processes(error: KGError) -> None:
    copy = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
    assert type(copy) is type(error)
    assert copy.render("zh") == error.render("zh")


def test_errors_name_the_place() -> None:
    assert str(ERRORS[0]) == "a.txt:3: is empty"
    assert str(ERRORS[2]) == "query q.rq:3:7: expected a term"
    assert ERRORS[2].line == 3


def test_control_characters_are_shown_as_escapes() -> None:
    assert "\x1b" not in str(InputError("a\x1b[31m\n.txt", "is empty", "是空文件"))
    assert r"a\x1b[31m\n.txt" in str(InputError("a\x1b[31m\n.txt", "is empty", "是空文件"))


def test_usage_errors_end_with_two_others_with_one() -> None:
    assert UsageError("", "").exit_code == 2
    assert StoreError("", "", "").exit_code == 1


def test_an_unknown_name_offers_the_nearest() -> None:
    assert "浙食链" in UnknownNameError("浙食", ("浙食链",)).render("zh")
    assert "kg query counts" in UnknownNameError("浙食").render("en")
