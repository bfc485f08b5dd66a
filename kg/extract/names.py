"""All names of a paragraph: runs the recognisers and resolves what they offer."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from kg.extract.candidates import Candidate
from kg.extract.documents import find_documents
from kg.extract.events import find_events
from kg.extract.facilities import find_facilities
from kg.extract.honours import find_honours
from kg.extract.institutions import find_institutions
from kg.extract.places import find_places
from kg.extract.principles import find_principles
from kg.extract.programmes import find_programmes
from kg.extract.quotes import find_quoted, read_quotes
from kg.extract.resolve import resolve
from kg.extract.words import WordFinder
from kg.model import Doubt, EntityType, Mention

Recogniser = Callable[[str], Iterator[Candidate]]

# A trained recogniser is one more of these.
RECOGNISERS: tuple[Recogniser, ...] = (
    find_documents,
    find_institutions,
    find_places,
    find_programmes,
    find_honours,
    find_events,
    find_facilities,
    find_principles,
)


def find_mentions(text: str, known: Mapping[str, EntityType]) -> tuple[tuple[Mention, ...], tuple[Doubt, ...]]:
    """Return the names in the folded paragraph `text`, and the doubtful ones, both by offset, not overlapping.

    `known` are names that the document quotes or defines elsewhere (`survey`), with their types.
    """
    candidates = [c for recogniser in RECOGNISERS for c in recogniser(text)]
    candidates += find_quoted(text, known)
    candidates += _known_again(text, known)
    return resolve(text, candidates)


def survey(text: str) -> dict[str, EntityType]:
    """Return the names that the folded `text` of a whole document quotes or defines, with the type of each.

    Where a string is quoted more than once, the reading with the highest score decides.
    """
    best: dict[str, tuple[float, EntityType]] = {}
    for quoted in read_quotes(text, {}):
        if quoted.type is not None and quoted.score >= 0.65:
            name = text[quoted.start : quoted.end]
            if name not in best or quoted.score > best[name][0]:
                best[name] = (quoted.score, quoted.type)
    return {name: kind for name, (_, kind) in best.items()}


def _known_again(text: str, known: Mapping[str, EntityType]) -> Iterator[Candidate]:
    """Yield the names of `known` where they stand again without quotation marks."""
    words = {name: kind for name, kind in known.items() if len(name) >= 4 and name in text}
    for start, end, kind in WordFinder(words).find(text):
        yield Candidate(start, end, kind, 0.6, "known again")
