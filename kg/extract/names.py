"""All names of a paragraph: runs the recognisers and resolves what they offer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from kg.extract.candidates import Candidate
from kg.extract.resolve import resolve
from kg.model import Doubt, EntityType, Mention

Recogniser = Callable[[str], Iterator[Candidate]]

# A trained recogniser is one more of these.
RECOGNISERS: tuple[Recogniser, ...] = ()


def find_mentions(text: str, known: Mapping[str, EntityType]) -> tuple[tuple[Mention, ...], tuple[Doubt, ...]]:
    """Return the names in the folded paragraph `text`, and the doubtful ones, both by offset, not overlapping.

    `known` are names that the document quotes or defines elsewhere (`survey`), with their types.
    """
    candidates = [c for recogniser in RECOGNISERS for c in recogniser(text)]
    return resolve(text, candidates)


def survey(text: str) -> dict[str, EntityType]:
    """Return the names that the folded `text` of a whole document quotes or defines, with the type of each."""
    return {}
