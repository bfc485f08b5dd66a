"""Files and folders as they come: encodings, ids, and every kind of bad input."""

from __future__ import annotations

import json
import os
import unicodedata
from pathlib import Path

import pytest

from kg.errors import InputError
from kg.model import Document
from kg.read import read_document, read_paths, read_text

TEXT = "嘉兴市人民政府关于修桥的通知\n各县：请于三月底前报送修桥的计划，逾期不再受理。\n"


def ids(*paths: Path) -> list[str]:
    return [item.id if isinstance(item, Document) else str(item) for item in read_paths(paths)]


def fault(path: Path) -> InputError:
    found = list(read_paths([path]))
    assert len(found) == 1
    assert isinstance(found[0], InputError)
    for language in ("en", "zh"):
        line = found[0].render(language)
        assert str(path) in line
        assert "\n" not in line
    return found[0]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
def test_encodings_are_read(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(TEXT.encode(encoding))
    assert read_document(path).text == TEXT


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b" \n\t\n", "white space"),
        (b"only English here", "no Chinese"),
        (b"%PDF-1.7 \xff", "PDF"),
        (b"\x00\x01\x02\x03", "NUL"),
        ("修\0桥".encode(), "NUL"),
        ("關於本市各區公園的通知，請各單位在三月以前報送。".encode("big5"), "Big5"),
        ("修桥的通知和办法\n".encode("utf-16-le"), "byte-order mark"),
        (b"\xe4\xbf\xae\xff\xff", "byte 3"),
    ],
)
def test_what_is_no_text_is_named(tmp_path: Path, data: bytes, said: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    assert said in str(fault(path))


def test_missing_unknown_and_special_files_are_named(tmp_path: Path) -> None:
    assert "no such file" in str(fault(tmp_path / "none.txt"))
    (tmp_path / "a.docx").write_bytes(b"x")
    assert ".docx" in str(fault(tmp_path / "a.docx"))
    os.mkfifo(tmp_path / "pipe.txt")
    assert "neither" in str(fault(tmp_path / "pipe.txt"))
    assert "a\\x00b.txt: no such file" in str(next(iter(read_paths([Path("a\0b.txt")]))))


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_unreadable_file_and_folder_are_named(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    path.chmod(0)
    assert "permission" in str(fault(path))
    folder = tmp_path / "shut"
    folder.mkdir(mode=0)
    assert "permission" in str(fault(folder))


def test_folder_is_read_in_order_without_loops_and_hidden_files(tmp_path: Path) -> None:
    for name in ("b/二.txt", "a.txt", "a.md", "c.txt", ".hidden.txt", ".git/x.txt", "picture.png"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(TEXT, encoding="utf-8")
    (tmp_path / "b" / "loop").symlink_to(tmp_path)
    assert ids(tmp_path) == ["a.md", "a.txt", "b/二", "c"]
    assert ids(tmp_path, tmp_path / "c.txt") == ["a.md", "a.txt", "b/二", "c"]


def test_folder_without_documents_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "x.png").write_bytes(b"x")
    assert "no documents" in str(fault(tmp_path))
    (tmp_path / "report.PDF").write_bytes(b"%PDF")
    assert "pdftotext -layout" in str(fault(tmp_path))


def test_clash_of_ids_names_both_files(tmp_path: Path) -> None:
    for name in ("x", "y"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.txt").write_text(TEXT, encoding="utf-8")
    first, second = ids(tmp_path / "x", tmp_path / "y")
    assert first == "a"
    assert str(tmp_path / "x" / "a.txt") in second
    assert str(tmp_path / "y" / "a.txt") in second


def test_same_id_twice_in_a_corpus_names_both_lines(tmp_path: Path) -> None:
    path = tmp_path / "c.jsonl"
    path.write_text('{"id": "a", "text": "桥"}\n{"id": "a", "text": "路"}\n', encoding="utf-8")
    assert ids(path)[1].startswith(f"{path}:2: ")
    assert f"{path}:1" in ids(path)[1]


def record(identifier: str) -> str:
    return json.dumps({"id": identifier, "text": "桥"}) + "\n"


def test_forms_of_one_id_are_one_id(tmp_path: Path) -> None:
    composed, apart = (unicodedata.normalize(form, "café") for form in ("NFC", "NFD"))
    path = tmp_path / "c.jsonl"
    path.write_text(record(apart) + record(composed), encoding="utf-8")
    first, second = ids(path)
    assert first == composed
    assert second.startswith(f"{path}:2: ")
    assert "taken already" in second
    (tmp_path / f"{apart}.txt").write_text(TEXT, encoding="utf-8")
    assert ids(tmp_path / f"{apart}.txt") == [composed]
    assert read_text(TEXT, apart).id == composed


@pytest.mark.parametrize(
    "identifier",
    [
        "..", ".", "../../graph/entities", "/a", "a/", "a//b", "a/./b", "a\0b", "a\nb", "a\u2028b",
        "a/p/c71fe2dec4bd51ac", "a/m/0123456789abcdef", "q/0123456789abcdef",
    ],
)  # fmt: skip
def test_id_that_is_none_is_refused_by_line(tmp_path: Path, identifier: str) -> None:
    path = tmp_path / "c.jsonl"
    path.write_text(record("好") + record(identifier) + record("a/p/桥"), encoding="utf-8")
    first, second, third = ids(path)
    assert (first, third) == ("好", "a/p/桥")
    assert second.startswith(f"{path}:2: the id ")
    with pytest.raises(InputError, match="the id"):
        read_text(TEXT, identifier)


def test_file_whose_path_is_no_id_is_refused(tmp_path: Path) -> None:
    for name in ("p/c71fe2dec4bd51ac.txt", "a\tb.md", "p/c71fe2dec4bd51ac.jsonl", "a.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(record("好") if name.endswith("jsonl") else TEXT, encoding="utf-8")
    found = list(read_paths([tmp_path]))
    assert [type(item) for item in found] == [InputError, Document, Document, Document]
    assert "a\\tb.md: the id" in str(found[0])
    assert [item.id for item in found if isinstance(item, Document)] == ["a", "好", "p/c71fe2dec4bd51ac.txt"]
    (tmp_path / "p" / "c71fe2dec4bd51ac.jsonl").unlink()
    assert "part of a document" in ids(tmp_path)[2]


def test_our_own_faults_are_not_taken_for_those_of_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(text: str) -> bool:
        raise ValueError(text)

    monkeypatch.setattr("kg.read.formats.is_layout", broken)
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    with pytest.raises(ValueError, match="修桥"):
        list(read_paths([tmp_path]))
