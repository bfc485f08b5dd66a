"""Targets of a paragraph: every quantity with what it measures, how, when and for where.

1. `quantities` are found in the whole paragraph; without a digit or numeral nothing else is done.
2. Those that are part of a name, a date or an ordinal go (`values`).
3. Each sentence is read value by value from left to right (`readings`), and its lists are dealt out (`sharing`).
4. Comparator, status, time, period and area come from the sentence, else from the frame of the paragraph.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from kg.extract import comparators, indicators
from kg.extract.areas import area_of
from kg.extract.frames import Frame
from kg.extract.quantities import HINT, find_quantities
from kg.extract.readings import REACH, Reading, Sentence
from kg.extract.sharing import Stretch, deal_out
from kg.extract.statuses import status_of
from kg.extract.times import Time, period
from kg.extract.values import in_name
from kg.model import Binding, Mention, Span, Target

_SENTENCE = re.compile(r"[^。！？]+")
_LONGEST_CLAUSE = 400


def find_targets(text: str, mentions: Sequence[Mention], frame: Frame) -> tuple[Target, ...]:
    """Return the targets of a paragraph of folded text, in the order of their values.

    `mentions` are the names of the paragraph: a number inside one is no value.  A number too long to be
    one gives no target.  Never raises for any text.

    >>> [target] = find_targets("全区基本养老保险参保率达97%以上。", (), Frame(status="planned"))
    >>> target.indicator.text, target.comparator, target.number, target.unit, target.change, target.status
    ('基本养老保险参保率', '>=', Decimal('97'), '%', 'level', 'planned')
    """
    if not HINT.search(text):
        return ()
    quantities = [q for q in find_quantities(text) if not in_name(text, q, mentions)]
    starts = [q.start for q in quantities]
    found: list[Target] = []
    for stretch in _SENTENCE.finditer(text) if quantities else ():
        first, last = bisect_left(starts, stretch.start()), bisect_left(starts, stretch.end())
        if first == last:
            continue
        sentence = Sentence(text, stretch.start(), stretch.end())
        readings = sentence.read(quantities[first:last])
        deal_out(text, readings)
        names = [m for m in mentions if m.type == "Place" and stretch.start() <= m.start < stretch.end()]
        for reading in readings:
            for indicator in reading.members or (reading.indicator,):
                # Between two names in quotation marks there is a mark only.
                if indicator and any(map(str.isalnum, text[slice(*indicator)])):
                    found.append(_target(sentence, reading, indicator, names, frame))
    return tuple(found)


def _target(sentence: Sentence, reading: Reading, indicator: Stretch, names: Sequence[Mention], frame: Frame) -> Target:
    text, quantity = sentence.text, reading.quantity
    name = Span.of(text, *indicator)
    time = _time(sentence, reading)
    told = frame.at(quantity.start)
    stated = period(time, frame.year, frame.past, told) if time else None
    if stated and time and time.match["span"]:
        stated = _end_of_span(stated, reading)
    clause = _clause(sentence, reading, indicator)
    front = reading.front
    if (
        front is None
        and reading.behind is None
        and _is_capped(text[reading.clause : quantity.start], name.text, reading)
    ):
        front = "<="
    area, area_basis = area_of(text, clause.start, quantity.start, names, frame)
    return Target(
        indicator=name,
        value=Span.of(text, quantity.start, quantity.end),
        number=quantity.number,
        unit=quantity.unit,
        comparator=comparators.compare(quantity, front, reading.behind),
        change=reading.change,
        status="baseline" if reading.baseline else status_of(text, sentence.start, clause, stated, told, frame),
        clause=clause,
        upper=quantity.upper,
        time=Span.of(text, time.start, time.end) if time else None,
        binding=_binding(text, quantity.end, clause.end),
        period=stated or told or frame.period,
        period_basis="sentence" if stated else "section" if told else frame.period_basis,
        area=area,
        area_basis=area_basis,
        confidence=_confidence(name.text, reading),
    )


def _is_capped(text: str, indicator: str, reading: Reading) -> bool:
    """最高 in front of a list holds for all its members, and in the name of a sum for its value (最高额度为20万元)."""
    clause = text[reading.clause : reading.quantity.start]
    return "最高" in clause or (reading.quantity.kind == "money" and "最高" in indicator)


def _time(sentence: Sentence, reading: Reading) -> Time | None:
    """Return the time of a value: its own, else the last one in front of it that frames what follows."""
    if reading.time:
        return reading.time
    found = None
    at = bisect_left(sentence.times, reading.quantity.start, key=lambda t: t.start)
    for time in reversed(sentence.times[max(0, at - 8) : at]):
        if time.compared or time.start in sentence.local or (time.ongoing and time.start < reading.clause):
            continue
        found = time
        break
    if reading.baseline:
        # Of what it starts from the time of what it comes to says nothing, unless it says from when to when.
        return found if found and found.match["span"] else None
    source = reading.source
    if source and source.baseline:
        # The time of what it starts from is not the time of what it comes to.
        return found
    if source and source.time and (found is None or found.start < source.time.start):
        # Not the second of a pair: 由1982年的x增加到1987年的y，增长z is over the whole time.
        return found if source.source and source.source.baseline else source.time
    return found


def _end_of_span(span: str, reading: Reading) -> str:
    """Return the year of a span in which something starts from a value or comes to it (从2015年到2020年，由…到…)."""
    if reading.baseline:
        return span[:4]
    return span[-4:] if reading.source and reading.source.baseline and reading.reached == "to" else span


def _clause(sentence: Sentence, reading: Reading, indicator: Stretch) -> Span:
    """Return the evidence: the clauses that hold indicator and value; the value's alone where they stand far apart."""
    text, quantity = sentence.text, reading.quantity
    first, last = min(quantity.start, indicator[0]), max(quantity.end, indicator[1])
    if last - first > _LONGEST_CLAUSE:
        first, last = quantity.start, quantity.end
    floor, ceiling = max(sentence.start, first - REACH), min(sentence.end, last + REACH)
    begin = max(floor, *(text.rfind(mark, floor, first) + 1 for mark in "，；"))
    ends = [place for mark in "，；" if (place := text.find(mark, last, ceiling)) >= 0]
    return Span.of(text, begin, min(ends, default=ceiling))


def _binding(text: str, start: int, end: int) -> Binding | None:
    """Return whether the target is called binding (约束性) or expected (预期性) right behind its value."""
    nearby = text[start : end + 8]
    return "binding" if "约束性" in nearby else "expected" if "预期性" in nearby else None


def _confidence(indicator: str, reading: Reading) -> float:
    """Return how sure the indicator is: a known one 0.95, one in the clause 0.85, one taken over 0.75."""
    if reading.source:
        return 0.75
    return 0.95 if indicator in indicators.known() else 0.85
