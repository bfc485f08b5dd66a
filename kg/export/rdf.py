"""The graph as RDF: N-Quads, TriG and JSON-LD keep the named graphs; N-Triples and Turtle say all triples once.

Statements come graph by graph and sorted within each, so the same store gives the same bytes, whatever the order in
which it was built.  A graph at a time is in memory, and only as lines: N-Quads and N-Triples are these lines
(Oxigraph's terms print themselves as N-Triples terms), the others are made of them by Oxigraph's serialisers.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

import pyoxigraph as ox

from kg.query.result import PREFIXES
from kg.store import Store

FORMATS = {
    "nquads": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "jsonld": ox.RdfFormat.JSON_LD,
}
_CHUNK = 10_000
_Graph = ox.NamedNode | ox.BlankNode | ox.DefaultGraph


def write_rdf(store: Store, stream: BinaryIO, format: str) -> int:  # noqa: A002
    """Write all quads of `store` in one of `FORMATS`; return how many quads or triples were written."""
    syntax = FORMATS[format]
    if syntax in (ox.RdfFormat.N_QUADS, ox.RdfFormat.N_TRIPLES):
        count = 0
        for graph, lines in _graphs(store, merged=not syntax.supports_datasets):
            unnamed = isinstance(graph, ox.DefaultGraph) or not syntax.supports_datasets
            end = b" .\n" if unnamed else f" {graph} .\n".encode()
            stream.writelines(line + end for line in lines)
            count += len(lines)
        return count
    count = 0

    def parsed() -> Iterator[Any]:
        nonlocal count
        for graph, lines in _graphs(store, merged=not syntax.supports_datasets):
            for begin in range(0, len(lines), _CHUNK):
                text = b"".join(line + b" .\n" for line in lines[begin : begin + _CHUNK])
                # Lenient: what the store holds is not checked again.
                for quad in ox.parse(text, format=ox.RdfFormat.N_TRIPLES, lenient=True):
                    said = quad.subject, quad.predicate, quad.object
                    yield ox.Quad(*said, graph) if syntax.supports_datasets else ox.Triple(*said)
            count += len(lines)

    ox.serialize(parsed(), stream, format=syntax, prefixes=PREFIXES)
    return count


def _graphs(store: Store, merged: bool) -> Iterator[tuple[_Graph, list[bytes]]]:
    """Yield the graphs by name, the default one first, each with its triples as sorted N-Triples without the dot.

    Where graphs are `merged`, a triple comes in the first graph that has it only.
    """
    named = sorted(store.oxigraph.named_graphs(), key=str)
    seen: set[str] = set()
    for graph in (ox.DefaultGraph(), *named):
        # Projecting three terms: Oxigraph would look up the name of the graph for each quad of a pattern.
        rows = store.oxigraph.query("SELECT ?s ?p ?o { ?s ?p ?o }", default_graph=graph)
        lines = []
        here: set[str] = set()
        for subject, predicate, value in rows:  # type: ignore[union-attr]  # solutions, for it is a SELECT
            said = f"{subject}"
            line = f"{said} {predicate} {value}"
            if merged:
                here.add(said)
                if said in seen and _is_earlier(store, subject, predicate, value, graph):
                    continue
            lines.append(line.encode())  # as UTF-8 it takes half the room
        seen |= here
        lines.sort()
        yield graph, lines


def _is_earlier(
    store: Store,
    subject: ox.NamedNode | ox.BlankNode,
    predicate: ox.NamedNode,
    value: ox.NamedNode | ox.BlankNode | ox.Literal,
    graph: _Graph,
) -> bool:
    """Does a graph before `graph` say so too?"""
    graphs = (quad.graph_name for quad in store.oxigraph.quads_for_pattern(subject, predicate, value))
    return any(isinstance(name, ox.DefaultGraph) or str(name) < str(graph) for name in graphs if name != graph)
