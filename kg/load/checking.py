"""Loaded graphs go by the shapes too: what in one breaks them, told before it is published.

A graph is checked with what it refers to: all that other graphs say of the things it names, and the ontology.  What is
wrong with those is not its fault and not told; so is nothing about a thing that others describe, of which no more
than a part is looked at and by whose properties the graph may not speak.
"""

from __future__ import annotations

from itertools import chain

import pyoxigraph as ox

from kg import iri
from kg.check import Finding, check
from kg.store import Manifest, Store, Writer


def violations(writer: Writer, name: str) -> tuple[Finding, ...]:
    """Return what of severity violation is wrong with the graph loaded as `name`, as it stands in the writer."""
    graph = ox.NamedNode(iri.loaded_graph_iri(writer.manifest.base, name))
    own = list(writer.quads(graph=graph))
    named = {term for quad in own for term in (quad.subject, quad.object) if isinstance(term, ox.NamedNode)}
    others = [quad for node in named for quad in writer.quads(node) if quad.graph_name != graph]
    terms = writer.quads(graph=ox.NamedNode(iri.graph_iri(writer.manifest.base, "ontology")))
    theirs = {quad.subject for quad in others}
    focus = {
        quad.subject.value for quad in own if isinstance(quad.subject, ox.NamedNode) and quad.subject not in theirs
    }
    with Store.in_memory(chain(own, others, terms), Manifest(writer.manifest.base)) as store:
        return tuple(f for f in check(store) if f.severity == "violation" and f.focus in focus)
