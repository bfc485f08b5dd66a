"""Finding many words in a text at once, with an Aho-Corasick automaton.

`WordFinder` finds the words of one mapping.  The recognisers of names, who all read the same paragraph, look for theirs
in one pass (`together`): what a pass costs are the places of memory it touches, whatever few words it finds.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Generic, TypeVar

from ahocorasick_rs import AhoCorasick, MatchKind

from kg import lexicon
from kg.lexicon import Lexicon

V = TypeVar("V")
Found = list[tuple[int, int, V]]
_mappings: list[Callable[[], Mapping[str, Any]]] = []


class WordFinder(Generic[V]):
    """Finds the words of a mapping in a text, each with the value it is mapped to."""

    __slots__ = ("_automaton", "_overlapping", "_values")

    def __init__(self, words: Mapping[str, V], overlapping: bool = False) -> None:
        kind = MatchKind.Standard if overlapping else MatchKind.LeftmostLongest
        self._automaton = AhoCorasick(words, kind)
        self._values = tuple(words.values())
        self._overlapping = overlapping

    def find(self, text: str) -> Found[V]:
        """Return (start, end, value) of the words in the folded `text`, from the left.

        Of words that overlap the leftmost and longest alone is found; all of them, by their ends, if `overlapping`.
        """
        values = self._values
        if not values:
            return []
        matches = self._automaton.find_matches_as_indexes(text, self._overlapping)
        return [(start, end, values[word]) for word, start, end in matches]


def together(words: Callable[[], Mapping[str, V]]) -> Callable[[str], Found[V]]:
    """Decorate a function that returns words with their values: it becomes one that finds them in a folded text.

    It returns what `WordFinder.find` does, a list that is not to be changed; all functions so decorated share the
    pass over the text.
    """
    number = len(_mappings)
    _mappings.append(words)
    lexicon.forget()
    return lambda text: _pass(text)[number]


@lexicon.compiled
def _shared() -> WordFinder[list[tuple[int, Any]]]:
    """Return what finds the words of all mappings, with the numbers of these and the values there."""
    owners: dict[str, list[tuple[int, Any]]] = {}
    for number, words in enumerate(_mappings):
        for word, value in words().items():
            owners.setdefault(word, []).append((number, value))
    return WordFinder(owners, overlapping=True)


@lexicon.remembered
def _pass(text: str) -> list[Found[Any]]:
    found: list[Found[Any]] = [[] for _ in _mappings]
    for start, end, owners in _shared().find(text):
        for number, value in owners:
            found[number].append((start, end, value))
    return [_leftmost_longest(matches) if len(matches) > 1 else matches for matches in found]


def _leftmost_longest(matches: Found[V]) -> Found[V]:
    kept, at = [], 0
    for match in sorted(matches, key=lambda match: (match[0], -match[1])):
        if match[0] >= at:
            kept.append(match)
            at = match[1]
    return kept


def grouped(words: Lexicon, *groups: str) -> dict[str, str]:
    """Return each word of `groups` with the group it is in; where a word is in several, the first of them."""
    return {word: group for group in reversed(groups) for word in words.words(group)}


def alternatives(words: Iterable[str]) -> str:
    """Return a pattern, to be put in a group, that matches any of the words, the longest that fits."""
    return "|".join(map(re.escape, sorted(set(words), key=lambda word: (-len(word), word))))
