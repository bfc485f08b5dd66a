"""Finding many words in a text at once, with an Aho-Corasick automaton."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Generic, TypeVar

import ahocorasick

from kg.lexicon import Lexicon

V = TypeVar("V")


class WordFinder(Generic[V]):
    """Finds the words of a mapping in a text, each with the value it is mapped to."""

    def __init__(self, words: Mapping[str, V]) -> None:
        self._automaton = ahocorasick.Automaton()
        for word, value in words.items():
            self._automaton.add_word(word, (len(word), value))
        self._automaton.make_automaton()
        self._empty = not words

    def find(self, text: str) -> Iterator[tuple[int, int, V]]:
        """Yield (start, end, value) of the words in `text`, from the left, of overlapping ones the longest."""
        if self._empty:
            return
        for last, (length, value) in self._automaton.iter_long(text):
            yield last + 1 - length, last + 1, value


def grouped(words: Lexicon, *groups: str) -> dict[str, str]:
    """Return each word of `groups` with the group it is in; where a word is in several, the first of them."""
    return {word: group for group in reversed(groups) for word in words.words(group)}


def alternatives(words: Iterable[str]) -> str:
    """Return a pattern, to be put in a group, that matches any of the words, the longest that fits."""
    return "|".join(map(re.escape, sorted(set(words), key=lambda word: (-len(word), word))))
