"""Decisions that do nothing: refused when they are made, told after a build, and never counted as applied."""

from __future__ import annotations

from pathlib import Path

import pytest
from reviewed import build, names, store_of, write

from kg.decisions import id_of
from kg.errors import UsageError
from kg.extract import extract_document
from kg.model import Decision, Document
from kg.review import effects
from kg.review.deciding import check_effect, check_target, type_named
from kg.review.prospects import Prospect
from kg.store import Store

TEXTS = {
    "a": "甲县2021年政府工作报告\n实施“千村万户”振兴工程。\n推广“惠农通”，实施“千村万户”振兴工程。",
    "b": "乙县2022年政府工作报告\n南湖区教育局牵头建设“惠农通”，工程进度加快。",
}
WHOLE = Decision("respan", "千村万户", "Programme", "千村万户振兴工程")
SHORT = Decision("accept", "工程", "Programme")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path, TEXTS)


@pytest.fixture
def built(folder: Path) -> Path:
    build(folder)
    return folder


def expected(folder: Path, new: Decision, *known: Decision) -> Prospect:
    with Store.open(store_of(folder)) as store:
        return check_effect(store, new, known)


def made(text: str, decision: Decision) -> list[str]:
    found = extract_document(Document("a", text), [decision]).mentions
    return [mention.text for mention in found if mention.decisions]


@pytest.mark.parametrize(
    ("text", "quote", "to", "name"),
    [
        ("实施“千村万户”振兴工程。", "千村万户", "千村万户振兴工程", "“千村万户”振兴工程"),
        ("实施“ 千 村 万 户 ” 振兴 工程。", "千村万户", "千村万户振兴工程", "“ 千 村 万 户 ” 振兴 工程"),
        ("实施乡村“千村万户”。", "千村万户", "乡村千村万户", "乡村“千村万户”"),
        ("实施“千村”“万户”工程。", "“千村”“万户”", "千村万户工程", "“千村”“万户”工程"),
        ("实施“千村”“万户”工程。", "“千村”“万户”工程", "千村万户", "“千村”“万户”"),
    ],
)
def test_respan_finds_the_name_past_marks_and_spaces(text: str, quote: str, to: str, name: str) -> None:
    assert made(text, Decision("respan", quote, "Programme", to)) == [name]


def test_respan_to_what_does_not_stand_there_makes_nothing() -> None:
    assert made("实施“千村万户”振兴工程。", Decision("respan", "千村万户", "Programme", "千村万户提升工程")) == []
    assert made("实施“千村万户”振兴工程。", Decision("respan", "千村", "Programme", "千村振兴")) == []


def test_what_can_do_nothing_is_refused(built: Path) -> None:
    wrong = Decision("respan", "千村万户", "Programme", "千村万户提升工程")
    nameless = Decision("merge", "进度加快", to="惠农通")
    for decision, told in (
        (wrong, "“千村万户提升工程” stands nowhere that “千村万户” does"), (SHORT, "“工程” is short"),
        (nameless, "nowhere is just “进度加快” recognised"), (Decision("reject", "进度加快"), "recognised as a name"),
        (Decision("merge", "惠农通", "Honour", "千村万户"), "a name of this type"),
        (Decision("accept", "教育局", "Institution"), "part of a longer name"),
        (Decision("respan", "进度", to="进度加快"), "nothing tells its type"),
    ):  # fmt: skip
        with pytest.raises(UsageError, match=told):
            expected(built, decision)


def test_what_has_an_effect_somewhere_is_not_refused(built: Path) -> None:
    for decision in (
        WHOLE, Decision("reject", "惠农通"), Decision("merge", "惠农通", to="千村万户"),
        Decision("accept", "工程", "Programme", document="b", before="“，", after="进度"),
        Decision("accept", "进度加快", "Programme"), Decision("part", "惠农通", document="b"),
    ):  # fmt: skip
        assert expected(built, decision).obstacle in (None, "gone")
    assert expected(built, Decision("reject", "惠农通")) == Prospect(2, 2, None, frozenset({"Programme"}))
    assert expected(built, Decision("reject", "惠农通", before="甲乙丙")).obstacle == "gone"


def test_a_decision_that_waits_for_a_build_makes_room_for_another(built: Path) -> None:
    accepted = Decision("accept", "进度加快", "Programme")
    assert expected(built, Decision("merge", "进度加快", to="惠农通"), accepted).obstacle is None
    longer = Decision("reject", "南湖区教育局")
    assert expected(built, Decision("accept", "教育局", "Institution"), longer).obstacle is None
    build(built, Decision("reject", "惠农通"))
    assert expected(built, Decision("merge", "惠农通", to="千村万户")).obstacle is None  # the reject is taken back


def test_decisions_that_exclude_each_other_are_refused(built: Path) -> None:
    reject, merge = Decision("reject", "惠农通"), Decision("merge", "惠农通", to="千村万户")
    for new, other in ((merge, reject), (reject, merge)):
        with pytest.raises(UsageError, match=f"kg review undo {id_of(other)}"):
            expected(built, new, other)
    assert expected(built, Decision("reject", "惠农通", document="b"), merge).obstacle is None
    assert expected(built, reject, Decision("part", "千村万户")).obstacle is None


def test_only_decisions_with_an_effect_count_as_applied(folder: Path) -> None:
    merge, reject = Decision("merge", "惠农通", to="千村万户"), Decision("reject", "惠农通")
    wrong, gone = Decision("respan", "千村万户", "Programme", "千村万户提升工程"), Decision("reject", "无处可寻")
    summary = build(folder, reject, merge, SHORT, wrong, gone)
    assert summary.decisions == 1
    assert {idle.decision: (idle.obstacle, idle.by) for idle in summary.idle} == {
        merge: ("overruled", id_of(reject)), SHORT: ("short", ""), wrong: ("edges", ""), gone: ("gone", ""),
    }  # fmt: skip
    assert all(idle.render(language) for idle in summary.idle for language in ("en", "zh"))
    summary = build(folder, WHOLE)
    assert (summary.decisions, summary.idle) == (1, ())
    assert names(folder, "a")["“千村万户”振兴工程"] == "programme/千村万户振兴工程"


def test_a_reject_that_makes_room_for_another_name_has_an_effect(folder: Path) -> None:
    summary = build(folder, Decision("reject", "南湖区教育局"), Decision("accept", "教育局", "Institution"))
    assert (summary.decisions, summary.idle) == (2, ())
    assert "教育局" in names(folder, "b")


def test_a_decision_that_a_narrower_one_outdoes_everywhere_says_which(folder: Path) -> None:
    wide, narrow = Decision("retype", "惠农通", "Honour"), Decision("retype", "惠农通", "Event", document="b")
    alone = Decision("retype", "惠农通", "Principle", document="a")
    summary = build(folder, wide, narrow, alone)
    assert summary.decisions == 2
    [idle] = summary.idle
    assert (idle.decision, idle.obstacle) == (wide, "overruled")
    assert idle.by in (id_of(narrow), id_of(alone))


def test_what_is_decided_after_a_build_waits_for_the_next(built: Path) -> None:
    reject = Decision("reject", "惠农通")
    with Store.open(store_of(built)) as store:
        assert effects(store, [reject]).waiting == (reject,)
        assert effects(store, [reject], documents=()).idle[0].obstacle == "gone"
        assert effects(store, []) == effects(store, ())


def test_a_merge_into_the_name_of_another_type_is_refused_unless_it_says_its_own(built: Path) -> None:
    def target(to: str, type_: str = "") -> tuple[str, ...] | None:
        merge = Decision("merge", "惠农通", type_named(type_) if type_ else None, to)
        with Store.open(store_of(built)) as store:
            return check_target(store, merge, check_effect(store, merge, ()).types)

    with pytest.raises(
        UsageError, match=r"南湖区教育局 is the name of Institution, 惠农通 of Programme.* --type Programme"
    ):
        target("南湖区教育局")
    assert target("南湖区教育局", "Programme") == ()
    assert target("千村万户") is None
    assert "千村万户" in (target("千村万护") or ())


def test_a_kind_of_a_type_says_which_type_can_be_decided() -> None:
    with pytest.raises(UsageError) as caught:
        type_named("学校")
    assert "学校 is a kind of Institution" in caught.value.render("en")
    assert "学校是Institution（机构）的一种" in caught.value.render("zh")
