"""The ontology: which classes and properties there are, how they are called, and what lies above them.

It is read from `ontology/policy.ttl` and `ontology/units.ttl`.  A term is known by its local name ("Hospital",
"refersTo").  What the ontology lacks raises `ResourceError`, which is how a typo in code, lexicon or query shows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

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
        """Yield all the ontology says as quads of the graph `ontology`, sorted."""
        name = NamedNode(iri.graph_iri(base, "ontology"))
        for quad in self.quads:
            yield Quad(quad.subject, quad.predicate, quad.object, name)


@cache
def load() -> Ontology:
    """Return the ontology of the package."""
    files = resource("ontology/policy.ttl"), resource("ontology/units.ttl")
    # In the order of the files, which is that of `terms`; what a message lists follows it.
    read = [quad for path in files for quad in parse(path=str(path), format=RdfFormat.TURTLE)]
    quads = tuple(sorted(set(read), key=str))
    labels: dict[tuple[str, str], str] = {}
    units: dict[str, str] = {}
    above: list[tuple[str, str]] = []
    declared: dict[str, None] = {}
    for quad in read:
        if not isinstance(quad.subject, NamedNode):
            continue
        subject, value = quad.subject.value, quad.object
        if quad.predicate == _RDF_TYPE and value in _TERM_TYPES:
            declared[subject] = None
        elif quad.predicate == _LABEL and isinstance(value, Literal):
            labels.setdefault((subject, value.language or ""), value.value)
        elif quad.predicate == _NOTATION and isinstance(value, Literal):
            units[value.value] = subject
        elif quad.predicate == _SUBCLASS and isinstance(value, NamedNode):
            above.append((subject, value.value))
    # Foreign terms are declared without a label: they are not ours to name.
    labelled = {address for address, _ in labels}
    terms = {_local(address): address for address in declared if address in labelled}
    parents: dict[str, tuple[str, ...]] = {}
    for child, parent in above:
        if parent in terms.values():
            parents[_local(child)] = (*parents.get(_local(child), ()), _local(parent))
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


def _local(address: str) -> str:
    return address.rsplit("#", 1)[-1].rsplit("/", 1)[-1]
