"""The review list: what is on it, in which order, and what is gone from it once decided; and its export."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from reviewed import build, store_of, write

from kg import rdf
from kg.errors import UsageError
from kg.extract import to_record
from kg.link import identify
from kg.model import Action, Decision, Document, Doubt, Extraction, Mention, Passage, Span
from kg.review import Item, decision, effects, items, load, records, save
from kg.review.deciding import find_item, type_named
from kg.review.items import item_id
from kg.review.prospects import prospect
from kg.store import BuiltDocument, Manifest, Store


class Sayings:
    """Documents made by hand: sentences with the doubts and mentions in them."""

    def __init__(self) -> None:
        self.quads: list[object] = []
        self.documents: dict[str, BuiltDocument] = {}

    def add(self, identifier: str, *sentences: tuple[str, list[tuple[str, float, str | None, str]]]) -> Sayings:
        """Add a document; of each sentence (quote, confidence, type, rule): below one half a doubt, else a mention,
        which a measure acts on where the sentence has 实施."""
        text, passages = "", []
        mentions, doubts, actions = [], [], []
        for sentence, names in sentences:
            start = len(text)
            text += sentence
            passages.append(Passage(start, len(text), None, 0))
            for quote, sure, kind, rule in names:
                span = Span.of(text, text.index(quote, start), text.index(quote, start) + len(quote))
                if sure < 0.5:
                    doubts.append(Doubt(span, rule, kind, sure))  # type: ignore[arg-type]
                    continue
                mentions.append(Mention(span.start, span.end, kind, quote, sure, rule))  # type: ignore[arg-type]
                if "实施" in sentence:
                    verb = Span.of(text, text.index("实施", start), text.index("实施", start) + 2)
                    actions.append(Action(span, verb, Span.of(text, start, len(text))))
        document = Document(identifier, text, passages=tuple(passages))
        found = Extraction(identifier, tuple(mentions), (), (), tuple(actions), tuple(doubts))
        keys = identify(document, found.mentions)
        self.quads += rdf.document_quads(document, found, keys, "https://kg.example.org/id/", indicators=())
        self.documents[identifier] = BuiltDocument("", "", "")
        return self

    def store(self) -> Store:
        """Return the store of them."""
        return Store.in_memory(self.quads, Manifest(documents=self.documents))  # type: ignore[arg-type]


DEFAULT = (0.55, "Programme", "quote default")


@pytest.fixture(scope="module")
def store() -> Store:
    """Six quotes in three documents; what is sure is no item."""
    return (
        Sayings()
        .add(
            "a",
            ("实施“惠农通”。", [("惠农通", *DEFAULT)]),
            ("推广“一站办”。", [("一站办", *DEFAULT)]),
            ("惠民生的“一张网”。", [("一张网", 0.0, None, "quote attribute")]),
        )
        .add(
            "b",
            ("实施“惠农通”。", [("惠农通", *DEFAULT)]),
            ("用好“一站办”。惠农通好。", [("一站办", 0.9, "Programme", "x")]),
        )
        .add(
            "c",
            ("办好“示范区”。", [("示范区", 0.45, "Honour", "honour 示范区")]),
            ("“左”的。", [("左", 0.0, None, "quote attribute")]),
        )
        .store()
    )


def quotes(found: tuple[Item, ...]) -> list[str]:
    return [item.quote for item in found]


def test_what_settles_most_comes_first(store: Store) -> None:
    found = items(store)
    assert quotes(found) == ["惠农通", "一站办", "一张网", "示范区", "左"]
    first = found[0]
    assert (len(first.occurrences), first.documents, first.statements, first.elsewhere) == (2, 2, 2, 1)
    # 0.45 × (2 documents + 2 occurrences + 2 statements)
    assert first.value == pytest.approx(2.7)
    assert found[1].value == pytest.approx(0.9)
    assert found[-1].value == 0


def test_an_item_shows_its_first_place_and_why(store: Store) -> None:
    item = items(store, document="a")[2]
    assert (item.quote, item.type, item.is_mention, item.reason) == ("一张网", None, False, "quote attribute")
    assert item.sentence == "惠民生的“一张网”。"
    assert item.sentence[item.start :].startswith("一张网")
    assert item.id == item_id("一张网")


def test_one_item_holds_all_places_of_a_quote_whatever_it_was_taken_for() -> None:
    names = [("惠农通", 0.55, "Programme", "quote default")], [("惠农通", 0.0, None, "quote attribute")]
    sayings = Sayings().add("a", ("推广“惠农通”。", names[0]), ("“惠农通”的。", names[1]), ("用“惠农通”。", names[0]))
    [item] = items(sayings.store())
    assert (len(item.occurrences), item.type, item.reason, item.is_mention) == (3, "Programme", "quote default", True)
    # The mean of 0.45, 0.45 and 7/16, times 1 document and 3 occurrences.
    assert item.value == pytest.approx((0.45 + 0.45 + 7 / 16) / 3 * 4, abs=0.001)


def test_a_sure_mention_is_not_on_the_list(store: Store) -> None:
    assert quotes(items(store, document="b")) == ["惠农通"]


def test_the_list_can_be_narrowed(store: Store) -> None:
    assert quotes(items(store, type="Honour")) == ["示范区"]
    assert quotes(items(store, limit=1)) == ["惠农通"]
    assert items(store, document="b")[0].occurrences[0].document == "b"
    assert items(store, type="Place") == ()


@pytest.mark.parametrize(
    ("settled", "left"),
    [
        (Decision("reject", "惠农通"), 0), (Decision("accept", "惠农通", "Honour"), 0),
        (Decision("respan", "惠农通", None, "“惠农通”"), 0), (Decision("reject", "惠农通", document="a"), 1),
        (Decision("reject", "惠农通", document="b", before="\n实施“", after="”。"), 1),
        (Decision("reject", "惠农通", document="b", before="推广“"), 2), (Decision("reject", "惠农"), 2),
    ],
)  # fmt: skip
def test_what_is_decided_is_not_listed_again(settled: Decision, left: int, store: Store) -> None:
    found = {item.quote: len(item.occurrences) for item in items(store, [settled])}
    assert found.get("惠农通", 0) == left
    assert found["一站办"] == 1


@pytest.mark.parametrize(
    ("settled", "left"),
    [
        (Decision("merge", "一站办", to="惠农通"), {"惠农通": 2, "一张网": 1}),
        (Decision("merge", "一张网", to="惠农通"), {"惠农通": 2, "一站办": 1, "一张网": 1}),
        (Decision("part", "惠农通", "Honour"), {"惠农通": 2, "一站办": 1, "一张网": 1}),
        (Decision("part", "惠农通", "Programme"), {"一站办": 1, "一张网": 1}),
    ],
)
def test_a_name_for_it_settles_names_of_its_type_and_no_doubt(
    settled: Decision, left: dict[str, int], store: Store
) -> None:
    found = {item.quote: len(item.occurrences) for item in items(store, [settled])}
    assert found == left | {"示范区": 1, "左": 1}


def test_a_quote_that_looks_like_an_id_is_the_quote() -> None:
    first = item_id("一站办")[:4]
    said = ("推广“一站办”、“甲乙丙”。", [("一站办", *DEFAULT), ("甲乙丙", *DEFAULT)])
    sayings = Sayings().add("a", said, (f"用“{first}”。", [(first, *DEFAULT)]))
    found = find_item(sayings.store(), first)
    assert found is not None
    assert found.quote == first


def test_the_list_does_not_depend_on_the_order_of_quads() -> None:
    sayings = Sayings().add("a", ("推广“一站办”、“惠农通”。", [("一站办", *DEFAULT), ("惠农通", *DEFAULT)]))
    once = items(sayings.store())
    sayings.quads.reverse()
    assert items(sayings.store()) == once
    assert len(once) == 2


def test_an_item_is_found_by_id_by_its_beginning_or_by_its_quote(store: Store) -> None:
    item = items(store)[0]
    for what in (item.id, item.id[:6], "惠农通", " 惠 农 通"):
        found = find_item(store, what)
        assert found is not None
        assert found.id == item.id
    assert find_item(store, "ffffffff") is None


def test_a_decision_takes_type_and_place_from_the_list(store: Store) -> None:
    assert decision(store, "accept", "惠农通") == Decision("accept", "惠农通", "Programme")
    here = decision(store, "reject", items(store)[0].id, here=True)
    assert here == Decision("reject", "惠农通", document="a", before="\n实施“", after="”。推广“一站办”。惠民")
    assert decision(store, "reject", "惠农通", here=True, document="b").document == "b"
    assert decision(store, "retype", "农通", type="Event", around="惠农通 好") == Decision(
        "retype", "农通", "Event", before="惠", after="好"
    )


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ({"verdict": "accept", "what": "一张网"}, "nothing suggests a type"),
        ({"verdict": "respan", "what": "一张网", "to": "“一张网”"}, "nothing suggests a type"),
        ({"verdict": "reject", "what": " "}, "the quote is empty"),
        ({"verdict": "reject", "what": "农", "here": True}, "not in the list"),
        ({"verdict": "reject", "what": "惠农通", "document": "z"}, "--document z"),
        ({"verdict": "reject", "what": "惠农通", "around": "惠农"}, "must have"),
        ({"verdict": "reject", "what": "惠农通", "around": "惠农通"}, "no more than the quote"),
        ({"verdict": "respan", "what": "惠农通", "to": "农网"}, "neither contains"),
        ({"verdict": "merge", "what": "惠农通", "to": "惠农通"}, "merge takes two names"),
    ],
)
def test_what_does_not_fit_is_told(arguments: dict[str, object], told: str, store: Store) -> None:
    with pytest.raises(UsageError, match=told):
        decision(store, **arguments)  # type: ignore[arg-type]


def test_types_are_known_in_both_languages() -> None:
    assert [type_named(name) for name in ("programme", " Institution", "项目举措", "被引文件")] == [
        "Programme", "Institution", "Programme", "Document",
    ]  # fmt: skip
    with pytest.raises(UsageError, match="types are Programme"):
        type_named("Person")


def test_where_a_quote_stands_is_counted(store: Store) -> None:
    def stands(decision: Decision) -> tuple[int, int]:
        expected = prospect(store, decision)
        return expected.times, expected.documents

    assert stands(Decision("reject", "惠农通")) == (3, 2)
    assert stands(Decision("reject", "惠农通", document="b")) == (2, 1)
    assert stands(Decision("reject", "无处可寻")) == (0, 0)


def test_stale_are_those_whose_words_are_gone_not_those_that_wait_for_a_build(tmp_path: Path) -> None:
    folder = write(tmp_path)
    summary = build(folder, Decision("reject", "惠农通"), Decision("reject", "无处可寻"))
    assert (summary.decisions, [idle.decision for idle in summary.idle]) == (1, [Decision("reject", "无处可寻")])
    path = folder.parent / "kg.decisions"
    gone = Decision("reject", "一站办", before="取消“")
    save(path, (*load(path), Decision("accept", "养老院", "Facility"), gone))
    with Store.open(store_of(folder)) as opened:
        found = effects(opened, load(path))
    assert [idle.decision for idle in found.idle] == [Decision("reject", "无处可寻"), gone]
    assert found.waiting == (Decision("accept", "养老院", "Facility"),)
    (folder / "a.txt").write_text("甲县2021年政府工作报告\n一切照旧。", encoding="utf-8")
    (folder / "b.txt").write_text("乙县2022年政府工作报告\n一切照旧。", encoding="utf-8")
    assert Decision("reject", "惠农通") in [idle.decision for idle in build(folder, *load(path)).idle]


def test_what_was_decided_is_exported_in_the_gold_format(tmp_path: Path) -> None:
    folder = write(tmp_path)
    build(folder, Decision("retype", "惠农通", "Principle"), Decision("reject", "五个一", document="c"))
    with Store.open(store_of(folder)) as opened:
        found, whole = list(records(opened)), list(records(opened, undecided=True))
    assert [record["id"] for record in found] == ["a#1", "b#1", "b#2", "c#1"]
    assert found[0] == {
        "id": "a#1", "text": "我们依托“惠农通”平台服务群众。",
        "entities": [{"start": 5, "end": 8, "type": "Principle", "text": "惠农通"}],
        "targets": [], "roles": [], "actions": [],
    }  # fmt: skip
    assert list(found[0]) == list(to_record(Document("d", ""), Extraction("d")))
    assert found[3]["entities"] == []
    assert {"start": 10, "end": 13, "type": "Programme", "text": "养老院"} not in whole[3]["entities"]
    assert [e["type"] for e in whole[2]["entities"]] == ["Institution", "Principle"]


def test_the_export_can_be_scored(tmp_path: Path, shared: Path) -> None:
    folder = write(tmp_path)
    build(folder, Decision("retype", "惠农通", "Principle"), Decision("reject", "五个一", document="c"))
    path = tmp_path / "gold.jsonl"
    with Store.open(store_of(folder)) as opened:
        path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records(opened)), encoding="utf-8")
    command = [sys.executable, shared / "gold" / "score.py", path, path]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    assert json.loads(done.stdout.splitlines()[-1])["entity strict ALL"] == 1.0
    assert "gold 3, predicted 3, right 3" in done.stdout
    assert done.stderr == ""


def test_doubts_disturb_no_query_about_what_was_found(tmp_path: Path) -> None:
    from kg.query import question, run

    folder = write(tmp_path, {"a": "甲县2022年政府工作报告\n惠民生的“一张网”越织越密，推广“惠农通”平台。"})
    build(folder)
    with Store.open(store_of(folder)) as opened:
        assert [item.quote for item in items(opened)] == ["一张网"]
        for given in ({}, {"document": "a"}):
            counted = run(opened, question("counts"), given).rows
            assert counted
            assert not any(row[0] and row[0].value.endswith("#Doubt") for row in counted)
