"""All names of a paragraph: runs the recognisers and resolves what they offer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from kg.extract.candidates import Candidate
from kg.extract.documents import find_documents
from kg.extract.events import find_events
from kg.extract.facilities import find_facilities
from kg.extract.honours import find_honours
from kg.extract.institutions import find_institutions
from kg.extract.places import find_places
from kg.extract.principles import find_principles
from kg.extract.programmes import find_programmes
from kg.extract.quotes import NO_NAME, Quoted, named, read_quotes, settle
from kg.extract.resolve import resolve
from kg.extract.words import WordFinder
from kg.model import Doubt, EntityType, Mention, Span

# A name as short as this stands in other words too often to be known again.
_LEAST = 4

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


class Known:
    """Names that a document quotes or defines somewhere: `types` has the type of each."""

    __slots__ = ("_finder", "types")

    def __init__(self, types: Mapping[str, EntityType]) -> None:
        self.types = types
        self._finder = WordFinder({name: kind for name, kind in types.items() if len(name) >= _LEAST})

    def again(self, text: str) -> Iterator[Candidate]:
        """Yield the names where they stand in `text`, with or without quotation marks."""
        for start, end, kind in self._finder.find(text):
            yield Candidate(start, end, kind, 0.6, "known again")


NOTHING_KNOWN = Known({})


def find_mentions(
    text: str, known: Known = NOTHING_KNOWN, read: Sequence[Quoted] | None = None
) -> tuple[tuple[Mention, ...], tuple[Doubt, ...]]:
    """Return the names in the folded paragraph `text`, and the doubtful ones, both by offset, not overlapping.

    `known` are the names of the whole document (`survey`), `read` the quotes of `text` where they are read already.
    """
    quotes = settle(text, read_quotes(text) if read is None else read, known.types)
    candidates = [c for recogniser in RECOGNISERS for c in recogniser(text)]
    candidates += named(quotes)
    candidates += known.again(text)
    mentions, doubts = resolve(text, candidates)
    taken = [(m.start, m.end) for m in mentions] + [(d.span.start, d.span.end) for d in doubts]
    free = (q for q in quotes if q.type is None and not any(a < q.end and q.start < b for a, b in taken))
    untyped = tuple(Doubt(Span.of(text, q.start, q.end), q.rule) for q in free if q.rule not in NO_NAME)
    return mentions, tuple(sorted(doubts + untyped, key=lambda doubt: doubt.span.start))


def survey(paragraphs: Iterable[tuple[str, Sequence[Quoted]]]) -> Known:
    """Return the names that the folded paragraphs of a document quote or define, given with their quotes.

    Where a string is quoted more than once, the reading with the highest score decides.
    """
    best: dict[str, tuple[float, EntityType]] = {}
    for text, quotes in paragraphs:
        for quoted in settle(text, quotes, {}):
            if quoted.type is not None and quoted.score >= 0.65:
                name = text[quoted.start : quoted.end]
                if name not in best or quoted.score > best[name][0]:
                    best[name] = (quoted.score, quoted.type)
    return Known({name: kind for name, (_, kind) in best.items()})
