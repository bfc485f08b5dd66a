"""Words at the edge of a stretch of text: what it ends with, what it begins with.

A sorted alternation anchored at the end would be tried at every place of the stretch; looking the last
character up in a table costs one step whatever the text is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping


class Endings:
    """Words, each with a label, to look for in front of a place."""

    __slots__ = ("_words",)

    def __init__(self, words: Mapping[str, str]) -> None:
        self._words = _by(words, -1)

    def at(self, text: str, end: int, floor: int = 0) -> tuple[str, str] | None:
        """Return the longest word (with its label) that ends at `end` and begins at or after `floor`."""
        if end <= floor:
            return None
        for word, label in self._words.get(text[end - 1], ()):
            if end - len(word) >= floor and text.endswith(word, floor, end):
                return word, label
        return None


class Beginnings:
    """Words, each with a label, to look for behind a place."""

    __slots__ = ("_words",)

    def __init__(self, words: Mapping[str, str]) -> None:
        self._words = _by(words, 0)

    def at(self, text: str, start: int, ceiling: int | None = None) -> tuple[str, str] | None:
        """Return the longest word (with its label) that begins at `start` and ends at or before `ceiling`."""
        ceiling = len(text) if ceiling is None else ceiling
        if start >= ceiling:
            return None
        for word, label in self._words.get(text[start], ()):
            if text.startswith(word, start, ceiling):
                return word, label
        return None

    def first(self, text: str, start: int, ceiling: int) -> int:
        """Return the first place from `start` on where one of the words begins, or `ceiling`."""
        for place in range(start, ceiling):
            if text[place] in self._words and self.at(text, place, ceiling):
                return place
        return ceiling


def labelled(label: str, words: Iterable[str]) -> dict[str, str]:
    """Return `words`, each with `label`."""
    return dict.fromkeys(words, label)


def _by(words: Mapping[str, str], place: int) -> dict[str, list[tuple[str, str]]]:
    table: dict[str, list[tuple[str, str]]] = {}
    for word in sorted(words, key=lambda w: (-len(w), w)):
        table.setdefault(word[place], []).append((word, words[word]))
    return table
