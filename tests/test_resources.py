"""Files of a user's lexicons and queries that are something else: told in one line, never waited for."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kg import lexicon
from kg.errors import KGError
from kg.query import named_queries
from kg.resources import text_of


def make(path: Path, kind: str) -> None:
    if kind == "folder":
        path.mkdir()
    elif kind == "loop":
        path.symlink_to(path.name)
    elif kind == "bytes":
        path.write_bytes(b"\xff\xfe\x00")
    elif kind == "huge":
        with path.open("wb") as file:
            file.truncate(2**42)
    else:
        os.mkfifo(path)


@pytest.mark.parametrize(
    ("kind", "says"),
    [
        ("folder", "Is a directory"), ("loop", "symbolic links"), ("bytes", "UTF-8"), ("huge", "File too large"),
        ("fifo", "Not a file"),
    ],
)  # fmt: skip
def test_what_is_no_file_of_text_is_told(tmp_path: Path, kind: str, says: str) -> None:
    make(tmp_path / "programme.toml", kind)
    make(tmp_path / "x.rq", kind)
    for use in (lambda: lexicon.use([tmp_path]), lambda: named_queries([tmp_path])):
        with pytest.raises(KGError) as caught:
            use()
        line = str(caught.value)
        assert len(line.splitlines()) == 1
        assert "programme.toml" in line or "x.rq" in line
        assert says.lower() in line.lower()
    lexicon.use([])


def test_a_byte_order_mark_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "a.rq").write_text("\ufeff桥", encoding="utf-8")
    assert text_of(tmp_path / "a.rq") == "桥"
