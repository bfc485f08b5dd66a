"""Principles without quotation marks: the formulas that the lexicon knows, and 习近平…思想 and its like."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg import lexicon
from kg.extract.candidates import Candidate
from kg.extract.words import together

# 坚持 …… 原则/方针 with the formula spelled out: 贯彻预防为主、防治结合的方针.
_SPELLED = re.compile(
    r"(?:坚持|遵循|贯彻|按照|贯彻落实|执行|实行)((?:[\u4e00-\u9fff]{3,7}、){1,4}[\u4e00-\u9fff]{3,7})的(?:基本)?(?:方针|原则)"
)


@together
def _words() -> dict[str, bool]:
    words = lexicon.load("principle")
    return dict.fromkeys(words.words("compound"), False) | dict.fromkeys(words.words("name"), True)


_THOUGHT = re.compile(
    r"(?:毛泽东|邓小平|江泽民|胡锦涛|习近平)(?:同志)?(?:新时期|新时代|关于)?[\u4e00-\u9fff]{0,10}?(?:思想|理论)(?=[，。；、和为]|$)"
)


def find_principles(text: str) -> Iterator[Candidate]:
    """Yield the principles of the folded `text` that stand without quotation marks."""
    for start, end, is_name in _words(text):
        if is_name:
            yield Candidate(start, end, "Principle", 0.85, "principle name")
    for match in _SPELLED.finditer(text):
        yield Candidate(match.start(1), match.end(1), "Principle", 0.6, "principle spelled out")
    for match in _THOUGHT.finditer(text):
        yield Candidate(match.start(), match.end(), "Principle", 0.7, "principle thought")
