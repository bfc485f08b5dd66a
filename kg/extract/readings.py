"""Reading one value of a sentence: what it measures, and what the words around it say.

1. From the value backwards comparators, verbs, adverbs and times are peeled off (达到, 约, 2030年).
2. What is left up to the last mark, or to the value before, is the indicator, unless the noun stands behind the
   value (建成10家…), or behind 给予 in a rule that sets sums.
3. Where nothing is left, the noun of the clause before (原油产量继续增长，达到…) or the indicator of the value
   before (…，增长8%) holds on.
"""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass

from kg import lexicon
from kg.extract import comparators, indicators, values
from kg.extract.edges import Endings, labelled
from kg.extract.purposes import grant, is_payer, purpose
from kg.extract.quantities import Quantity
from kg.extract.subjects import is_empty, is_rate, rated, subject
from kg.extract.times import Time, find_times
from kg.model import Change, Comparator

#: How far in front of a value its clause is looked for; longer ones are no prose.
REACH = 120
_BOUNDARY = re.compile(r"[，；：:]|[（(](?![^（）()]*[）)])")
_QUOTED = re.compile(r"“[^“”]{1,24}”|《[^《》]{1,60}》|〔[^〕]{1,8}〕")
_LIST_MARKS = "、和及与或"
_LIST_MARK = re.compile(r"[、和及与或](?:最高)?")
_LONGEST_LIST = 8
_LEVEL_END = frozenset("到至为成达")
_NOT_RISE = ("提升", "扩大")
#: A rise that is the indicator's own name: 人均增收2000元.
_NAMED_RISE = ("增收", "增值")
_ALL = re.compile(r"全部(?:开建|建成|达到|实现|建立|设立)")
_GIVE = ("给予", "予以", "提供")
_ENDED = ("取消", "关停", "淘汰", "退出", "关闭", "拆除")
_GIVING = re.compile(r"给予|予以")
_TOTALS = frozenset(("总量", "总数", "总额", "总规模", "规模"))
_REMARK = re.compile(r"[（(]含(?:本数)?[）)]")
_FROM = re.compile(r"[由从]$")
#: What one character names: 煤增加1亿吨.
_GOODS = frozenset("煤钢铁铜铝电油气粮棉糖盐茶纸纱布肉蛋奶")
_BETWEEN_NOUN_AND_VERB = frozenset("由从将已则就却又也还仍")
_MORE_THAN, _LESS_THAN = re.compile(r"[高快多]于"), re.compile(r"[低少优]于")
_GAINS = re.compile(r"新增|净增|增加|追加|增设")
_LOSSES = re.compile(r"减少|压减|削减|精简|降低|节约|节省")
_CHANGES: dict[str, Change] = {"gain": "increase", "loss": "decrease", "increase": "increase", "decrease": "decrease"}


@dataclass(slots=True)
class Reading:
    """A value as it is being read.

    `clause` is where its clause begins, `front` and `behind` the comparators around it, `word` the first one.
    `verb` says what the verb does to the thing (verb, gain, loss or ""), `reached` what it does to the indicator
    (increase, decrease, to or "").  `ahead` says that the noun stands behind a later value of the list; `source`
    is the value whose indicator this one takes over.
    """

    quantity: Quantity
    clause: int
    indicator: tuple[int, int] | None = None
    front: Comparator | None = None
    behind: Comparator | None = None
    word: str = ""
    change: Change = "level"
    verb: str = ""
    reached: str = ""
    granted: bool = False
    ahead: bool = False
    time: Time | None = None
    baseline: bool = False
    source: Reading | None = None
    members: tuple[tuple[int, int], ...] = ()


@lexicon.compiled
def _peel() -> Endings:
    change = lexicon.load("change")
    table = labelled("decrease", change.words("decrease")) | labelled("increase", change.words("increase"))
    table |= labelled("reach", change.words("reach")) | labelled("compare", comparators.front_words())
    return Endings(table | labelled("whole", change.words("whole")))


class Sentence:
    """The stretch `start:end` of a folded text, its times and quotes, and the values read in it so far."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text, self.start, self.end = text, start, end
        self.quoted = [m.span() for m in _QUOTED.finditer(text, start, end)]
        self.times = [t for t in find_times(text, start, end) if t.plan or not self._in_quotes(t.start, t.end)]
        self.readings: list[Reading] = []
        #: Times between an indicator and its value hold for this value alone.
        self.local: set[int] = set()
        #: The last value of which nobody can know what it is of: what goes on from it is not known either.
        self._lost: Quantity | None = None
        self._begins = {t.start: t.end for t in self.times}
        self._ends = {t.end: t for t in self.times}

    def read(self, quantities: Sequence[Quantity]) -> list[Reading]:
        """Return the readings of those of `quantities` that are values, in order."""
        taken = {place for time in self.times for place in range(time.start, time.end)}
        real = [q for q in quantities if not self._is_passed_over(q, taken)]
        for index, quantity in enumerate(real):
            reading = self._read(quantity, real[index + 1 : index + 1 + _LONGEST_LIST])
            if reading:
                self.readings.append(reading)
        return self.readings

    def _is_passed_over(self, quantity: Quantity, taken: Container[int]) -> bool:
        """Is this part of a time or a quotation, or no value anywhere (an ordinal, a level)?"""
        if quantity.start in taken or self._in_quotes(quantity.start, quantity.end):
            return True
        return values.is_ruled_out(self.text, self.start, quantity)

    def _in_quotes(self, start: int, end: int) -> bool:
        """Is this inside a quoted code or title?  A quote that begins with a round number counts: “百家工坊”."""
        for a, b in self.quoted:
            if a >= end:
                break
            if a < start and end <= b:
                return not (start == a + 1 and self.text[start] in "百千万" and b - end > 2)
        return False

    def _read(self, quantity: Quantity, others: Sequence[Quantity]) -> Reading | None:
        """Return the reading of a value, or None if it is none; `others` are the quantities behind it."""
        text = self.text
        following = others[0].start if others else self.end
        previous = self.readings[-1] if self.readings else None
        reading = Reading(quantity, self._clause_start(quantity.start, previous))
        tail = self._tail(reading)
        place = self._peel_front(reading)
        begin, end, label = indicators.trim(text, reading.clause, place, self._begins)
        rest = text[reading.clause : place]
        if following < self.end and values.is_modifier(text, quantity, tail, following, not rest):
            return None
        all_of = _ALL.match(text, quantity.start, self.end)
        tail = all_of.end() if all_of else tail
        right = indicators.behind(text, tail, min(following, tail + REACH), whose=quantity.kind == "number")
        goal = previous is not None and previous.baseline and previous.quantity.kind == "number"
        if not values.fits(text, quantity, rest, text[place : quantity.start], right is not None, goal):
            return None
        if right and text.startswith("之一", right[1] - 2):
            return None
        if right and quantity.kind == "count":
            right = indicators.counted(text, *right)
        if right is None and (begin >= end or reading.granted):
            right = self._noun_of_list(quantity, tail, others)
            reading.ahead = right is not None
        payer = is_payer(text, begin, end)
        if payer and (what := purpose(text, reading.clause, tail, right, self.end)):
            reading.indicator, reading.ahead = what, what[0] > quantity.start
            return reading
        if right and (payer or self._stands_behind(reading, rest, place, begin >= end, tail)):
            self._take_behind(reading, right, place, label, previous)
        elif given := grant(text, self.start, self.end, quantity, tail, rest):
            reading.indicator = given
            raised = reading.reached == "increase" or "追加" in text[reading.clause : given[0]]
            reading.change = "increase" if raised else "level"
        elif not self._take_front(reading, place, (begin, end), label, previous):
            return None
        return reading

    def _noun_of_list(self, quantity: Quantity, tail: int, others: Sequence[Quantity]) -> tuple[int, int] | None:
        """Return the noun behind the last of a list of values (5万元、3万元、1万元补助), or None."""
        end, last = tail, None
        for other in others:
            if other.unit != quantity.unit or not _LIST_MARK.fullmatch(self.text, end, other.start):
                break
            end, last = other.end, other
        return indicators.behind(self.text, end, min(self.end, end + REACH)) if last else None

    def _clause_start(self, start: int, previous: Reading | None) -> int:
        """Return where the clause of the value at `start` begins: behind the last mark, or the value before."""
        floor = max(self.start, start - REACH)
        for mark in _BOUNDARY.finditer(self.text, floor, start):
            floor = mark.end()
        floor = max(floor, self._lost.end) if self._lost else floor
        return max(floor, self._end_of(previous)) if previous else floor

    def _end_of(self, reading: Reading) -> int:
        """Return where a value ends with the comparator and the noun behind it."""
        end = reading.quantity.end
        word = comparators.after().at(self.text, end, self.end)
        end += len(word[0]) if word else 0
        if reading.indicator and reading.indicator[0] >= reading.quantity.end and not (reading.source or reading.ahead):
            end = max(end, reading.indicator[1])
        return end

    def _listed(self, previous: Reading | None) -> bool:
        """Does the value go on the list that the value before belongs to (…7家、…9家)?"""
        return previous is not None and self.text[self._end_of(previous)] in _LIST_MARKS

    def _tail(self, reading: Reading) -> int:
        """Return where the value ends with the comparator behind it, which goes into the reading."""
        end = reading.quantity.end
        remark = _REMARK.match(self.text, end, self.end)
        end = remark.end() if remark else end
        word = comparators.after().at(self.text, end, self.end)
        if word is None or (word[0] == "内" and reading.quantity.kind != "duration"):
            return end
        reading.behind = comparators.after_words()[word[0]]
        return end + len(word[0])

    def _peel_front(self, reading: Reading) -> int:
        """Return where the verbs, comparators and times in front of the value begin; what they say goes into it."""
        text, floor, place = self.text, reading.clause, reading.quantity.start
        while place > floor:
            if text[place - 1] == " ":
                place -= 1
                continue
            time = self._ends.get(place - 1 if text[place - 1] == "的" else place)
            if time and time.start >= floor:
                if not time.compared:
                    reading.time = time
                    if time.start > floor:
                        self.local.add(time.start)
                place = time.start
                continue
            if text[place - 1] == "了" and _peel().at(text, place - 1, floor):
                place -= 1
            found = _peel().at(text, place, floor)
            if found is None or found[1] == "whole" or self._is_noun(found[0], place, reading.quantity):
                break
            self._note(reading, *found)
            if found[0] in _NAMED_RISE:
                break
            place -= len(found[0])
        return place

    def _is_noun(self, word: str, place: int, quantity: Quantity) -> bool:
        """农房风貌提升26.4万户: a thing done so often, not how much something rose."""
        return word in _NOT_RISE and quantity.kind in ("count", "measure") and place == quantity.start

    def _note(self, reading: Reading, word: str, label: str) -> None:
        if label == "compare":
            reading.front = reading.front or comparators.front_words()[word]
            reading.word = reading.word or word
        elif label == "reach":
            reading.granted = reading.granted or word in _GIVE
            if word[-1] in _LEVEL_END:
                reading.reached = reading.reached or "to"
        else:
            reading.reached = reading.reached or label

    def _stands_behind(self, reading: Reading, rest: str, place: int, bare: bool, tail: int) -> bool:
        """Does the noun behind the value name what it counts, rather than that in front?"""
        kind = reading.quantity.kind
        if reading.granted or (kind == "cover" and tail > reading.quantity.end + 1):
            return True
        if kind in ("cover", "times", "points"):
            return False
        if kind == "count" and reading.quantity.unit not in ("人", "户", "人次", "户次"):
            return True
        if rest.endswith(("的", "等")) or (kind == "money" and _GIVING.search(rest)):
            return True
        verb = indicators.verbs().at(self.text, place, reading.clause)
        if reading.reached in ("increase", "decrease") and verb is None and not bare:
            return False
        if bare:
            return reading.reached == "" or kind != "percent"
        if verb and len(verb[0]) >= len(rest.rstrip()) - 8:
            return True
        return kind == "percent" and self.text.startswith("的", tail) and not values.is_ratio(rest)

    def _take_behind(
        self, reading: Reading, right: tuple[int, int], place: int, label: str, previous: Reading | None
    ) -> None:
        """Take the noun behind the value as its indicator; the verb in front says what happens to it."""
        text, quantity = self.text, reading.quantity
        reading.indicator = right
        if reading.word == "突破" and quantity.kind == "count":
            # 突破50项技术 is to master them.
            reading.front = None
        if previous and previous.word == "最高" and self._listed(previous):
            reading.front, reading.word = reading.front or "<=", reading.word or "最高"
        peeled = text[place : quantity.start]
        verb = indicators.verbs().at(text, place, reading.clause)
        if _GAINS.search(peeled):
            reading.verb = "gain"
        elif _LOSSES.search(peeled):
            reading.verb = "loss"
        elif verb or label:
            reading.verb = verb[1] if verb else label
        elif previous and self._listed(previous) and not text[reading.clause : place].strip(_LIST_MARKS):
            reading.verb = previous.verb
        reading.change = _CHANGES.get(reading.verb, "level")

    def _take_front(
        self, reading: Reading, place: int, phrase: tuple[int, int], label: str, previous: Reading | None
    ) -> bool:
        """Take the indicator from in front of the value, or from the value before; False where there is none."""
        text, quantity = self.text, reading.quantity
        begin, end = phrase
        started = _FROM.search(text[reading.clause : end]) or text.startswith(("由", "从"), end, place)
        # 从2015年到2020年 says when, not what it starts from.
        reading.baseline = bool(started) and not (reading.time and reading.time.match["span"])
        while begin < end and text[end - 1] in _BETWEEN_NOUN_AND_VERB:
            end -= 1
        before = [q for q in (previous and previous.quantity, self._lost) if q]
        listed, last = self._listed(previous), max(q.start for q in before) if before else -1
        reading.verb = label or (previous.verb if previous and listed and place == quantity.start else "")
        total = previous is not None and text[begin:end] in _TOTALS
        long = end - begin >= 2 or text[begin:end] in _GOODS
        if long and not total and not indicators.is_share(text, begin, end):
            reading.indicator = (begin, end)
            reading.verb = reading.verb or self._carried(reading, begin, end, place, previous)
        elif not listed and (about := subject(text, self.start, reading.clause, last, self._begins)):
            reading.indicator = about
        elif previous and (self._lost is None or self._lost.start < previous.quantity.start):
            reading.indicator, reading.source = previous.indicator, previous
            if quantity.kind in ("count", "measure", "money") and is_rate(text, *(previous.indicator or (0, 0))):
                # 就业率达到83%，增加60万人: the number is of what the rate is of.
                reading.indicator, reading.source = rated(text, *(previous.indicator or (0, 0))), None
                if reading.indicator is None:
                    return False
            if listed and not reading.reached and "于" not in text[end:place]:
                reading.reached = "to" if previous.change == "level" else previous.change
                reading.front = reading.front or previous.front
        elif self._lost is None and place - reading.clause >= 2 and not is_empty(text, reading.clause, place):
            reading.indicator = (reading.clause, place)
        else:
            self._lost = quantity
            return False
        reading.change = self._change(reading, text[end:place])
        return True

    def _carried(self, reading: Reading, begin: int, end: int, place: int, previous: Reading | None) -> str:
        """Return the verb of the clause before that goes on in this one: 新增公路6万公里，其中高速公路1万公里."""
        if previous is None or previous.verb not in ("gain", "loss") or place < reading.quantity.start or end < place:
            return ""
        if not {previous.quantity.kind, reading.quantity.kind} <= {"count", "measure"}:
            return ""
        between = self.text[self._end_of(previous) : begin]
        return previous.verb if between in ("，", "，其中", "、其中") else ""

    def _change(self, reading: Reading, compared: str) -> Change:
        """Return what happens to an indicator that stands in front; `compared` is what its value is compared with."""
        text, quantity = self.text, reading.quantity
        if quantity.unit == "番" or text.startswith("倍增", quantity.start):
            return "increase"
        if quantity.kind == "cover":
            if text.startswith(_ENDED, quantity.end):
                return "decrease"
            return "increase" if quantity.number == 0 and text.startswith("增长", quantity.end) else "level"
        if reading.baseline or reading.reached == "to":
            return "level"
        change = _CHANGES.get(reading.reached) or _CHANGES.get(reading.verb, "level")
        if change == "level" and quantity.kind in ("points", "percent"):
            if _MORE_THAN.search(compared):
                return "increase"
            if _LESS_THAN.search(compared):
                return "decrease"
        return change
