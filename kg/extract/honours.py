"""Honours: known titles, and noun phrases that end in a head (示范区, 模范城, 典型案例 …) where someone gives or seeks them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg import lexicon
from kg.extract.candidates import Candidate
from kg.extract.phrases import is_generic, phrase_before
from kg.extract.words import WordFinder, longest_first

_NTH = re.compile(r"第[一二三四五六七八九十\d]+[批届]|第[\d一二三四五六七八九十]+")


@lexicon.compiled
def _words() -> tuple[WordFinder[str], tuple[str, ...], re.Pattern[str], frozenset[str]]:
    words = lexicon.load("honour")
    table = {w: t.name for t in words.tables.values() if t.name in ("name", "head", "compound") for w in t.words}
    level = re.compile("|".join(longest_first(words.words("level"))))
    return WordFinder(table), words.words("head"), level, frozenset(words.words("verb"))


def find_honour(text: str) -> Iterator[Candidate]:
    """Yield the titles and statuses of the folded `text`."""
    finder, heads, level, verbs = _words()
    for start, end, group in finder.find(text):
        if group == "compound":
            continue
        phrase = phrase_before(text, start, heads, built=True)
        modifier = text[phrase.start : start]
        given = level.match(modifier) is not None or _NTH.match(modifier) is not None
        stop = end + 3 if text[end : end + 3] in ("（区）", "（县）", "（市）") else end
        if group == "name" and not given:
            yield Candidate(start, stop, "Honour", 0.75, "honour name")
        elif given and (group == "name" or len(modifier) >= 2):
            yield Candidate(phrase.start, stop, "Honour", 0.75, f"honour {text[start:end]}")
        elif len(modifier) >= 2 and not is_generic(modifier):
            score = 0.6 if phrase.after in verbs or phrase.counted else 0.45
            yield Candidate(phrase.start, stop, "Honour", score, f"honour {text[start:end]}")
