"""Finding many words in a text at once, with an Aho-Corasick automaton."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Generic, TypeVar

from ahocorasick_rs import AhoCorasick, MatchKind

from kg.lexicon import Lexicon

V = TypeVar("V")


class WordFinder(Generic[V]):
    """Finds the words of a mapping in a text, each with the value it is mapped to."""

    __slots__ = ("_automaton", "_overlapping", "_values")

    def __init__(self, words: Mapping[str, V], overlapping: bool = False) -> None:
        kind = MatchKind.Standard if overlapping else MatchKind.LeftmostLongest
        self._automaton = AhoCorasick(words, kind)
        self._values = tuple(words.values())
        self._overlapping = overlapping

    def find(self, text: str) -> list[tuple[int, int, V]]:
        """Return (start, end, value) of the words in the folded `text`, from the left.

        Of words that overlap the leftmost and longest alone is found; all of them, by their ends, if `overlapping`.
        """
        values = self._values
        if not values:
            return []
        matches = self._automaton.find_matches_as_indexes(text, self._overlapping)
        return [(start, end, values[word]) for word, start, end in matches]


def grouped(words: Lexicon, *groups: str) -> dict[str, str]:
    """Return each word of `groups` with the group it is in; where a word is in several, the first of them."""
    return {word: group for group in reversed(groups) for word in words.words(group)}


def alternatives(words: Iterable[str]) -> str:
    """Return a pattern, to be put in a group, that matches any of the words, the longest that fits."""
    return "|".join(map(re.escape, sorted(set(words), key=lambda word: (-len(word), word))))
