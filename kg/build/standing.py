"""What of a loaded graph stands in the store: `derive_loaded`.

All that was loaded, but for what would count twice or speak for documents, since the store is asked as the union of
its graphs:

1. a statement that stands in another graph already;
2. of a thing that ours describe (an entity, a document and its parts, a unit), what the ontology's own properties, its
   classes, `rdfs:label` and `skos:altLabel` say: that follows from the documents;
3. all of a thing that passes for evidence of a document of ours: that is said to stand in it, in a passage of it, or in
   something that is.

What is withheld so is kept, and stands as soon as nothing of ours says it.  Links to what is ours are free.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from functools import cache, lru_cache

from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, parse

from kg import iri, ontology, rdf
from kg.store import Writer

_OWL = "http://www.w3.org/2002/07/owl#"
_RANGE = NamedNode("http://www.w3.org/2000/01/rdf-schema#range")
_PROPERTY_TYPES = {NamedNode(_OWL + name) for name in ("ObjectProperty", "DatatypeProperty")}
_PLACES = {NamedNode(ontology.term(name)) for name in ("PolicyDocument", "Passage")}
NAMES = (rdf.LABEL, rdf.ALT_LABEL)
# So many things are remembered to be ours or not: neighbouring lines speak of the same few.
_REMEMBERED = 4096


def derive_loaded(
    writer: Writer, shared: Collection[Quad], withheld: Mapping[str, Collection[bytes]]
) -> dict[str, int]:
    """Make each loaded graph what may stand in it, where that is not what stands there already.

    `shared` are the quads of the shared graphs, `withheld` what `evidence` returns of each graph.  Returns how many
    statements stand in each.
    """
    loaded = writer.manifest.loaded
    if not loaded:
        return {}
    ours = _Ours(writer, shared)
    said: set[bytes] = set()
    counts: dict[str, int] = {}
    for name in sorted(loaded):
        graph = NamedNode(iri.loaded_graph_iri(writer.manifest.base, name))
        total, counts[name] = hashlib.sha256(), 0
        fresh: set[bytes] = set()
        for line in ours.standing(name, withheld[name], said):
            counts[name] += 1
            total.update(line)
            if len(loaded) > 1:
                fresh.add(_key(line))
        if total.hexdigest() != loaded[name].standing:
            end = f"{graph} .\n".encode()
            lines = ours.standing(name, withheld[name], said)
            writer.load_graph(graph.value, (line[:-2] + end for line in lines))
            loaded[name] = replace(loaded[name], standing=total.hexdigest())
        said |= fresh
    return counts


def evidence(writer: Writer, name: str) -> frozenset[bytes]:
    """Return the subjects, as N-Triples write them, that the graph loaded as `name` passes for evidence of documents of
    ours and that these do not describe."""
    ours = _Documents(writer)
    placed = [(subject, place) for subject, place in _placed(writer, name) if not ours.describe(subject)]
    found = {subject for subject, place in placed if ours.describe(place)}
    within: dict[bytes, list[bytes]] = defaultdict(list)
    for subject, place in placed if found else ():
        within[place].append(subject)
    to_do = list(found)
    while to_do:
        fresh = set(within.pop(to_do.pop(), ())) - found
        found |= fresh
        to_do += fresh
    return frozenset(found)


def loaded_graphs(writer: Writer) -> frozenset[NamedNode]:
    """Return the graphs that were made elsewhere."""
    base = writer.manifest.base
    return frozenset(NamedNode(iri.loaded_graph_iri(base, name)) for name in writer.manifest.loaded)


def parsed(line: bytes) -> Triple:
    """Return a line of N-Triples as a triple."""
    triple: Triple = next(iter(parse(line, RdfFormat.N_TRIPLES, lenient=True))).triple
    return triple


class _Ours:
    """What the shared graphs and those of documents describe."""

    def __init__(self, writer: Writer, shared: Collection[Quad]) -> None:
        self._writer = writer
        self._shared = {quad.triple for quad in shared}
        self._in_shared = {str(quad.subject).encode() for quad in shared}
        self._documents = _Documents(writer)

    def standing(self, name: str, withheld: Collection[bytes], said: Collection[bytes]) -> Iterator[bytes]:
        """Yield what may stand in the graph loaded as `name`, of which others have `said` something already."""
        for line in self._writer.kept(name):
            subject = line[: line.index(b" ")]
            if not (subject in withheld or self._tells(subject, line) or (said and _key(line) in said)):
                yield line

    def _tells(self, subject: bytes, line: bytes) -> bool:
        """Is a line of N-Triples said already, or by a property that is ours of a thing that is?"""
        if not (subject in self._in_shared or self._documents.describe(subject)):
            return False
        triple = parsed(line)
        return triple in self._shared or triple.predicate in _properties()


class _Documents:
    """What the graphs of documents describe: the documents and their parts."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._begin = f"<{writer.manifest.base}document/".encode()
        self._foreign = loaded_graphs(writer)
        self._described = lru_cache(_REMEMBERED)(self._looked_up)

    def describe(self, node: bytes) -> bool:
        """Do they describe this node, as N-Triples write it?"""
        return node.startswith(self._begin) and self._described(node)

    def _looked_up(self, node: bytes) -> bool:
        quads = self._writer.quads(NamedNode(node[1:-1].decode()))
        return any(quad.graph_name not in self._foreign for quad in quads)


def _placed(writer: Writer, name: str) -> Iterator[tuple[bytes, bytes]]:
    """Yield what the graph loaded as `name` says stands in a document or passage, and in which."""
    for line in writer.kept(name):
        subject, predicate, rest = line.split(b" ", 2)
        if predicate in _placing():
            yield subject, rest.removesuffix(b" .\n")


def _key(line: bytes) -> bytes:
    return hashlib.blake2b(line, digest_size=16).digest()


@cache
def _properties() -> frozenset[NamedNode]:
    """Return the properties that the ontology declares, which are those that queries read, and those of names."""
    declared = {
        quad.subject
        for quad in ontology.load().quads
        if quad.object in _PROPERTY_TYPES and isinstance(quad.subject, NamedNode)
    }
    return frozenset({*declared, rdf.TYPE, *NAMES})


@cache
def _placing() -> frozenset[bytes]:
    """Return the properties, as N-Triples write them, by which the ontology says in what something stands."""
    ranges = (quad for quad in ontology.load().quads if quad.predicate == _RANGE and quad.object in _PLACES)
    return frozenset(str(quad.subject).encode() for quad in ranges)
