"""Identities: the same key for the same thing, different keys for what may differ."""

from __future__ import annotations

import pytest

from kg import ontology
from kg.iri import entity_iri
from kg.link import aliases, describe, identify
from kg.link.identity import canonical, is_formula, key_of
from kg.model import Document, EntityKey, EntityType, Mention, Metadata

XIUZHOU, NANHU, JIAXING, ZHEJIANG = "330411", "330402", "330400", "330000"
HAINING, PUDONG, SHANGHAI, SHANDONG, NATION = "330481", "310115", "310000", "370000", "100000"


def body(name: str, place: str = "") -> EntityKey:
    key = key_of("Institution", name, place)
    assert key is not None
    return key


def test_identity_of_a_hospital_is_the_same_by_level_word_and_by_full_name() -> None:
    assert body("区人民医院", XIUZHOU) == EntityKey("Institution", XIUZHOU, "人民医院")
    assert body("秀洲区人民医院") == body("浙江省嘉兴市秀洲区人民医院") == body("区人民医院", XIUZHOU)
    assert describe(body("区人民医院", XIUZHOU)).label == "秀洲区人民医院"


def test_identity_keeps_namesakes_of_two_districts_apart() -> None:
    assert body("区人民医院", XIUZHOU) != body("区人民医院", NANHU)
    assert body("人民医院", XIUZHOU) != body("人民医院", NANHU)
    assert key_of("Programme", "五个一", XIUZHOU) != key_of("Programme", "五个一", NANHU)


@pytest.mark.parametrize(
    ("name", "place", "code"),
    [
        ("省政府", XIUZHOU, ZHEJIANG),
        ("市政府", XIUZHOU, JIAXING),
        ("区政府", XIUZHOU, XIUZHOU),
        ("市政府", PUDONG, SHANGHAI),
        ("市政府", HAINING, HAINING),
        ("上海市政府", "", SHANGHAI),
        ("自治区政府", "150000", "150000"),
        ("县政府", "420922", "420922"),
    ],
)
def test_level_words_resolve_through_the_lineage_of_the_document(name: str, place: str, code: str) -> None:
    assert body(name, place) == EntityKey("Institution", code, "人民政府")


@pytest.mark.parametrize(
    ("name", "place"), [("市政府", ZHEJIANG), ("县政府", XIUZHOU), ("省政府", PUDONG), ("市政府", "")]
)
def test_a_level_that_the_document_does_not_have_is_nobody_that_could_be_told(name: str, place: str) -> None:
    assert key_of("Institution", name, place) is None


def test_abbreviations_and_full_names_of_bureaus_are_one() -> None:
    assert (
        body("省大数据局", SHANDONG)
        == body("山东省大数据局", XIUZHOU)
        == EntityKey("Institution", SHANDONG, "大数据局")
    )
    assert body("区卫健局", XIUZHOU) == body("秀洲区卫生健康局")
    assert body("省人社厅", XIUZHOU) == body("浙江省人力资源和社会保障厅")
    assert body("省委编办", SHANDONG) == body("山东省委机构编制委员会办公室")
    assert body("团省委", XIUZHOU) == EntityKey("Institution", ZHEJIANG, "共青团委员会")


@pytest.mark.parametrize("place", ["", XIUZHOU, NATION])
def test_bodies_of_the_nation_are_the_same_everywhere(place: str) -> None:
    expected = EntityKey("Institution", "", "国家发展和改革委员会")
    assert body("国家发展改革委", place) == body("国家发展和改革委员会", place) == expected
    assert body("工信部装备工业司", place).name == "工业和信息化部装备工业司"


def test_a_bare_name_means_the_body_of_the_speaker() -> None:
    assert body("发改委", NATION) == body("国家发展改革委")
    assert body("发改委", SHANDONG) == body("省发改委", SHANDONG)
    assert key_of("Institution", "发改委") is None


@pytest.mark.parametrize("name", ["上海大学", "市场监管学会", "区块链协会", "市民中心", "南京市民之家"])
def test_a_short_place_name_or_a_word_that_begins_alike_is_no_jurisdiction(name: str) -> None:
    assert body(name, XIUZHOU) == EntityKey("Institution", "", name)


def test_a_bare_bureau_belongs_to_the_speaker_but_not_the_army_or_the_world() -> None:
    assert body("教育厅", SHANDONG) == body("省教育厅", SHANDONG) != body("教育厅", ZHEJIANG)
    assert body("工会", SHANDONG) != body("工会", ZHEJIANG)
    for name in ("人民解放军", "中央军委", "联合国", "云南农村商业银行", "中关村学院"):
        assert body(name, SHANDONG) == EntityKey("Institution", "", name)


def test_the_party_committee_is_not_the_government() -> None:
    assert body("省委", XIUZHOU) == body("浙江省委") == body("中共浙江省委")
    assert body("省委", XIUZHOU) != body("省政府", XIUZHOU)
    assert describe(body("省委", XIUZHOU)).label == "中共浙江省委员会"


def test_places_become_their_codes_and_unknown_towns_stay_with_the_district() -> None:
    assert key_of("Place", "秀洲", XIUZHOU) == key_of("Place", "秀洲区") == EntityKey("Place", "", XIUZHOU)
    assert key_of("Place", "长三角", XIUZHOU) == key_of("Place", "长三角", "") == EntityKey("Place", "", "长三角")
    assert key_of("Place", "城关镇", "420922") != key_of("Place", "城关镇", "421381")
    assert key_of("Place", "浙江省嘉兴市秀洲区洪合镇") == key_of("Place", "洪合镇", XIUZHOU)


@pytest.mark.parametrize("name", ["五个一", "4+N", "1+3+N+X", "三大行动", "152", "七横一纵", "四项工程"])
def test_short_formulas_are_formulas(name: str) -> None:
    assert is_formula(name)
    assert key_of("Programme", name, XIUZHOU) == EntityKey("Programme", XIUZHOU, name)


@pytest.mark.parametrize(
    "name", ["浙食链", "一网通办", "一带一路", "基层治理四平台", "5G全连接工厂", "千兆城市", "互联网+医疗健康"]
)
def test_ordinary_programmes_are_the_same_everywhere(name: str) -> None:
    assert key_of("Programme", name, XIUZHOU) == key_of("Programme", name, SHANDONG) == EntityKey("Programme", "", name)


def test_doctrines_of_numerals_that_the_lexicon_knows_are_the_same_everywhere() -> None:
    assert key_of("Principle", "四个意识", XIUZHOU) == key_of("Principle", "四个意识", SHANDONG)


def test_titles_of_a_level_belong_to_that_level() -> None:
    assert key_of("Honour", "省级双拥模范城", XIUZHOU) == EntityKey("Honour", ZHEJIANG, "省级双拥模范城")
    assert key_of("Honour", "全国文明城市", XIUZHOU) == EntityKey("Honour", "", "全国文明城市")


def test_spelling_makes_no_difference() -> None:
    assert canonical("“ 浙 食 链”") == canonical("浙食链") == "浙食链"
    assert canonical("平安区“十八连冠”") == "平安区十八连冠"
    assert key_of("Document", canonical("“十四五”规划"), XIUZHOU) == key_of(
        "Document", canonical("十四五规划"), XIUZHOU
    )
    assert canonical("《关于“双减”的意见》") == "关于双减的意见"


NAMESAKES: list[tuple[EntityType, str]] = [
    ("Institution", "县人民医院"), ("Institution", "区卫健局"), ("Institution", "派出所"), ("Institution", "供电公司"),
    ("Place", "高新区"), ("Place", "全区"), ("Place", "中心村"), ("Programme", "五个一"), ("Facility", "火车站"),
    ("Facility", "解放路"), ("Event", "第十次党代会"), ("Event", "第三届运动会"), ("Document", "2022年政府工作报告"),
    ("Document", "国土空间总体规划"),
]  # fmt: skip


@pytest.mark.parametrize(("type_", "name"), NAMESAKES)
def test_what_every_place_has_is_told_by_the_document_s_place_or_not_at_all(type_: EntityType, name: str) -> None:
    assert key_of(type_, name) is None
    if name != "县人民医院":
        here, there = key_of(type_, name, XIUZHOU), key_of(type_, name, NANHU)
        assert here is not None
        assert here != there


def test_a_division_of_a_common_name_is_not_guessed() -> None:
    assert key_of("Place", "鼓楼区") is None
    assert key_of("Place", "鼓楼区", "320000") is None
    assert key_of("Place", "鼓楼区", "320100") == EntityKey("Place", "", "320106")
    assert key_of("Institution", "鼓楼区教育局") is None


def test_a_name_that_tells_its_own_place_is_not_the_documents() -> None:
    assert key_of("Place", "苏州工业园区", XIUZHOU) == key_of("Place", "苏州工业园区", NANHU)
    assert key_of("Place", "浦东", XIUZHOU) == key_of("Place", "浦东新区")
    assert key_of("Programme", "三农", XIUZHOU) == key_of("Programme", "三农")


def document(marked: str, place: str = "370100") -> tuple[Document, list[Mention]]:
    kinds: dict[str, EntityType] = {"I": "Institution", "D": "Document"}
    text, mentions = "", []
    for part in marked.split("{"):
        name, _, rest = part.partition("}") if "}" in part else ("", "", part)
        if name:
            mentions.append(Mention(len(text), len(text) + len(name) - 1, kinds[name[0]], name[1:]))
            text += name[1:]
        text += rest
    return Document("d", text, Metadata(place=place)), mentions


def test_a_short_form_means_what_the_document_defines_it_to_mean() -> None:
    keys = identify(*document("{I市政府}印发《{D济南市数字规划}》（以下简称《{D规划}》）。《{D规划}》明确目标"))
    assert keys[0] == EntityKey("Institution", "370100", "人民政府")
    assert keys[1] == keys[2] == keys[3] == EntityKey("Document", "", "济南市数字规划")


def test_a_short_title_that_nothing_explains_has_no_key() -> None:
    assert identify(*document("《{D规划}》明确，《{D实施方案}》提出")) == (None, None)


def test_keys_are_parallel_to_the_mentions() -> None:
    found = document("{I市政府}、{I省政府}、《{D意见}》")
    assert len(identify(*found)) == 3


@pytest.mark.parametrize(
    ("kind", "name", "expected"),
    [
        ("Programme", "众智反诈平台", "Platform"),
        ("Programme", "集体林权制度改革", "Reform"),
        ("Programme", "护苗行动", "Campaign"),
        ("Programme", "医保支付改革试点", "Pilot"),
        ("Programme", "千万工程", "Project"),
        ("Programme", "全民参保计划", "Scheme"),
        ("Programme", "浙食链", "Programme"),
        ("Institution", "卫生健康局", "GovernmentBody"),
        ("Institution", "中共委员会", "PartyBody"),
        ("Institution", "人民代表大会", "Assembly"),
        ("Institution", "实验小学", "School"),
        ("Institution", "妇幼保健院", "Hospital"),
        ("Institution", "城市建设投资集团有限公司", "Company"),
        ("Institution", "慈善总会", "Association"),
        ("Institution", "大数据发展研究院", "Institution"),
        ("Document", "民法典", "CitedDocument"),
        ("Honour", "平安金鼎", "Honour"),
    ],
)
def test_the_end_of_a_name_leads_to_its_class(kind: EntityType, name: str, expected: str) -> None:
    assert describe(EntityKey(kind, "", name)).kind == expected


def test_every_kind_of_the_lexicons_is_a_class_of_the_ontology() -> None:
    from kg.lexicon import load

    kinds = {k for lexicon in ("programme", "kind") for t in load(lexicon).tables.values() if (k := t.kind)}
    assert len(kinds) >= 12
    assert all(ontology.load().types(kind) for kind in kinds)


def test_labels_say_whose_a_formula_is() -> None:
    assert describe(EntityKey("Programme", XIUZHOU, "五个一")).label == "五个一（秀洲区）"
    assert describe(EntityKey("Place", "", XIUZHOU)).label == "秀洲区"
    assert describe(EntityKey("Place", XIUZHOU, "洪合镇")).label == "洪合镇"


def test_aliases_are_what_a_reader_may_type() -> None:
    assert "秀洲" in aliases(EntityKey("Place", "", XIUZHOU))
    assert "浙江省发改委" in aliases(body("省发改委", XIUZHOU))
    assert "国家发改委" in aliases(body("国家发展改革委"))
    assert describe(body("省发改委", XIUZHOU)).label not in aliases(body("省发改委", XIUZHOU))


def test_keys_make_the_iris_of_the_design() -> None:
    assert entity_iri("b/", body("区人民医院", XIUZHOU)) == "b/institution/330411/人民医院"


def test_the_nation_has_no_empty_name() -> None:
    assert "" not in aliases(EntityKey("Place", "", NATION))
