"""The tables of a store: their columns, and what stands in them."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import corpus
import pyoxigraph as ox
import pytest

from kg import ontology
from kg.errors import UsageError
from kg.export import TABLES, table
from kg.export.tables import of_result
from kg.query import inline, run
from kg.rdf import entity_quads
from kg.store import Store

B = corpus.BASE
QUERIES = Path(__file__).resolve().parent.parent / "queries" / "table"
SAID = [sample.extraction for sample in corpus.corpus()]
COUNTS = {
    "documents": 5,
    "entities": len({quad.subject for quad in entity_quads(corpus.entities(), B)}),
    "mentions": sum(len(said.mentions) for said in SAID),
    "quantities": sum(len(said.targets) for said in SAID),
    "responsibilities": sum(len(said.roles) for said in SAID),
    "measures": sum(len(said.actions) for said in SAID),
}
KEYS = {
    "documents": "document_iri", "entities": "entity_iri", "mentions": "mention_iri", "quantities": "statement_iri",
    "responsibilities": "responsibility_iri", "measures": "measure_iri",
}  # fmt: skip


@pytest.fixture(scope="module")
def store() -> Store:
    return Store.in_memory([*corpus.quads(), *ontology.load().graph(B)])


def rows(store: Store, name: str, language: str = "en", **options) -> list[dict[str, object]]:
    found = table(store, name, language, **options)
    names = [column.name for column in found.columns]
    return [dict(zip(names, row, strict=True)) for row in found.rows()]


def test_there_is_a_query_for_each_table_and_no_other() -> None:
    assert {path.stem for path in QUERIES.glob("*.rq")} == set(TABLES)


@pytest.mark.parametrize("name", TABLES)
def test_a_table_declares_the_columns_that_its_query_selects(store: Store, name: str) -> None:
    text = (QUERIES / f"{name}.rq").read_text(encoding="utf-8")
    selected = list(run(store, text).columns)
    found = table(store, name).columns
    assert [column.name for column in found][: len(selected)] == selected
    assert len(found) - len(selected) == len(re.findall(r"# column: \w+ class ", text))
    for language in ("zh", "en"):
        labels = [column.label(language) for column in found]
        assert len(set(labels)) == len(labels)
        assert all(labels)
        assert table(store, name, language).title
    assert "ORDER BY" in text


@pytest.mark.parametrize("name", TABLES)
def test_a_table_has_a_row_for_each_thing_and_the_same_each_time(store: Store, name: str) -> None:
    found = table(store, name)
    first = list(found.rows())
    assert first == list(found.rows())
    assert len(first) == COUNTS[name]
    assert len({row[KEYS[name]] for row in rows(store, name)}) == COUNTS[name]


def test_a_quantity_statement_says_what_it_says(store: Store) -> None:
    [row] = [row for row in rows(store, "quantities") if row["value_text"] == "1.6万人"]
    sentence = "坚持以民为先，今年城镇新增就业1.6万人以上，养老保险参保率达到97%。"
    begin = row.pop("begin")
    assert row.pop("end") == begin + len("城镇新增就业1.6万人")
    assert re.fullmatch(f"{B}document/yunxi/2021/q/[0-9a-f]+", row.pop("statement_iri"))
    assert re.fullmatch(f"{B}document/yunxi/2021/p/[0-9a-f]+", row.pop("passage_iri"))
    assert row == {
        "indicator": "城镇新增就业", "type": "target", "comparator": ">=", "value": Decimal(16000), "upper": None,
        "unit": "人", "change": "level", "value_text": "1.6万人", "period": "2021", "period_from": 2021,
        "period_to": 2021, "period_basis": "sentence", "area": "云溪区", "area_code": "330402",
        "area_basis": "document", "binding": None, "indicator_text": "城镇新增就业", "time_text": "今年",
        "quote": "城镇新增就业1.6万人", "sentence": sentence, "heading": "二、2021年重点工作 › （一）改善民生",
        "title": "云溪区2021年政府工作报告", "year": 2021, "page": 1, "confidence": Decimal(1),
        "indicator_iri": f"{B}indicator/城镇新增就业", "unit_iri": None, "area_iri": f"{B}place/330402",
        "document_iri": f"{B}document/yunxi/2021", "type_iri": ontology.term("Target"),
    }  # fmt: skip


def test_labels_of_classes_are_in_the_language_asked_for(store: Store) -> None:
    chinese, english = rows(store, "entities", "zh"), rows(store, "entities", "en")
    kinds = {(row["type"], row["type_iri"]) for row in chinese}
    assert ("医疗机构", ontology.term("Hospital")) in kinds
    assert {row["type"] for row in english if row["type_iri"] == ontology.term("Hospital")} == {"hospital"}
    assert sorted(row["entity_iri"] for row in chinese) == sorted(row["entity_iri"] for row in english)


def test_words_that_stand_for_a_notion_are_in_the_language_asked_for(store: Store) -> None:
    assert {row["role"] for row in rows(store, "responsibilities", "en")} == {"lead", "support", "issue"}
    assert {row["role"] for row in rows(store, "responsibilities", "zh")} == {"牵头", "配合", "印发"}
    said = {(row["change"], row["period_basis"], row["binding"]) for row in rows(store, "quantities", "zh")}
    assert said >= {
        ("达到", "本句", None),
        ("增加", "本句", None),
        ("达到", "文件", "约束性"),
        ("达到", "文件", "预期性"),
    }


def test_what_is_not_known_leaves_its_cell_empty_and_no_other(store: Store) -> None:
    [row] = [row for row in rows(store, "measures") if row["object_text"] == "平安通"]
    assert (row["page"], row["heading"], row["name"], row["verb"]) == (None, None, "平安通", "推广")
    agents = {row["agent_text"]: row["agent_iri"] for row in rows(store, "responsibilities")}
    assert agents["省民政厅"] == f"{B}institution/330000/民政厅"


def test_dates_are_as_exact_as_they_were_given(store: Store) -> None:
    issued = {row["document_iri"].removeprefix(f"{B}document/"): row["issued"] for row in rows(store, "documents")}
    assert issued == {
        "yunxi/2021": date(2021, 2, 3), "yunxi/2022": "2022-02", "shipu/2021": "2021",
        "石浦区通知": date(2021, 6, 1), "province": date(2020, 12, 30),
    }  # fmt: skip


def test_a_document_counts_what_it_says(store: Store) -> None:
    [row] = [row for row in rows(store, "documents") if row["title"] == "云溪区2021年政府工作报告"]
    assert [row[name] for name in ("passages", "mentions", "quantities", "responsibilities", "measures")] == [
        4, 8, 4, 2, 4,
    ]  # fmt: skip


def test_the_table_of_entities_can_be_kept_to_some(store: Store) -> None:
    wanted = {f"{B}programme/平安通"}
    [row] = rows(store, "entities", entities=wanted)
    assert (row["name"], row["type"], row["documents"], row["mentions"]) == ("平安通", "platform", 3, 3)
    assert len(rows(store, "mentions", entities=wanted)) == COUNTS["mentions"]


def test_what_is_not_of_its_type_stays_text() -> None:
    graph = ox.NamedNode(f"{B}graph/document/x")
    odd = {"page": "十二", "begin": "9" * 400, "confidence": "NaN"}
    quads = []
    for quad in corpus.quads():
        name = quad.predicate.value.removeprefix(ontology.term("page").removesuffix("page"))
        value = ox.Literal(odd[name]) if name in odd else quad.object
        quads.append(ox.Quad(quad.subject, quad.predicate, value, graph))
    row = next(row for row in rows(Store.in_memory(quads), "mentions") if row["page"])
    assert {name: row[name] for name in odd} == odd


def test_other_names_are_sorted_and_joined(store: Store) -> None:
    node, graph = ox.NamedNode(f"{B}programme/平安通"), ox.NamedNode(f"{B}graph/entities")
    alias = ox.NamedNode("http://www.w3.org/2004/02/skos/core#altLabel")
    more = [ox.Quad(node, alias, ox.Literal(name, language="zh"), graph) for name in ("乙", "甲", "丙")]
    store = Store.in_memory([*corpus.quads(), *ontology.load().graph(B), *more])
    [row] = [row for row in rows(store, "entities") if row["entity_iri"] == node.value]
    assert row["aliases"] == "丙; 乙; 甲"


def test_an_unknown_table_is_wrong_usage_that_names_those_there_are(store: Store) -> None:
    with pytest.raises(UsageError, match=r"no table 'mention'; there are: documents, .*, measures"):
        table(store, "mention")


def test_the_answer_to_a_query_is_a_table_typed_by_its_values(store: Store) -> None:
    text = """SELECT * { VALUES (?i ?d ?m ?t ?x ?day ?none) {
        (1 1.50 1 "0012" 1 "2021-02-03"^^xsd:date UNDEF) (-2 2.0 2.5 "1e5" "a" UNDEF UNDEF) } }"""
    found = of_result(inline(text), run(store, text))
    assert {column.name: column.type for column in found.columns} == {
        "i": "integer", "d": "decimal", "m": "decimal", "t": "text", "x": "text", "day": "date", "none": "text",
    }  # fmt: skip
    names = [column.name for column in found.columns]
    [one, other] = [dict(zip(names, row, strict=True)) for row in found.rows()]
    assert one == {
        "i": 1, "d": Decimal("1.5"), "m": Decimal(1), "t": "0012", "x": "1", "day": date(2021, 2, 3), "none": None,
    }  # fmt: skip
    assert (other["i"], other["t"], other["x"], other["day"]) == (-2, "1e5", "a", None)


@pytest.mark.parametrize(
    ("language", "title", "headings", "row"),
    [
        ("zh", "谁", ["类别", "角色", "x"], ("目标", "牵头", 1)),
        ("en", "Who", ["type", "role", "x"], ("target", "lead", 1)),
    ],
)
def test_the_answer_to_a_query_that_declares_columns_is_headed_and_worded_so(
    store: Store, language: str, title: str, headings: list[str], row: tuple[object, ...]
) -> None:
    query = inline(
        "# title: 谁 | Who\n# column: type class — 类别 | type\n# column: role word lead=牵头 — 角色 | role\n"
        'SELECT ?type ?role ?x { VALUES (?type ?role ?x) { (<https://kg.example.org/ontology#Target> "lead" 1) } }'
    )
    found = of_result(query, run(store, query), language=language)
    assert (found.title, [column.label(language) for column in found.columns]) == (title, headings)
    assert list(found.rows()) == [row]
