"""A page of an answer is that part of the whole, wherever the query has room for it."""

from __future__ import annotations

import corpus
import pytest

from kg import ontology
from kg.errors import QueryError, UsageError
from kg.query import has_pages, inline, named_queries, question, run
from kg.query.paging import MOST, paged
from kg.store import Store

GIVEN = {
    "programme": {"programme": "阳光计划"},
    "entities": {"document": "yunxi/2021"},
    "evidence": {"entity": "阳光计划"},
    "shared": {"first": "yunxi/2021", "second": "石浦区2021年政府工作报告"},
}
LISTINGS = [query for query in named_queries() if has_pages(query.text)]


@pytest.fixture(scope="module")
def store() -> Store:
    return Store.in_memory([*corpus.quads(), *ontology.load().graph(corpus.BASE)])


def test_every_named_query_with_rows_but_the_counts_has_pages() -> None:
    assert {query.name for query in named_queries()} - {query.name for query in LISTINGS} == {"counts", "neighbourhood"}


@pytest.mark.parametrize("query", LISTINGS, ids=lambda query: query.name)
def test_pages_of_a_listing_make_up_the_whole(store, query) -> None:
    given = GIVEN.get(query.name, {})
    whole = run(store, query, given).rows
    size = max(1, len(whole) // 3)
    pages = [run(store, query, given, limit=size, offset=begin).rows for begin in range(0, len(whole), size)]
    assert [row for page in pages for row in page] == list(whole)
    assert run(store, query, given, offset=1).rows == whole[1:]
    assert run(store, query, given, limit=5, offset=len(whole)).rows == ()


def test_a_page_with_parameters_is_of_the_rows_they_leave(store) -> None:
    given = {"kind": "Target"}
    whole = run(store, question("targets"), given).rows
    assert 1 < len(whole) < len(run(store, question("targets")).rows)
    assert run(store, question("targets"), given, limit=1, offset=1).rows == whole[1:2]


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?x { ?x a pk:PolicyDocument } ORDER BY ?x",
        "SELECT ?x { ?x a pk:PolicyDocument } ORDER BY ?x # the last line",
        "SELECT ?x {\n  { SELECT ?x { ?x a pk:PolicyDocument } ORDER BY ?x\n # page\n}\n}\nORDER BY ?x",
    ],
)
def test_a_page_goes_where_the_query_says_or_to_its_end(store, text) -> None:
    whole = run(store, text).rows
    assert len(whole) > 2
    assert run(store, text, limit=1, offset=1).rows == whole[1:2]
    assert run(store, text, limit=0).rows == ()


def test_a_string_that_looks_like_the_place_of_a_page_is_none(store) -> None:
    text = 'SELECT ("""a\n# page\nb""" AS ?x) { VALUES ?y { 1 2 3 4 } }'
    assert not has_pages(text)
    assert [row[0].value for row in run(store, text, limit=2).rows if row[0]] == ["a\n# page\nb"] * 2


def test_lines_keep_their_numbers() -> None:
    text = "SELECT ?x {\n?x ?y ?z }\n# page\nORDER"
    assert paged(text, 3, 4) == "SELECT ?x {\n?x ?y ?z }\nLIMIT 3 OFFSET 4\nORDER"
    assert paged(text, None, 4) == "SELECT ?x {\n?x ?y ?z }\nOFFSET 4\nORDER"
    assert paged(text, None, 0) == text


@pytest.mark.parametrize("text", ["SELECT * { ?s ?p ?o } LIMIT 9", "SELECT * { ?s ?p ?o } VALUES ?s { UNDEF }"])
def test_a_query_that_limits_itself_takes_no_page(store, text) -> None:
    assert run(store, text).rows
    with pytest.raises(UsageError, match="takes no page"):
        run(store, text, limit=1)


def test_a_malformed_query_is_told_as_such_with_a_page_too(store) -> None:
    with pytest.raises(QueryError, match=r"1:1\d: not SPARQL"):
        run(store, inline("SELECT * { ?s ?p }"), limit=1)


@pytest.mark.parametrize("page", [{"limit": -1}, {"offset": -1}, {"limit": MOST + 1}, {"offset": 10**30}])
def test_what_counts_no_rows_is_refused(store, page) -> None:
    with pytest.raises(UsageError, match="0 to"):
        run(store, "SELECT * { ?s ?p ?o }", **page)
