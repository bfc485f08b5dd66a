"""Small stores for tests: quads by number, built and read back."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox

from kg.store import Store

EX = "https://example.org/"


def quad(n: int, graph: str = "one", text: str = "文") -> ox.Quad:
    return ox.Quad(ox.NamedNode(f"{EX}{n}"), ox.NamedNode(EX + "says"), ox.Literal(text), ox.NamedNode(EX + graph))


def build(path: Path, *numbers: int, graph: str = "one") -> None:
    with Store.writing(path) as writer:
        writer.replace_graph(EX + graph, [quad(n, graph) for n in numbers])
        writer.publish()


def subjects(store: Store) -> set[str]:
    return {q.subject.value.removeprefix(EX) for q in store.quads()}


def generations(path: Path) -> list[str]:
    return sorted(p.name for p in (path / "generations").iterdir())
