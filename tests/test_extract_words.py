"""Words: the leftmost and longest are found, alone or with those of others in one pass, and none is missed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import lexicon
from kg.extract import words
from kg.extract.words import WordFinder, together

LETTERS = "甲乙丙"
WORDS = st.lists(st.text(LETTERS, min_size=1, max_size=4), max_size=8, unique=True)


def leftmost_longest(text: str, known: list[str]) -> list[str]:
    """Find the words the slow way."""
    found, at = [], 0
    while at < len(text):
        here = max((word for word in known if text.startswith(word, at)), key=len, default="")
        found += [here] if here else []
        at += len(here) or 1
    return found


@pytest.fixture
def registry() -> Iterator[None]:
    """What a test decorates stands alone, and is forgotten after it."""
    before, words._mappings[:] = list(words._mappings), []
    yield
    words._mappings[:] = before
    lexicon.forget()


def test_a_longer_word_that_fails_hides_none_behind_it() -> None:
    finder = WordFinder(dict.fromkeys(["精神文明创建", "精神", "文明", "建设"]))
    assert [(start, end) for start, end, _ in finder.find("精神文明建设")] == [(0, 2), (2, 4), (4, 6)]


def test_no_words_find_nothing() -> None:
    assert WordFinder({}).find("甲乙") == []


@given(st.text(LETTERS, max_size=20), WORDS)
def test_words_are_found_leftmost_and_longest(text: str, known: list[str]) -> None:
    found = WordFinder({word: word for word in known}).find(text)
    assert [value for _, _, value in found] == leftmost_longest(text, known)
    assert all(text[start:end] == value for start, end, value in found)


@pytest.mark.usefixtures("registry")
def test_words_of_several_are_found_as_by_each_alone() -> None:
    @given(st.text(LETTERS, max_size=20), WORDS, WORDS)
    def holds(text: str, first: list[str], second: list[str]) -> None:
        finders = [together(lambda known=known: {word: word for word in known}) for known in (first, second)]
        for finder, known in zip(finders, (first, second), strict=True):
            assert finder(text) == WordFinder({word: word for word in known}).find(text)
        words._mappings.clear()

    holds()
