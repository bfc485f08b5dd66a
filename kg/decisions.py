"""Where the decisions of a person hold: by the quote and the text around it, not by offsets.

A paragraph is a line of a document, folded.  The context of a quote is what stands around it in its paragraph, up
to `CONTEXT` code points on each side; a line feed in it is the edge of the paragraph.  So a decision outlives
better reading, new passages before it and new rules, and ends where the words around the quote are edited.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from kg.folding import bare
from kg.iri import digest
from kg.model import Decision, EntityType

CONTEXT = 12
EDGE = "\n"
Bounds = tuple[int, int]
_LOOSE = " ,:"
# A quote shorter than this is as often an ordinary word.
_TELLING = 3
_LATIN = re.compile("[0-9A-Za-z]")


def thing_of(decision: Decision) -> tuple[str, ...]:
    """Return what a decision is about: of two about the same thing the later one holds."""
    layer = f"identity {decision.type or ''}" if decision.is_of_identity else "name"
    return layer, decision.quote, decision.document, decision.before, decision.after


def id_of(decision: Decision) -> str:
    """Return eight hexadecimal digits that name a decision by what it is about."""
    return digest(*thing_of(decision))[:8]


def digest_of(decision: Decision) -> str:
    """Return a digest of all that a decision says, its note left out."""
    return digest(*thing_of(decision), decision.verdict, decision.type or "", decision.to)


def latest(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """Return one decision for each thing, the latest, where the first about it stood."""
    return tuple({thing_of(decision): decision for decision in decisions}.values())


def followed(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """Return `latest` decisions with merges followed to their end (A into B, B into C: A into C).

    One of a type goes on as one of that type, or of any; one of any type goes on only as such.  ValueError, with the
    name, where merges lead in a circle.
    """
    standing = latest(decisions)
    onward = {(d.type, d.quote): d.to for d in standing if d.verdict == "merge" and d.scope == "everywhere"}
    return tuple(replace(d, to=_end(d, onward)) if d.verdict == "merge" else d for d in standing)


def _end(merge: Decision, onward: Mapping[tuple[EntityType | None, str], str]) -> str:
    passed, name = {merge.quote}, merge.to
    while name not in passed:
        passed.add(name)
        further = onward.get((merge.type, name)) or onward.get((None, name))
        if further is None:
            return name
        name = further
    raise ValueError(name)


def applying(paragraphs: Sequence[str], document: str, decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """Return those of `decisions` whose quote stands, in its context, in the document of this id, ordered by id."""
    text = EDGE.join(paragraphs)
    found = (d for d in decisions if d.document in ("", document) and any(True for _ in occurrences(text, d)))
    return tuple(sorted(found, key=id_of))


def occurrences(paragraph: str, decision: Decision, before: str = EDGE, after: str = EDGE) -> Iterator[tuple[int, int]]:
    """Yield the spans of a folded paragraph where the quote of `decision` stands in its context, from the left.

    A quote that begins or ends with a Latin letter or digit does not stand inside a longer word (AI in AIDS).
    Of a piece of a paragraph `before` and `after` are what stands there: an edge, or the text that goes on.
    """
    text = before + paragraph + after
    words = decision.before + decision.quote + decision.after
    ahead, length = len(decision.before), len(decision.quote)
    first, last = len(before), len(before) + len(paragraph)
    at = text.find(words)
    while at >= 0:
        start = at + ahead
        if first <= start and start + length <= last and not (_cuts(text, start) or _cuts(text, start + length)):
            yield start - first, start - first + length
        # Beyond the quote: occurrences do not overlap, and no text makes this quadratic.
        at = text.find(words, at + length)


def _cuts(text: str, offset: int) -> bool:
    """Is `offset` inside a run of Latin letters and digits?"""
    return bool(_LATIN.match(text[offset - 1]) and _LATIN.match(text[offset]))


def spanned(text: str, bounds: Bounds, decision: Decision) -> Bounds | None:
    """Return the span, in the folded paragraph `text`, of the name that a decision about the quote at `bounds` makes.

    That is the quote's own, or that of `to`: as it is written, else past quotation marks and spaces, which nobody
    types (千村万户振兴工程 is “千村万户”振兴工程), and then with the mark that one inside calls for.  None where `to`
    does not stand there.
    """
    if decision.verdict != "respan":
        return bounds
    to, (start, end) = decision.to, bounds
    for low, high in _standing(text[max(0, start - len(to)) : end + len(to)], to):
        first = max(0, start - len(to))
        if _nested((first + low, first + high), bounds):
            return first + low, first + high
    return _past_marks(text, bounds, bare(to)) if bare(to) not in ("", bare(decision.quote)) else None


def _past_marks(text: str, bounds: Bounds, name: str) -> Bounds | None:
    reach = 2 * len(name) + 2  # as many marks as other characters
    near = range(max(0, bounds[0] - reach), min(len(text), bounds[1] + reach))
    kept = [at for at in near if bare(text[at])]
    inner = [at for at in range(*bounds) if bare(text[at])]
    for low, high in _standing("".join(text[at] for at in kept), name):
        start, end = kept[low], kept[high - 1] + 1
        if _nested((start, end), (inner[0], inner[-1] + 1) if inner else bounds):
            marks = [mark for mark in text[start:end] if mark in "“”"]
            opens, closes = marks[:1] == ["”"], marks[-1:] == ["“"]
            return start - (opens and text[start - 1 : start] == "“"), end + (closes and text[end : end + 1] == "”")
    return None


def _standing(text: str, words: str) -> Iterator[Bounds]:
    at = text.find(words)
    while at >= 0:
        yield at, at + len(words)
        at = text.find(words, at + 1)


def _nested(one: Bounds, other: Bounds) -> bool:
    """Does one of two spans lie in the other?"""
    return (one[0] <= other[0] and other[1] <= one[1]) or (other[0] <= one[0] and one[1] <= other[1])


def is_telling(text: str, bounds: Bounds, decision: Decision) -> bool:
    """Is the quote, by its length or the quotation marks around it in `text`, more than an ordinary word?"""
    start, end = bounds
    quoted = text[max(0, start - 1) : start] in ("“", "《") and text[end : end + 1] in ("”", "》")
    return quoted or len(decision.quote) >= _TELLING


def context(paragraph: str, start: int, end: int) -> tuple[str, str]:
    """Return what stands before and after `start:end` of a folded paragraph, as decisions keep it.

    It does not end in what another fold would change for want of a neighbour: a space, a comma between digits.
    """
    text = EDGE + paragraph + EDGE
    before, after = text[max(0, start + 1 - CONTEXT) : start + 1], text[end + 1 : end + 1 + CONTEXT]
    return before.lstrip(_LOOSE), after.rstrip(_LOOSE)
