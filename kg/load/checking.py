"""Loaded graphs go by the shapes too: what in one breaks them, told before it is published.

A graph is checked with what it refers to: all that other graphs say of the things it names, all of the loaded graphs
that describe a thing as it does, and the ontology.  What is wrong with others is not its fault and not told; so is
nothing about a thing that documents describe, of which no more than a part is looked at and by whose properties the
graph may not speak.  A thing that loaded graphs alone describe is told of: it is wrong as they have it together.
"""

from __future__ import annotations

from itertools import chain

import pyoxigraph as ox

from kg import iri
from kg.check import Finding, check
from kg.store import Manifest, Store, Writer


def violations(writer: Writer, name: str) -> tuple[Finding, ...]:
    """Return what of severity violation is wrong with the graph loaded as `name`, as it stands in the writer."""
    base = writer.manifest.base
    loaded = {ox.NamedNode(iri.loaded_graph_iri(base, other)) for other in writer.manifest.loaded}
    graph = ox.NamedNode(iri.loaded_graph_iri(base, name))
    own = list(writer.quads(graph=graph))
    described = {quad.subject for quad in own if isinstance(quad.subject, ox.NamedNode)}
    theirs = {subject: {quad.graph_name for quad in writer.quads(subject)} - {graph} for subject in described}
    beside = set().union(*theirs.values()) & loaded
    whole = own + [quad for other in beside for quad in writer.quads(graph=other)]  # type: ignore[arg-type]
    named = {term for quad in whole for term in (quad.subject, quad.object) if isinstance(term, ox.NamedNode)}
    others = (quad for node in named for quad in writer.quads(node) if quad.graph_name not in {graph, *beside})
    terms = writer.quads(graph=ox.NamedNode(iri.graph_iri(base, "ontology")))
    focus = {subject.value for subject, graphs in theirs.items() if graphs <= loaded}
    with Store.in_memory(chain(whole, others, terms), Manifest(base)) as store:
        return tuple(f for f in check(store) if f.severity == "violation" and f.focus in focus)
