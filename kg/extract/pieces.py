"""Paragraphs, cut where they are longer than any that people write.

A recogniser looks back and ahead within its paragraph: a file without a line break would take the square of its
length.  The longest paragraph in four corpora of reports has 1,255 code points; a longer one than `LONGEST` is cut
behind a sentence, else behind a comma or space, else between two characters that are no figures, so that time and
memory stay in proportion to the text whatever it holds.  What a recogniser carries on within a paragraph (the subject
of a sentence before, the list that a sentence goes on with) ends at a cut; quotations and the decisions of a person
look beyond it.
"""

from __future__ import annotations

from collections.abc import Iterator

LONGEST = 5_000
_SENTENCE_ENDS = "。！？；"
_BREAKS = "，、：:;!? \t\u3000"
_FIGURES = frozenset("零〇一二两三四五六七八九十百千万亿点.,")


def pieces(text: str) -> Iterator[tuple[int, int, int]]:
    """Yield `(paragraph, start, end)` of each paragraph, a line of `text`, by number, or of the pieces of a long one.

    A run of more than `LONGEST` letters and figures is passed over: no name or number is so long, and half a number
    would be another one.
    """
    paragraph = start = 0
    while start <= len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        while end - start > LONGEST:
            cut = _cut(text, start, start + LONGEST)
            if cut > start:
                yield paragraph, start, cut
                start = cut
            else:
                while start < end and _in_figures(text[start]):
                    start += 1
        yield paragraph, start, end
        paragraph, start = paragraph + 1, end + 1


def _cut(text: str, start: int, limit: int) -> int:
    """Return where to cut before `limit`, `start` where there is no place for it."""
    for marks in (_SENTENCE_ENDS, _BREAKS):
        if last := max(text.rfind(mark, start, limit) for mark in marks) + 1:
            return last
    while limit > start and _in_figures(text[limit - 1]):
        limit -= 1
    return limit


def _in_figures(char: str) -> bool:
    return (
        char in _FIGURES
        or char.isdecimal()
        or (char.isalpha() and not "\u2e80" <= char <= "\ufaff" and char < "\U00010000")
    )
