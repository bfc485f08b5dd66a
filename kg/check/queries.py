"""Violation queries: files `*-violation.rq` that must return nothing, each a rule that a graph has to keep.

    # title: 置信度 | Confidence
    # problem: 置信度不在 0 与 1 之间 | a confidence is not between 0 and 1
    # solution: … | …
    # severity: violation
    SELECT ?focus ?confidence WHERE { … }

A row is something wrong: `?focus` is what, further columns are shown beside it.  Where it stands, and its words, are
looked up.  `# param: base xsd:string optional` is given what the IRIs of the store begin with.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from kg.check.finding import SEVERITIES
from kg.errors import ResourceError
from kg.query.named import NamedQuery, read_query
from kg.resources import resource

SUFFIX = "-violation"


def violation_queries(folders: Iterable[Path] = ()) -> list[NamedQuery]:
    """Return the violation queries, the bundled ones and those of `folders` (later ones win), by name, which is that of
    the file without `-violation`.

    ResourceError for a folder without any, and for one that does not say what it finds.
    """
    found: dict[str, NamedQuery] = {}
    for folder in (resource("queries/check"), *folders):
        paths = sorted(folder.glob(f"*{SUFFIX}.rq"))
        if not paths:
            raise ResourceError(
                folder, f"no violation query (*{SUFFIX}.rq) in this folder",
                f"此文件夹中没有检查用的查询（*{SUFFIX}.rq）",
            )  # fmt: skip
        found |= {path.stem.removesuffix(SUFFIX): _checked(read_query(path), path) for path in paths}
    return [found[name] for name in sorted(found)]


def _checked(query: NamedQuery, path: Path) -> NamedQuery:
    if not query.problems or not query.solutions:
        raise ResourceError(
            path, "says no `# problem: 中文 | English` and `# solution: 中文 | English`",
            "缺少 `# problem: 中文 | English` 或 `# solution: 中文 | English`",
        )  # fmt: skip
    if query.severity not in SEVERITIES:
        raise ResourceError(
            path, f"says no `# severity:` that is {', '.join(SEVERITIES)}",
            f"缺少 `# severity:`，应为 {'、'.join(SEVERITIES)} 之一",
        )  # fmt: skip
    return replace(query, name=path.stem.removesuffix(SUFFIX))
