"""The card of an entity says all that the store does, each statement with its evidence."""

from __future__ import annotations

import corpus
import pytest

from kg.errors import UnknownNameError
from kg.query import card
from kg.store import Store

B = corpus.BASE


@pytest.fixture(scope="module")
def store() -> Store:
    return Store.in_memory(corpus.quads())


def test_an_institution_has_names_kinds_and_parts(store: Store) -> None:
    it = card(store, B + "institution/330402/人民医院")
    assert (it.label, it.kinds, it.aliases) == ("云溪区人民医院", ("Hospital", "Institution"), ("区人民医院",))
    assert it.jurisdiction == "云溪区"
    assert ("区人民医院", "support", "启用晨星幼儿园") in {(p.agent, p.role, p.task) for p in it.parts}
    assert {n.label: n.sentences for n in it.neighbours} == {"云溪区教育局": 1, "晨星幼儿园": 1}


def test_a_programme_has_deeds_and_the_statements_of_its_sentences(store: Store) -> None:
    it = card(store, B + "programme/阳光计划")
    assert sorted(deed.verb for deed in it.deeds) == ["实施", "实施", "实施", "推广"]
    ranged = [q for q in it.statements if q.comparator == "range"]
    assert [(q.kind, q.indicator, q.value, q.upper, q.unit) for q in ranged] == [
        ("Target", "老人", "2000", "3000", "人")
    ]
    assert [title for _, title, _ in it.documents] == sorted(title for _, title, _ in it.documents)
    assert len(it.documents) == 4


def test_evidence_leads_to_page_offsets_and_sentence(store: Store) -> None:
    (mention,) = card(store, B + "honour/省级文明城区").mentions
    assert (mention.document, mention.page, mention.quote) == (B + "document/yunxi/2022", 2, "省级文明城区")
    document = next(s.document for s in corpus.corpus() if s.document.id == "yunxi/2022")
    assert document.quote(mention.begin, mention.end) == mention.quote
    assert mention.quote in mention.sentence


def test_an_indicator_has_a_card_with_its_statements(store: Store) -> None:
    it = card(store, B + "indicator/城镇新增就业")
    assert [(q.kind, q.value) for q in it.statements] == [("Target", "16000"), ("Result", "17200"), ("Target", "8000")]
    assert len(it.documents) == 3


def test_a_place_has_the_statements_for_its_area(store: Store) -> None:
    assert len(card(store, B + "place/330402").statements) == 8


@pytest.mark.parametrize("address", [B + "programme/none", "no iri", B + "document/yunxi/2021/m/none"])
def test_what_is_not_there_has_no_card(store: Store, address: str) -> None:
    with pytest.raises(UnknownNameError):
        card(store, address)
