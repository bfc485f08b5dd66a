"""Programmes without quotation marks: known ones, and noun phrases that end in a head (平台, 行动, 改革 …)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg import lexicon, places
from kg.extract.candidates import Candidate
from kg.extract.phrases import is_generic, phrase_before, without_place
from kg.extract.words import WordFinder

# Platforms are built, so that a verb before the name is none of it, and are many: more must make them unique.
_LEAST = {"platform": 4, "pilot": 4, "scheme": 2, "reform": 2, "campaign": 2, "project": 2}
_SCORE = {"platform": 0.6, "pilot": 0.6, "scheme": 0.65, "reform": 0.65, "campaign": 0.7, "project": 0.6}
_SINGLE = {"platform", "project"}
# So many general words in a row are a name after all: 关键核心技术攻坚战.
_PLAIN = 4
# 平安浙江, 数字山东, 林长制.
_SLOGAN = re.compile("平安|健康|美丽|法治|数字|智慧|清廉|诚信|信用|品质|幸福|绿色|书香|善治|智造|文化")
_CHIEF = re.compile(r"(?:河湖|河库|[河湖林田链路街巷校警库湾滩])长制")


@lexicon.compiled
def _words() -> WordFinder[tuple[str, str]]:
    words = lexicon.load("programme")
    found: dict[str, tuple[str, str]] = {}
    for group in ("head", "name", "compound"):
        for name, table in words.tables.items():
            if name.partition(".")[0] == group:
                found |= dict.fromkeys(table.words, (group, name.partition(".")[2]))
    return WordFinder(found)


def find_programmes(text: str) -> Iterator[Candidate]:
    """Yield the programmes of the folded `text` that stand without quotation marks."""
    for start, end, (group, kind) in _words().find(text):
        if group == "name":
            yield Candidate(start, end, "Programme", 0.8, "programme name")
        elif group == "head":
            phrase = phrase_before(text, start, built=kind == "platform")
            modifier = text[phrase.start : start]
            if modifier.endswith(("和", "与", "及", "、")) or (kind in _SINGLE and phrase.counted):
                continue
            plain = is_generic(modifier) and (len(modifier) <= _PLAIN or kind in _SINGLE)
            if len(modifier) >= _LEAST[kind] and not plain and "“" not in modifier:
                first = without_place(text, phrase.start, end)
                yield Candidate(first, end, "Programme", _SCORE[kind], f"programme {text[start:end]}")
    for match in _CHIEF.finditer(text):
        yield Candidate(match.start(), match.end(), "Programme", 0.8, "programme 长制")
    names = places.names()
    for match in _SLOGAN.finditer(text):
        ends = (match.end() + n for n in (4, 3, 2) if text[match.end() : match.end() + n] in names)
        stop = next(ends, None)
        if stop and stop <= len(text) and text[stop : stop + 1] not in ("省", "市", "县", "区"):
            yield Candidate(match.start(), stop, "Programme", 0.7, "programme slogan")
