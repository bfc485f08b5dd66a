"""Does a text speak of what is to come or of what has been?

1. The words of `tense.toml` are counted by one automaton, table by table, with a few patterns beside them
   (了, 要, a share to the decimal point against a rounded one with 以上 or 左右).
2. Each count is taken per 500 characters, and its root is weighed.  The weights come from a logistic regression
   over the dev passages (fitted on half of them, it is right for 0.94 of the other half); above zero is planned,
   below is achieved.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from math import sqrt

from kg import lexicon
from kg.extract.words import WordFinder

WEIGHTS = {
    "plan.aim": 0.55,
    "plan.goal": 0.4,
    "plan.intent": 0.65,
    "plan.limit": 1.27,
    "plan.grant": 0.52,
    "plan.may": 0.15,
    "plan.near": 0.76,
    "plan.push": 0.37,
    "plan.act": 0.5,
    "plan.manner": 0.23,
    "done.won": -0.83,
    "done.success": -1.0,
    "done.already": -0.15,
    "done.leap": -0.36,
    "done.total": -0.49,
    "done.gain": -0.51,
    "done.years": -0.43,
    "done.past": -0.09,
    "done.shown": -0.33,
    "plan.horizon": 1.11,
    "plan.shall": 0.71,
    "plan.rounded": 0.82,
    "done.exact": -1.24,
    "done.perfect": -0.59,
}
BIAS = -0.43

PATTERNS = {
    "plan.horizon": re.compile(r"到(?<![高长加升大展少低降]到)20\d\d年"),
    "plan.shall": re.compile(r"要(?<![需重主紧简摘概必首只]要)(?![求素闻点害件领])"),
    "plan.rounded": re.compile(r"\d(?:[%万亿]|[一-鿿]{1,2})(?:以上|左右|以内)"),
    "done.exact": re.compile(r"\d\.\d+[%万亿个]"),
    "done.perfect": re.compile(r"了(?!解)"),
}
#: A shorter text is no surer than one of this length.
_SHORT = 150
_UNIT = 500


@lexicon.compiled
def _words() -> WordFinder[str]:
    tables = lexicon.load("tense").tables.values()
    return WordFinder({word: table.name for table in tables for word in table.words}, overlapping=True)


def count_tenses(text: str) -> Counter[str]:
    """Return how often each table of `tense.toml` and each pattern occurs in a folded text."""
    counts = Counter([name for _, _, name in _words().find(text)])
    for name, pattern in PATTERNS.items():
        if found := pattern.findall(text):
            counts[name] = len(found)
    return counts


def weigh(counts: Mapping[str, int], length: int) -> float:
    """Return what the counts of a text of `length` speak for: above 0 planned, below achieved."""
    size = max(length, _SHORT) / _UNIT
    return BIAS + sum(WEIGHTS.get(name, 0.0) * sqrt(min(count / size, 8.0)) for name, count in counts.items())
