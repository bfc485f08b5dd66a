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
from kg.extract.quotes import NO_NAME, named, read_quotes
from kg.extract.resolve import resolve
from kg.extract.words import WordFinder
from kg.model import Doubt, EntityType, Mention, Span

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
    quotes = tuple(read_quotes(text, known))
    candidates = [c for recogniser in RECOGNISERS for c in recogniser(text)]
    candidates += named(quotes)
    candidates += _known_again(text, known)
    mentions, doubts = resolve(text, candidates)
    taken = [(m.start, m.end) for m in mentions] + [(d.span.start, d.span.end) for d in doubts]
    free = (q for q in quotes if q.type is None and not any(a < q.end and q.start < b for a, b in taken))
    untyped = tuple(Doubt(Span.of(text, q.start, q.end), q.rule) for q in free if q.rule not in NO_NAME)
    return mentions, tuple(sorted(doubts + untyped, key=lambda doubt: doubt.span.start))


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
