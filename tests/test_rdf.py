from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import corpus
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Dataset, Literal, NamedNode, Quad

from kg import iri
from kg.errors import ResourceError
from kg.model import Document, Entity, EntityKey, Extraction, Mention, Metadata, Passage, Role, Span
from kg.ontology import term
from kg.rdf import decimal_text, document_quads, entity_quads, indicator_quads

BASE = corpus.BASE
XSD = "http://www.w3.org/2001/XMLSchema#"
TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
LABEL = NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
ALT_LABEL = NamedNode("http://www.w3.org/2004/02/skos/core#altLabel")
ISSUED = NamedNode("http://purl.org/dc/terms/issued")
CONTAINED = NamedNode("https://schema.org/containedInPlace")
URL = NamedNode("https://schema.org/url")
CLOUD = EntityKey("Programme", "", "云")


def pk(name: str) -> NamedNode:
    return NamedNode(term(name))


def write(text: str, *names: str, metadata: Metadata | None = None, **found: tuple) -> list[Quad]:
    """The quads of a document of one passage a line, in which `names` are programmes 云 in order."""
    passages, start = [], 0
    for number, line in enumerate(text.split("\n")):
        passages.append(Passage(start, start + len(line), None, number))
        start += len(line) + 1
    mentions, at = [], 0
    for name in names:
        at = text.index(name, at) + len(name)
        mentions.append(Mention(at - len(name), at, "Programme", name))
    document = Document("d", text, metadata or Metadata(), tuple(passages))
    extraction = Extraction("d", tuple(mentions), **found)
    return list(document_quads(document, extraction, [CLOUD] * len(mentions), BASE, indicators=[]))


def values(quads: list[Quad], predicate: NamedNode) -> list:
    return [q.object for q in quads if q.predicate == predicate]


def subjects(quads: list[Quad], kind: str) -> list[str]:
    return [q.subject.value for q in quads if q.predicate == TYPE and q.object == pk(kind)]


def test_the_same_input_gives_the_same_quads_in_the_same_order():
    assert list(corpus.quads()) == list(corpus.quads())


def test_every_quad_comes_once_and_none_has_a_blank_node():
    quads = list(corpus.quads())
    assert len(quads) == len(set(quads)) > 800
    assert not any(isinstance(t, BlankNode) for q in quads for t in (q.subject, q.object, q.graph_name))


def test_each_document_has_its_own_graph_and_entities_stand_in_one():
    graphs = {q.graph_name.value for q in corpus.quads()}
    documents = {iri.document_graph_iri(BASE, s.document.id) for s in corpus.corpus()}
    assert graphs == documents | {iri.graph_iri(BASE, "entities")}
    typed = [q for q in corpus.quads() if q.predicate == TYPE and q.object == pk("Programme")]
    assert {q.graph_name.value for q in typed} == {iri.graph_iri(BASE, "entities")}
    assert len(typed) == len({q.subject for q in typed}) == 5


def test_offsets_and_quotes_agree_with_the_text():
    for sample in corpus.corpus():
        quads = list(
            document_quads(sample.document, sample.extraction, sample.keys, BASE, indicators=sample.indicators)
        )
        spans: dict = {}
        for quad in quads:
            if quad.predicate in (pk("begin"), pk("end"), pk("quote")):
                spans.setdefault(quad.subject, {})[quad.predicate] = quad.object.value
        quoted = [s for s in spans.values() if pk("quote") in s]
        found = sample.extraction
        assert len(quoted) == sum(map(len, (found.mentions, found.targets, found.roles, found.actions, found.doubts)))
        for span in quoted:
            assert sample.document.quote(int(span[pk("begin")]), int(span[pk("end")])) == span[pk("quote")]


def test_iris_of_parts_do_not_move_with_offsets():
    before = write("甲办云。", "云")
    after = write("新的一句。\n甲办云。", "云")
    assert subjects(before, "Mention") == subjects(after, "Mention")
    assert set(subjects(before, "Passage")) < set(subjects(after, "Passage"))


def test_iris_of_parts_look_through_layout():
    assert subjects(write("甲办“云”。", "云"), "Mention") == subjects(write('甲 办 "云" 。', "云"), "Mention")


def test_equal_sentences_and_mentions_are_told_apart():
    quads = write("推云，建云。\n推云，建云。", "云", "云", "云", "云")
    assert len(set(subjects(quads, "Mention"))) == 4
    assert len(set(subjects(quads, "Passage"))) == 2


def test_a_document_mentions_an_entity_once_however_often_it_is_named():
    assert values(write("推云，建云。", "云", "云"), pk("mentions")) == [NamedNode(BASE + "programme/云")]


@pytest.mark.parametrize(
    ("date", "datatype"),
    [
        ("2022-02-11", "date"),
        ("2022-02", "gYearMonth"),
        ("2022", "gYear"),
        ("2022-02-30", "string"),
        ("去年", "string"),
    ],
)
def test_dates_are_typed_by_their_precision(date: str, datatype: str):
    quads = write("甲。", metadata=Metadata(date=date))
    assert values(quads, ISSUED) == [Literal(date, datatype=NamedNode(XSD + datatype))]


def test_a_document_has_its_kind_and_the_kinds_above_it():
    quads = write("甲。", metadata=Metadata(kind="ActionPlan"))
    assert values(quads, TYPE)[:3] == [pk("ActionPlan"), pk("Plan"), pk("PolicyDocument")]


def test_a_kind_that_the_ontology_lacks_is_an_error():
    with pytest.raises(ResourceError, match="Poem"):
        write("甲。", metadata=Metadata(kind="Poem"))


def test_an_address_stays_a_literal_however_hostile():
    hostile = "javascript:alert(1)> <x"
    assert values(write("甲。", metadata=Metadata(url=hostile)), URL) == [
        Literal(hostile, datatype=NamedNode(XSD + "anyURI"))
    ]


def test_what_is_unknown_leaves_no_quad():
    quads = write("甲。")
    assert {q.predicate for q in quads if q.subject.value.endswith("/d")} == {TYPE}


def test_an_unidentified_mention_keeps_its_evidence():
    document = Document("d", "推云。", Metadata(), (Passage(0, 3),))
    found = Extraction("d", (Mention(1, 2, "Programme", "云"),))
    quads = list(document_quads(document, found, [None], BASE, indicators=[]))
    assert values(quads, pk("quote")) == [Literal("云")]
    assert not values(quads, pk("refersTo"))


def test_only_an_institution_becomes_an_agent():
    document = Document("d", "甲区发布。", Metadata(), (Passage(0, 5),))
    span = Span(0, 2, "甲区")
    found = Extraction(
        "d", (Mention(0, 2, "Place", "甲区"),), roles=(Role(span, "issue", None, Span(0, 4, "甲区发布")),)
    )
    quads = list(document_quads(document, found, [EntityKey("Place", "", "甲区")], BASE, indicators=[]))
    assert values(quads, pk("agentText")) == [Literal("甲区")]
    assert not values(quads, pk("agent"))


def test_a_range_has_both_ends_and_other_values_one():
    quads = list(corpus.quads())
    ranges = [q.subject for q in quads if q.predicate == pk("comparator") and q.object.value == "range"]
    assert len(ranges) == 1
    assert [q.subject for q in quads if q.predicate == pk("upperValue")] == ranges


def test_a_unit_is_that_of_qudt_where_it_has_one():
    quads = list(corpus.quads())
    written = {q.subject: q.object.value for q in quads if q.predicate == pk("unit")}
    measured = {written[q.subject]: q.object.value for q in quads if q.predicate == pk("unitOfMeasure")}
    assert measured == {"%": "http://qudt.org/vocab/unit/PERCENT", "分钟": "http://qudt.org/vocab/unit/MIN"}
    assert set(written.values()) - set(measured) == {"人", "个", "pp"}


def test_parallel_sequences_must_be_as_long():
    sample = corpus.corpus()[0]
    with pytest.raises(ValueError, match="zip"):
        list(document_quads(sample.document, sample.extraction, sample.keys[1:], BASE, indicators=sample.indicators))
    with pytest.raises(ValueError, match="zip"):
        list(document_quads(sample.document, sample.extraction, sample.keys, BASE, indicators=[]))


def test_a_mention_outside_all_passages_is_an_error():
    sample = corpus.corpus()[0]
    bare = replace(sample.document, passages=())
    with pytest.raises(ValueError, match="no passage"):
        list(document_quads(bare, sample.extraction, sample.keys, BASE, indicators=sample.indicators))


def test_namesakes_in_two_districts_stay_apart():
    hospitals = subjects(list(corpus.quads()), "Hospital")
    assert hospitals == [f"{BASE}institution/{code}/人民医院" for code in (corpus.YUNXI, corpus.SHIPU)]


def test_an_entity_has_one_label_and_other_names_beside_it():
    hospital = Entity(EntityKey("Institution", "330411", "人民医院"), "Hospital", "石浦区人民医院")
    quads = [
        q
        for q in entity_quads([(hospital, {"区医院", "石浦区人民医院", "人民医院"})], BASE)
        if q.subject.value.endswith("人民医院")
    ]
    assert values(quads, TYPE) == [pk("Hospital"), pk("Institution")]
    assert values(quads, LABEL) == [Literal("石浦区人民医院", language="zh")]
    assert values(quads, ALT_LABEL) == [Literal("人民医院", language="zh"), Literal("区医院", language="zh")]
    assert values(quads, pk("jurisdiction")) == [NamedNode(BASE + "place/330411")]


def test_places_lead_up_to_the_nation():
    place = Entity(EntityKey("Place", "", "330411"), "Place", "秀洲区")
    quads = list(entity_quads([(place, {"秀洲"})], BASE))
    assert {(q.subject.value[-6:], q.object.value[-6:]) for q in quads if q.predicate == CONTAINED} == {
        ("330411", "330400"),
        ("330400", "330000"),
        ("330000", "100000"),
    }
    assert Literal("秀洲区", language="zh") in values(quads, LABEL)
    assert len(values(quads, pk("code"))) == 4


def test_a_place_without_a_code_is_named_only():
    place = Entity(EntityKey("Place", "", "长三角"), "Place", "长三角")
    assert [q.predicate for q in entity_quads([(place, set())], BASE)] == [TYPE, LABEL]


def test_a_kind_must_be_of_the_type():
    wrong = Entity(EntityKey("Place", "", "甲"), "Hospital", "甲")
    with pytest.raises(ResourceError, match="no kind of Place"):
        list(entity_quads([(wrong, ())], BASE))


def test_indicators_have_their_name_and_the_wordings_found():
    quads = list(indicator_quads({"城镇新增就业": {"城镇新增就业人数", "城镇新增就业"}}, BASE))
    assert [q.object for q in quads] == [
        pk("Indicator"),
        Literal("城镇新增就业", language="zh"),
        Literal("城镇新增就业人数", language="zh"),
    ]


@given(st.decimals(allow_nan=False, allow_infinity=False))
def test_decimals_are_canonical(number: Decimal):
    text = decimal_text(number)
    assert Decimal(text) == number
    assert "E" not in text
    assert text == "0" or not text.startswith("-0") or "." in text
    assert "." not in text or not text.endswith(("0", "."))


@pytest.mark.parametrize("number", [Decimal("NaN"), Decimal("Infinity"), float("inf")])
def test_what_is_not_finite_is_no_decimal(number):
    with pytest.raises(ValueError, match="no decimal"):
        decimal_text(number)


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1))
def test_any_text_survives_a_store(text: str):
    document = Document("d", text, Metadata(title=text, issuer=text), (Passage(0, len(text)),))
    found = Extraction("d", (Mention(0, len(text), "Programme", text),))
    quads = list(document_quads(document, found, [EntityKey("Programme", "", text)], BASE, indicators=[]))
    assert Literal(text) in values(quads, pk("quote"))
    assert len(Dataset(quads)) == len(quads)
