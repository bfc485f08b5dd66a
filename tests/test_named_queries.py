"""The named queries: rdflib's own engine gives the same rows, with each parameter given and absent."""

from __future__ import annotations

import io
import re
from collections import Counter
from functools import cache

import corpus
import pyoxigraph as ox
import pytest
import rdflib
from rdflib.plugins.sparql.parser import parseQuery

from kg import ontology
from kg.query import named_queries, question, run
from kg.query.columns import declared_columns
from kg.query.result import Term
from kg.store import Store

B = corpus.BASE
XSD = "http://www.w3.org/2001/XMLSchema#"
PK = "https://kg.example.org/ontology#"
# How a user types each parameter, and the terms it stands for, written here by hand for rdflib.
PLAN = ("阳光计划", f"<{B}programme/阳光计划>")
HOSPITALS = ("区人民医院", f"<{B}institution/330402/人民医院> <{B}institution/330411/人民医院>")
YUNXI = ("yunxi/2021", f"<{B}document/yunxi/2021>")
NOTICE = ("石政发〔2021〕5号", f"<{B}document/石浦区通知>")
SHIPU = ("石浦区2021年政府工作报告", f"<{B}document/shipu/2021>")
PLACE = ("330402", f"<{B}place/330402>")
YEAR = ("2021", "2021")
REQUIRED = {
    "programme": {"programme": PLAN},
    "entities": {"document": YUNXI},
    "evidence": {"entity": PLAN},
    "shared": {"first": YUNXI, "second": SHIPU},
    "neighbourhood": {"entity": PLAN},
}
OPTIONAL = {
    ("counts", "document"): YUNXI,
    ("documents", "year"): YEAR,
    ("documents", "place"): PLACE,
    ("documents", "kind"): ("通知", f"<{PK}Notice>"),
    ("entities", "kind"): ("Programme", f"<{PK}Programme>"),
    ("evidence", "document"): NOTICE,
    ("honours", "honour"): ("省级文明城区", f"<{B}honour/省级文明城区>"),
    ("honours", "document"): ("yunxi/2022", f"<{B}document/yunxi/2022>"),
    ("honours", "year"): ("2022", "2022"),
    ("honours", "place"): PLACE,
    ("institutions", "kind"): ("hospital", f"<{PK}Hospital>"),
    ("institutions", "place"): PLACE,
    ("institutions", "document"): NOTICE,
    ("measures", "verb"): ("实施", '"实施"'),
    ("measures", "entity"): PLAN,
    ("measures", "kind"): ("项目举措", f"<{PK}Programme>"),
    ("measures", "document"): YUNXI,
    ("measures", "year"): YEAR,
    ("measures", "place"): PLACE,
    ("programmes", "kind"): ("平台", f"<{PK}Platform>"),
    ("programmes", "document"): NOTICE,
    ("programmes", "year"): YEAR,
    ("programmes", "place"): PLACE,
    ("responsibilities", "institution"): HOSPITALS,
    ("responsibilities", "role"): ("lead", '"lead"'),
    ("responsibilities", "document"): NOTICE,
    ("responsibilities", "year"): YEAR,
    ("responsibilities", "place"): PLACE,
    ("targets", "year"): ("2022", "2022"),
    ("targets", "place"): PLACE,
    ("targets", "indicator"): ("城镇新增就业人数", f"<{B}indicator/城镇新增就业>"),
    ("targets", "kind"): ("Target", f"<{PK}Target>"),
    ("targets", "document"): SHIPU,
}  # fmt: skip
QUERIES = named_queries()
CASES = [
    (query.name, REQUIRED.get(query.name, {}) | given)
    for query in QUERIES
    for given in ({}, *({p: typed} for (name, p), typed in OPTIONAL.items() if name == query.name))
]


@cache
def store() -> Store:
    return Store.in_memory([*corpus.quads(), *ontology.load().graph(B)])


@cache
def oracle() -> rdflib.Dataset:
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(data=store().nquads(), format="nquads")
    return dataset


def rows(name: str, **values: str) -> list[tuple[str | None, ...]]:
    return [tuple(t.value if t else None for t in row) for row in run(store(), question(name), values).rows]


def plain(term: object) -> Term | None:
    if term is None:
        return None
    if isinstance(term, rdflib.Literal):
        kind = rdflib.RDF.langString if term.language else term.datatype or rdflib.XSD.string
        return Term(str(term), "literal", str(kind), term.language or "")
    return Term(str(term), "iri")


def test_all_queries_are_collected() -> None:
    assert {query.name for query in QUERIES} >= {
        "programmes", "programme", "institutions", "responsibilities", "targets", "honours", "measures", "entities",
        "evidence", "documents", "shared", "neighbourhood", "counts",
    }  # fmt: skip
    declared = {(query.name, p.name) for query in QUERIES for p in query.parameters}
    assert declared == set(OPTIONAL) | {(name, p) for name, given in REQUIRED.items() for p in given}
    assert {(q.name, p.name) for q in QUERIES for p in q.parameters if p.optional} == set(OPTIONAL)
    assert len(CASES) == len(QUERIES) + len(OPTIONAL) == 46


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_each_says_what_it_answers_in_both_languages(query) -> None:
    for language in ("zh", "en"):
        assert query.title(language)
        assert query.question(language)
        assert all(parameter.description(language) for parameter in query.parameters)
    assert re.search("[\u4e00-\u9fff]", query.question("zh"))
    assert not re.search("[\u4e00-\u9fff]", query.question("en"))
    parseQuery(query.text)


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: query.name)
def test_each_that_answers_with_rows_declares_their_columns(query) -> None:
    result = run(store(), query, {name: typed for name, (typed, _) in REQUIRED.get(query.name, {}).items()})
    declared = declared_columns(query.text)
    assert [column.name for column in declared] == ([] if result.is_graph else list(result.columns))
    for language in ("zh", "en"):
        assert len({column.label(language) for column in declared}) == len(declared)


@pytest.mark.parametrize(("name", "given"), CASES, ids=[f"{n}-{'-'.join(g)}" for n, g in CASES])
@pytest.mark.filterwarnings("ignore:Dataset:DeprecationWarning")
def test_rdflib_gives_the_same_rows(name: str, given: dict[str, tuple[str, str]]) -> None:
    query = question(name)
    text = query.text
    for parameter, (_, written) in given.items():
        text, places = re.subn(rf"VALUES \?{parameter} {{ UNDEF }}", f"VALUES ?{parameter} {{ {written} }}", text)
        assert places
    theirs = oracle().query(text)
    ours = run(store(), query, {parameter: typed for parameter, (typed, _) in given.items()})
    if ours.is_graph:
        expected = {tuple(map(plain, triple)) for triple in theirs.graph}
        assert set(ours.rows) == expected
    else:
        expected = Counter(tuple(map(plain, row)) for row in theirs)
        assert ours.columns == tuple(map(str, theirs.vars))
        assert Counter(ours.rows) == expected
    assert expected, "a comparison of nothing with nothing"


@pytest.mark.parametrize("query", [q for q in QUERIES if "CONSTRUCT" not in q.text], ids=lambda query: query.name)
def test_rows_come_in_one_order_whatever_the_order_of_loading(query) -> None:
    given = {parameter: typed for parameter, (typed, _) in REQUIRED.get(query.name, {}).items()}
    backwards = Store.in_memory(sorted(store().quads(), key=str, reverse=True))
    assert run(store(), query, given).rows == run(backwards, query, given).rows


def test_what_several_documents_share_is_counted_once() -> None:
    (plan,) = [row for row in rows("programmes") if row[1] == "阳光计划"]
    assert plan[2:] == (PK + "Scheme", "4", "5", "4")
    counts = {row[0].removeprefix(PK): int(row[1]) for row in rows("counts")}
    assert (counts["Programme"], counts["PolicyDocument"], counts["Hospital"]) == (5, 5, 2)
    assert not [name for name in counts if "owl" in name or "qudt" in name]


def test_a_document_is_counted_with_what_it_names_and_says() -> None:
    counts = {row[0].removeprefix(PK): int(row[1]) for row in rows("counts", document="shipu/2021")}
    assert (counts["PolicyDocument"], counts["Passage"], counts["Mention"], counts["Hospital"]) == (1, 2, 4, 1)
    assert (counts["Target"], counts["Responsibility"], counts["Measure"]) == (2, 1, 1)
    assert (counts["Indicator"], counts["Place"]) == (2, 1)


def test_a_target_comes_with_all_it_says() -> None:
    (row,) = run(store(), question("targets"), {"indicator": "城镇新增就业", "kind": "目标", "place": "云溪"}).rows
    columns = question("targets").text.partition("SELECT")[2].partition("WHERE")[0].replace("?", "").split()
    said = {name: term.value for name, term in zip(columns, row, strict=True) if term}
    assert said == {
        "name": "城镇新增就业", "type": PK + "Target", "comparator": ">=", "value": "16000", "unit": "人",
        "change": "level", "value_text": "1.6万人", "period": "2021", "period_basis": "sentence", "area": "云溪区",
        "area_basis": "document", "quote": "城镇新增就业1.6万人", "document": B + "document/yunxi/2021",
        "title": "云溪区2021年政府工作报告", "page": "1", "begin": "36", "end": "47",
    }  # fmt: skip


def test_namesakes_are_told_apart_by_place() -> None:
    both = rows("responsibilities", institution="区人民医院")
    assert [row[:3] for row in both] == [
        ("云溪区人民医院", "support", "启用晨星幼儿园"),
        ("石浦区人民医院", "lead", "阳光计划"),
    ]
    assert len(rows("responsibilities", institution="区人民医院", place="330402")) == 1


def test_a_year_within_the_period_is_found() -> None:
    text = store().nquads().replace(b'"2022"', b'"2021/2025"')
    spans = Store.in_memory(ox.parse(text, format=ox.RdfFormat.N_QUADS))
    found = {
        year: len(run(spans, question("targets"), {"year": year}).rows) for year in ("2020", "2021", "2023", "2026")
    }
    assert found == {"2020": 1, "2021": 10, "2023": 3, "2026": 0}


def test_every_class_and_property_is_in_the_ontology() -> None:
    names = {name for query in QUERIES for name in re.findall(r"\bpk:(\w+)", query.text)}
    assert len(names) > 20
    for name in names:
        ontology.term(name)


def test_the_table_shows_classes_in_the_reader_s_language() -> None:
    out = io.StringIO()
    run(store(), question("institutions")).write(out, language="zh")
    assert "医疗机构" in out.getvalue()
