"""A text that knows where each of its code points stands in the source.

Readers never build strings by themselves: they weave stretches of the source together, and
the map from text to source (`kg.model.Run`) grows with them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kg.model import Run


@dataclass(frozen=True, slots=True)
class Traced:
    """A `text` with the `runs` that lead each code point back to the source."""

    text: str
    runs: tuple[Run, ...]

    def keep(self, pieces: Iterable[tuple[int, int] | str]) -> Traced:
        """Return the text of these pieces in order: ascending spans `(start, end)` of this text, or glue as "\\n"."""
        weaver = Weaver()
        index = 0
        for piece in pieces:
            if isinstance(piece, str):
                weaver.glue(piece)
                continue
            start, end = piece
            while index + 1 < len(self.runs) and self.runs[index + 1].start <= start:
                index += 1
            while start < end:
                run = self.runs[index]
                stop = min(end, self.runs[index + 1].start) if index + 1 < len(self.runs) else end
                column = run.column + (start - run.start) * run.step
                weaver.add(self.text[start:stop], run.page, run.line, column, run.step)
                start = stop
                index += start < end
        return weaver.woven()


class Weaver:
    """Collects stretches of the source and the map to them."""

    __slots__ = ("_length", "_parts", "_runs")

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._runs: list[Run] = []
        self._length = 0

    def add(self, text: str, page: int | None, line: int, column: int, step: int = 1) -> None:
        """Append a stretch of one source line that begins at `line`, `column` (1-based), `step` columns a character."""
        if not text:
            return
        last = self._runs[-1] if self._runs else None
        goes_on = last is not None and (page, line, step) == (last.page, last.line, last.step)
        if not (goes_on and last and column == last.column + (self._length - last.start) * step):
            self._runs.append(Run(self._length, page, line, column, step))
        self._parts.append(text)
        self._length += len(text)

    def glue(self, text: str) -> None:
        """Append white space that the source does not have; it is located just behind what precedes it."""
        if not self._runs:
            return
        self._parts.append(text)
        self._length += len(text)

    def woven(self) -> Traced:
        """Return what was collected."""
        return Traced("".join(self._parts), tuple(self._runs))


def trace_lines(text: str) -> Traced:
    """Return `text`, lines parted by "\\n", as a source of its own: one run a line, no pages."""
    runs = []
    start, line = 0, 1
    while start < len(text):
        runs.append(Run(start, None, line, 1))
        end = text.find("\n", start)
        if end < 0:
            break
        start, line = end + 1, line + 1
    return Traced(text, tuple(runs))
