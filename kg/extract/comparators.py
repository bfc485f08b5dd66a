"""How a value relates to its indicator: at least, more than, at most, less than, about, exactly, between.

The words stand in `comparator.toml`, those in front of a value apart from those behind it.
"""

from __future__ import annotations

from kg import lexicon
from kg.extract.edges import Beginnings, labelled
from kg.extract.quantities import Quantity
from kg.model import Comparator

SYMBOLS: dict[str, Comparator] = {"at-least": ">=", "above": ">", "at-most": "<=", "below": "<", "about": "~"}


def _words(side: str) -> dict[str, Comparator]:
    tables = [t for t in lexicon.load("comparator").tables.values() if t.name.startswith(f"{side}.")]
    return {word: SYMBOLS[table.name.removeprefix(f"{side}.")] for table in tables for word in table.words}


@lexicon.compiled
def front_words() -> dict[str, Comparator]:
    """Return the comparators that stand in front of a value, with their symbols."""
    return _words("before")


@lexicon.compiled
def after_words() -> dict[str, Comparator]:
    """Return the comparators that stand behind a value, with their symbols."""
    return _words("after")


@lexicon.compiled
def after() -> Beginnings:
    """Return what looks for the comparators behind a value."""
    return Beginnings(labelled("compare", after_words()))


def compare(quantity: Quantity, front: Comparator | None, behind: Comparator | None) -> Comparator:
    """Return the comparator of a value from the symbols of the words in front of it and behind it.

    达到97%以上 is ≥, 超过1000个 is >, 近300万 is ~; 5万余 is > and 上亿 is ≥ by themselves.
    """
    if quantity.upper is not None:
        return "range"
    if quantity.least:
        return ">="
    if quantity.more and front in (None, "~"):
        return ">"
    return front or behind or "="
