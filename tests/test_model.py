"""The plain values: validated once, frozen, shifted as one."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from decimal import Decimal

import pytest

from kg.model import Document, Location, Mention, Passage, Run, Span, Target

TEXT = "城镇新增就业1.6万人以上"


def target(**changes: object) -> Target:
    fields: dict[str, object] = {
        "indicator": Span.of(TEXT, 0, 6), "value": Span.of(TEXT, 6, 11), "number": Decimal(16000), "unit": "人",
        "comparator": ">=", "change": "level", "status": "planned", "clause": Span.of(TEXT, 0, 13),
    }  # fmt: skip
    return Target(**(fields | changes))  # type: ignore[arg-type]


@pytest.mark.parametrize(("start", "end"), [(3, 3), (4, 2), (-1, 2)])
def test_a_span_must_hold_something(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="span"):
        Span(start, end, "x")


def test_a_mention_must_have_a_known_type() -> None:
    with pytest.raises(ValueError, match="unknown entity type"):
        Mention(0, 2, "Person", "张三")  # type: ignore[arg-type]


def test_an_upper_number_goes_with_a_range_only() -> None:
    with pytest.raises(ValueError, match="range"):
        target(upper=Decimal(20000))
    with pytest.raises(ValueError, match="range"):
        target(comparator="range")
    assert target(comparator="range", upper=Decimal(20000)).upper == 20000


def test_values_are_frozen() -> None:
    with pytest.raises(FrozenInstanceError):
        target().number = Decimal(1)  # type: ignore[misc]


def test_a_document_locates_code_points_in_its_source() -> None:
    document = Document("d", "甲乙丙丁", runs=(Run(0, 1, 3, 5), Run(2, 2, 1, 1)))
    assert document.locate(1) == Location(1, 3, 6)
    assert document.locate(3) == Location(2, 1, 2)
    with pytest.raises(IndexError):
        document.locate(4)


def test_passage_at_finds_the_sentence_or_none() -> None:
    document = Document("d", "一句。 二句。", passages=(Passage(0, 3), Passage(4, 7)))
    assert document.passage_at(2) == Passage(0, 3)
    assert document.passage_at(3) is None
    assert document.passage_at(4) == Passage(4, 7)
