"""The ontology: which classes and properties there are, how they are called, and what lies above them.

`ontology/policy.ttl` and `ontology/units.ttl` come with the package; the `*.ttl` files of a user's folders are
merged on top (except `shapes*.ttl`).  A term is known by its local name ("Hospital", "refersTo") whatever namespace
it is in, so a user's class in a user's own namespace can be named like ours.  What the ontology lacks
raises `ResourceError`, which is how a typo in code, lexicon or query shows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    parse,
)

from kg import iri
from kg.errors import ResourceError
from kg.resources import resource

_RDF_TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_LABEL, _SUBCLASS = NamedNode(_RDFS + "label"), NamedNode(_RDFS + "subClassOf")
_NOTATION = NamedNode("http://www.w3.org/2004/02/skos/core#notation")
_OWL = "http://www.w3.org/2002/07/owl#"
_TERM_TYPES = {NamedNode(_OWL + n) for n in ("Class", "ObjectProperty", "DatatypeProperty", "AnnotationProperty")}
# They carry domains and disjointness; nothing in a store is typed with them.
ABSTRACT = frozenset({"Entity", "Annotation", "Statement"})


@dataclass(frozen=True)
class Ontology:
    """A loaded ontology: `terms` maps local names to IRIs, `labels` (IRI, language) to labels, `parents` local
    names of classes to those of their direct superclasses, `units` units as texts write them to units of QUDT;
    `quads` is all it says, in the default graph."""

    terms: Mapping[str, str]
    labels: Mapping[tuple[str, str], str]
    parents: Mapping[str, tuple[str, ...]]
    units: Mapping[str, str]
    quads: tuple[Quad, ...]

    def term(self, name: str) -> str:
        """Return the IRI of the class or property `name`; ResourceError if the ontology has none."""
        try:
            return self.terms[name]
        except KeyError:
            raise ResourceError(
                "ontology", f"no term {name!r}; terms are listed in ontology/README.md",
                f"没有术语“{name}”；全部术语见 ontology/README.md",
            ) from None  # fmt: skip

    def label(self, term: str, language: str = "zh") -> str:
        """Return the label of a term, given by local name or IRI, in `language`; its local name where it has none."""
        address = self.terms.get(term, term)
        return self.labels.get((address, language)) or _local(address)

    def ancestors(self, kind: str) -> tuple[str, ...]:
        """Return the superclasses of class `kind`, nearest first; ResourceError if the ontology lacks it."""
        self.term(kind)
        found: dict[str, None] = {}
        level: tuple[str, ...] = (kind,)
        while level:
            level = tuple(parent for name in level for parent in self.parents.get(name, ()) if parent not in found)
            found |= dict.fromkeys(level)
        return tuple(found)

    def types(self, kind: str) -> tuple[str, ...]:
        """Return the classes that an instance of `kind` is typed with in a store: `kind` and what lies above it."""
        return (kind, *(name for name in self.ancestors(kind) if name not in ABSTRACT))

    def graph(self, base: str) -> Iterator[Quad]:
        """Yield all the ontology says as quads of the graph `ontology`, sorted, blank nodes named."""
        name = NamedNode(iri.graph_iri(base, "ontology"))
        node = iri.graph_iri(base, "ontology") + "/"
        for quad in self.quads:
            subject, value = quad.subject, quad.object
            if isinstance(subject, BlankNode):
                subject = NamedNode(node + subject.value)
            if isinstance(value, BlankNode):
                value = NamedNode(node + value.value)
            yield Quad(subject, quad.predicate, value, name)


@cache
def load(*folders: Path) -> Ontology:
    """Return the ontology of the package with that of the user's `folders` merged on top.

    ResourceError for a folder without Turtle files, a file that is no Turtle, or one name for two terms.
    """
    dataset = Dataset()
    terms: dict[str, str] = {}
    bundled = resource("ontology/policy.ttl"), resource("ontology/units.ttl")
    for path in (*bundled, *(p for folder in folders for p in _files(folder))):
        triples = _parse(path)
        labelled = {t.subject for t in triples if t.predicate == _LABEL}
        for triple in triples:
            dataset.add(Quad(triple.subject, triple.predicate, triple.object, DefaultGraph()))
            # Foreign terms are declared without a label: they are not ours to name.
            if triple.predicate == _RDF_TYPE and triple.object in _TERM_TYPES and triple.subject in labelled:
                _enter(terms, triple.subject, path)
    # The same blank nodes get the same names in every build.
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    quads = tuple(sorted(dataset, key=str))
    names = {address: name for name, address in terms.items()}
    labels: dict[tuple[str, str], str] = {}
    parents: dict[str, tuple[str, ...]] = {}
    units: dict[str, str] = {}
    for quad in quads:
        if not isinstance(quad.subject, NamedNode):
            continue
        if quad.predicate == _LABEL and isinstance(quad.object, Literal):
            labels.setdefault((quad.subject.value, quad.object.language or ""), quad.object.value)
        elif quad.predicate == _NOTATION and isinstance(quad.object, Literal):
            units[quad.object.value] = quad.subject.value
        elif quad.predicate == _SUBCLASS and isinstance(quad.object, NamedNode):
            child, parent = names.get(quad.subject.value), names.get(quad.object.value)
            if child and parent:
                parents[child] = (*parents.get(child, ()), parent)
    return Ontology(terms, labels, parents, units, quads)


def term(name: str) -> str:
    """Return the IRI of the class or property `name` of the package's ontology; ResourceError if it has none."""
    return load().term(name)


def label(term: str, language: str = "zh") -> str:
    """Return the label of a term, given by local name or IRI, in the package's ontology."""
    return load().label(term, language)


def ancestors(kind: str) -> tuple[str, ...]:
    """Return the superclasses of class `kind` in the package's ontology, nearest first."""
    return load().ancestors(kind)


def _files(folder: Path) -> list[Path]:
    files = sorted(p for p in folder.glob("*.ttl") if not p.name.startswith("shapes"))
    if not files:
        raise ResourceError(folder, "no Turtle file (*.ttl) of an ontology here", "此处没有本体的 Turtle 文件（*.ttl）")
    return files


def _parse(path: Path) -> list[Quad]:
    try:
        # Blank nodes of different files must not fall together.
        return list(parse(path=str(path), format=RdfFormat.TURTLE, rename_blank_nodes=True))
    except SyntaxError as error:
        place = f"{error.lineno}" if error.lineno else ""
        raise ResourceError(path, f"not Turtle: {error.msg}", f"不是合格的 Turtle：{error.msg}", place) from error
    except (OSError, ValueError) as error:
        raise ResourceError(path, f"cannot be read: {error}", f"无法读取：{error}") from error


def _enter(terms: dict[str, str], subject: object, path: Path) -> None:
    if not isinstance(subject, NamedNode):
        return
    name = _local(subject.value)
    if terms.setdefault(name, subject.value) != subject.value:
        raise ResourceError(
            path, f"{subject.value} and {terms[name]} share the name {name!r}; rename one",
            f"{subject.value} 与 {terms[name]} 同名“{name}”，请改名",
        )  # fmt: skip


def _local(address: str) -> str:
    return address.rsplit("#", 1)[-1].rsplit("/", 1)[-1]
