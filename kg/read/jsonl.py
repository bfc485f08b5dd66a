"""JSON Lines corpora: one record a line, of which only `text` is required.

`id`, `title`, `year`, `date`, `issuer`, `url` are taken where there; other fields are left alone.
The text is located in the raw line, escapes counted, so that a quote leads to its very bytes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from json.decoder import scanstring  # type: ignore[attr-defined]
from pathlib import Path

from kg.errors import InputError
from kg.model import Run
from kg.read import encoding
from kg.read.traced import Traced

_KEY = re.compile(r'"text"[ \t]*:[ \t]*"')
_ESCAPE = re.compile(r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|.)")
_STRINGS = ("title", "date", "issuer", "url")
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Record:
    """A record as it stands on `line`: its text located in the source, and its other fields ("" where absent)."""

    line: int
    traced: Traced
    id: str
    title: str
    date: str
    issuer: str
    url: str
    year: int | None


def read_records(path: Path) -> Iterator[Record | InputError]:
    """Yield the records of a file, an InputError in place of each broken one; empty lines are passed over."""
    found = False
    for number, line in encoding.lines(path):
        if isinstance(line, InputError):
            found = True
            yield line
        elif line.strip():
            found = True
            yield _record(path, number, line)
    if not found:
        yield InputError(path, "no records in the file", "文件中没有记录")


def _record(path: Path, number: int, line: str) -> Record | InputError:
    def fault(en: str, zh: str) -> InputError:
        return InputError(path, en, zh, str(number))

    try:
        value = json.loads(line)
    except json.JSONDecodeError as error:
        return fault(f"broken JSON at column {error.colno}: {error.msg}", f"第 {error.colno} 列不是有效的 JSON")
    except (RecursionError, ValueError):
        return fault("JSON nested too deeply, or a number too long", "JSON 嵌套过深或数字过长")
    if not isinstance(value, dict):
        return fault("the line is no JSON object", "该行不是 JSON 对象")
    if value.get("text") is None:
        return fault('the record has no "text"', "记录没有 text 字段")
    if not isinstance(value["text"], str):
        return fault('"text" is no string', "text 字段不是字符串")
    fields: dict[str, str] = {}
    for name in _STRINGS:
        given = value.get(name)
        if given is not None and not isinstance(given, str):
            return fault(f'"{name}" is no string', f"{name} 字段不是字符串")
        fields[name] = given or ""
    identifier, year = value.get("id"), value.get("year")
    if identifier is not None and (not isinstance(identifier, str | int) or isinstance(identifier, bool)):
        return fault('"id" is neither a string nor a whole number', "id 字段既不是字符串也不是整数")
    if isinstance(year, str) and re.fullmatch(r"[0-9]{4}", year):
        year = int(year)
    if year is not None and (not isinstance(year, int) or isinstance(year, bool) or not 1000 <= year <= 9999):
        return fault('"year" is no year', "year 字段不是年份")
    name = "" if identifier is None else str(identifier).strip()
    if any(_SURROGATE.search(said) for said in (name, *fields.values())):
        return fault("lone surrogate in a field", "字段中有孤立代理项")
    return Record(number, _locate(line, number, value["text"]), name, year=year, **fields)


def _locate(line: str, number: int, text: str) -> Traced:
    """Return `text` with the columns of the raw line at which its code points stand."""
    for match in reversed(list(_KEY.finditer(line))):
        try:
            value, end = scanstring(line, match.end(), True)
        except ValueError:
            continue
        if value == text:
            return Traced(text, _runs(line, number, match.end(), end - 1))
    # The key itself is written with escapes: the record's line is as near as one gets.
    return Traced(text, (Run(0, None, number, 1),) if text else ())


def _runs(line: str, number: int, start: int, end: int) -> tuple[Run, ...]:
    """Return the runs of a string in JSON: an escape stands for one code point, whatever its length."""
    runs: list[Run] = []
    place, at = start, 0

    def add(step: int) -> None:
        last = runs[-1] if runs else None
        if not (last and last.step == step and last.column + (at - last.start) * step == place + 1):
            runs.append(Run(at, None, number, place + 1, step))

    for match in _ESCAPE.finditer(line, start, end):
        if place < match.start():
            add(1)
            at += match.start() - place
            place = match.start()
        add(match.end() - place)
        at, place = at + 1, match.end()
    if place < end or not runs:
        add(1)
    return tuple(runs)
