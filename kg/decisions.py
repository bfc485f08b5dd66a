"""Where the decisions of a person hold: by the quote and the text around it, not by offsets.

A paragraph is a line of a document, folded.  The context of a quote is what stands around it in its paragraph, up
to `CONTEXT` code points on each side; a line feed in it is the edge of the paragraph.  So a decision outlives
better reading, new passages before it and new rules, and ends where the words around the quote are edited.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from kg.iri import digest
from kg.model import Decision, EntityType

CONTEXT = 12
EDGE = "\n"
_LOOSE = " ,:"
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


def context(paragraph: str, start: int, end: int) -> tuple[str, str]:
    """Return what stands before and after `start:end` of a folded paragraph, as decisions keep it.

    It does not end in what another fold would change for want of a neighbour: a space, a comma between digits.
    """
    text = EDGE + paragraph + EDGE
    before, after = text[max(0, start + 1 - CONTEXT) : start + 1], text[end + 1 : end + 1 + CONTEXT]
    return before.lstrip(_LOOSE), after.rstrip(_LOOSE)
