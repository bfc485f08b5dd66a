"""Names in quotation marks: the type of “X” from what stands inside, before and after it.

The first of these that applies decides:

1. Figures of speech, plan periods, whole sentences and labels of a screen are no names.
2. A name that the lexicons know keeps its type.
3. A head inside (“护苗行动”, “秀洲农民画艺术节”, “全国信访工作示范区”) tells the type.
4. Parallel clauses before 的 are a principle, another attribute with 的 is none.
5. What follows the closing quote tells it (“双减”政策, “走在前”的要求, “晨阳”牌).
6. What stands before the opening quote tells it (争创“…”, 坚定“…”, 防止“…”).
7. Members of a chain (“A”“B”等) share the evidence of the chain.
8. Endings of figures of speech and of classes (夜间经济, 最后一公里) make no name; the bare object of a verb
   that says nothing (打好“…”，) is a doubt.
9. With no evidence at all it is a programme more often than not: a mention of low score.

What is taken for no name by rules 4 to 7 is kept for review (`NO_NAME` are the rules that leave no doubt).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple, get_args

from kg import lexicon
from kg.extract.boundaries import boundaries
from kg.extract.candidates import Candidate
from kg.extract.words import alternatives
from kg.model import EntityType

# Without evidence a string as long as this is a saying rather than a name.
LONG = 9
_QUOTED = re.compile(r"“([^“”\n]{1,40})”")
_PERIOD = re.compile(r"[一二三四五六七八九十]{1,3}五$|十[一二三四五六七八九]?五$|20\d\d")
_SENTENCE = re.compile(r"[。！？；…]|^[^、]{9,}，.{9,}")
_SPEECH = re.compile(r"(?:说|道|强调|指出|表示|称|认为|提出|问|介绍|写着|以下简称|下称|简称)[，：]?$")
_DEFINED = re.compile(r"(?:以下简称|下称|简称)[：]?$")
_PRINCIPLES = re.compile(
    r"^(?:两个|四个|五个|三个|六个|十个|七个|八个)(?:确立|意识|自信|维护|坚持|全面|毫不动摇|服务|明确|必由之路|务必|结合|代表|不动摇|离不开|善于|与共|认同|更加|相结合)$"
)
_PARALLEL = re.compile(r"^[^、，]{3,14}(?:[、，][^、，]{3,14})+$")
# 零违约, 无自付, 应享尽享.
_ABSENCE = re.compile(r"[零无][\u4e00-\u9fff]{1,4}$|应.尽.$|^[二三四五六七八九十]+连[增快升涨降丰]$")
_CHAIN = re.compile(r"^[、和及与]?$|^以及$")

_STOPS = ("，", "。", "；", "、", "！")

Reading = EntityType | None
#: Rules that leave no doubt that a quoted string is no name.
NO_NAME = frozenset({"quote figure", "quote speech", "quote one character"})
# Rules that give way to the type that the same string has elsewhere in the document.
_WEAKER = frozenset({"quote long", "quote tail", "quote object", "quote default"})
NAMED: tuple[EntityType, ...] = ("Facility", "Event", "Honour", "Programme", "Principle")


class _Cues(NamedTuple):
    figures: frozenset[str]
    tail: re.Pattern[str]
    after: re.Pattern[str]
    after_types: Mapping[str, Reading]
    before: re.Pattern[str]
    before_types: Mapping[str, Reading]
    heads: re.Pattern[str]
    head_types: Mapping[str, Reading]


class Quoted(NamedTuple):
    """A quoted string: its span without the marks, its type (None for no name), score and rule."""

    start: int
    end: int
    type: Reading
    score: float
    rule: str


@lexicon.compiled
def _cues() -> _Cues:
    words = lexicon.load("quote")
    types: dict[str, Reading] = {t.lower(): t for t in get_args(EntityType)} | {"none": None}

    def side(group: str) -> dict[str, Reading]:
        return {w: types[n.partition(".")[2]] for n, t in words.tables.items() if n.startswith(group) for w in t.words}

    after, before = side("after."), side("before.")
    heads: dict[str, Reading] = {}
    for name in ("facility", "honour", "event", "programme"):
        heads |= {word: types[name] for word in lexicon.load(name).words("head") if len(word) > 1}
    either = {group: alternatives(words) for group, words in
              (("after", after), ("before", before), ("heads", heads))}  # fmt: skip
    return _Cues(
        frozenset(words.words("figure")),
        re.compile(f"(?:{alternatives(words.words('tail'))})$"),
        re.compile(either["after"]), after,
        re.compile(f"(?:{either['before']})$"), before,
        re.compile(f"(?:{either['heads']})$"), heads,
    )  # fmt: skip


@lexicon.compiled
def _names() -> dict[str, EntityType]:
    known: dict[str, EntityType] = {}
    for kind in NAMED:
        known |= dict.fromkeys(lexicon.load(kind.lower()).words("name"), kind)
    return known


def read_quotes(text: str) -> tuple[Quoted, ...]:
    """Return every quoted string of the folded paragraph `text` with what it is taken for by itself, from the left."""
    return tuple(_read(text, *match.span(1)) for match in _QUOTED.finditer(text)) if "”" in text else ()


def settle(text: str, quotes: Iterable[Quoted], known: Mapping[str, EntityType]) -> list[Quoted]:
    """Return `quotes`, those of `text`, with what `known` names and the members of a chain tell of one another."""
    found = [
        quoted._replace(type=known[name], score=0.7, rule="quote known")
        if quoted.rule in _WEAKER and (name := text[quoted.start : quoted.end]) in known
        else quoted
        for quoted in quotes
    ]
    _share(text, found)
    return found


def named(quotes: Iterable[Quoted]) -> Iterator[Candidate]:
    """Yield the candidates among `quotes`: those that are taken for a name."""
    for quoted in quotes:
        if quoted.type is not None:
            yield Candidate(quoted.start, quoted.end, quoted.type, quoted.score, quoted.rule)


def _read(text: str, start: int, end: int) -> Quoted:
    cues = _cues()
    inside, left, right = text[start:end], text[max(0, start - 13) : start - 1], text[end + 1 : end + 12]

    def say(kind: Reading, score: float, rule: str) -> Quoted:
        return Quoted(start, end, kind, score, f"quote {rule}")

    if inside in cues.figures or _PERIOD.match(inside) or _SENTENCE.search(inside):
        return say(None, 0.9, "figure")
    if kind := _names().get(inside):
        return say(kind, 0.88, "lexicon")
    if _PRINCIPLES.match(inside):
        return say("Principle", 0.88, "formula")
    after = cues.after.match(right)
    if after and cues.after_types[after[0]] is None:
        return say(None, 0.8, "after")
    if "+" not in inside and (head := cues.heads.search(inside)) and len(inside) > len(head[0]):
        return say(cues.head_types[head[0]], 0.85, "head")
    before = cues.before.search(left)
    if before and cues.before_types[before[0]] == "Honour":
        return say("Honour", 0.8, "before")
    if _PARALLEL.match(inside) and right.startswith("的"):
        return say("Principle", 0.7, "parallel")
    if right.startswith("的") and not after:
        return say(None, 0.7, "attribute")
    if after:
        return say(cues.after_types[after[0]], 0.8, "after")
    if _SPEECH.search(left) and not _DEFINED.search(left):
        return say(None, 0.7, "speech")
    figure = "+" not in inside and cues.tail.search(inside) is not None
    if before and not (figure and cues.before_types[before[0]] == "Programme"):
        return say(cues.before_types[before[0]], 0.7, "before")
    if len(inside) == 1:
        return say(None, 0.6, "one character")
    if _ABSENCE.match(inside):
        return say(None, 0.6, "absence")
    if "、" in inside or len(inside) > LONG:
        return say(None, 0.6, "long")
    if figure:
        return say(None, 0.6, "tail")
    if "+" not in inside and (not right or right[0] in _STOPS) and _governed(text, start - 1):
        return say("Programme", 0.45, "object")
    return say("Programme", 0.55, "default")


def _governed(text: str, mark: int) -> bool:
    """Does a verb stand right before the opening quote at `mark`, so that what it quotes may be any object?"""
    return boundaries(text).left(mark) == mark and text[mark - 1 : mark] not in (*_STOPS, "”", "", "（", "：", "》")


def _share(text: str, found: list[Quoted]) -> None:
    """Give members of a chain without evidence of their own the type of the member next to them that has it."""
    for step in (-1, 1):
        order = range(len(found)) if step < 0 else range(len(found) - 1, -1, -1)
        for index in order:
            here, other = found[index], index + step
            if here.rule != "quote default" or not 0 <= other < len(found) or found[other].rule == "quote default":
                continue
            near = found[other]
            gap = text[near.end + 1 : here.start - 1] if step < 0 else text[here.end + 1 : near.start - 1]
            if _CHAIN.match(gap) and near.rule != "quote figure":
                found[index] = here._replace(type=near.type, score=min(near.score, 0.65), rule="quote chain")
