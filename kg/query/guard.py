"""What a query may not do, and where its syntax breaks.

A query reads this store and nothing else.  `Store.query` of pyoxigraph takes no updates (LOAD among them) but does
follow SERVICE.  Its grammar needs no space around keywords (`SERVICEx:y`, `FILTER(?a<?b)SERVICE#>` both call),
so no tokenizer of ours would be sure to see the word as it does.  We refuse the bare letters wherever they
stand, but for comment lines without quotes, which hide nothing.  A string or an IRI can still have the word:
`\\u0073ervice`, which Oxigraph resolves there and not in keywords.

Its parser calls itself for each bracket within another, until the stack is full and the process dies.  Brackets
nested `DEEPEST` deep are refused, those in strings counted as well; what overflows it all the same (a chain of
10,000 operators) is caught by `kg.query.bounded`.
"""

from __future__ import annotations

import re

from kg.errors import QueryError
from kg.store.faults import is_corruption

_COMMENT_LINE = re.compile(r"^[ \t]*#[^\"'\n\r]*$", re.MULTILINE)
_SERVICE = re.compile("service", re.IGNORECASE)
_PROLOGUE = re.compile(r"(?:\s+|#[^\n\r]*|PREFIX\s+\S*\s*<[^>]*>|BASE\s*<[^>]*>)*", re.IGNORECASE)
_UPDATE = re.compile(r"(?:INSERT|DELETE|LOAD|CLEAR|DROP|CREATE|COPY|MOVE|ADD|WITH)\b", re.IGNORECASE)
_QUERY = re.compile(r"(?:SELECT|ASK|CONSTRUCT|DESCRIBE)\b", re.IGNORECASE)
# Comments, strings and IRIs, within which nothing is a keyword.
OPAQUE = re.compile(
    r"#[^\n\r]*|<[^<>\"{}|^`\\\s]*>"
    r'|"""(?:[^"\\]|\\.|"{1,2}(?!"))*+"""'
    r"|'''(?:[^'\\]|\\.|'{1,2}(?!'))*+'''"
    r'|"(?:[^"\\\n\r]|\\.)*+"'
    r"|'(?:[^'\\\n\r]|\\.)*+'",
    re.DOTALL,
)
_FROM = re.compile(r"(?<![?$:\w.-])FROM(?![\w:.-])", re.IGNORECASE)
_POSITION = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)
_EXPECTED, _REST = 120, 30
DEEPEST = 100
_BRACKET = re.compile(r"[(\[{]|[)\]}]|!+")


def check(name: str, text: str) -> None:
    """Raise QueryError for a query that would leave the store, or is nested too deeply."""
    masked = _COMMENT_LINE.sub(lambda m: " " * len(m[0]), text)
    if found := _SERVICE.search(masked):
        line, column = _where(text, found.start())
        raise QueryError(
            name, "SERVICE is refused: a query asks this store only (in a string, write \\u0073ervice)",
            "不允许 SERVICE：查询只问本图库（字符串中请写 \\u0073ervice）", line, column,
        )  # fmt: skip

    depth = 0
    for match in _BRACKET.finditer(masked):
        here = depth + len(match[0]) if match[0][0] in "([{!" else depth
        if here > DEEPEST:
            line, column = _where(text, match.start())
            raise QueryError(
                name, f"brackets are nested more than {DEEPEST} deep", f"括号嵌套超过 {DEEPEST} 层", line, column
            )
        depth = max(0, depth + (match[0] in "([{") - (match[0] in ")]}"))


def names_graphs(text: str) -> bool:
    """Does the query say by FROM which graphs it asks?  Of the union of all graphs Oxigraph would ignore that."""
    return bool(_FROM.search(OPAQUE.sub(lambda m: "<>" if m[0][0] == "<" else " ", text)))


def syntax_error(name: str, text: str, message: str) -> QueryError:
    """Return the error of a query that Oxigraph could not parse; `message` is what it said."""
    start = _PROLOGUE.match(text).end()  # type: ignore[union-attr]  # it matches anything
    line, column = _where(text, start)
    if update := _UPDATE.match(text, start):
        return QueryError(
            name, f"{update[0].upper()} is refused: a store is changed by kg build and kg remove only",
            f"不允许 {update[0].upper()}：图库只由 kg build 与 kg remove 改动", line, column,
        )  # fmt: skip
    if not _QUERY.match(text, start):
        # Oxigraph tries all it knows and tells of the longest try, which may be far off.
        return QueryError(
            name, "not SPARQL: a query begins with SELECT, ASK, CONSTRUCT or DESCRIBE",
            "不合 SPARQL 语法：查询应以 SELECT、ASK、CONSTRUCT 或 DESCRIBE 开头", line, column,
        )  # fmt: skip
    match = _POSITION.search(message)
    if not match:
        return QueryError(name, f"not SPARQL: {message}", f"不是合格的 SPARQL：{message}")
    line, column = int(match[1]), int(match[2])
    rows = text.splitlines()
    before, rest = (rows[line - 1][: column - 1], rows[line - 1][column - 1 :]) if line <= len(rows) else ("", "")
    if "Prefix not found" in match[3]:
        prefix = re.split(r"[\s;,.{}()]", before.rstrip())[-1]
        return QueryError(
            name, f"the prefix of “{prefix}” is not declared; begin with PREFIX x: <…>",
            f"“{prefix}”的前缀没有声明；请在开头写 PREFIX x: <…>", line, column,
        )  # fmt: skip
    # Character classes of the grammar say nothing to a reader.
    expected = re.sub(r"\s+", " ", re.sub(r",? ?\['[^\]]*\]|,? ?\[_\]", "", match[3]))[:_EXPECTED]
    if rest := rest.strip()[:_REST]:
        return QueryError(
            name, f"not SPARQL at “{rest}”; {expected}", f"“{rest}”处不合 SPARQL 语法；{expected}", line, column
        )
    return QueryError(
        name, f"not SPARQL: it ends too early; {expected}", f"不合 SPARQL 语法：结束过早；{expected}", line, column
    )


def engine_error(name: str, error: Exception) -> QueryError:
    """Return the error of a query, or of a check, that the engine could not answer."""
    if is_corruption(error):
        return QueryError(
            name, "the store is damaged (data); move it away and build again", "图库已损坏（data）；请移走后重新建立"
        )
    return QueryError(name, str(error), str(error))


def _where(text: str, offset: int) -> tuple[int, int]:
    before = text[:offset]
    return before.count("\n") + 1, offset - before.rfind("\n")
