"""Decisions as a file: JSON Lines beside the store, to be read, edited and compared by people too.

    {"decide": "retype", "quote": "浙食链", "type": "Programme", "scope": "everywhere"}
    {"decide": "reject", "quote": "一张网", "scope": "document", "document": "2022"}
    {"decide": "respan", "quote": "通达工程", "type": "Programme", "to": "村村通达工程", "scope": "everywhere"}
    {"decide": "merge", "quote": "浙江食品链", "to": "浙食链", "scope": "everywhere"}
    {"decide": "part", "quote": "五个一", "scope": "document", "document": "2022"}

Keys stand in the order of `KEYS`, those without a value are left out.  `scope` follows from `document`, `before` and
`after` and may be left out; where it stands it must agree, so that a slip does not widen a decision.  `quote` and
context are folded (`kg.folding`) when they are read.  The file lies beside the store, not in it: whoever deletes
the store keeps what was decided.
"""

from __future__ import annotations

import fcntl
import json
import os
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NoReturn, cast

from kg.decisions import EDGE, followed, latest
from kg.errors import InputError
from kg.folding import Folded, fold
from kg.model import ENTITY_TYPES, VERDICTS, Decision, EntityType, Verdict, is_respan
from kg.store.files import replace_file

KEYS = ("decide", "quote", "type", "to", "scope", "document", "before", "after", "note")


def beside(store: Path) -> Path:
    """Return where the decisions of the store at `store` are kept: `kg.decisions` beside `.kg`."""
    folder = Path(os.path.abspath(store))  # noqa: PTH100  # a store that is a link keeps its decisions beside the link
    return folder.with_name((folder.name.lstrip(".") or "kg") + ".decisions")


def load(path: Path) -> tuple[Decision, ...]:
    """Return the decisions in the file at `path`, the latest about each thing; none where there is no file.

    InputError, naming the line, for one that cannot be understood, and then there are none at all.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise InputError(path, f"cannot be read: {error.strerror}", f"无法读取：{error.strerror}") from error
    lines: dict[Decision, int] = {}
    # Not `splitlines`: a quote may hold what Python takes for the end of a line.
    for number, line in enumerate(data.removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1):
        if line.strip():
            decision = from_line(line, path, number)
            lines.pop(decision, None)
            lines[decision] = number
    decisions = latest(lines)
    try:
        followed(decisions)
    except ValueError as error:
        last = max(number for d, number in lines.items() if d.verdict == "merge" and d.quote == str(error))
        _fault(path, last, f"merges lead from {error} back to itself", f"合并从“{error}”又回到自身")
    return decisions


def save(path: Path, decisions: Iterable[Decision]) -> None:
    """Write `decisions`, the latest about each thing, in their order; whoever reads sees all the old or all the new.

    Do it within `changing`.  InputError where the file cannot be written; then it is as it was.
    """
    text = "".join(to_line(decision) + "\n" for decision in latest(decisions))
    try:
        # A file that is a link (into a repository, say) stays one.
        replace_file(path.resolve(), text)
    except OSError as error:
        raise InputError(path, f"cannot be written: {error.strerror}", f"无法写入：{error.strerror}") from error


@contextmanager
def changing(path: Path) -> Iterator[tuple[Decision, ...]]:
    """Give the decisions in the file at `path`, which nobody else changes (by this) until the block ends."""
    try:
        # The folder is locked, for the file itself is replaced.
        descriptor = os.open(path.resolve().parent, os.O_RDONLY | os.O_CLOEXEC)
    except OSError as error:
        raise InputError(path, f"cannot be written: {error.strerror}", f"无法写入：{error.strerror}") from error
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        except OSError as error:
            raise InputError(path, f"cannot be locked: {error.strerror}", f"无法加锁：{error.strerror}") from error
        yield load(path)
    finally:
        os.close(descriptor)


def with_decision(decisions: Iterable[Decision], new: Decision) -> tuple[Decision, ...]:
    """Return `decisions` with `new` in the place of that about the same thing, else behind all others."""
    return latest((*decisions, new))


def to_line(decision: Decision) -> str:
    """Return a decision as its line in the file, without the line feed."""
    values = {
        "decide": decision.verdict, "quote": decision.quote, "type": decision.type, "to": decision.to,
        "scope": decision.scope, "document": decision.document, "before": decision.before, "after": decision.after,
        "note": decision.note,
    }  # fmt: skip
    return json.dumps({key: values[key] for key in KEYS if values[key]}, ensure_ascii=False)


def from_line(line: bytes, path: Path, number: int) -> Decision:
    """Return the decision on line `number` of the file at `path`; InputError where it cannot be understood."""
    record = _record(path, number, line)
    for key, value in record.items():
        if key not in KEYS:
            _fault(
                path,
                number,
                f"no such key: {key!r}; keys are {' '.join(KEYS)}",
                f"没有这个键：“{key}”；可用 {' '.join(KEYS)}",
            )
        if not isinstance(value, str):
            _fault(path, number, f"{key!r} is no string", f"“{key}”不是字符串")
        if any("\ud800" <= char <= "\udfff" for char in value):
            _fault(path, number, f"{key!r} has half a character", f"“{key}”含有残缺的字符")
    verdict, kind = record.get("decide", ""), record.get("type") or None
    to = fold(record.get("to", ""))
    before, quote, after = _folded(record.get("before", ""), record.get("quote", ""), record.get("after", ""))
    if verdict not in VERDICTS:
        _fault(path, number, f'"decide" is one of {" ".join(VERDICTS)}', f"decide 须是 {' '.join(VERDICTS)} 之一")
    if not quote:
        _fault(path, number, 'no "quote"', "没有 quote（原文）")
    if kind is not None and kind not in ENTITY_TYPES:
        _fault(path, number, f'"type" is one of {" ".join(ENTITY_TYPES)}', f"type 须是 {' '.join(ENTITY_TYPES)} 之一")
    if kind is None and verdict in ("accept", "retype"):
        _fault(path, number, f'{verdict} needs a "type"', f"{verdict} 须有 type")
    if verdict in ("respan", "merge") and not to:
        _fault(path, number, f'{verdict} needs "to"', f"{verdict} 须有 to")
    if verdict == "respan" and not is_respan(quote, to):
        _fault(path, number, '"to" neither contains the quote nor lies inside it', "to 既不包含 quote，也不在其中")
    decision = Decision(
        cast("Verdict", verdict), quote, cast("EntityType | None", kind), to, record.get("document", ""),
        before, after, record.get("note", ""),
    )  # fmt: skip
    if record.get("scope", decision.scope) != decision.scope:
        _fault(
            path, number, f'"scope" is {record["scope"]!r}, but document and context make it {decision.scope!r}',
            f"scope 写作“{record['scope']}”，而 document、before、after 所示为“{decision.scope}”",
        )  # fmt: skip
    return decision


def _record(path: Path, number: int, line: bytes) -> dict[str, Any]:
    try:
        record = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError:
        _fault(path, number, "is not UTF-8", "不是 UTF-8 编码")
    except json.JSONDecodeError as error:
        _fault(path, number, f"broken JSON at column {error.colno}: {error.msg}", f"第 {error.colno} 列不是有效的 JSON")
    except (RecursionError, ValueError):
        _fault(path, number, "JSON nested too deeply, or a number too long", "JSON 嵌套过深或数字过长")
    if not isinstance(record, dict):
        _fault(path, number, "the line is no JSON object", "该行不是 JSON 对象")
    return record


def _folded(before: str, quote: str, after: str) -> tuple[str, str, str]:
    """Return context and quote folded as one text, for how a comma is folded depends on what is beside it.

    Edges of the paragraph, at the outer ends of the context, stay where they are.
    """
    head, tail = before.startswith(EDGE), after.endswith(EDGE)
    folded = Folded(before + quote + after)
    ends = (len(before), len(before) + len(quote))
    origins = [folded.unfold(index, index + 1)[0] for index in range(len(folded.text))]
    first, second = (bisect_left(origins, end) for end in ends)
    text = folded.text
    return EDGE * head + text[:first], text[first:second], text[second:] + EDGE * tail


def _fault(path: Path, number: int, en: str, zh: str) -> NoReturn:
    raise InputError(path, en, zh, str(number))
