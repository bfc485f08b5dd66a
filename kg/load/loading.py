"""A file of RDF into a store: read as hostile, kept, checked, published as one generation.

It gets a graph of its own and can write into no other.  Statements about the ontology's terms are refused unless
the ontology makes them itself: a file cannot redefine what our words mean.  The store keeps the values of numbers and
times, not how they were written: "007" is 7, an xsd:int an xsd:integer.  What of the rest may stand in the graph
is `kg.build.shared`'s to say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Literal, cast

import pyoxigraph as ox

from kg import iri, ontology
from kg.build.shared import derive_shared
from kg.check import Finding
from kg.errors import InputError, KGError, UsageError, printable
from kg.foreign import read_foreign
from kg.load.checking import violations
from kg.store import LoadedGraph, Store, Writer

_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Loading:
    """What a load did: the graph's `name` and IRI, the `statements` in it, how many of these are `withheld` since
    they would count twice, how many named graphs of the file are `folded` into it, and the terms it uses of the
    ontology's namespace that the ontology does not have (`unknown`: slips of the pen, which no query will find)."""

    name: str
    graph: str
    outcome: Literal["loaded", "replaced", "unchanged"]
    statements: int
    withheld: int
    folded: int
    unknown: tuple[str, ...] = ()


class BrokenGraphError(KGError):
    """A graph breaks the shapes: `path`, and what is wrong in `findings`; nothing was loaded."""

    templates: ClassVar[dict[str, str]] = {
        "en": "{path}: {count} violations of the shapes, nothing loaded; mend them, or load with --no-check",
        "zh": "{path}：违反约束 {count} 处，未载入；请改正，或用 --no-check 载入",
    }

    def __init__(self, path: object, findings: tuple[Finding, ...]) -> None:
        super().__init__(path=path, findings=findings, count=len(findings))

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is wrong."""
        return cast("tuple[Finding, ...]", self.data["findings"])


def load_file(
    path: Path,
    store: Path,
    *,
    name: str | None = None,
    format: str | None = None,  # noqa: A002
    check: bool = True,
    wait: float | None = None,
    waiting: Callable[[str], None] = lambda _: None,
) -> Loading:
    """Load the RDF in the file at `path` into the store at `store` as the graph `name` (by default the file's stem).

    `format` is one of `kg.foreign.FORMATS`, by default that of the file's ending.  The same content again changes
    nothing, other content replaces the graph.  InputError for a file that is refused, BrokenGraphError where `check`
    finds violations of the shapes, UsageError for a name or format that is none, StoreError; then nothing has changed.
    """
    name = _name(name if name is not None else path.stem)
    foreign = read_foreign(path, format)
    with Store.writing(store, wait, waiting) as writer:
        base, manifest = writer.manifest.base, writer.manifest
        if name in manifest.documents:
            raise UsageError(
                f"{name} is the id of a document in the store; give the graph another name with --name",
                f"{name} 是库中一份文件的编号；请用 --name 给图另取名",
            )
        graph = iri.loaded_graph_iri(base, name)
        old = manifest.loaded.get(name)
        statements = foreign.ntriples.count(b"\n")
        unknown = _unknown_terms(foreign.lines(base, name))
        if old and old.content_hash == foreign.content_hash:
            there = sum(1 for _ in writer.quads(graph=ox.NamedNode(graph)))
            return Loading(name, graph, "unchanged", statements, statements - there, foreign.graphs, unknown)
        _refuse_terms(path, foreign.lines(base, name))
        writer.keep(name, foreign.lines(base, name))
        manifest.loaded[name] = LoadedGraph(foreign.content_hash, str(path.resolve()))
        standing = derive_shared(writer)[name]
        if check:
            _refuse_broken(path, writer, name)
        writer.publish()
    outcome: Literal["loaded", "replaced"] = "replaced" if old else "loaded"
    return Loading(name, graph, outcome, statements, statements - standing, foreign.graphs, unknown)


def _name(name: str) -> str:
    if not name.strip() or len(name) > _LONGEST_NAME or printable(name) != name or not name.isprintable():
        raise UsageError(
            f"{printable(name)!r} cannot name a graph; give a short name without control characters with --name",
            f"“{printable(name)}”不能作图名；请用 --name 给出不含控制字符的短名",
        )
    return name


def _unknown_terms(lines: Iterable[bytes]) -> tuple[str, ...]:
    """Return the predicates and objects in the ontology's namespace that are no terms of it, by name."""
    namespace, known = iri.ONTOLOGY.rstrip("#"), ontology.load().terms
    data = b"".join(line for line in lines if f"<{namespace}".encode() in line)
    said = ox.parse(data, ox.RdfFormat.N_TRIPLES, lenient=True)
    used = {t.value for quad in said for t in (quad.predicate, quad.object) if isinstance(t, ox.NamedNode)}
    ours = (
        address.removeprefix(iri.ONTOLOGY) for address in used if address.startswith((iri.ONTOLOGY, namespace + "/"))
    )
    return tuple(sorted(name for name in ours if name not in known))


def _refuse_terms(path: Path, lines: Iterable[bytes]) -> None:
    term = f"<{iri.ONTOLOGY}".encode(), f"<{iri.ONTOLOGY.rstrip('#')}>".encode()
    known = {quad.triple for quad in ontology.load().quads}
    for quad in ox.parse(
        b"".join(line for line in lines if line.startswith(term)), ox.RdfFormat.N_TRIPLES, lenient=True
    ):
        if quad.triple not in known:
            raise InputError(
                path, f"says something of {quad.subject}: the ontology's terms are not a file's to define; use "
                "terms of your own, and rdfs:subClassOf or rdfs:subPropertyOf ours",
                f"对 {quad.subject} 作了陈述：本体的术语不可由文件定义；请用自己的术语，并以 rdfs:subClassOf 或 "
                "rdfs:subPropertyOf 相连",
            )  # fmt: skip


def _refuse_broken(path: Path, writer: Writer, name: str) -> None:
    found = violations(writer, name)
    if found:
        raise BrokenGraphError(path, found)
