"""Folding: one spelling for matching, offsets carried back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.folding import Folded, fold


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("“ 浙 食 链”", "“浙食链”"),
        ("２０２２年，增长５％", "2022年，增长5%"),
        ("超过 40% 以上, 其中", "超过40%以上，其中"),
        ("GB/T 40429-2021", "GB/T 40429-2021"),
        ("GB/T  40429", "GB/T  40429"),
        ("2,000元", "2,000元"),
        ("比例3:1", "比例3:1"),
        ("目标: 增长", "目标：增长"),
        ('推进"平台"和"系统"', "推进“平台”和“系统”"),
        ("「浙里办」", "“浙里办”"),
        ("2018—2020 年", "2018—2020年"),
        ("2018–2020", "2018—2020"),
        ("国办发［2020］1号", "国办发〔2020〕1号"),
        ("食\u200b品\ufeff安全", "食品安全"),
        ("共1000㎡", "共1000㎡"),
        ("(一)总体要求", "（一）总体要求"),
    ],
)
def test_fold_gives_one_spelling(written: str, folded: str) -> None:
    assert fold(written) == folded


def test_unfold_leads_back_to_the_spaced_original() -> None:
    folded = Folded("依托“ 浙 食 链” 开展")
    start = folded.text.index("浙食链")
    assert folded.original[slice(*folded.unfold(start, start + 3))] == "浙 食 链"


def test_a_text_without_variants_is_its_own_folding() -> None:
    text = "依托“浙食链”开展"
    assert Folded(text).text is text
    assert Folded(text).unfold(2, 5) == (2, 5)


@given(st.text(max_size=80))
def test_every_folded_code_point_leads_to_one_original(text: str) -> None:
    folded = Folded(text)
    spans = [folded.unfold(i, i + 1) for i in range(len(folded.text))]
    assert all(end == start + 1 for start, end in spans)
    assert spans == sorted(set(spans))


@given(st.text(alphabet='浙食链“”" ,。5％１a\u200b\n', max_size=40))
def test_folding_twice_changes_nothing_more(text: str) -> None:
    once = fold(text.replace('"', ""))
    assert fold(once) == once
