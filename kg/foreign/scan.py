"""What is refused before an RDF parser sees it, in one pass over the bytes: DOCTYPE, nesting, encodings.

A parser that calls itself for each level ends a process when the levels are many (Oxigraph's do: JSON-LD contexts,
triple terms).  Places are (line, column), both from 1, a column counting code points.
"""

from __future__ import annotations

import codecs
import re
from xml.parsers import expat

# No honest file comes near it.
DEEPEST = 200
_STRUCTURE = re.compile(rb'"(?:[^"\\]|\\.)*+"|[\[{]|[\]}]', re.DOTALL)


class RefusedError(Exception):
    """Why a file is refused: `en` and `zh`, and the place where that is known."""

    def __init__(self, en: str, zh: str, line: int | None = None, column: int | None = None) -> None:
        super().__init__(en)
        self.en, self.zh, self.line, self.column = en, zh, line, column


def text(data: bytes) -> bytes:
    """Return UTF-8 without its byte-order mark; RefusedError where it is something else, or nothing."""
    data = data.removeprefix(codecs.BOM_UTF8)
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise RefusedError("is UTF-16; save it as UTF-8", "是 UTF-16 编码；请另存为 UTF-8")
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise RefusedError(
            "is not UTF-8; save it as UTF-8", "不是 UTF-8 编码；请另存为 UTF-8", *place(data, error.start)
        ) from error
    if not data.strip():
        raise RefusedError("is empty", "是空文件")
    return data


def json(data: bytes) -> None:
    """Raise RefusedError for JSON that is nested too deeply."""
    depth = 0
    for match in _STRUCTURE.finditer(data):
        if match[0] in b"[{":
            depth += 1
            if depth > DEEPEST:
                raise _deep(*place(data, match.start()))
        elif match[0] in b"]}":
            depth -= 1


def xml(data: bytes) -> None:
    """Raise RefusedError for XML with a DOCTYPE, which alone can declare entities, too deep, or not well-formed."""
    parser = expat.ParserCreate(namespace_separator=" ")
    depth = 0

    def doctype(*_: object) -> None:
        raise RefusedError(
            "has a DOCTYPE, which is refused: entities declared in it can reach out or explode",
            "含 DOCTYPE，不予接受：其中声明的实体可外联或膨胀", *here(),
        )  # fmt: skip

    def start(*_: object) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise _deep(*here())

    def end(_: str) -> None:
        nonlocal depth
        depth -= 1

    def here() -> tuple[int, int]:
        return parser.CurrentLineNumber, parser.CurrentColumnNumber + 1

    parser.StartDoctypeDeclHandler, parser.StartElementHandler, parser.EndElementHandler = doctype, start, end
    try:
        parser.Parse(data, True)
    except expat.ExpatError as error:
        said = expat.errors.messages.get(error.code, "not well-formed")
        raise RefusedError(f"not XML: {said}", f"不是合格的 XML：{said}", error.lineno, error.offset + 1) from error


def place(data: bytes, offset: int) -> tuple[int, int]:
    """Return the line and column of a byte."""
    begin = data.rfind(b"\n", 0, offset) + 1
    return data.count(b"\n", 0, offset) + 1, len(data[begin:offset].decode("utf-8", "replace")) + 1


def _deep(line: int, column: int) -> RefusedError:
    return RefusedError(f"is nested deeper than {DEEPEST} levels", f"嵌套超过 {DEEPEST} 层", line, column)
