from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import NamedNode

from kg import iri
from kg.model import ENTITY_TYPES, EntityKey

BASE = iri.DEFAULT_BASE
words = st.text(st.characters(exclude_categories=["Cs"]), min_size=1).map(lambda s: unicodedata.normalize("NFC", s))
keys = st.builds(EntityKey, st.sampled_from(ENTITY_TYPES), st.sampled_from(["", "330411", "一/二"]), words)


@given(keys)
def test_an_entity_iri_is_valid_and_leads_back_to_its_key(key: EntityKey):
    address = iri.entity_iri(BASE, key)
    assert NamedNode(address).value == address
    assert iri.parse_entity_iri(BASE, address) == key


@given(keys, keys)
def test_different_entities_have_different_iris(one: EntityKey, other: EntityKey):
    assert (iri.entity_iri(BASE, one) == iri.entity_iri(BASE, other)) == (one == other)


@given(words)
def test_an_indicator_iri_is_valid_and_leads_back_to_its_name(name: str):
    address = iri.indicator_iri(BASE, name)
    assert NamedNode(address).value == address
    assert iri.parse_indicator_iri(BASE, address) == name
    assert iri.parse_entity_iri(BASE, address) is None


@given(words)
def test_a_document_and_its_graph_have_valid_iris(identifier: str):
    assert NamedNode(iri.document_iri(BASE, identifier)) != NamedNode(iri.document_graph_iri(BASE, identifier))


def test_iris_are_readable():
    assert iri.entity_iri(BASE, EntityKey("Institution", "330411", "人民医院")) == BASE + "institution/330411/人民医院"
    assert iri.entity_iri(BASE, EntityKey("Document", "", "民法典")) == BASE + "cited/民法典"
    assert iri.document_iri(BASE, "报告/2022 年") == BASE + "document/报告/2022%20年"
    assert iri.document_graph_iri(BASE, "a/b") == BASE + "graph/document/a/b"


def test_one_name_in_two_forms_of_unicode_has_one_iri():
    composed, decomposed = "Café", unicodedata.normalize("NFD", "Café")
    assert composed != decomposed
    for made in (
        lambda name: iri.entity_iri(BASE, EntityKey("Facility", "", name)),
        lambda name: iri.indicator_iri(BASE, name),
        lambda name: iri.document_iri(BASE, name),
    ):
        assert made(composed) == made(decomposed)
        assert made(composed).endswith(composed)


@pytest.mark.parametrize("code", [*range(0x200E, 0x2010), *range(0x202A, 0x202F)])
def test_what_turns_the_direction_of_text_is_encoded(code: int):
    """RFC 3987, section 4.1: an IRI must not show in another order than it has."""
    address = iri.entity_iri(BASE, EntityKey("Programme", "", f"一{chr(code)}二"))
    assert address.isprintable()
    assert address.removeprefix(BASE + "programme/") == "一" + "".join(f"%{b:02X}" for b in chr(code).encode()) + "二"


@pytest.mark.parametrize(
    "address",
    [
        "https://elsewhere.org/id/programme/一",
        BASE + "document/a",
        BASE + "programme/",
        BASE + "programme//一",
        BASE + "programme/1/2/3",
        BASE + "programme",
        BASE + "indicator/就业",
    ],
)
def test_other_iris_have_no_key(address: str):
    assert iri.parse_entity_iri(BASE, address) is None


def test_a_document_iri_leads_back_to_the_id() -> None:
    for identifier in ("a/b", "秀洲 2022", "100%", "document/x"):
        assert iri.parse_document_iri("urn:b/", iri.document_iri("urn:b/", identifier)) == identifier
    assert iri.parse_document_iri("urn:b/", "urn:b/place/330411") is None
