"""Targets of a paragraph: every quantity with what it measures, how, when and for where.

1. `quantities` are found in the whole paragraph; without a digit or numeral nothing else is done.
2. A sentence is read value by value.  From a value backwards comparators, verbs and adverbs are peeled off
   (达到, 比上年增长, 约); what is left up to the last mark or value is the indicator, unless the noun stands
   behind the value (建成10家…); where nothing is left the indicator before holds on (…，增长8%).
3. A、B分别增长x、y is dealt out; 从x提高到y makes x the baseline.
4. What is no target goes: names, dates, ages, deadlines, thresholds inside a noun (超亿元项目78个).
5. Status, time, period and area come from the sentence, else from the frame.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from kg import lexicon
from kg.extract import comparators, indicators
from kg.extract.edges import Endings, labelled
from kg.extract.frames import Frame
from kg.extract.quantities import HINT, Quantity, find_quantities
from kg.extract.statuses import status_of
from kg.extract.times import Time, find_times, period
from kg.model import Binding, Change, Comparator, Mention, Span, Target

_SENTENCE = re.compile(r"[^。！？]+")
_BOUNDARY = re.compile(r"[，；：:]|[（(](?![^（）()]*[）)])")
_LIST = re.compile(r"^(?:以上|以下|以内|左右)?(?:[、和及与或,，]|以及|，?和)$")
_QUOTED = re.compile(r"“[^“”]{1,24}”|《[^《》]{1,60}》|〔[^〕]{1,8}〕")
_SHARED = re.compile(r"分别|双双|各(?:自|为|达|增)")
_BOTH = re.compile(r"双双|(?<![年人日月户亩])均|都")
_TERM = re.compile(r"(?:期限?|周期|时间|工期|年限|时限|寿命|时长|用时|期间)(?:由|从|为)?$|(?:可?免|最长|最短|缩短|延长|压缩)")
_REACHED = re.compile(r"(?:超过?|突破|达到?|上|过|逾|近|约|在|到|至)$")
_SCALE_ONLY = re.compile(r"[百千万亿]+(?!分之)(?![百千万亿零一二三四五六七八九十两])[^\d]*$")
_SUM = re.compile(r"(?:奖励|补助|补贴|资助|津贴|奖补|支持|额度|金额|标准|资金|收入|产值|价格?|费)$")
_RATIO = re.compile(r"(?:[率比度数值强]|系数|倍差|之比|评分|得分|[Rr])$")
_LEVEL_END = frozenset("到至为成达")


@dataclass(slots=True)
class _Reading:
    """A value as it is being read: the indicator found so far, and what the verbs say."""

    quantity: Quantity
    clause: int
    indicator: tuple[int, int] | None = None
    front: Comparator | None = None
    behind: Comparator | None = None
    word: str = ""
    change: Change = "level"
    verb: str = ""
    time: Time | None = None
    granted: bool = False
    baseline: bool = False
    inherited: bool = False
    source: _Reading | None = None
    shared: tuple[tuple[int, int], ...] = ()


@lexicon.compiled
def _peel() -> Endings:
    change = lexicon.load("change")
    table = labelled("decrease", change.words("decrease")) | labelled("increase", change.words("increase"))
    table |= labelled("reach", change.words("reach"))
    table |= labelled("compare", comparators.front_words())
    return Endings(table | labelled("whole", change.words("whole")))


def find_targets(text: str, mentions: Sequence[Mention], frame: Frame) -> tuple[Target, ...]:
    """Return the targets of a paragraph of folded text, by offset of their values.

    `mentions` are the names of the paragraph: a number inside one is no value.  A number too long to be
    one gives no target.  Never raises for any text.

    >>> [t] = find_targets("全区基本养老保险参保率达97%以上。", (), Frame(status="planned"))
    >>> t.indicator.text, t.comparator, t.number, t.unit, t.change, t.status
    ('基本养老保险参保率', '>=', Decimal('97'), '%', 'level', 'planned')
    """
    if not HINT.search(text):
        return ()
    quantities = [q for q in find_quantities(text) if not _named(text, q, mentions)]
    if not quantities:
        return ()
    targets: list[Target] = []
    starts = [q.start for q in quantities]
    for sentence in _SENTENCE.finditer(text):
        first, last = bisect_right(starts, sentence.start() - 1), bisect_right(starts, sentence.end() - 1)
        if first < last:
            targets += _Sentence(text, sentence.start(), sentence.end(), quantities[first:last], frame).targets()
    return tuple(targets)


def _named(text: str, quantity: Quantity, mentions: Sequence[Mention]) -> bool:
    """Does the quantity belong to a name, a quoted code or a title?"""
    for mention in mentions:
        if mention.start <= quantity.start and quantity.end <= mention.end:
            # “百家共富工坊” is a name and a number of workshops.
            return not (mention.start == quantity.start and text[mention.start] in "百千万")
    return False


class _Sentence:
    """One sentence and its values, read from left to right."""

    def __init__(self, text: str, start: int, end: int, quantities: list[Quantity], frame: Frame) -> None:
        self.text, self.start, self.end, self.frame = text, start, end, frame
        self.quantities = quantities
        self.quoted = [m.span() for m in _QUOTED.finditer(text, start, end)]
        self.times = [t for t in find_times(text, start, end) if t.plan or not self._inside(t.start, t.end)]
        self.time_at = {t.start: t.end for t in self.times}
        self.time_to = {t.end: t for t in self.times}
        self.readings: list[_Reading] = []
        #: Times between an indicator and its value hold for this value alone.
        self.local: set[int] = set()

    def _inside(self, start: int, end: int) -> bool:
        return any(a < start and end <= b for a, b in self.quoted)

    def targets(self) -> list[Target]:
        """Return the targets of the sentence."""
        for index, quantity in enumerate(self.quantities):
            if self._skipped(quantity):
                continue
            following = self.quantities[index + 1].start if index + 1 < len(self.quantities) else self.end
            reading = self._read(quantity, following)
            if reading:
                self.readings.append(reading)
        self._deal_out()
        return [t for r in self.readings for t in self._finish(r)]

    def _skipped(self, quantity: Quantity) -> bool:
        start, end = quantity.start, quantity.end
        for time in self.times:
            if time.start < end and start < time.end:
                return True
        for a, b in self.quoted:
            if a < start and end <= b and not (start == a + 1 and self.text[start] in "百千万" and b - end > 2):
                return True
        before = self.text[max(self.start, start - 2) : start]
        if before.endswith(("第", "前", "连续")) or before == "为期":
            return True
        if self.text.startswith(("级", "台阶", "关口", "大关"), end) and not _REACHED.search(before):
            return True
        if quantity.kind == "cover" and self.text[start:end] == "全部" and self.text.startswith(("的", "内容", "过程", "为"), end):
            return True
        written = self.text[start:end]
        if _SCALE_ONLY.match(written) and not quantity.least and not _REACHED.search(before) and before[-1:] != "“":
            return True
        after = self.text[end : end + 2]
        if quantity.kind == "count" and quantity.unit in ("位", "名", "个") and after[:1] in ("次", "月", "性", "别", "体"):
            return True
        if quantity.kind == "count" and after.startswith(("方面", "阶段", "部分", "层面", "环节", "维度", "时辰")):
            return True
        return False

    # Reading one value

    def _read(self, quantity: Quantity, following: int) -> _Reading | None:
        text, start = self.text, quantity.start
        previous = self.readings[-1] if self.readings else None
        floor = self._floor(start)
        reading = _Reading(quantity, floor)
        tail = self._tail(reading)
        place, reached = self._peel_front(reading, floor)
        rest = text[floor:place]
        if self._modifier(quantity, tail, following, rest):
            return None
        right = indicators.behind(text, tail, following, whose=quantity.kind == "number")
        if not self._duration_fits(quantity, rest, text[place:start], right) or not self._number_fits(
            quantity, rest, place, right
        ):
            return None
        verb = indicators.verbs().at(text, place, floor)
        if right and self._noun_behind(reading, rest, verb, reached, tail):
            reading.indicator = right
            if reading.word == "突破" and quantity.kind == "count":
                reading.front = None
            if previous and previous.word == "最高" and text[self._tail_end(previous)] in "、和及":
                reading.front, reading.word = reading.front or "<=", reading.word or "最高"
            reading.verb = self._verb_label(rest, place, floor, reading, previous)
            reading.change = {"gain": "increase", "loss": "decrease"}.get(reading.verb, "level")  # type: ignore[assignment]
            if reached != "reach" and quantity.kind in ("points", "times", "percent") and reading.verb == "":
                pass
            return reading
        grant = self._grant(quantity, tail, rest)
        if grant:
            reading.indicator = grant
            reading.change = "increase" if "追加" in text[floor : grant[0]] or reached == "increase" else "level"
            return reading
        return self._front(reading, floor, place, reached, previous)

    def _grant(self, quantity: Quantity, tail: int, rest: str) -> tuple[int, int] | None:
        """Return the noun for the sum in a rule that sets who gets how much (按照A类300万元、B类150万元标准给予奖励)."""
        if quantity.kind not in ("money", "percent") or _SUM.search(rest):
            return None
        stop = self.text.find("，", tail, self.end)
        stop = self.end if stop < 0 else stop
        if not re.search(r"按照?|给予|予以|追加|对", self.text[max(self.start, quantity.start - 60) : stop]):
            return None
        given = re.compile(r"(?:给予|予以|追加|享受)(?:[^，。；]*的)?([^，。；、（）()的]{0,8}?(?:奖励|补助|补贴|资助|津贴|奖补|支持))").search(
            self.text, tail, stop
        )
        return given.span(1) if given else None

    def _floor(self, start: int) -> int:
        """Return where the clause of the value at `start` begins: behind the last mark, or behind the value before."""
        floor = self.start
        for mark in _BOUNDARY.finditer(self.text, max(self.start, start - 120), start):
            floor = mark.end()
        if self.readings and self.readings[-1].quantity.end > floor - 1:
            floor = max(floor, self._tail_end(self.readings[-1]))
        return floor

    def _tail_end(self, reading: _Reading) -> int:
        end = reading.quantity.end
        word = comparators.after().at(self.text, end)
        end += len(word[0]) if word else 0
        if reading.indicator and reading.indicator[0] >= reading.quantity.end:
            end = max(end, reading.indicator[1])
        return end

    def _tail(self, reading: _Reading) -> int:
        """Return where the value ends with the comparator behind it, which goes into the reading."""
        end = reading.quantity.end
        word = comparators.after().at(self.text, end, self.end)
        if word and not (word[0] == "内" and reading.quantity.kind != "duration"):
            reading.behind = comparators.after_words()[word[0]]
            return end + len(word[0])
        return end

    def _peel_front(self, reading: _Reading, floor: int) -> tuple[int, str]:
        """Peel verbs and comparators off in front of the value; return where they begin and the governing kind:
        "increase", "decrease", "reach", "to" (提高到) or ""."""
        text, place, kind = self.text, reading.quantity.start, ""
        peel = _peel()
        while place > floor:
            if text[place - 1] in " 的" and text[place - 1] == " ":
                place -= 1
                continue
            near = place - 1 if text[place - 1] == "的" else place
            if near in self.time_to and self.time_to[near].start >= floor:
                time = self.time_to[near]
                if not time.compared:
                    reading.time = time
                    if time.start > floor:
                        self.local.add(time.start)
                place = time.start
                continue
            word = peel.at(text, place, floor)
            if word is None or word[1] == "whole":
                break
            if word[0] in ("提升", "扩大") and reading.quantity.kind in ("count", "measure") and place == reading.quantity.start:
                # 农房风貌提升26.4万户: a noun here, not how much it rose.
                break
            label = word[1]
            if label == "compare":
                reading.front = reading.front or comparators.front_words()[word[0]]
                reading.word = reading.word or word[0]
            elif label == "reach":
                reading.granted = reading.granted or word[0] in ("给予", "予以", "提供")
                if word[0][-1] in _LEVEL_END or not kind:
                    kind = kind or ("to" if word[0][-1] in _LEVEL_END else "")
            elif not kind:
                kind = label
            place -= len(word[0])
        return place, kind

    def _modifier(self, quantity: Quantity, tail: int, following: int, rest: str) -> bool:
        """Is the value part of the noun that another value counts (超亿元项目78个)?"""
        if quantity.kind not in ("money", "measure", "number", "percent", "duration", "count") or following >= self.end:
            return False
        between = self.text[tail:following]
        if not between and quantity.kind == "count" and _SCALE_ONLY.match(self.text[following : following + 3]):
            return True
        if quantity.kind == "count" and between and not _BOUNDARY.search(between) and (
            self.text.startswith(("全覆盖", "全面覆盖", "全域覆盖"), following) or re.search(r"占[^、]*的?$", between)
        ):
            return True
        if not between or len(between) > 24 or _BOUNDARY.search(between) or "、" in between[:2]:
            return False
        if quantity.kind == "count" and not between.startswith("的"):
            return False
        threshold = tail > quantity.end or bool(re.search(r"(?:超|过|逾|以上|达到?)$", self.text[self.start : quantity.start][-3:]))
        if between.startswith("的"):
            return len(between) > 2 and (threshold or not rest)
        return threshold and quantity.kind in ("money", "number") and bool(re.match(r"[一-鿿]{2,8}[达为由从约]?$", between))

    def _duration_fits(self, quantity: Quantity, rest: str, peeled: str, right: tuple[int, int] | None) -> bool:
        """A length of time is a target where it is a term (建设周期不超过24个月) or a grant (最长3年补贴)."""
        if quantity.kind != "duration":
            return True
        if quantity.unit in ("岁", "周岁"):
            return bool(re.search(r"(?:寿命|年龄)$", rest))
        return bool(_TERM.search(rest[-4:])) or bool(re.search(r"最长|可?免$|缩短|压缩|延长|压减", peeled + rest[-2:]))

    def _number_fits(self, quantity: Quantity, rest: str, place: int, right: tuple[int, int] | None) -> bool:
        """A number without a unit is one of a ratio or index, or has 万 or 亿 and a noun."""
        if quantity.kind != "number":
            return True
        written = self.text[quantity.start : quantity.end]
        if written[-1] in "万亿千百多余":
            return bool(right) or len(rest) >= 2
        return place < quantity.start and bool(_RATIO.search(rest))

    def _noun_behind(
        self, reading: _Reading, rest: str, verb: tuple[str, str] | None, reached: str, tail: int
    ) -> bool:
        """Does the indicator stand behind the value rather than in front of it?"""
        text, quantity = self.text, reading.quantity
        begin, end, _ = indicators.trim(text, reading.clause, reading.clause + len(rest), self.time_at)
        bare = begin >= end
        if reading.granted:
            return True
        if quantity.kind == "cover":
            return False
        if quantity.kind in ("times", "points"):
            return False
        if rest.endswith(("的", "等")) and quantity.kind != "count":
            return True
        if quantity.kind == "count" and quantity.unit not in ("人", "户", "人次", "户次"):
            return True
        if reached in ("increase", "decrease") and verb is None and not bare:
            return False
        if bare:
            return reached == "" or quantity.kind not in ("percent",)
        if verb and len(verb[0]) >= len(rest.rstrip()) - 8:
            return True
        return text.startswith("的", tail) and quantity.kind in ("percent", "count") and not _RATIO.search(rest)

    def _verb_label(self, rest: str, place: int, floor: int, reading: _Reading, previous: _Reading | None) -> str:
        """Return what the verb in front of a value does to the thing behind it: "gain", "loss", "verb" or ""."""
        text = self.text
        peeled = text[place : reading.quantity.start]
        for word, label in (("新增", "gain"), ("净增", "gain"), ("增加", "gain"), ("追加", "gain"), ("增设", "gain"), ("减少", "loss"),
                            ("压减", "loss"), ("削减", "loss"), ("精简", "loss"), ("降低", "loss"), ("节约", "loss"), ("节省", "loss")):  # fmt: skip
            if word in peeled:
                return label
        verb = indicators.verbs().at(text, place, floor)
        if verb:
            return verb[1]
        head = indicators.trim(text, floor, place, self.time_at)[2] if rest else ""
        if head:
            return head
        if previous and not rest.strip("、和及与 ") and text[self._tail_end(previous) : floor + 1].strip("以上左右") in ("", "、", "和"):
            return previous.verb
        return ""

    def _front(
        self, reading: _Reading, floor: int, place: int, reached: str, previous: _Reading | None
    ) -> _Reading | None:
        """Take the indicator from in front of the value, or from the value before."""
        text, quantity = self.text, reading.quantity
        begin, end, label = indicators.trim(text, floor, place, self.time_at)
        baseline = bool(re.search(r"[由从]$", text[floor:end])) or text[end:place].startswith(("由", "从"))
        if begin < end and text[end - 1] in "由从":
            end -= 1
        reading.baseline = baseline
        listed = previous is not None and text[self._tail_end(previous)] in "、和及与或"
        reading.verb = label or (previous.verb if previous and listed and place == quantity.start else "")
        compared = text[end:place]
        if end - begin >= 2 and not indicators.is_share(text, begin, end):
            reading.indicator = (begin, end)
        elif not listed and (moved := self._subject(reading.clause, previous)):
            reading.indicator = moved
        elif previous is not None:
            reading.indicator, reading.inherited, reading.source = previous.indicator, True, previous
            if listed and not reached:
                reached = "to" if previous.change == "level" else previous.change
                reading.front = reading.front or previous.front
        elif place - floor >= 2:
            reading.indicator = (floor, place)
        else:
            return None
        if baseline or reached == "to" or (previous and previous.baseline and reading.inherited and reached == "reach"):
            reading.change = "level"
        elif reached in ("increase", "decrease"):
            reading.change = reached  # type: ignore[assignment]
        elif reading.verb in ("gain", "loss"):
            reading.change = "increase" if reading.verb == "gain" else "decrease"
        if quantity.kind in ("points", "percent") and reading.change == "level" and reached != "to":
            if re.search(r"[高快多]于", compared):
                reading.change = "increase"
            elif re.search(r"[低少优]于", compared):
                reading.change = "decrease"
        if quantity.kind == "cover" and text.startswith(("取消", "关停", "淘汰", "退出", "关闭", "拆除"), quantity.end):
            reading.change = "decrease"
        if quantity.unit == "番" or (quantity.kind == "times" and text[quantity.start : quantity.end] == "倍增"):
            reading.change = "increase"
        if quantity.number == 0 and quantity.kind == "cover" and text.startswith("增长", quantity.end):
            reading.change = "increase"
        return reading

    def _subject(self, clause: int, previous: _Reading | None) -> tuple[int, int] | None:
        """Return the noun of the clause before, if that moves without a value: 原油产量继续增长，达到1.42亿吨."""
        if clause <= self.start or self.text[clause - 1] != "，":
            return None
        before = max(self.text.rfind("，", self.start, clause - 1), self.text.rfind("；", self.start, clause - 1), self.start - 1) + 1
        if previous and previous.quantity.start >= before:
            return None
        return indicators.subject(self.text, before, clause - 1)

    # Dealing out

    def _deal_out(self) -> None:
        """Give values of a list their members: A、B分别增长x、y; 实际增长8%和9% after two indicators."""
        index = 0
        while index < len(self.readings):
            group = self._group(index)
            if len(group) > 1:
                self._share(group, index)
            elif group[0].source:
                group[0].indicator = group[0].source.indicator
            else:
                self._both(group[0])
            index += len(group)

    def _group(self, index: int) -> list[_Reading]:
        group = [self.readings[index]]
        for reading in self.readings[index + 1 :]:
            between = self.text[group[-1].quantity.end : reading.quantity.start]
            if len(between) > 5 or not _LIST.match(between) or not reading.inherited:
                break
            group.append(reading)
        return group

    def _share(self, group: list[_Reading], index: int) -> None:
        first, last = group[0], group[-1]
        for reading in group:
            reading.behind = reading.behind or last.behind
            reading.front = reading.front or first.front
        if first.indicator is None:
            return
        if first.inherited:
            earlier: list[tuple[int, int]] = []
            for reading in reversed(self.readings[:index]):
                if reading.indicator and reading.indicator not in earlier:
                    earlier.insert(0, reading.indicator)
                if len(earlier) == len(group):
                    break
            if len(earlier) == len(group):
                for reading, indicator in zip(group, earlier, strict=True):
                    reading.indicator = indicator
            return
        parts = _members(self.text, *first.indicator, len(group))
        if len(parts) == len(group):
            for reading, part in zip(group, parts, strict=True):
                reading.indicator = part
        else:
            for reading in group:
                reading.indicator = first.indicator

    def _both(self, reading: _Reading) -> None:
        """A、B均达到x: the value is that of each member."""
        begin, end = reading.indicator or (0, 0)
        between = self.text[end : reading.quantity.start]
        if end <= reading.quantity.start and _BOTH.search(between) and reading.quantity.kind != "cover":
            parts = _members(self.text, begin, end, 0)
            if len(parts) > 1 and "等" not in self.text[begin:end]:
                reading.shared = tuple(parts)

    # Making the target

    def _finish(self, reading: _Reading) -> list[Target]:
        if reading.indicator is None:
            return []
        return [self._target(reading, part) for part in reading.shared or (reading.indicator,)]

    def _target(self, reading: _Reading, indicator: tuple[int, int]) -> Target:
        text, quantity, frame = self.text, reading.quantity, self.frame
        time = self._time(reading)
        name = text[indicator[0] : indicator[1]]
        front = reading.front
        if front is None and reading.behind is None and "最高" in text[reading.clause : quantity.start] + (name if quantity.kind == "money" else ""):
            front = "<="
        comparator: Comparator = comparators.compare(quantity, front, reading.behind)
        stated = period(time, frame.year) if time else None
        clause = self._clause(quantity, indicator)
        return Target(
            indicator=Span(indicator[0], indicator[1], name),
            value=Span.of(text, quantity.start, quantity.end),
            number=quantity.number,
            unit=quantity.unit,
            comparator=comparator,
            change=reading.change,
            status="baseline" if reading.baseline else status_of(text, self.start, clause, time, frame),
            clause=clause,
            upper=quantity.upper,
            time=Span.of(text, time.start, time.end) if time else None,
            binding=_binding(text, quantity.end, clause.end),
            period=stated or frame.period,
            period_basis="sentence" if stated else frame.period_basis,
            area=frame.area,
            area_basis=frame.area_basis,
            confidence=0.7 if reading.inherited else 0.9,
        )

    def _time(self, reading: _Reading) -> Time | None:
        if reading.time is not None:
            return reading.time
        if reading.baseline:
            return None
        found = None
        for time in self.times:
            if time.start >= reading.quantity.start:
                break
            if not time.compared and time.start not in self.local and not (time.ongoing and time.start < reading.clause):
                found = time
        source = reading.source
        if source and source.time and (found is None or found.start < source.time.start) and not self._pair(source):
            return source.time
        return found

    def _pair(self, reading: _Reading) -> bool:
        """Is the value the goal of a pair whose start was given in front of it?"""
        return bool(reading.source and reading.source.baseline)

    def _clause(self, quantity: Quantity, indicator: tuple[int, int]) -> Span:
        text = self.text
        start = min(quantity.start, indicator[0])
        for mark in re.finditer(r"[，；]", text[self.start : start]):
            pass
        begin = max(text.rfind("，", self.start, start), text.rfind("；", self.start, start)) + 1
        begin = max(begin, self.start)
        stop = max(quantity.end, indicator[1])
        ends = [p for p in (text.find("，", stop, self.end), text.find("；", stop, self.end)) if p >= 0]
        return Span.of(text, begin, min(ends, default=self.end))


def _members(text: str, start: int, end: int, count: int) -> list[tuple[int, int]]:
    """Return the members of a list (A、B和C) outside brackets; joined by 、 alone where that gives `count`."""
    for marks in ("、", "、和及与"):
        parts, begin, depth = [], start, 0
        for place in range(start, end):
            char = text[place]
            depth += (char in "（(“") - (char in "）)”")
            if depth == 0 and char in marks and place > begin:
                parts.append((begin, place))
                begin = place + 1
        parts.append((begin, end))
        parts = [(a, b) for a, b in parts if b - a >= 1]
        if len(parts) == count or (count == 0 and len(parts) > 1):
            return parts
    return [(start, end)]


def _binding(text: str, start: int, end: int) -> Binding | None:
    nearby = text[start : min(len(text), end + 8)]
    return "binding" if "约束性" in nearby else "expected" if "预期性" in nearby else None
