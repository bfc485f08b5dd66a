"""Long documents are worked on in stretches, and what is found stands where it would in the whole."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import pool
from kg.build import build_graph, product
from kg.errors import KGError
from kg.extract import extract_document, record_lines, record_part, stretches, to_record
from kg.extract.records import RecordPart
from kg.iri import ONTOLOGY
from kg.model import WHOLE, Document
from kg.read import read_text
from kg.store import Store

SENTENCES = ("依托“惠农通{}”平台服务群众。", "今年新建养老院{}家。", "由市财政局配合第{}项工作。\n", "一、第{}部分\n")
TEXT = "甲县2021年政府工作报告\n" + "".join(SENTENCES[n % 4].format(n) for n in range(400))
FOUND = f"""PREFIX pk: <{ONTOLOGY}>
SELECT ?begin ?end ?quote ?paragraph ?number WHERE {{ GRAPH ?g {{
  ?said pk:begin ?begin ; pk:end ?end ; pk:quote|pk:text ?quote .
  OPTIONAL {{ ?said pk:paragraph ?paragraph ; pk:number ?number }} }} }}"""


def cut(document: Document, longest: int) -> list[Document]:
    """The stretches of a document, checked: together they are the document, and each is within its length."""
    parts = []
    passages = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stretches, "LONGEST", longest)
        found = list(stretches.stretches(document))
    for number, (part, stretch, last) in enumerate(found):
        assert (stretch.number, last) == (number, number == len(found) - 1)
        assert stretch.start == sum(len(p.text) for p in parts)
        assert stretch.passages == len(passages)
        assert len(part.text.rstrip()) <= longest or len(part.passages) == 1
        for passage in part.passages:
            moved = replace(
                passage,
                start=passage.start + stretch.start,
                end=passage.end + stretch.start,
                paragraph=passage.paragraph + stretch.paragraphs,
            )
            lines = part.text[: passage.start].split("\n")[:-1]
            assert sum(bool(line.strip()) for line in lines) == passage.paragraph
            passages.append(moved)
        parts.append(part)
    assert "".join(part.text for part in parts) == document.text
    assert tuple(passages) == document.passages
    return parts


@given(st.lists(st.sampled_from(["甲县", "。", "\n", " ", "！”", "一、乙"]), min_size=1), st.integers(1, 40))
def test_stretches_make_up_the_document(words: list[str], longest: int) -> None:
    try:
        document = read_text("".join(words))
    except KGError:
        return  # nothing Chinese in it
    cut(document, longest)


def test_a_document_is_cut_between_paragraphs_and_within_one_only_if_it_must() -> None:
    document = read_text("甲县。乙县。\n丙县。丁县。\n戊县。己县。庚县。辛县。")
    assert [part.text for part in cut(document, 9)] == [
        "甲县。乙县。\n",
        "丙县。丁县。\n",
        "戊县。己县。庚县。",
        "辛县。",
    ]


def test_a_short_document_is_one_stretch() -> None:
    document = read_text(TEXT)
    assert list(stretches.stretches(document)) == [(replace(document, runs=()), WHOLE, True)]


def records(documents: list[Document], longest: int) -> tuple[list[str], list[dict[str, object]]]:
    """What is written of documents cut into stretches: the texts as they come, and the records they are."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stretches, "LONGEST", longest)
        parts = [record_part(item) for document in documents for item in stretches.stretches(document)]
    texts = list(record_lines(parts))
    return texts, [json.loads(line) for line in "".join(texts).splitlines(keepends=True)]


def test_a_record_is_put_together_of_stretches_as_it_is_of_the_whole() -> None:
    documents = [
        read_text(TEXT, "a"),
        read_text("新建“养老院”5家。\n\t\\完", "乙"),
        read_text(TEXT[:5000] + "\n\n", "c"),
    ]
    texts, cut_up = records(documents, 700)
    assert cut_up == [to_record(document, extract_document(document)) for document in documents]
    assert len(texts) > len(documents)
    whole, records_of_wholes = records(documents, 10**6)
    assert len(whole) == len(documents)
    assert "".join(whole) == "".join(texts)
    assert "".join(whole) == "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records_of_wholes)


def test_a_record_of_which_a_stretch_fails_is_not_begun() -> None:
    def failing() -> Iterator[RecordPart]:
        yield RecordPart("a", {"text": "甲", "entities": ""}, last=False)
        raise ZeroDivisionError("planted")

    lines = record_lines(failing())
    with pytest.raises(ZeroDivisionError):
        next(lines)


def rows(store: Path) -> list[tuple[str | None, ...]]:
    with Store.open(store) as opened:
        found = [tuple(term and term.value for term in row) for row in opened.oxigraph.query(FOUND)]  # type: ignore[union-attr]
    return sorted(found, key=str)


def test_what_is_found_stands_where_it_stands_in_the_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    whole = build_graph([path], tmp_path / "whole", jobs=1)
    monkeypatch.setattr(stretches, "LONGEST", 700)
    summary = build_graph([path], tmp_path / "parts", jobs=1)
    assert len(rows(tmp_path / "whole")) > 800
    assert rows(tmp_path / "parts") == rows(tmp_path / "whole")
    assert (summary.built, summary.characters, summary.mentions) == (1, whole.characters, whole.mentions)
    assert summary.quads == whole.quads
    assert build_graph([path], tmp_path / "parts").unchanged == 1


def test_a_fault_in_one_stretch_leaves_the_document_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    build_graph([path], tmp_path / "kg", jobs=1)
    before = rows(tmp_path / "kg")
    path.write_text(TEXT.replace("第398项", "第九项"), encoding="utf-8")
    honest = product.extract_document

    def failing(document: Document, *rest):  # type: ignore[no-untyped-def]
        if "第九项" in document.text:
            raise ZeroDivisionError("planted")
        return honest(document, *rest)

    monkeypatch.setattr(product, "extract_document", failing)
    monkeypatch.setattr(stretches, "LONGEST", 700)
    faults: list[KGError] = []
    (tmp_path / "b.txt").write_text("乙县2022年政府工作报告\n新建养老院5家。", encoding="utf-8")
    summary = build_graph([path, tmp_path / "b.txt"], tmp_path / "kg", jobs=1, fault=faults.append)
    assert (summary.built, summary.failed, len(faults)) == (1, 1, 1)
    with Store.open(tmp_path / "kg") as store:
        assert set(store.documents) == {"a", "b"}
    assert set(before) < set(rows(tmp_path / "kg"))


@pytest.mark.slow
def test_processes_share_the_stretches_of_one_document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    monkeypatch.setattr(stretches, "LONGEST", 700)
    build_graph([path], tmp_path / "one", jobs=1)
    monkeypatch.setattr(pool, "WORTH_A_POOL", 1)
    monkeypatch.setattr(pool, "_BATCH", 700)
    assert build_graph([path], tmp_path / "two", jobs=2).built == 1
    with Store.open(tmp_path / "one") as one, Store.open(tmp_path / "two") as two:
        assert one.nquads() == two.nquads()
