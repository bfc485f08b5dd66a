"""What hostile files, folders and records do: a document, or one line that says what is wrong; the others are read."""

from __future__ import annotations

import json
import os
import socket
import threading
import unicodedata
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from growth import growth_at_most

from kg.errors import KGError
from kg.model import Document
from kg.read import encoding, opened, read_paths, read_text

TEXT = "关于修桥的通知\n各县：请于三月底前报送计划。\n"


def read(*paths: Path) -> tuple[list[Document], list[str]]:
    """The documents of paths, and the lines that say what is wrong."""
    found = list(read_paths(paths))
    errors = [item for item in found if isinstance(item, KGError)]
    for error in errors:
        for language in ("en", "zh"):
            assert len(error.render(language).splitlines()) == 1
            assert not any(unicodedata.category(char) in ("Cc", "Cf", "Cs") for char in error.render(language))
    return [item for item in found if isinstance(item, Document)], [str(error) for error in errors]


def write(folder: Path, *names: str | bytes) -> None:
    for name in names:
        path = os.path.join(os.fsencode(folder), name if isinstance(name, bytes) else os.fsencode(name))  # noqa: PTH118
        with open(path, "w", encoding="utf-8") as file:  # noqa: PTH123
            file.write(TEXT)


@pytest.mark.parametrize(
    "name",
    ["a b", "-a", "--help", "a'b\"c", "$(touch x)", "a;b", "%2e%2e", "甲" * 80, "a#b?c", "a\\b", "C:", "~", "*"],
)
def test_odd_names_are_ids(tmp_path: Path, name: str) -> None:
    write(tmp_path, f"{name}.txt")
    documents, errors = read(tmp_path)
    assert ([d.id for d in documents], errors) == ([name], [])


@pytest.mark.parametrize(
    "name", [b"a\nb.txt", b"a\x1b[31mb.txt", b"a\x7f.txt", b"\xff\xfe.txt", "a\u2028b.txt", "a\x85b.txt", b"a\tb.txt"]
)
def test_names_with_control_characters_or_broken_bytes_are_refused_and_the_others_read(
    tmp_path: Path, name: str | bytes
) -> None:
    write(tmp_path, name, "b.txt")
    documents, errors = read(tmp_path)
    assert [d.id for d in documents] == ["b"]
    assert len(errors) == 1
    assert "has a control character or a broken one" in errors[0]


def test_names_that_differ_in_case_are_two_and_in_normal_form_one(tmp_path: Path) -> None:
    write(tmp_path, "A.txt", "a.txt", "caf\u00e9.txt", "cafe\u0301.txt")
    documents, errors = read(tmp_path)
    assert [d.id for d in documents] == ["A", "a", "café"]
    assert len(errors) == 1
    assert "taken already" in errors[0]


def test_pipes_sockets_and_devices_in_a_folder_are_passed_over(tmp_path: Path) -> None:
    write(tmp_path, "a.txt")
    os.mkfifo(tmp_path / "b.txt")
    with socket.socket(socket.AF_UNIX) as server:
        here = Path.cwd()
        os.chdir(tmp_path)  # the name of a socket is short
        server.bind("c.txt")
        os.chdir(here)
        (tmp_path / "d.txt").symlink_to("/dev/zero")
        assert [d.id for d in read(tmp_path)[0]] == ["a"]


def test_a_pipe_in_a_files_place_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "is_file", lambda path: True)  # it was one when the folder was searched
    for name in ("a.txt", "b.md", "c.jsonl"):
        os.mkfifo(tmp_path / name)
    documents, errors = read(tmp_path)
    assert documents == []
    assert ["neither a file nor a folder" in error for error in errors] == [True] * 3


def test_a_file_that_vanishes_costs_itself_only(tmp_path: Path) -> None:
    write(tmp_path, "a.txt", "b.txt", "c.txt")
    coming = read_paths([tmp_path])
    assert isinstance(next(coming), Document)
    (tmp_path / "b.txt").unlink()
    last, gone = coming
    assert isinstance(last, Document)
    assert str(gone).endswith("b.txt: no such file any more")


@pytest.mark.parametrize("suffix", ["txt", "md", "jsonl"])
def test_a_file_that_is_written_while_it_is_read_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    path = tmp_path / f"a.{suffix}"
    path.write_text(json.dumps({"id": "a", "text": "桥"}) + "\n" if suffix == "jsonl" else TEXT, encoding="utf-8")
    check = encoding.refuse_binary

    def grow(data: bytes, path: Path) -> None:
        with path.open("a", encoding="utf-8") as file:
            file.write("\n")
        check(data, path)

    if suffix == "jsonl":
        monkeypatch.setattr(encoding, "refuse_binary", grow)
        assert ["changed while it was read" in error for error in read(path)[1]] == [True]
        return
    reading = opened.opened(path)
    reading.__enter__().read()
    grow(b"", path)
    with pytest.raises(KGError, match="changed while it was read"):
        reading.__exit__(None, None, None)


def test_links_in_circles_are_followed_once(tmp_path: Path) -> None:
    write(tmp_path, "a.txt")
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "up").symlink_to(tmp_path)
    (tmp_path / "self.txt").symlink_to("self.txt")
    (tmp_path / "x.txt").symlink_to("y.txt")
    (tmp_path / "y.txt").symlink_to("x.txt")
    documents, errors = read(tmp_path)
    assert [d.id for d in documents] == ["a"]
    assert len(errors) == 3
    assert all("Too many levels" in error or "link to a file that is not there" in error for error in errors)


def test_folders_deeper_than_a_path_may_be_are_told_and_the_others_read(tmp_path: Path) -> None:
    write(tmp_path, "a.txt")
    here = os.open(".", os.O_RDONLY)
    try:
        os.chdir(tmp_path)
        for _ in range(2_100):  # two characters each: beyond 4,096, and beyond Python's recursion limit
            os.mkdir("d")  # noqa: PTH102
            os.chdir("d")
        Path("b.txt").write_text(TEXT, encoding="utf-8")
        os.chdir(tmp_path)
        documents, errors = read(tmp_path)
        assert [d.id for d in documents] == ["a"]
        assert ["File name too long" in error for error in errors] == [True]
    finally:
        os.fchdir(here)
        os.close(here)
        _remove_deep(tmp_path / "d")


def _remove_deep(folder: Path) -> None:
    """Remove a folder that `shutil.rmtree` cannot walk: what is in it moves up until it is empty."""
    while (below := folder / "d").exists():
        below.rename(folder.parent / "e")
        for left in folder.iterdir():
            left.unlink()
        folder.rmdir()
        (folder.parent / "e").rename(folder)
    for left in folder.iterdir():
        left.unlink()
    folder.rmdir()


def test_time_for_a_file_does_not_depend_on_how_many_there_are(tmp_path: Path) -> None:
    def prepare(count: int) -> Callable[[], object]:
        folder = tmp_path / str(count)
        folder.mkdir(exist_ok=True)
        for number in range(count):
            (folder / f"{number}.txt").write_text(TEXT, encoding="utf-8")
        return lambda: sum(1 for _ in read_paths([folder]))

    assert growth_at_most(8, prepare, 1_200)


@pytest.mark.thorough
def test_a_hundred_thousand_files_are_read(tmp_path: Path) -> None:
    for number in range(100_000):
        (tmp_path / f"{number}.txt").write_text(TEXT, encoding="utf-8")
    assert len(read(tmp_path)[0]) == 100_000


def test_a_file_of_any_size_is_refused_before_memory_ends(tmp_path: Path) -> None:
    for name in ("a.txt", "b.jsonl"):
        with (tmp_path / name).open("wb") as file:
            file.write("桥".encode())
            file.truncate(2**42)
    documents, errors = read(tmp_path / "a.txt")
    assert documents == []
    assert ["larger than 512 MB" in error for error in errors] == [True]


def test_a_record_of_any_size_is_refused_and_the_next_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoding, "LARGEST", 1000)
    path = tmp_path / "a.jsonl"
    path.write_text("\n".join(json.dumps({"id": i, "text": "桥" * n}) for i, n in enumerate((1, 5000, 2))), "utf-8")
    documents, errors = read(path)
    assert [d.id for d in documents] == ["0", "2"]
    assert ["a.jsonl:2: larger than" in error for error in errors] == [True]


def test_what_is_all_line_ends_is_refused() -> None:
    with pytest.raises(KGError, match="more than 5,000,000 lines and sentences"):
        read_text("桥" + "\n" * 5_000_001)


@pytest.mark.parametrize(
    ("record", "says"),
    [
        ("[" * 100_000 + "]" * 100_000, "nested too deeply"),
        ('{"text": "桥", "x": ' + "[" * 100_000 + "]" * 100_000 + "}", "nested too deeply"),
        ('{"text": "桥", "x": ' + '{"a":' * 100_000 + "1" + "}" * 100_000 + "}", "nested too deeply"),
        ('{"text": "桥", "year": ' + "9" * 100_000 + "}", "a number too long"),
        ('{"text": "桥", "year": 1e20}', '"year" is no year'),
        ('{"text": "桥", "year": 100000000000000000000}', '"year" is no year'),
        ('{"text": "桥", "year": NaN}', '"year" is no year'),
        ('{"text": "桥", "id": Infinity}', '"id" is neither'),
        ('{"text": "桥", "id": {"a": 1}}', '"id" is neither'),
        ('{"text": "桥", "title": ["a"]}', '"title" is no string'),
        ('{"text": ["桥"]}', '"text" is no string'),
        ('{"text": "\\ud800桥"}', "lone surrogate"),
        ('{"text": "桥", "title": "\\udfff"}', "lone surrogate"),
        ('{"text": "桥\\u0000"}', "NUL in the text"),
        ('{"text": "桥"', "broken JSON"),
        ("null", "no JSON object"),
        ('"桥"', "no JSON object"),
    ],
)  # fmt: skip
def test_a_hostile_record_is_told_by_line_and_the_next_read(tmp_path: Path, record: str, says: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(f'{record}\n{{"id": "b", "text": "桥"}}\n', encoding="utf-8")
    documents, errors = read(path)
    assert [d.id for d in documents] == ["b"]
    assert len(errors) == 1
    assert f"{path}:1: " in errors[0]
    assert says in errors[0]


@pytest.mark.parametrize(
    ("line", "text", "year"),
    [
        ('{"text": "旧", "text": "桥"}', "桥", None),
        ('{"text": "桥", "x": NaN, "y": -Infinity, "z": 1e999}', "桥", None),
        ('{"text": "桥", "year": "2022", "date": "9999-99-99"}', "桥", 2022),
        ('{"text": "桥", "date": "10000000000000000000000-01-01"}', "桥", None),
        ('{"text": "桥", "title": null, "id": null}', "桥", None),
        ('{"te\\u0078t": "桥\\u6881"}', "桥梁", None),
    ],
)
def test_an_odd_record_is_read(tmp_path: Path, line: str, text: str, year: int | None) -> None:
    path = tmp_path / "a.jsonl"
    for mark, end in (("", "\n"), ("\ufeff", "\r\n")):
        path.write_text(mark + line + end, encoding="utf-8", newline="")
        documents, errors = read(path)
        assert (documents[0].text, documents[0].metadata.year, errors) == (text, year, [])
    path.write_text(line + "\r\n", encoding="utf-16", newline="")
    assert read(path)[0][0].text == text


def test_a_title_of_a_million_characters_is_a_title(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"id": "a", "text": "桥", "title": "桥" * 1_000_000}), encoding="utf-8")
    assert len(read(path)[0][0].metadata.title) == 1_000_000


@pytest.mark.parametrize("count", [100_000, 200_000])
def test_escapes_are_traced_without_a_run_for_each(tmp_path: Path, count: int) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"id": "a", "text": "桥" * count + "ab\n" + "梁" * count}), encoding="utf-8")
    (document,), _ = read(path)
    assert len(document.runs) <= 4
    line = path.read_text(encoding="utf-8")
    for offset in (0, 1, count - 1, count, count + 1, count + 3, 2 * count + 2):
        column = document.locate(offset).column
        escape = line[column - 1 :][: 6 if line[column:].startswith("u") else 2 if offset == count + 2 else 1]
        assert json.loads('"' + escape + '"') == document.text[offset]


@pytest.mark.parametrize(
    "char", ["\u202e", "\u200b", "\ue000", "\u0378", "\U0010ffff", "\u0301", "\x1b", "\x85", "\u2028", "\x1c", "\r"]
)
def test_odd_code_points_are_text_like_any_other(char: str) -> None:
    text = f"今年{char * 3}新建学校50所。{char}第二句。"
    document = read_text(text)
    assert document.text == text
    covered = "".join(document.quote(p.start, p.end) for p in document.passages)
    assert covered.replace(char, "") == "今年新建学校50所。第二句。"
    assert all(a.end <= b.start for a, b in pairwise(document.passages))


def test_reading_goes_on_in_other_threads(tmp_path: Path) -> None:
    write(tmp_path, *(f"{number}.txt" for number in range(20)))
    found: list[int] = []
    threads = [threading.Thread(target=lambda: found.append(len(read(tmp_path)[0]))) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [20] * 3
