"""Administrative divisions: names, codes, parents."""

from __future__ import annotations

import pytest

from kg import places


def test_the_table_holds_the_country() -> None:
    levels = [d.level for d in places.divisions().values()]
    assert levels.count(1) == 34
    assert levels.count(2) > 300
    assert levels.count(3) > 2800
    assert all(code.isdigit() and len(code) == 6 for code in places.divisions())
    assert all(d.parent in places.divisions() for d in places.divisions().values() if d.level)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("秀洲", "330411"),
        ("秀洲区", "330411"),
        ("浙江省嘉兴市秀洲区", "330411"),
        ("嘉兴市秀洲区", "330411"),
        ("浙江", "330000"),
        ("内蒙古", "150000"),
        ("湘西", "433100"),
        ("济源市", "419001"),
        ("全国", "100000"),
        ("台湾省", "710000"),
        ("吉林", "220000"),
        ("浦东", "310115"),
        ("上海市浦东", "310115"),
    ],
)
def test_find_knows_full_short_and_chained_names(name: str, code: str) -> None:
    division = places.find(name)
    assert division is not None
    assert division.code == code


def test_find_leaves_namesakes_open_until_the_jurisdiction_decides() -> None:
    assert places.find("鼓楼区") is None
    assert places.find("鼓楼区", within="320000") is None
    assert places.find("滨海") is None
    nanjing = places.find("鼓楼区", within="320100")
    fuzhou = places.find("鼓楼区", within="350100")
    assert nanjing is not None
    assert fuzhou is not None
    assert (nanjing.code, fuzhou.code) == ("320106", "350102")


@pytest.fixture
def invented(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two provinces: 东省 has two districts 双溪区, a city and a county 明湖; 西省 has cities of both names."""
    rows = [
        (places.NATION, "中国", 0, ""), ("910000", "东省", 1, places.NATION), ("920000", "西省", 1, places.NATION),
        ("910100", "甲市", 2, "910000"), ("910101", "双溪区", 3, "910100"), ("910200", "乙市", 2, "910000"),
        ("910201", "双溪区", 3, "910200"), ("910300", "明湖市", 2, "910000"), ("910301", "明湖县", 3, "910300"),
        ("920100", "双溪市", 2, "920000"), ("920200", "明湖市", 2, "920000"),
    ]  # fmt: skip
    table = {row[0]: places.Division(*row) for row in rows}
    monkeypatch.setattr(places, "divisions", lambda: table)
    by_name = places._by_name.__wrapped__()
    monkeypatch.setattr(places, "_by_name", lambda: by_name)


@pytest.mark.usefixtures("invented")
def test_namesakes_below_the_same_parent_stay_open_or_the_higher_is_taken() -> None:
    def code(name: str, within: str) -> str | None:
        found = places.find(name, within=within)
        return found and found.code

    assert code("双溪", "910100") == "910101"
    assert code("双溪", "910000") is None  # and not the city far away, though it is the highest of all
    assert code("双溪", "") == "920100"
    assert code("明湖", "910000") == "910300"
    assert code("明湖", "") is None


def test_a_city_comes_before_its_county_of_the_same_name_in_their_province() -> None:
    assert places.find("鼓楼区", within="320000") is None
    city = places.find("淮安", within="320000")
    assert city is not None
    assert city.code == "320800"


def test_find_returns_none_for_what_is_no_division() -> None:
    assert places.find("不存在的地方") is None
    assert places.find("") is None


def test_lineage_leads_to_the_nation() -> None:
    assert places.lineage("330411") == ("330411", "330400", "330000", "100000")
    assert places.lineage("999999") == ()
    assert places.lineage("") == ()


def test_full_name_is_the_chain() -> None:
    assert places.full_name("330411") == "浙江省嘉兴市秀洲区"
    assert places.full_name("110105") == "北京市朝阳区"


@pytest.mark.parametrize(
    ("code", "short"),
    [
        ("330411", "秀洲"),
        ("150000", "内蒙古"),
        ("433100", "湘西"),
        ("450000", "广西"),
        ("110105", "朝阳"),
        ("310115", "浦东"),
        ("441803", "清新"),
    ],
)
def test_short_drops_the_class_of_the_division(code: str, short: str) -> None:
    assert places.divisions()[code].short == short
