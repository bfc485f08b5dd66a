"""Plain text, Markdown, JSON Lines: what is read, and where each character stands."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import InputError
from kg.model import Document, Metadata
from kg.read import read_document, read_paths, read_text
from kg.read.jsonl import _record
from kg.read.markdown import read_markdown
from kg.read.passages import passages
from kg.read.traced import trace_lines

_CHARS = st.characters(exclude_categories=["Cs", "Cc"])


def test_plain_text_passes_through_code_point_for_code_point(tmp_path: Path) -> None:
    text = "  关于修桥 的通知\r\n\r\n　　请于3月底前 报送，“ 一码通”\u200b照用。\r\n"
    path = tmp_path / "a.txt"
    path.write_text(text, encoding="utf-8", newline="")
    document = read_document(path, as_given=True)
    assert document.text == text.replace("\r\n", "\n")
    assert document.locate(document.text.index("报")) == (None, 3, 10)
    assert read_text(text).text == document.text


@given(st.lists(st.text(_CHARS, max_size=40), max_size=20))
def test_plain_text_is_located(lines: list[str]) -> None:
    text = "\n".join(lines)
    traced = trace_lines(text)
    document = Document("d", text, runs=traced.runs, passages=passages(traced))
    for offset, char in enumerate(text):
        place = document.locate(offset)
        if char != "\n":
            assert lines[place.line - 1][place.column - 1] == char
    covered = {i for p in document.passages for i in range(p.start, p.end)}
    assert all(char.isspace() for i, char in enumerate(text) if i not in covered)
    ends = [0, *(p.end for p in document.passages)]
    assert all(p.start >= e for p, e in zip(document.passages, ends, strict=False))


@given(st.text(_CHARS | st.sampled_from('\n"\\/\t'), min_size=1), st.booleans())
def test_json_text_is_located_in_the_raw_line(text: str, ascii_only: bool) -> None:
    line = json.dumps({"note": '"text": "不是"', "text": text, "id": 1}, ensure_ascii=ascii_only)
    record = _record(Path("x.jsonl"), 7, line)
    assert not isinstance(record, InputError)
    document = Document("d", text, runs=record.traced.runs)
    for offset, char in enumerate(text):
        place = document.locate(offset)
        assert place.line == 7
        shown = line[place.column - 1]
        assert shown in (char, "\\")


@given(st.text(st.sampled_from("修桥三座*_`[]()#-> \n12.ab|\\~<!"), max_size=120))
def test_markdown_is_located_whatever_its_marks(text: str) -> None:
    read = read_markdown(text)
    document = Document("d", read.traced.text, runs=read.traced.runs)
    lines = text.split("\n")
    for offset, char in enumerate(document.text):
        if not char.isspace():
            place = document.locate(offset)
            assert lines[place.line - 1][place.column - 1] == char


def test_markdown_loses_its_marks_and_keeps_its_headings(tmp_path: Path) -> None:
    path = tmp_path / "note.md"
    path.write_text(
        "---\ntitle: 关于修桥的通知\ndate: 2021-03-05\n---\n# 一、目标\n\n"
        "到年底，修桥**3座**，见[规划](http://a.cn/x_(1))，\n"
        "`绿道`~~不~~贯通。\n\n"
        "- 甲村*先行*\n- 乙村 3*4 米\n\n```\n照录 **原文**\n```\n\n二、分工\n--------\n镇政府牵头。\n",
        encoding="utf-8",
    )
    document = read_document(path)
    assert document.text.split("\n") == [
        "一、目标", "到年底，修桥3座，见规划，绿道不贯通。", "甲村先行", "乙村 3*4 米", "照录 **原文**",
        "二、分工", "镇政府牵头。",
    ]  # fmt: skip
    assert document.passages[-1].heading == ("一、目标", "二、分工")
    said = document.metadata
    assert (said.title, said.date, said.kind) == ("关于修桥的通知", "2021-03-05", "Notice")


def test_passages_are_sentences_under_their_headings() -> None:
    text = (
        "第一章 总则\n第一条 为修桥，制定本办法。桥要牢！\n一、目标\n（一）修桥。全年修“三座桥。”再修一座？好\n"
        "1. 甲村\n二、分工\n镇政府牵头。"
    )
    document = read_text(text)
    said = [(document.quote(p.start, p.end), p.paragraph, p.heading) for p in document.passages]
    assert said[2] == ("桥要牢！", 1, ("第一章 总则", "第一条"))
    assert said[4] == ("（一）修桥。", 3, ("第一章 总则", "第一条", "一、目标"))
    assert [q for q, n, _ in said if n == 3] == ["（一）修桥。", "全年修“三座桥。”", "再修一座？", "好"]
    assert said[-1] == ("镇政府牵头。", 6, ("第一章 总则", "第一条", "二、分工"))


def test_records_take_their_fields_and_broken_ones_are_named(tmp_path: Path) -> None:
    path = tmp_path / "c.jsonl"
    rows = [
        '{"id": "a", "text": "修桥。", "title": "关于修桥的通知", "year": 2020, "date": "2020-05-06",'
        ' "issuer": "嘉兴市人民政府", "url": "http://a.cn"}',
        "{broken",
        "",
        '{"text": 5}',
        '{"id": "b"}',
        '["text"]',
        '{"text": "修路。", "title": 3}',
        '{"text": "修路\\ud800。"}',
        '{"text": "only English"}',
        '{"text": "   "}',
        '{"text": "修路。", "year": "new"}',
        "[" * 100_000,
        '{"text": "修路。"}',
    ]
    path.write_text("\n".join(rows), encoding="utf-8")
    found = list(read_paths([path]))
    good = [d for d in found if isinstance(d, Document)]
    assert [d.id for d in good] == ["a", "c/13"]
    said = good[0].metadata
    assert (said.title, said.kind, said.year, said.date) == ("关于修桥的通知", "Notice", 2020, "2020-05-06")
    assert (said.place, said.url) == ("330400", "http://a.cn")
    faults = [str(e) for e in found if isinstance(e, InputError)]
    assert [f.split(":")[1] for f in faults] == ["2", "4", "5", "6", "7", "8", "9", "10", "11", "12"]


def test_options_win_over_record_and_text(tmp_path: Path) -> None:
    path = tmp_path / "c.txt"
    path.write_text(
        "嘉兴市人民政府关于修桥的意见\n嘉政发〔2020〕7号\n各县：\n修桥。\n嘉兴市人民政府\n2020年5月6日\n",
        encoding="utf-8",
    )
    plain = read_document(path).metadata
    assert (plain.kind, plain.number, plain.date, plain.issuer, plain.place) == (
        "Opinion", "嘉政发〔2020〕7号", "2020-05-06", "嘉兴市人民政府", "330400",
    )  # fmt: skip
    laid = read_document(path, Metadata(title="别名", date="2021", year=2021, place="330411")).metadata
    assert (laid.title, laid.date, laid.year, laid.place, laid.kind) == (
        "别名",
        "2021",
        2021,
        "330411",
        "Opinion",
    )


@pytest.mark.parametrize(("name", "place"), [("嘉兴市秀洲区", "330411"), ("浙江省", "330000"), ("全国", "100000")])
def test_report_is_of_the_year_and_place_of_its_delivery(name: str, place: str) -> None:
    body = f"政府工作报告\n——2023年1月10日在{name}第十届人民代表大会第二次会议上\n各位代表：\n修了桥。"
    said = read_text(body).metadata
    assert (said.kind, said.date, said.year, said.place) == ("WorkReport", "2023-01-10", 2023, place)
