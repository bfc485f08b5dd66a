"""Bytes to text: UTF-8, GB18030 (with GBK and GB 2312), UTF-16 with a byte-order mark.

1. A byte-order mark decides.
2. Known binary formats and NUL bytes are refused by name.
3. What is UTF-8 is UTF-8.
4. Else the encoding that yields the largest share of the commonest Chinese characters; only
   GB18030 is read, the others are named, so that nobody gets mojibake into a graph.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from pathlib import Path

from kg.errors import InputError
from kg.read.opened import LARGEST, opened, too_large, whole

_MAGIC = (
    (b"%PDF", "PDF"),
    (b"PK\x03\x04", "ZIP, Word or Excel"),
    (b"\xd0\xcf\x11\xe0", "Word or Excel 97"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"\x1f\x8b", "gzip"),
    (b"7z\xbc\xaf", "7-Zip"),
    (b"Rar!", "RAR"),
    (b"\x7fELF", "ELF"),
    (b"SQLite format 3", "SQLite"),
)
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_RIVALS = {"big5": "Big5", "shift_jis": "Shift_JIS", "euc_jp": "EUC-JP", "euc_kr": "EUC-KR"}
# The commonest characters of simplified and traditional prose, and its marks.
_COMMON = frozenset(
    "，。、的一是在不了有和人中大上我以要用到作地出成年工也能下方行民之部度家高自理加法建本市日月及各全與为為国國会會发發"
    "经經业業区區实實对對产產个個这這时時来來政府"
)
_SAMPLE = 100_000


def decode(data: bytes, path: Path) -> str:
    """Return the text of `data` with line ends as they are; InputError naming `path` and the byte where it is none."""
    if not data:
        raise InputError(path, "the file is empty", "文件是空的")
    for mark, name in _BOMS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], name, path, len(mark))
    refuse_binary(data, path)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _guess(data, path, error.start)


def lines(path: Path) -> Iterator[tuple[int, str | InputError]]:
    """Yield `(number, text)` of each line of a file, or an InputError in place of a line that cannot be decoded.

    Reads line by line, so the file may be larger than memory; lines end with "\\n" or "\\r\\n", which are cut off.
    InputError where it is no text or no regular file, OSError where it cannot be read.
    """
    with opened(path) as file:
        head = file.read(4096)
        if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            yield from enumerate(decode(whole(path), path).replace("\r\n", "\n").split("\n"), 1)
            return
        refuse_binary(head, path)
        file.seek(len(codecs.BOM_UTF8) if head.startswith(codecs.BOM_UTF8) else 0)
        number = 0
        while raw := file.readline(LARGEST + 1):
            number += 1
            line = _line(raw, path, number)
            while len(raw) > LARGEST and not raw.endswith(b"\n"):
                raw = file.readline(_SAMPLE)
            del raw  # a record may be as large as all that we may take
            yield number, line


def _line(raw: bytes, path: Path, number: int) -> str | InputError:
    """Return the text of a line without its end, or what is wrong with it."""
    if len(raw) > LARGEST:
        return too_large(path, str(number))
    raw = raw.removesuffix(b"\n").removesuffix(b"\r")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        try:
            return _guess(raw, path, error.start)
        except InputError as fault:
            return InputError(path, str(fault.data["en"]), str(fault.data["zh"]), str(number))


def refuse_binary(data: bytes, path: Path) -> None:
    """Raise InputError where `data` is no text: a known binary format, UTF-16 without a mark, or NUL bytes."""
    for magic, name in _MAGIC:
        if data.startswith(magic):
            raise InputError(
                path,
                f"a binary file ({name}), not text; convert it first",
                f"这是二进制文件（{name}），不是文本；请先转换",
            )
    nul = data.find(b"\0")
    if nul < 0:
        return
    for name in ("utf-16-le", "utf-16-be"):
        sample = data[: _SAMPLE // 2 * 2].decode(name, "replace")
        if _share(sample) > 0.05:
            raise InputError(
                path,
                f"{name.upper()} without a byte-order mark; convert it to UTF-8",
                f"编码是没有字节序标记的 {name.upper()}；请转换为 UTF-8",
            )
    raise InputError(
        path,
        f"NUL at byte {nul}: a binary file, not text",
        f"第 {nul} 字节是 NUL：这是二进制文件，不是文本",
        f"byte {nul}",
    )


def _strict(data: bytes, name: str, path: Path, skipped: int) -> str:
    try:
        return data.decode(name)
    except UnicodeDecodeError as error:
        at = error.start + skipped
        raise InputError(
            path, f"not valid {name.upper()} at byte {at}", f"第 {at} 字节不是有效的 {name.upper()}", f"byte {at}"
        ) from None


def _guess(data: bytes, path: Path, at: int) -> str:
    """Return GB18030 text, or raise InputError that names the encoding it seems to be."""
    best = max((_share(_try(data, name)), name) for name in ("gb18030", *_RIVALS))
    if best[1] == "gb18030" and best[0] > 0.02:
        return data.decode("gb18030")
    if best[0] > 0.02:
        name = _RIVALS[best[1]]
        raise InputError(
            path, f"the encoding is {name}; convert it to UTF-8", f"编码是 {name}；请转换为 UTF-8", f"byte {at}"
        )
    raise InputError(
        path,
        f"neither UTF-8 nor GB18030 at byte {at}; convert it to UTF-8",
        f"第 {at} 字节既不是 UTF-8 也不是 GB18030；请转换为 UTF-8",
        f"byte {at}",
    )


def _try(data: bytes, name: str) -> str:
    try:
        return data.decode(name)
    except UnicodeDecodeError:
        return ""


def _share(text: str) -> float:
    """Return the share of the commonest characters in the beginning of `text`."""
    sample = text[:_SAMPLE]
    return sum(c in _COMMON for c in sample) / len(sample) if sample else 0.0
