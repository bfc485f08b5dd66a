"""Roles: who leads, supports, issues."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from growth import growth_at_most

from kg.extract.roles import find_roles
from kg.model import Mention

_MARK = re.compile(r"\{([ID])([^}]+)\}")


def parse(marked: str) -> tuple[str, list[Mention]]:
    """Return text and mentions: {I省统计局} is an Institution, 《{D数据条例}》 a Document."""
    text, at, mentions = "", 0, []
    for match in _MARK.finditer(marked):
        text += marked[at : match.start()]
        kind = "Institution" if match[1] == "I" else "Document"
        mentions.append(Mention(len(text), len(text) + len(match[2]), kind, match[2]))  # type: ignore[arg-type]
        text += match[2]
        at = match.end()
    return text + marked[at:], mentions


def roles_of(marked: str) -> list[tuple[str, str, str | None]]:
    text, mentions = parse(marked)
    roles = find_roles(text, mentions)
    for role in roles:
        for span in (role.institution, role.of, role.clause):
            assert span is None or text[span.start : span.end] == span.text
    return [(r.institution.text, r.role, r.of.text if r.of else None) for r in roles]


def test_a_duty_list_in_brackets_tells_leader_and_helpers_and_for_what() -> None:
    assert roles_of("健全数据标准，完善制度（{I省大数据局}牵头，{I省政府办公厅}、各市政府配合）。") == [
        ("省大数据局", "lead", "健全数据标准"),
        ("省政府办公厅", "support", "健全数据标准"),
    ]


def test_who_shares_duties_after_a_leader_supports_the_same_measure() -> None:
    assert roles_of("推进守护行动。由{I省教育厅}负责，{I省公安厅}、{I省水利厅}按职责分工负责。") == [
        ("省教育厅", "lead", "推进守护行动"),
        ("省公安厅", "support", "推进守护行动"),
        ("省水利厅", "support", "推进守护行动"),
    ]
    assert roles_of("{I区卫健局}牵头推进医院迁建，{I区资规局}配合。") == [
        ("区卫健局", "lead", "医院迁建"),
        ("区资规局", "support", "医院迁建"),
    ]


def test_all_of_a_labelled_list_lead() -> None:
    assert roles_of("（三）推广电子证照。打通数据。（责任单位：{I市数据局}、{I市公安局}，{I市民政局}）") == [
        ("市数据局", "lead", "推广电子证照"),
        ("市公安局", "lead", "推广电子证照"),
        ("市民政局", "lead", "推广电子证照"),
    ]


def test_a_label_on_a_line_of_its_own_leaves_the_measure_open() -> None:
    assert roles_of("牵头部门：{I省政府办公厅}") == [("省政府办公厅", "lead", None)]


def test_the_next_label_ends_a_list() -> None:
    found = roles_of("责任单位：{I市水利局}；配合单位：各区政府、{I市财政局}")
    assert [(name, role) for name, role, _ in found] == [("市水利局", "lead"), ("市财政局", "support")]


def test_by_duties_the_first_leads_and_the_rest_support() -> None:
    found = roles_of("建立平台（{I省发展改革委}、{I省商务厅}、{I省教育厅}按职责分工负责）")
    assert [role for _, role, _ in found] == ["lead", "support", "support"]


@pytest.mark.parametrize("marked", ["日常工作由{I省经信厅}负责", "{I省经信厅}负责日常工作"])
def test_who_is_responsible_leads(marked: str) -> None:
    assert roles_of(marked) == [("省经信厅", "lead", "日常工作")]


def test_each_who_issues_issues_each_document() -> None:
    assert roles_of("近日，{I教育部}、{I财政部}联合印发《{D行动计划}》和《{D管理办法}》。") == [
        ("教育部", "issue", "行动计划"),
        ("教育部", "issue", "管理办法"),
        ("财政部", "issue", "行动计划"),
        ("财政部", "issue", "管理办法"),
    ]


def test_who_is_brought_in_supports() -> None:
    assert roles_of("{I工信部}会同{I民政部}、{I卫健委}先后印发了《{D行动计划}》") == [
        ("工信部", "issue", "行动计划"),
        ("民政部", "support", "行动计划"),
        ("卫健委", "support", "行动计划"),
    ]
    assert [(n, r) for n, r, _ in roles_of("本方案由{I市科技局}牵头，会同{I市财政局}实施")] == [
        ("市科技局", "lead"),
        ("市财政局", "support"),
    ]


def test_who_runs_a_measure_leads_it() -> None:
    assert roles_of("{I区慈善总会}发起暖冬行动，广受好评") == [("区慈善总会", "lead", "发起暖冬行动")]
    assert roles_of("{I公安部}决定开展专项整治，现通知如下") == [("公安部", "lead", "决定开展专项整治")]


def test_a_later_clause_of_the_sentence_has_the_same_subject() -> None:
    assert ("县政府", "issue", "工作方案") in roles_of("{I县政府}组织召开推进会，印发了《{D工作方案}》")


def test_who_is_only_mentioned_or_does_something_else_has_no_role() -> None:
    assert roles_of("向{I省政府}报告，{I市教育局}负责人介绍，{I县医院}建成投用，出席了{I科技部}会议") == []


def test_without_institutions_there_are_no_roles() -> None:
    assert find_roles("印发通知", []) == ()


@pytest.mark.parametrize("unit", ["甲局在中在中", "责任单位：甲局", "甲局印发《乙》", "甲局、在上", "（甲局"])
def test_hostile_text_takes_linear_time(unit: str) -> None:
    def work(times: int) -> Callable[[], object]:
        text = unit * times
        mentions = [Mention(m.start(), m.end(), "Institution", "甲局") for m in re.finditer("甲局", text)]
        mentions += [Mention(m.start(), m.end(), "Document", "乙") for m in re.finditer("乙", text)]
        return lambda: find_roles(text, mentions)

    assert growth_at_most(8, work, 6_000)
