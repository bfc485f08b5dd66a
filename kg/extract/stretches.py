"""Long documents in stretches: what works on one needs memory for a stretch, not for the document.

A document of up to `LONGEST` code points is one stretch.  A longer one is cut between paragraphs, or between the
passages of a paragraph that is too long itself; what it defines in one stretch is not known in another,
nor whether a report is reprinted there (`kg.extract.frames`), nor what stands beyond a cut within a paragraph.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kg.model import WHOLE, Document, Stretch

LONGEST = 250_000


def stretches(document: Document) -> Iterator[tuple[Document, Stretch, bool]]:
    """Yield the stretches of a document in order, each as a document of its own, with its place in the whole and
    whether it is the last.  Offsets and paragraphs count from the stretch's begin; `runs` are left out."""
    if len(document.text) <= LONGEST:
        yield replace(document, runs=()), WHOLE, True
        return
    firsts = _cuts(document)
    for number, (first, after) in enumerate(zip(firsts, (*firsts[1:], len(document.passages)), strict=True)):
        last = after == len(document.passages)
        begin = document.passages[first].start if number else 0
        end = len(document.text) if last else document.passages[after].start
        above = document.passages[first].paragraph if number else 0
        passages = tuple(
            replace(p, start=p.start - begin, end=p.end - begin, paragraph=p.paragraph - above)
            for p in document.passages[first:after]
        )
        part = replace(document, text=document.text[begin:end], passages=passages, runs=())
        yield part, Stretch(number, begin, above, first), last


def _cuts(document: Document) -> list[int]:
    """Return the numbers of the passages that stretches begin with."""
    cuts, begin, paragraph = [0], 0, 0
    for number, passage in enumerate(document.passages):
        if number and passage.paragraph != document.passages[number - 1].paragraph:
            paragraph = number
        while passage.end - begin > LONGEST and number > cuts[-1]:
            cuts.append(paragraph if paragraph > cuts[-1] else number)
            begin = document.passages[cuts[-1]].start
    return cuts
