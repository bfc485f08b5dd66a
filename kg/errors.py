"""Errors that reach a user: one root, a child for each kind of fault.

Every error keeps its data as attributes and knows how to say itself in both
languages; `str(error)` is the English line, `error.render("zh")` the Chinese one.
Both are one line: what is wrong, where, and what to do next.  Faults of input end
a command with exit code 1, wrong usage with 2 (`exit_code`).
"""

from __future__ import annotations

import unicodedata
from typing import ClassVar, cast


def printable(value: object) -> str:
    """Return `value` as text fit for one terminal line: control characters are shown as escapes."""
    return "".join(
        c.encode("unicode_escape").decode() if unicodedata.category(c) in {"Cc", "Cf", "Cs", "Zl", "Zp"} else c
        for c in str(value)
    )


class KGError(Exception):
    """Root of all errors of this package; `templates` maps a language to its one-line message."""

    exit_code: ClassVar[int] = 1
    templates: ClassVar[dict[str, str]] = {}

    def __init__(self, **data: object) -> None:
        super().__init__()
        self.data = data

    def __getattr__(self, name: str) -> object:
        try:
            return self.__dict__["data"][name]
        except KeyError:
            raise AttributeError(name) from None

    def __reduce__(self) -> tuple[object, ...]:
        # Keyword data survives the trip back from a worker process.
        return _rebuild, (type(self), self.data)

    def render(self, language: str = "en") -> str:
        """Return the one-line message in `language` ("en" or "zh")."""
        return self.templates[language].format(**{k: printable(v) for k, v in self.data.items()})

    def __str__(self) -> str:
        return self.render("en")


def _rebuild(kind: type[KGError], data: dict[str, object]) -> KGError:
    error = kind.__new__(kind)
    KGError.__init__(error, **data)
    return error


class InputError(KGError):
    """A document cannot be read: `path`, `place` (a line, a byte, or ""), `en` and `zh` say why and what to do."""

    templates: ClassVar[dict[str, str]] = {"en": "{path}{place}: {en}", "zh": "{path}{place}：{zh}"}

    def __init__(self, path: object, en: str, zh: str, place: str = "") -> None:
        super().__init__(path=path, place=f":{place}" if place else "", en=en, zh=zh)


class StoreError(KGError):
    """A store cannot be opened or written: `path`, and in `en`/`zh` why and what to do."""

    templates: ClassVar[dict[str, str]] = {"en": "{path}: {en}", "zh": "{path}：{zh}"}

    def __init__(self, path: object, en: str, zh: str) -> None:
        super().__init__(path=path, en=en, zh=zh)


class WorkerError(KGError):
    """A process of a pool died before its work was done."""

    templates: ClassVar[dict[str, str]] = {
        "en": "a worker process died, perhaps for want of memory; try --jobs 1",
        "zh": "有工作进程意外终止，可能是内存不足；请试 --jobs 1",
    }


class QueryError(KGError):
    """A query is malformed or was stopped: `name`, `place` ("line 3, column 7" or ""), `en`/`zh`."""

    templates: ClassVar[dict[str, str]] = {"en": "query {name}{place}: {en}", "zh": "查询 {name}{place}：{zh}"}

    def __init__(self, name: object, en: str, zh: str, line: int | None = None, column: int | None = None) -> None:
        place = "" if line is None else f":{line}" + ("" if column is None else f":{column}")
        super().__init__(name=name, place=place, en=en, zh=zh, line=line, column=column)


class UsageError(KGError):
    """A command was called wrongly: unknown option value, parameter or name of a query."""

    exit_code = 2
    templates: ClassVar[dict[str, str]] = {"en": "{en}", "zh": "{zh}"}

    def __init__(self, en: str, zh: str) -> None:
        super().__init__(en=en, zh=zh)


class UnknownNameError(KGError):
    """Nothing in the store has this name: `name`, `nearest` (names that look like it, best first), and the query that
    lists what has one (`listed_by`)."""

    def __init__(self, name: str, nearest: tuple[str, ...] = (), listed_by: str = "counts") -> None:
        super().__init__(name=name, nearest=nearest, listed_by=listed_by)

    def render(self, language: str = "en") -> str:
        name = printable(self.data["name"])
        nearest = [printable(n) for n in cast("tuple[str, ...]", self.data["nearest"])]
        documents = self.data["listed_by"] == "documents"
        if language == "zh":
            more = f"；相近的名称：{'、'.join(nearest)}" if nearest else ""
            if documents:
                return f"图中没有名为“{name}”的文件{more}；文件见 kg query documents"
            return f"图中没有“{name}”{more or '；可用 kg query counts 看图中有什么'}"
        more = f"; nearest: {', '.join(nearest)}" if nearest else ""
        if documents:
            return f"no document in the graph is named {name!r}{more}; `kg query documents` lists them"
        return f"nothing in the graph is named {name!r}{more or '; `kg query counts` shows what is there'}"


class ResourceError(KGError):
    """A lexicon, ontology or query file that the user gave is unusable: `path`, `place`, `en`/`zh`."""

    templates: ClassVar[dict[str, str]] = {"en": "{path}{place}: {en}", "zh": "{path}{place}：{zh}"}

    def __init__(self, path: object, en: str, zh: str, place: str = "") -> None:
        super().__init__(path=path, place=f":{place}" if place else "", en=en, zh=zh)
