"""Boundaries: a name does not go over punctuation, verbs and function words, but over words that only hold one."""

from __future__ import annotations

import pytest

from kg.extract.boundaries import LONGEST, Boundaries


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("启用清漪幼儿园", "清漪幼儿园"),
        ("落实，由县教育局", "县教育局"),
        ("培育3家桐叶公司", "桐叶公司"),
        ("依托高等经济研究院", "高等经济研究院"),
        ("推进住房和城乡建设局", "住房和城乡建设局"),
        ("落户张家口中学", "张家口中学"),
    ],
)
def test_a_name_begins_behind_the_last_boundary(text: str, name: str) -> None:
    assert text[Boundaries(text).left(len(text)) :] == name


def test_verbs_at_the_head_are_stripped_but_not_the_first_half_of_an_adjective() -> None:
    assert Boundaries("建设重点甲实验室").strip(0, 8) == 4
    assert Boundaries("示范性学院").strip(0, 5) == 0
    assert Boundaries("教育部甲院").strip(0, 5, keep={0}) == 0


def test_a_word_is_not_torn_apart() -> None:
    edges = Boundaries("其中国有企业")
    assert edges.splits(1)
    assert not edges.splits(2)


def test_no_name_is_longer_than_the_limit() -> None:
    text = "甲" * 1000
    assert Boundaries(text).left(1000) == 1000 - LONGEST
