"""Decisions of a person hold at every build: each kind of them, where it holds, and what it leaves alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from reviewed import TEXTS, ask, build, names, store_of, write

from kg.build import build_graph
from kg.decisions import id_of
from kg.errors import InputError
from kg.model import Decision
from kg.review import beside, save
from kg.store import Store


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path)


def nquads(folder: Path) -> bytes:
    with Store.open(store_of(folder)) as store:
        return store.nquads()


def test_accept_makes_a_name_of_it_and_the_verb_follows(folder: Path) -> None:
    build(folder)
    assert "养老院" not in names(folder, "c")
    decision = Decision("accept", "养老院", "Programme")
    build(folder, decision)
    assert names(folder, "c")["养老院"] == "programme/养老院"
    assert ask(folder, "?verb", '?a pk:actsOn ?e ; pk:objectText "养老院" ; pk:verb ?verb') == [("新建",)]
    said = '?m a pk:Mention ; pk:quote "养老院" ; pk:confidence ?sure ; pk:decidedBy ?by'
    assert ask(folder, "?sure ?by", said) == [("1", id_of(decision))]


def test_reject_leaves_no_mention_and_a_doubt_that_is_settled(folder: Path) -> None:
    build(folder)
    assert "惠农通" in names(folder, "a")
    decision = Decision("reject", "惠农通")
    build(folder, decision)
    assert "惠农通" not in names(folder, "a") | names(folder, "b")
    assert ask(folder, "?e", '?a pk:actsOn ?e ; pk:objectText "惠农通"') == []
    settled = ask(folder, "?by", '?d a pk:Doubt ; pk:quote "惠农通" ; pk:decidedBy ?by')
    assert set(settled) == {(id_of(decision),)}


def test_retype_gives_another_type_everywhere_or_in_one_document(folder: Path) -> None:
    build(folder, Decision("retype", "惠农通", "Principle", document="b"))
    assert names(folder, "a")["惠农通"] == "programme/惠农通"
    assert names(folder, "b")["惠农通"] == "principle/惠农通"
    build(folder, Decision("retype", "惠农通", "Institution"))
    assert {names(folder, d)["惠农通"].split("/")[0] for d in "ab"} == {"institution"}


def test_a_decision_with_context_holds_in_that_place_alone(folder: Path) -> None:
    build(folder, Decision("reject", "惠农通", before="建设“", after="”。"))
    quotes = "?p ?b", '?m a pk:Mention ; pk:quote "惠农通" ; pk:inDocument ?d ; pk:begin ?b ; pk:inPassage ?p'
    assert len(ask(folder, *quotes)) == 2
    build(folder, Decision("reject", "惠农通", before="\n", after="”。"))
    assert len(ask(folder, *quotes)) == 3


@pytest.mark.parametrize(("to", "gone"), [("“惠农通”推广工程", "惠农通"), ("农通", "惠农通")])
def test_respan_moves_the_edges(folder: Path, to: str, gone: str) -> None:
    build(folder, Decision("respan", "惠农通", "Programme", to, document="b", before="实施“", after="”推广"))
    assert to in names(folder, "b")
    assert len(ask(folder, "?m", f'?m a pk:Mention ; pk:quote "{gone}"')) == 2


def test_merge_makes_two_names_one_entity_with_both_as_labels(folder: Path) -> None:
    build(folder, Decision("merge", "一站办", to="惠农通"))
    assert names(folder, "a")["一站办"] == names(folder, "b")["惠农通"] == "programme/惠农通"
    skos = "<http://www.w3.org/2004/02/skos/core#altLabel>"
    assert ("一站办",) in ask(folder, "?other", f"?e pk:nothing* ?e . ?e {skos} ?other")
    assert ask(folder, "?verb", '?a pk:objectText "一站办" ; pk:verb ?verb ; pk:actsOn ?e') == [("推广",)]


def test_merges_are_followed_to_their_end(folder: Path) -> None:
    build(folder, Decision("merge", "一站办", to="惠农通"), Decision("merge", "惠农通", to="惠农平台"))
    assert names(folder, "a")["一站办"] == names(folder, "b")["惠农通"] == "programme/惠农平台"


def test_part_keeps_two_things_of_one_name_apart(folder: Path) -> None:
    build(folder)
    apart = names(folder, "b")["惠农通"], names(folder, "a")["惠农通"]
    assert apart[0] == apart[1]
    build(folder, Decision("part", "惠农通", document="b"))
    assert names(folder, "a")["惠农通"] == "programme/惠农通"
    assert names(folder, "b")["惠农通"] == "programme/惠农通（b）"
    build(folder, Decision("part", "惠农通", to="乙县惠农通", document="b"))
    assert names(folder, "b")["惠农通"] == "programme/乙县惠农通"


def test_the_narrower_decision_holds_and_of_two_about_one_thing_the_later(folder: Path) -> None:
    everywhere = Decision("retype", "惠农通", "Honour")
    build(folder, Decision("reject", "惠农通"), everywhere, Decision("retype", "惠农通", "Event", document="b"))
    assert names(folder, "a")["惠农通"] == "honour/惠农通"
    assert names(folder, "b")["惠农通"] == "event/惠农通"


def test_what_holds_everywhere_leaves_longer_names_and_ordinary_words_alone(tmp_path: Path) -> None:
    folder = write(
        tmp_path, {"a": "甲县2022年政府工作报告\n甲县人民医院启用，“平安”通知已发，群众平安，平安银行开业。"}
    )
    build(folder, Decision("accept", "平安", "Honour"), Decision("accept", "人民医院", "Programme"))
    found = names(folder, "a")
    assert found["平安"] == "honour/平安"
    assert len(ask(folder, "?m", '?m a pk:Mention ; pk:quote "平安"')) == 1
    assert "人民医院" not in found
    assert "平安银行" in found


def test_a_decision_looks_through_stray_spaces_and_widths(tmp_path: Path) -> None:
    folder = write(tmp_path, {"a": "甲县2022年政府工作报告\n推广“ 惠 农 ５Ｇ 通”平台。"})
    build(folder, Decision("retype", "惠农5G通", "Honour", before="推广“", after="”平台"))
    assert names(folder, "a")["惠 农 ５Ｇ 通"] == "honour/惠农5G通"


def test_only_documents_that_a_changed_decision_touches_are_built_again(folder: Path) -> None:
    assert build(folder).built == 3
    first = build(folder, Decision("accept", "养老院", "Programme"))
    assert (first.built, first.unchanged) == (1, 2)
    assert build(folder, Decision("accept", "养老院", "Programme")).built == 0
    changed = build(folder, Decision("accept", "养老院", "Honour"), Decision("reject", "无处可寻"))
    assert (changed.built, changed.unchanged) == (1, 2)
    noted = build(folder, Decision("accept", "养老院", "Honour", note="见 2022 年报告"))
    assert noted.built == 0
    assert build(folder).built == 1


def test_without_its_decisions_the_graph_is_as_if_nobody_had_decided(folder: Path) -> None:
    build(folder)
    before = nquads(folder)
    build(folder, Decision("reject", "惠农通"), Decision("part", "五个一", document="b"))
    assert nquads(folder) != before
    build(folder)
    assert nquads(folder) == before


def test_the_order_of_decisions_and_of_builds_makes_no_difference(folder: Path, tmp_path: Path) -> None:
    decisions = (
        Decision("reject", "惠农通", document="a"), Decision("retype", "五个一", "Principle"),
        Decision("merge", "一站办", to="惠农通"),
    )  # fmt: skip
    build(folder, *decisions)
    one = nquads(folder)
    build(folder, *reversed(decisions))
    assert nquads(folder) == one
    (tmp_path / "other").mkdir()
    other = write(tmp_path / "other")
    build(other, *decisions)
    assert nquads(other) == one


def test_decisions_apply_in_worker_processes_too(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(folder, Decision("reject", "惠农通"))
    one = nquads(folder)
    monkeypatch.setattr("kg.pool.WORTH_A_POOL", 1)
    store = folder.parent / "pooled" / ".kg"
    store.parent.mkdir()
    build_graph([folder], store, jobs=2, decisions=beside(store_of(folder)))
    with Store.open(store) as opened:
        assert opened.nquads() == one


def test_a_store_that_is_gone_takes_no_decision_with_it(folder: Path) -> None:
    import shutil

    build(folder, Decision("reject", "惠农通"))
    shutil.rmtree(store_of(folder))
    build_graph([folder], store_of(folder), jobs=1)
    assert "惠农通" not in names(folder, "a")


def test_what_is_decided_while_another_writes_holds(folder: Path) -> None:
    build(folder)
    other = Store.writing(store_of(folder))
    other.__enter__()

    def decide(_: str) -> None:
        save(beside(store_of(folder)), [Decision("reject", "惠农通")])
        other.__exit__(None, None, None)

    build_graph([folder], store_of(folder), jobs=1, waiting=decide)
    assert "惠农通" not in names(folder, "a")


def test_nothing_is_built_with_half_of_the_decisions(folder: Path) -> None:
    build(folder)
    before = nquads(folder)
    path = beside(store_of(folder))
    path.write_text('{"decide": "reject", "quote": "惠农通"}\n{"decide": "reject"}\n', encoding="utf-8")
    with pytest.raises(InputError, match=r"kg\.decisions:2: "):
        build_graph([folder], store_of(folder))
    assert nquads(folder) == before


def test_hostile_quotes_are_only_text(tmp_path: Path) -> None:
    strange = "“”\"'\\<a>{}|^`\t\u202e\u2028#1；SELECT"
    long = "的" * 100_000
    folder = write(tmp_path, TEXTS | {"d": f"丁县2022年政府工作报告\n推广<a>{{}}机制。\n{long}{long}。"})
    build(folder, Decision("accept", "<a>{}机制", "Programme"), Decision("accept", long, "Programme"),
          Decision("reject", strange), Decision("merge", "一站办", to="<a>\"；x"))  # fmt: skip
    assert names(folder, "d")["<a>{}机制"] == "programme/%3Ca%3E%7B%7D机制"
    assert names(folder, "a")["一站办"] == "programme/%3Ca%3E；x"
    # No name is so long (`kg.extract.pieces`): it is looked for, and nothing breaks.
    assert ask(folder, "?m", "?m a pk:Mention ; pk:quote ?q FILTER(STRLEN(?q) > 100)") == []
