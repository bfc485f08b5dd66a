"""Paragraphs are cut so that no recogniser meets one that is too long."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract import extract_document
from kg.extract.pieces import LONGEST, pieces
from kg.model import Document
from kg.read import read_text

SENTENCE = "今年，城镇新增就业1.2万人以上。"


def test_paragraphs_are_pieces() -> None:
    assert list(pieces("修桥\n\n修路")) == [(0, 0, 2), (1, 3, 3), (2, 4, 6)]


def test_a_long_paragraph_is_cut_behind_a_sentence() -> None:
    text = SENTENCE * 1000
    found = list(pieces(text))
    assert len(found) > 3
    assert "".join(text[start:end] for _, start, end in found) == text
    assert all(text[end - 1] == "。" and end - start <= LONGEST for _, start, end in found)
    assert len(extract_document(read_text(text)).targets) == 1000


@pytest.mark.parametrize("figure", ["7", "七", "a"])
def test_half_a_number_is_no_number(figure: str) -> None:
    text = f"新增就业{figure * 3 * LONGEST}万人以上，新增学位3000个。"
    assert [str(target.number) for target in extract_document(read_text(text)).targets] == ["3000"]


def test_prose_without_marks_is_cut_between_words() -> None:
    text = "全市新建学校五十所" * 2000
    found = list(pieces(text))
    assert "".join(text[start:end] for _, start, end in found) == text
    assert not any(text[end - 1] in "五十" for _, start, end in found)


@given(st.lists(st.sampled_from(["桥" * 2000, "。" * 2, "\n", "，", "9" * 6000, "一。"]), max_size=12).map("".join))
def test_pieces_are_in_order_within_their_paragraph_and_never_too_long(text: str) -> None:
    lines = text.split("\n")
    starts = [sum(len(line) + 1 for line in lines[:n]) for n in range(len(lines))]
    last = 0
    for paragraph, start, end in pieces(text):
        assert last <= start <= end
        assert end - start <= LONGEST
        assert starts[paragraph] <= start
        assert end <= starts[paragraph] + len(lines[paragraph])
        last = end


def test_a_straight_quote_opens_or_closes_as_in_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    text = '坚持"一路走。一路看"推广"惠农通"平台'
    whole = [m for m in extract_document(Document("a", text)).mentions if m.text == "惠农通"]
    assert len(whole) == 1
    monkeypatch.setattr("kg.extract.pieces.LONGEST", len(text) - 2)
    assert [m for m in extract_document(Document("a", text)).mentions if m.text == "惠农通"] == whole
    lines = extract_document(Document("a", text.replace("。", "\n")))
    assert "惠农通" not in [
        m.text for m in lines.mentions
    ]  # in a paragraph of its own it would stand between quotations
