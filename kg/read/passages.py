"""Passages: the sentences of a text, each with its page, paragraph and section path.

A sentence ends with 。！？ (also half-width ! ?) and the closing marks behind it, or with its line.
A semicolon does not end it: what governs a list of clauses stands before the first.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from kg.model import Passage
from kg.read.headings import SectionPath, heading_of
from kg.read.traced import Traced

_SENTENCE = re.compile(r"[^。！？!?\n]*(?:[。！？!?]+[”’」』）)》〉]*|\n|$)")


def passages(traced: Traced, marked: Mapping[int, tuple[int, int]] | None = None) -> tuple[Passage, ...]:
    """Return the sentences of a text in order; together they cover all of it but white space.

    `marked` names lines that are headings by markup: offset of the line → `(level, end of the heading)`,
    levels below 0 so that they stand above all numbered ones.
    """
    text, runs = traced.text, traced.runs
    out: list[Passage] = []
    section = SectionPath()
    path: tuple[str, ...] = ()
    start, paragraph, run = 0, 0, 0
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        line = text[start:end]
        stripped = line.strip()
        if stripped:
            first = start + len(line) - len(line.lstrip())
            found = marked.get(start) if marked else None
            numbered = heading_of(stripped)
            heading = found or (numbered and (numbered[0], first + numbered[1]))
            if heading:
                section.enter(heading[0], text[first : heading[1]].strip())
                # A heading stands under those above it; what follows it stands under it.
                above = section.path[:-1]
                path = section.path
            else:
                above = path
            for begin, stop in _sentences(text, start, end):
                while run + 1 < len(runs) and runs[run + 1].start <= begin:
                    run += 1
                own = bool(heading) and begin < heading[1]  # type: ignore[index]
                out.append(Passage(begin, stop, runs[run].page, paragraph, above if own else path))
            paragraph += 1
        start = end + 1
    return tuple(out)


def _sentences(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the spans of the sentences of one line, white space around them left out."""
    out: list[tuple[int, int]] = []
    while start < end:
        match = _SENTENCE.match(text, start, end)
        stop = match.end() if match and match.end() > start else end
        begin, last = start, stop
        while begin < last and text[begin].isspace():
            begin += 1
        while last > begin and text[last - 1].isspace():
            last -= 1
        if begin < last:
            out.append((begin, last))
        start = stop
    return out
