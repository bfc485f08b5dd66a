"""Layout text: furniture, columns, paragraphs, spaces, and the way back to the source."""

from __future__ import annotations

import re
import subprocess
import sys
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import Document
from kg.read import read_document
from kg.read.layout import is_layout, read_layout

GOLDEN = Path(__file__).parent / "golden" / "read"


def fold(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def assert_located(text: str, source: str) -> None:
    """Each character but white space stands in the source where the document says."""
    traced, _ = read_layout(source)
    document = Document("d", traced.text, runs=traced.runs)
    lines = source.split("\n")
    for offset, char in enumerate(document.text):
        if not char.isspace():
            place = document.locate(offset)
            assert lines[place.line - 1][place.column - 1] == char
    assert document.text == text


def test_two_column_page_reads_like_its_golden_text() -> None:
    document = read_document(GOLDEN / "two-columns.layout.txt")
    assert document.text == (GOLDEN / "two-columns.txt").read_text(encoding="utf-8").rstrip("\n")
    assert document.metadata.title == "青禾年鉴2021"
    assert document.metadata.kind == "YearbookPage"
    assert document.metadata.year == 2021
    assert {p.page for p in document.passages} == {17}
    assert_located(document.text, (GOLDEN / "two-columns.layout.txt").read_text(encoding="utf-8"))


def test_headings_of_a_layout_page_make_the_path() -> None:
    document = read_document(GOLDEN / "two-columns.layout.txt")
    last = document.passages[-1]
    assert last.heading == ("三、提升服务效能",)


@pytest.mark.parametrize(
    "number", ["—22—", "—  2 2  —", "— １５ —", "－２－", "P. 52", "52", "第 3 页 共 10 页", "3 / 10", "47  48  49  50"]
)
def test_page_numbers_go(number: str) -> None:
    body = "\n".join(["    河岸绿道今年贯通，沿线小区都设入口。" * 2, "镇里还要修三座人行桥。"])
    traced, _ = read_layout(f"{body}\n\n        {number}\n\f{body}\n\n        {number}\n\f")
    assert number.split()[0] not in traced.text.split("\n")
    assert traced.text.endswith("桥。")


def test_numbers_within_a_page_stay() -> None:
    traced, _ = read_layout("    各年产量如下，单位为吨，均为年末数。\n2019\n2020\n    以上为统计数。\n")
    assert "2019" in traced.text


def test_repeated_running_head_goes_and_a_lone_title_stays() -> None:
    page = (
        "大事记\n\n    一月三日，全镇召开春季造林动员会，部署种树。\n\n    二月，渡口恢复通航，往来客人增加许多。\n\f"
    )
    traced, heads = read_layout(page * 2)
    assert heads == ("大事记",)
    assert "大事记" not in traced.text
    title, heads = read_layout(
        "            关于修桥的通知\n\n    各村：\n    请于三月底前报送修桥计划，逾期不再受理。\n\f"
    )
    assert heads == ()
    assert title.text.startswith("关于修桥的通知\n")


def test_sentence_goes_on_over_a_page_end() -> None:
    first = "    全镇一年来新修村道，方便群众出行，又\n新添公交，深受群众欢迎，大家都说这条\n"
    traced, _ = read_layout(f"{first}\f路修得好，出门更方便。\n    第二年继续修路，直到村村相通为止，还要\n")
    assert traced.text.split("\n")[0].endswith("大家都说这条路修得好，出门更方便。")
    assert len(traced.text.split("\n")) == 2


def test_fragment_on_a_row_of_its_own_goes_back() -> None:
    source = (
        "    办好便民市场，方便群众买菜，全年\n新建三处。\n     （牵头单位：镇商务办，配合单\n"
        "位：村委会）\n    办好图书室，方便群众读书看报，年\n"
    )
    traced, _ = read_layout(source)
    assert "新建三处。（牵头单位：镇商务办，配合单位：村委会）" in traced.text


def test_spaces_of_justification_go_and_latin_ones_stay() -> None:
    source = "    全 镇 推 广 Smart Village 平台， 覆盖 12 个村，都用\n上了“ 一码通” ， 群众满意。\n"
    traced, _ = read_layout(source)
    assert traced.text == "全镇推广Smart Village平台，覆盖12个村，都用上了“一码通”，群众满意。"


@pytest.mark.parametrize(
    "text", ["一段话。\n又一段话，很长很长。\n", "标题\n\n    首行缩进的一段。\n\n    又一段。\n", "甲  乙\n丙  丁\n"]
)
def test_prose_is_no_layout(text: str) -> None:
    assert not is_layout(text)


_PROSE = st.text(st.sampled_from("河岸绿道贯通，。“”（）一、12 AB"), min_size=0, max_size=60)


@given(st.lists(st.tuples(st.integers(0, 40), _PROSE, st.integers(0, 9), _PROSE), max_size=25), st.booleans())
def test_every_character_is_located_whatever_the_page(rows: list[tuple[int, str, int, str]], feed: bool) -> None:
    source = ("\f" if feed else "\n").join(" " * a + b + " " * c + d for a, b, c, d in rows)
    traced, _ = read_layout(source)
    assert_located(traced.text, source)


def test_seed_page_reads_paragraph_by_paragraph(shared: Path) -> None:
    document = read_document(shared / "seed" / "xiuzhou-yearbook-2022-p52.txt")
    truth = (shared / "seed" / "xiuzhou-yearbook-2022-p52.reading-order.txt").read_text(encoding="utf-8")
    assert [fold(p) for p in document.text.split("\n")] == [fold(p) for p in truth.splitlines()]
    assert (document.metadata.place, document.metadata.year) == ("330411", 2022)


def test_typeset_pages_score(shared: Path, tmp_path: Path) -> None:
    pairs: list[str] = []
    for path in sorted((shared / "layout").glob("*.layout.txt")):
        read = tmp_path / path.name
        read.write_text(read_document(path).text, encoding="utf-8")
        pairs += [str(path).replace(".layout.", ".truth."), str(read)]
    assert len(pairs) == 28
    scorer = [sys.executable, str(shared / "layout" / "score_layout.py"), *pairs]
    mean = subprocess.run(scorer, capture_output=True, text=True, check=True).stdout.splitlines()[-1].split()
    assert float(mean[2]) >= 0.98
    assert float(mean[4]) <= 0.02
    assert float(mean[6]) >= 0.96
