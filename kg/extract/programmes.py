"""Programmes without quotation marks: known ones, and noun phrases that end in a head (平台, 行动, 改革 …)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg import lexicon
from kg.extract.candidates import Candidate
from kg.extract.phrases import is_generic, phrase_before
from kg.extract.words import WordFinder

# Platforms are built, so that a verb before the name is none of it, and are many: more must make them unique.
_LEAST = {"platform": 4, "pilot": 4, "scheme": 2, "reform": 2, "campaign": 2, "project": 2}
_SCORE = {"platform": 0.6, "pilot": 0.6, "scheme": 0.65, "reform": 0.65, "campaign": 0.7, "project": 0.6}
_SINGLE = {"platform", "project"}
_NAME, _HEAD, _COMPOUND = 0, 1, 2


@lexicon.compiled
def _words() -> tuple[WordFinder[tuple[int, str]], tuple[str, ...]]:
    words = lexicon.load("programme")
    table: dict[str, tuple[int, str]] = {}
    for name in words.tables:
        group, _, kind = name.partition(".")
        number = {"name": _NAME, "head": _HEAD, "compound": _COMPOUND}[group]
        table |= {word: (number, kind) for word in words.tables[name].words}
    return WordFinder(table), words.words("head")


def find_programme(text: str) -> Iterator[Candidate]:
    """Yield the programmes of the folded `text` that stand without quotation marks."""
    finder, heads = _words()
    for start, end, (group, kind) in finder.find(text):
        if group == _NAME:
            yield Candidate(start, end, "Programme", 0.8, "programme name")
        elif group == _HEAD:
            phrase = phrase_before(text, start, heads, built=kind == "platform")
            modifier = text[phrase.start : start]
            if modifier.endswith(("和", "与", "及", "、")) or kind in _SINGLE and phrase.counted:
                continue
            if len(modifier) >= _LEAST[kind] and not is_generic(modifier) and "“" not in modifier:
                yield Candidate(phrase.start, end, "Programme", _SCORE[kind], f"programme {text[start:end]}")
