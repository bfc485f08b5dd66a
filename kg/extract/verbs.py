"""The verbs of a clause, with the part that each plays there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple

from kg.extract.clauses import ASIDE, NAME
from kg.extract.words import WordFinder, alternatives
from kg.lexicon import compiled, load

_SHORT = {"获", "作", "夺", "创"}
_LISTED = re.compile(r"[、和与及]")
_NOUN_AFTER = re.compile(
    r"[的、和与及，]|$|方案|办法|细则|主体|单位|部门|成果|成效|经验|要求|需求|任务|工作|情况|中|过程|能力|水平|体系|标准|机制|条件|人|者|率|期|力|费|类|型|性|化|领域"
)
_BEFORE = 6


class Verb(NamedTuple):
    """A word of the verb lexicon in a clause: `start`, `end`, `word`, and the parts that it can play there.

    `governs` the name after it; `support`, `light`, `push` give way to some words after the name; `bars` as a
    preposition does; after a name: `nominal`, of which `title` for titles, `happens`, `passive` where nothing
    follows; `institution`: may be done to an institution.
    """

    start: int
    end: int
    word: str
    governs: bool
    support: bool
    light: bool
    bars: bool
    push: bool
    nominal: bool
    title: bool
    happens: bool
    passive: bool
    institution: bool


@dataclass(frozen=True, slots=True)
class _Words:
    finder: WordFinder[str]
    groups: dict[str, frozenset[str]]
    after_verb: re.Pattern[str]


@compiled
def _words() -> _Words:
    lexicon = load("verb")
    groups = {name: frozenset(table.words) for name, table in lexicon.tables.items() if name != "adverb"}
    groups |= {"verb": groups["act"] | groups["act.noun"], "noun": groups["nominal"] | groups["nominal.title"]}
    # Adverbs are words of their own, so that 全力争创 is not read as 全-力争-创.
    adverbs = lexicon.tables["adverb"].words
    every = frozenset(adverb for adverb in adverbs if len(adverb) > 1).union(*groups.values())
    return _Words(
        WordFinder({word: word for word in every}),
        groups,
        re.compile(rf"(?:^|[、{ASIDE}{NAME}”“]|{alternatives(adverbs)})$"),
    )


def verbs(text: str) -> tuple[Verb, ...]:
    """Return the verbs of a masked clause, in order, longest words first where they overlap."""
    words = _words()
    groups = words.groups
    found: list[Verb] = []
    for start, end, word in words.finder.find(text):
        if word in _SHORT and text[end : end + 1] not in ("“", "《", NAME):
            continue
        found.append(
            Verb(
                start,
                end,
                word,
                governs=word in groups["verb"] and _verbal(text, start, end, word, words, found),
                support=word in groups["support"],
                light=word in groups["light"],
                bars=word in groups["bar"],
                push=word in groups["push"],
                nominal=word in groups["noun"],
                title=word in groups["nominal.title"],
                happens=word in groups["happen"],
                passive=word in groups["happen.passive"],
                institution=word in groups["institution"] or word in groups["happen"],
            )
        )
    return tuple(found)


def _verbal(text: str, start: int, end: int, word: str, words: _Words, before: list[Verb]) -> bool:
    """Is the word used as a verb here, rather than as a noun?"""
    if _LISTED.match(text, end):
        following = text[end + 1 : end + 5]
        if not any(following.startswith(w) for n in (2, 3, 4) for w in [following[:n]] if w in words.groups["verb"]):
            return False
    if word not in words.groups["act.noun"]:
        return True
    if before and before[-1].end == start and (before[-1].governs or before[-1].support):
        return True
    if not words.after_verb.search(text[max(0, start - _BEFORE) : start]) and start != 0:
        return False
    return not _NOUN_AFTER.match(text, end)
