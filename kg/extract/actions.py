"""What is done to the entities that a paragraph mentions: the governing verb of each.

For a mention in its clause (`kg.extract.clauses`):

1. The verb on its left: the nearest word of the lexicon that is used as a verb there.  Verbs of
   pace and degree (加快, 确保) and prepositions (根据, 围绕) end the search without a verb.
   Members of a list (A、B和C) share what governs the first.
2. The word on its right: a noun of action (X创建, X改造), or what happens to it (X开工, X等项目建成投用).
3. Of the two the left one, unless it is a light verb before a strong noun (启动X创建 is 创建,
   but 推进X建设 is 推进) or says nothing (加快X建设 is 建设).

An institution is more often who acts than what is acted upon: it takes only the verbs of the
table `institution`.  Places and principles take none (guideline section 4).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kg.extract.clauses import ASIDE, NAME, Clause, clauses
from kg.extract.verbs import Verb, verbs
from kg.model import Action, Mention, Span

_ACTED_ON = {"Programme", "Honour", "Facility", "Event", "Document", "Institution"}
_OPENING = "“《‘"
_CLOSING = '”》’"' + ASIDE
_JOINT = re.compile(
    rf"[^{NAME}]{{0,12}}?(?:、|和|与|及|以及|暨|或)[^{NAME}]{{0,16}}|[{_CLOSING}]+[{_OPENING}]+|[{_OPENING}]"
)
_PREPOSITION = re.compile(rf"(?:(?<!可)以|对|由|与|向|从|在|据|经|于|同|给|为)[^{NAME}，]{{0,4}}$")
_CONTROL = frozenset({"推动", "支持", "鼓励", "组织", "统筹", "确保", "助力", "引导"})
_HELD = frozenset({"召开", "举行", "举办", "开幕", "闭幕"})
_IN_PLACE = re.compile(rf"[{_CLOSING}]*(?:将|已|先后)?(?:于[^，]{{1,12}})?在[^，]{{1,12}}")
_GAP = re.compile(rf"[{_CLOSING}]*(?:[^{NAME}、，的对在把将为是从向让使以][^{NAME}，的对在把将为是从向让使]{{0,17}})?")
_AFTER_NOMINAL = re.compile(
    rf"$|[、，{ASIDE}]|和|与|及|等|工作|任务|项目|工程|力度|进|步|提|成|加|全|取|初|不|过程|中|走|顺|基|已|由|试点|[0-9]"
)
_ADDRESSEE = re.compile(r"关于|决策|部署|的|精神|领导|党组|书记|负责|主任|局长|司长|等部")


@dataclass(frozen=True, slots=True)
class _Reading:
    """A clause with its verbs, and for each mention the index of the first member of its list."""

    clause: Clause
    verbs: tuple[Verb, ...]
    heads: tuple[int, ...]


def find_actions(text: str, mentions: Sequence[Mention]) -> tuple[Action, ...]:
    """Return at most one action a mention, by offset; `text` is a folded paragraph, `mentions` do not overlap."""
    found = []
    for clause in clauses(text, mentions):
        if not any(mention.type in _ACTED_ON for mention in clause.mentions):
            continue
        reading = _read(clause)
        for index, mention in enumerate(clause.mentions):
            if mention.type in _ACTED_ON and (span := _governing(reading, index)):
                start, end = (clause.start + offset for offset in span)
                found.append(
                    Action(
                        Span(mention.start, mention.end, mention.text),
                        Span.of(text, start, end),
                        Span.of(text, clause.start, clause.end),
                    )
                )
    return tuple(sorted(found, key=lambda action: action.entity.start))


def _read(clause: Clause) -> _Reading:
    found = verbs(clause.text)
    heads: list[int] = []
    for index, mention in enumerate(clause.mentions):
        head = index
        if index:
            before = clause.mentions[index - 1]
            low, high = before.end - clause.start, mention.start - clause.start
            between = clause.text[low:high]
            governed = any(low <= verb.start < high and verb.governs for verb in found)
            if not governed and _JOINT.fullmatch(between.replace(ASIDE, "")):
                head = heads[index - 1]
        heads.append(head)
    return _Reading(clause, found, tuple(heads))


def _governing(reading: _Reading, index: int) -> tuple[int, int] | None:
    """Return the span, in the clause, of the verb that governs its mention number `index`."""
    mention = reading.clause.mentions[index]
    left, barred = _left(reading, index)
    right = None if barred else _right(reading, index)
    if mention.type == "Institution":
        addressed = _ADDRESSEE.match(reading.clause.text, mention.end - reading.clause.start)
        left = left if left and left.institution and not addressed else None
        right = right if right and right.institution else None
    if right and (left is None or _yields(left, right)):
        return right.start, right.end
    if left is None:
        return None
    return _compound(reading, left), left.end


def _yields(left: Verb, right: Verb) -> bool:
    """Does the verb before the name give way to the word after it (启动X创建, 确保X竣工)?"""
    if right.title:
        return left.light or left.push
    return (left.light and right.nominal and right.word != "建设") or (left.support and right.happens)


def _left(reading: _Reading, index: int) -> tuple[Verb | None, bool]:
    """Return the verb that governs the mention from the left, and whether a preposition governs it instead."""
    clause = reading.clause
    mention = clause.mentions[reading.heads[index]]
    start = mention.start - clause.start
    before = clause.text[:start].rstrip(_OPENING)
    words = [v for v in reading.verbs if v.end <= start and (v.governs or v.bars or v.support)]
    # A verb in a relative clause (各地报送的X) stands back behind the verb of the sentence.
    while len(words) > 1 and before.startswith("的", words[-1].end) and any(v.governs or v.bars for v in words[:-1]):
        words.pop()
    nearest = words[-1] if words else None
    tail = before[nearest.end :] if nearest else before
    preposition = _PREPOSITION.search(tail)
    if preposition and (preposition[0][0] != "与" or nearest is None or mention.type == "Institution"):
        return None, preposition[0][0] == "在"
    if nearest is None or not nearest.governs:
        return None, nearest is not None and nearest.bars
    if nearest.word not in _CONTROL and _is_subject(reading, index):
        return None, False
    return nearest, False


def _is_subject(reading: _Reading, index: int) -> bool:
    """Does a verb with an object of its own follow the mention (数字化车间满足《…》)?"""
    end = reading.clause.mentions[index].end - reading.clause.start
    after = len(reading.clause.text) - len(reading.clause.text[end:].lstrip(_CLOSING))
    return any(
        v.start == after and v.governs and reading.clause.text[v.end :].lstrip(_OPENING).startswith(NAME)
        for v in reading.verbs
    )


def _right(reading: _Reading, index: int) -> Verb | None:
    """Return the noun of action, or what happens, that follows the mention or the list it is in."""
    last = index
    while last + 1 < len(reading.heads) and reading.heads[last + 1] == reading.heads[index]:
        last += 1
    for member in dict.fromkeys((index, last)):
        if found := _following(reading, reading.clause.mentions[member].end - reading.clause.start):
            return found
    return None


def _following(reading: _Reading, end: int) -> Verb | None:
    text = reading.clause.text
    gap = _GAP.match(text, end)
    reach = gap.end() if gap else end
    noun = None
    for verb in reading.verbs:
        if verb.start < end:
            continue
        if verb.start > reach and not (verb.word in _HELD and _IN_PLACE.fullmatch(text[end : verb.start])):
            break
        rest = text[verb.end :]
        if verb.happens or (verb.passive and not rest.strip(_CLOSING)):
            return verb
        if verb.nominal and _AFTER_NOMINAL.match(rest):
            noun = noun or verb
            if not rest.startswith(("工程", "项目")):
                break
        elif verb.governs and verb.word != "实现":
            break
    return noun


def _compound(reading: _Reading, verb: Verb) -> int:
    """Return where the compound begins that ends in `verb` (制定出台, 阅读并执行)."""
    start = verb.start
    for other in reversed([v for v in reading.verbs if v.end <= verb.start]):
        linked = reading.clause.text[other.end : start] in ("", "并", "和")
        if not linked or not other.governs or other.word in _CONTROL:
            break
        start = other.start
    return start
