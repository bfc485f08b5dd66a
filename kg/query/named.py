"""Queries as files: a header that says what they answer and which parameters they take, then SPARQL.

    # title: 目标 | Targets
    # question: 提出了哪些目标？ | Which targets are set?
    # param: year xsd:integer optional — 年份 | year
    SELECT … WHERE { VALUES ?year { UNDEF } … }

Chinese stands before the bar, English behind it.  Each parameter has its place in the text,
`VALUES ?year { UNDEF }`: as it is, the query runs on any SPARQL engine and asks without the parameter.
Types of parameters are in `kg.query.parameters`.  A query that finds what is wrong (`kg.check`) has, in the place of
the question, `# problem:`, `# solution:` and `# severity: violation`, `warning` or `info`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from kg.errors import InputError, ResourceError, UsageError
from kg.folding import fold
from kg.query.parameters import Parameter, is_type
from kg.resources import resource, text_of

_HEADER = re.compile(r"#\s*(title|question|param|problem|solution|severity)\s*:\s*(.*)")
_PARAMETER = re.compile(r"([A-Za-z]\w*)\s+(\S+)(\s+optional)?\s*—\s*(.+)")


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """A query: its `name`, its SPARQL `text`, `titles` and `questions` by language, and its `parameters`; of one that
    finds what is wrong, `problems` and `solutions` by language, and the `severity` as the file has it."""

    name: str
    text: str
    titles: Mapping[str, str]
    questions: Mapping[str, str]
    parameters: tuple[Parameter, ...] = ()
    problems: Mapping[str, str] = field(default_factory=dict)
    solutions: Mapping[str, str] = field(default_factory=dict)
    severity: str = ""

    def title(self, language: str = "en") -> str:
        """Return the title in `language`, "" where the file has none."""
        return self.titles.get(language, "")

    def question(self, language: str = "en") -> str:
        """Return the question it answers in `language`, "" where the file has none."""
        return self.questions.get(language, "")


def named_queries(folders: Iterable[Path] = ()) -> list[NamedQuery]:
    """Return the named queries by name: the bundled ones, and those of `folders`, of which later ones win.

    ResourceError for a folder that holds no `*.rq` file, and for a header that cannot be understood.
    """
    found = dict(_bundled())
    for folder in folders:
        paths = sorted(folder.glob("*.rq"))
        if not paths:
            raise ResourceError(folder, "no query file (*.rq) in this folder", "此文件夹中没有查询文件（*.rq）")
        found |= {path.stem: read_query(path) for path in paths}
    return [found[name] for name in sorted(found)]


def question(what: str, folders: Iterable[Path] = ()) -> NamedQuery:
    """Return the query named or entitled `what` (targets, 目标与结果), or the query in the file of that path.

    UsageError, naming the queries there are, where it is neither; InputError where the file is unreadable.
    """
    known = {query.name: query for query in named_queries(folders)}
    entitled = {fold(title).casefold(): query for query in known.values() for title in query.titles.values() if title}
    if found := known.get(what) or entitled.get(fold(what).casefold()):
        return found
    path = Path(what)
    if path.suffix or len(path.parts) > 1 or path.exists():
        return read_query(path)
    names = ", ".join(known)
    raise UsageError(
        f"no query is named {what}, nor is there a file of that name; there are: {names}",
        f"没有名为 {what} 的查询或文件；已有：{names}",
    )


def inline(text: str, name: str = "-e") -> NamedQuery:
    """Return a query given as text; `name` is what errors call it."""
    return _parsed(name, text, name)


def read_query(path: Path) -> NamedQuery:
    """Return the query of a file, named by its stem; InputError where it cannot be read."""
    try:
        text = text_of(path)
    except UnicodeDecodeError as error:
        raise InputError(path, "not UTF-8 text", "不是 UTF-8 文本", f"byte {error.start}") from error
    except OSError as error:
        raise InputError(path, f"cannot be read: {error.strerror}", f"无法读取：{error.strerror}") from error
    return _parsed(path.stem, text, path)


@cache
def _bundled() -> dict[str, NamedQuery]:
    return {path.stem: read_query(path) for path in sorted(resource("queries/report").glob("*.rq"))}


def _parsed(name: str, text: str, path: object) -> NamedQuery:
    texts: dict[str, dict[str, str]] = {"title": {}, "question": {}, "problem": {}, "solution": {}}
    severity = ""
    parameters: list[Parameter] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not (header := _HEADER.fullmatch(line.strip())):
            continue
        if header[1] == "param":
            parameters.append(_parameter(header[2], text, path, number))
        elif header[1] == "severity":
            severity = header[2].strip()
        else:
            texts[header[1]] = _languages(header[2])
    return NamedQuery(
        name, text, texts["title"], texts["question"], tuple(parameters), texts["problem"], texts["solution"], severity
    )


def _parameter(declaration: str, text: str, path: object, line: int) -> Parameter:
    match = _PARAMETER.fullmatch(declaration)
    if not match or not is_type(match[2]):
        raise ResourceError(
            path, "a parameter is declared as `# param: NAME TYPE [optional] — 中文 | English`; TYPE is xsd:integer, "
            "xsd:string, name, place, document, class:NAME or words with bars between",
            "参数应写作 `# param: 名 类型 [optional] — 中文 | English`；类型为 xsd:integer、xsd:string、name、place、"
            "document、class:类名，或以竖线隔开的词", str(line),
        )  # fmt: skip
    parameter = Parameter(match[1], match[2], bool(match[3]), _languages(match[4]))
    if not parameter.stands_in(text):
        raise ResourceError(
            path, f"parameter {match[1]} has no place in the query; write VALUES ?{match[1]} {{ UNDEF }} there",
            f"参数 {match[1]} 在查询中没有位置；请在其处写 VALUES ?{match[1]} {{ UNDEF }}", str(line),
        )  # fmt: skip
    return parameter


def _languages(text: str) -> dict[str, str]:
    chinese, _, english = text.partition(" | ")
    return {"zh": chinese.strip(), "en": (english or chinese).strip()}
