"""Small texts to build, decide about and ask: what the tests of `kg.review` share."""

from __future__ import annotations

from pathlib import Path

import written

from kg.build import Summary, build_graph
from kg.iri import DEFAULT_BASE
from kg.model import Decision
from kg.review import beside, save
from kg.store import Store

TEXTS = {
    "a": "甲县2021年政府工作报告\n我们依托“惠农通”平台服务群众。\n推广“一站办”，城镇新增就业1.2万人以上。",
    "b": "乙县2022年政府工作报告\n实施“惠农通”推广工程，用好“五个一”机制。\n县农业农村局牵头建设“惠农通”。",
    "c": "丙县2022年政府工作报告\n新建养老院5家，用好“五个一”机制，县医院建成启用。",
}


def write(folder: Path, texts: dict[str, str] | None = None) -> Path:
    """Write the texts into a folder below `folder` and return it; the store goes beside it."""
    return written.write(folder, {f"{name}.txt": text for name, text in (texts or TEXTS).items()})


def store_of(folder: Path) -> Path:
    """Return where the store of the texts in `folder` is."""
    return folder.parent / ".kg"


def build(folder: Path, *decisions: Decision) -> Summary:
    """Decide, build, and return what the build did."""
    save(beside(store_of(folder)), decisions)
    return build_graph([folder], store_of(folder), jobs=1)


def ask(folder: Path, variables: str, pattern: str) -> list[tuple[str, ...]]:
    """Return the sorted rows of a pattern; IRIs without their base, "" where nothing is bound."""
    query = f"PREFIX pk: <https://kg.example.org/ontology#> SELECT {variables} WHERE {{ {pattern} }}"
    with Store.open(store_of(folder)) as store:
        rows = list(store.oxigraph.query(query, use_default_graph_as_union=True))  # type: ignore[arg-type]
    return sorted(tuple(term.value.removeprefix(DEFAULT_BASE) if term else "" for term in row) for row in rows)


def names(folder: Path, document: str) -> dict[str, str]:
    """Return the names that a document mentions, each with what it means ("" where that cannot be told)."""
    here = f"?m a pk:Mention ; pk:inDocument <{DEFAULT_BASE}document/{document}> ; pk:quote ?quote"
    return dict(ask(folder, "?quote ?entity", f"{here} OPTIONAL {{ ?m pk:refersTo ?entity }}"))  # type: ignore[arg-type]
