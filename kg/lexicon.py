"""The words that the extractor goes by, from `ontology/lexicon/*.toml` and a user's folders.

A file is a lexicon; its tables are sorted lists of words, with the ontology class they lead to:

    [head.platform]
    class = "Platform"
    words = ["中枢", "平台"]

A table's name may have a group before the dot: `lexicon.words("head")` are the words of `head`
and of all `head.*`.  A user's folder (`use`) adds words to the bundled tables, and tables to the
bundled groups; whatever nobody would ever read is an error, so that a slip does not pass unseen.
Words are folded (`kg.folding`), since texts are folded before words are looked for.
"""

from __future__ import annotations

import hashlib
import os
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import TypeVar

from kg import ontology
from kg.errors import ResourceError
from kg.folding import fold
from kg.resources import resource, text_of

T = TypeVar("T")
_AT = re.compile(r"\(at line (\d+), column \d+\)")
# Groups whose tables the code knows by name: words can be added, tables cannot.
_CLOSED = {"comparator.after", "comparator.before", "quote.after", "quote.before"}
_folders: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A list of words: `name` as in the file ("head.platform"), `kind` the ontology class ("" if none)."""

    name: str
    words: tuple[str, ...]
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The tables of one lexicon by name, the bundled ones first, each in the order of its file."""

    name: str
    tables: Mapping[str, Table]

    def words(self, group: str) -> tuple[str, ...]:
        """Return all words of table `group` and of the tables `group.*`, sorted; KeyError if there is no such table."""
        return tuple(sorted({word for table in self._group(group) for word in table.words}))

    def kinds(self, group: str) -> dict[str, str]:
        """Return the ontology class of each word of table `group` and of the tables `group.*` that has one."""
        return {word: table.kind for table in self._group(group) for word in table.words if table.kind}

    def _group(self, group: str) -> list[Table]:
        found = [table for name, table in self.tables.items() if name == group or name.startswith(group + ".")]
        if not found:
            raise KeyError(f"{self.name}.toml has no table {group}")
        return found


def use(folders: Iterable[Path]) -> None:
    """Put the lexicons in `folders` on top of the bundled ones, for this process; all are read and checked now.

    A worker process calls this at its start.  Raises ResourceError, and then changes nothing.
    """
    global _folders
    before, _folders = _folders, tuple(Path(folder) for folder in folders)
    if not before and not _folders:
        return  # the bundled ones, as before
    forget()
    try:
        for folder in _folders:
            _check_folder(folder)
        fingerprint()
    except ResourceError:
        _folders = before
        forget()
        raise


def load(name: str) -> Lexicon:
    """Return the lexicon `name` ("programme"), with what the folders in use add; KeyError if there is none."""
    return _load(name)


def names() -> tuple[str, ...]:
    """Return the names of the bundled lexicons, sorted."""
    return tuple(sorted(path.stem for path in resource("ontology/lexicon").glob("*.toml")))


def fingerprint() -> str:
    """Return a hash of all words in use: equal where extraction would go by the same words."""
    digest = hashlib.sha256()
    for name in names():
        for table in load(name).tables.values():
            digest.update("\x1f".join((name, table.name, table.kind, *table.words)).encode() + b"\x1e")
    return digest.hexdigest()


def compiled(build: Callable[[], T]) -> Callable[[], T]:
    """Decorate a function that makes something of the words: it is called once, and again after `use`."""
    cached = cache(build)
    _forgetters.append(cached.cache_clear)
    return cached


def remembered(find: Callable[[str], T]) -> Callable[[str], T]:
    """Decorate a function of a text that goes by the words: its last few answers are kept, until `use`.

    Recognisers ask one after the other for the same paragraph.
    """
    cached = lru_cache(maxsize=4)(find)
    _forgetters.append(cached.cache_clear)
    return cached


def forget() -> None:
    """Forget what has been made of the words, so that it is made anew."""
    for forget in _forgetters:
        forget()


@cache
def _load(name: str) -> Lexicon:
    if name not in names():
        raise KeyError(f"no lexicon {name}")
    tables = _read(resource("ontology/lexicon") / f"{name}.toml")
    groups = {key.split(".")[0] for key in tables if "." in key and f"{name}.{key.split('.')[0]}" not in _CLOSED}
    for path in (folder / f"{name}.toml" for folder in _folders):
        for key, table in _read(path).items() if os.path.lexists(path) else ():
            siblings = [t for k, t in tables.items() if k == key or k.split(".")[0] == key.split(".")[0] in groups]
            if not siblings:
                raise _fault(
                    path,
                    key,
                    "",
                    f"no such table; there are {', '.join(tables)}",
                    f"没有这个表；可用的有{'、'.join(tables)}",
                )
            _check_class(path, table, {t.kind for t in siblings if t.kind})
            old = tables.get(key, Table(key, ()))
            tables[key] = Table(key, tuple(sorted({*old.words, *table.words})), table.kind or old.kind)
    return Lexicon(name, tables)


def _check_class(path: Path, table: Table, others: set[str]) -> None:
    """Raise ResourceError for a class that the ontology lacks, or that is of another type than those of `others`."""
    if not table.kind:
        return
    known = ontology.load()
    types = set(known.types(table.kind)) if table.kind in known.terms else set()
    if not types & {wider for other in others for wider in known.types(other)}:
        there = sorted(others)
        raise _fault(
            path,
            table.name,
            table.kind,
            f"{table.kind} is no class for this table; others here lead to {', '.join(there) or 'none'}",
            f"{table.kind} 不是此表可用的类；同组的表指向{'、'.join(there) or '（无）'}",
        )


_forgetters: list[Callable[[], None]] = [_load.cache_clear]


def _check_folder(folder: Path) -> None:
    known = names()
    if not folder.is_dir():
        raise ResourceError(folder, "is no folder of lexicons", "不是词表文件夹")
    for path in sorted(folder.glob("*.toml")):
        if path.stem not in known:
            en, zh = f"no such lexicon; there are {', '.join(known)}", f"没有这个词表；可用的有{'、'.join(known)}"
            raise ResourceError(path, en, zh)


def _read(path: Path) -> dict[str, Table]:
    """Return the tables of a file, words folded; ResourceError with the line of what is wrong."""
    try:
        content = text_of(path)
        parsed = tomllib.loads(content)
    except (OSError, UnicodeDecodeError) as error:
        raise ResourceError(path, f"cannot be read: {error}", f"无法读取：{error}") from error
    except tomllib.TOMLDecodeError as error:
        at = _AT.search(str(error))
        line = at[1] if at else str(content.count("\n") + 1)
        raise ResourceError(path, f"is no TOML: {error}", f"不是 TOML：{error}", line) from error
    return dict(_tables(path, "", parsed))


def _tables(path: Path, name: str, content: dict[str, object]) -> Iterator[tuple[str, Table]]:
    words, kind = content.get("words"), content.get("class", "")
    children = {key: value for key, value in content.items() if key not in ("words", "class")}
    if words is not None:
        if not isinstance(words, list):
            raise _fault(path, name, "", "words is no list", "words 不是列表")
        for word in words:
            if not isinstance(word, str) or not fold(word):
                raise _fault(path, name, word, f"{word!r} is no word", f"{word!r} 不是词")
        if not isinstance(kind, str):
            raise _fault(path, name, "", "class is no name", "class 不是类名")
        yield name, Table(name, tuple(sorted({fold(word) for word in words})), kind)
    elif not children or "class" in content:
        raise _fault(path, name, "", "a table needs words = [...]", "表中须有 words = [...]")
    for key, value in children.items():
        if not isinstance(value, dict):
            raise _fault(
                path, name, key, f"{key} is neither words nor class nor a table", f"{key} 不是 words、class，也不是表"
            )
        yield from _tables(path, f"{name}.{key}" if name else key, value)


def _fault(path: Path, table: str, word: object, en: str, zh: str) -> ResourceError:
    """Return the error, placed on the line of `word` in `table`, or of the table."""
    lines = text_of(path).splitlines()
    head = next((i for i, line in enumerate(lines) if line.strip() == f"[{table}]"), 0)
    at = next((i for i, line in enumerate(lines[head:], head) if word != "" and str(word) in line), head)
    where = f"[{table}] " if table else ""
    return ResourceError(path, where + en, where + zh, str(at + 1))
