"""Where the decisions of a person hold: by the quote and the text around it, not by offsets.

A paragraph is a line of a document, folded.  The context of a quote is what stands around it in its paragraph, up
to `CONTEXT` code points on each side; a line feed in it is the edge of the paragraph.  So a decision outlives
better reading, new passages before it and new rules, and ends where the words around the quote are edited.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from kg.iri import digest
from kg.model import Decision

CONTEXT = 12
_EDGE = "\n"
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

    ValueError, with the name, where merges lead in a circle.
    """
    standing = latest(decisions)
    onward = {d.quote: d.to for d in standing if d.verdict == "merge" and d.scope == "everywhere"}
    return tuple(replace(d, to=_end(d.quote, d.to, onward)) if d.verdict == "merge" else d for d in standing)


def _end(start: str, name: str, onward: dict[str, str]) -> str:
    passed = {start}
    while name in onward:
        if name in passed:
            raise ValueError(name)
        passed.add(name)
        name = onward[name]
    if name == start:
        raise ValueError(name)
    return name


def applying(paragraphs: Sequence[str], document: str, decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """Return those of `decisions` whose quote stands, in its context, in the document of this id, ordered by id."""
    text = _EDGE + _EDGE.join(paragraphs) + _EDGE
    found = (d for d in decisions if d.document in ("", document) and d.before + d.quote + d.after in text)
    return tuple(sorted(found, key=id_of))


def occurrences(paragraph: str, decision: Decision) -> Iterator[tuple[int, int]]:
    """Yield the spans of a folded paragraph where the quote of `decision` stands in its context, from the left.

    A quote that begins or ends with a Latin letter or digit does not stand inside a longer word (AI in AIDS).
    """
    text = _EDGE + paragraph + _EDGE
    words = decision.before + decision.quote + decision.after
    ahead, length = len(decision.before), len(decision.quote)
    at = text.find(words)
    while at >= 0:
        start = at + ahead
        if not (_cuts(text, start) or _cuts(text, start + length)):
            yield start - 1, start - 1 + length
        # Beyond the quote: occurrences do not overlap, and no text makes this quadratic.
        at = text.find(words, at + length)


def _cuts(text: str, offset: int) -> bool:
    """Is `offset` inside a run of Latin letters and digits?"""
    return bool(_LATIN.match(text[offset - 1]) and _LATIN.match(text[offset]))


def context(paragraph: str, start: int, end: int) -> tuple[str, str]:
    """Return what stands before and after `start:end` of a folded paragraph, as decisions keep it.

    It does not end in what another fold would change for want of a neighbour: a space, a comma between digits.
    """
    text = _EDGE + paragraph + _EDGE
    before, after = text[max(0, start + 1 - CONTEXT) : start + 1], text[end + 1 : end + 1 + CONTEXT]
    return before.lstrip(_LOOSE), after.rstrip(_LOOSE)
