"""The network that `kg view` shows, for Gephi, Cytoscape and networkx: GraphML and GEXF 1.2.

Documents, entities, indicators and quantity statements are nodes, what documents say of them is edges, which carry
their evidence.  Of a node's or edge's quotes those are given that the page gives (12 and 6 at most), a line each;
`quotes` counts all.  Edges are directed; of `together` (named in one sentence) the direction means nothing.  What is
not known has no attribute; a character that XML 1.0 forbids is shown by its control picture (␀) or U+FFFD.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import BinaryIO

import networkx
from networkx.readwrite.gexf import GEXFWriter
from networkx.readwrite.graphml import GraphMLWriter

from kg import ontology
from kg.store import Store
from kg.view.graph import Evidence, Graph
from kg.view.select import select

FORMATS = ("graphml", "gexf")
# XML 1.0, production [2] Char; a carriage return would come back as a line feed.
_FORBIDDEN = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def network(store: Store, language: str = "en") -> networkx.MultiDiGraph:
    """Return the network of a store with attributes as they are written; labels of classes are in `language`."""
    return of_graph(select(store, limit=sys.maxsize), language)


def write_network(graph: networkx.MultiDiGraph, stream: BinaryIO, format: str) -> None:  # noqa: A002
    """Write a network as `graphml` or `gexf`; the same network gives the same bytes."""
    if format == "graphml":
        writer = GraphMLWriter(encoding="utf-8", prettyprint=True)
        writer.add_graph_element(graph)
        writer.dump(stream)
        return
    gexf = GEXFWriter(graph=graph, encoding="utf-8", prettyprint=True, version="1.2draft")
    for meta in gexf.xml.iter("meta"):
        meta.attrib.pop("lastmodifieddate", None)  # each day would make another file
    gexf.write(stream)


def of_graph(shown: Graph, language: str = "en") -> networkx.MultiDiGraph:
    """Return what a page shows as a network; ids of nodes are IRIs."""
    made = networkx.MultiDiGraph()
    titles = {source.id: source.title for source in shown.sources}
    for node in shown.nodes:
        attributes: dict[str, str | int] = {
            **dict(node.facts),
            "label": node.label or node.id, "type": node.type, "kind": ontology.label(node.kind or node.type, language),
            "aliases": "; ".join(node.aliases), "documents": _listed(node.sources, titles), "iri": node.id,
            "quotes": node.total, **_evidence(node.evidence, titles),
        }  # fmt: skip
        made.add_node(node.id, **_written(attributes))
    for number, edge in enumerate(shown.edges):
        attributes = {
            "label": edge.label or edge.relation, "relation": edge.relation, "verbs": edge.label,
            "documents": _listed(edge.sources, titles), "quotes": edge.total, "weight": max(1, edge.total),
            **_evidence(edge.evidence, titles),
        }  # fmt: skip
        # GraphML makes the key the id of the edge: it must be the only one of its kind.
        made.add_edge(edge.start, edge.end, key=f"e{number}", **_written(attributes))
    return made


def _listed(sources: Iterable[str], titles: Mapping[str, str]) -> str:
    return "; ".join(titles.get(source, source) for source in sources)


def _evidence(quotes: Sequence[Evidence], titles: Mapping[str, str]) -> dict[str, str]:
    """Return the words, the sentences around them, and where these stand, a line each."""
    pages = ("" if quote.page is None else f", p. {quote.page}" for quote in quotes)
    return {
        "quote": "\n".join(quote.sentence[quote.start : quote.end] for quote in quotes),
        "sentence": "\n".join(quote.sentence for quote in quotes),
        "where": "\n".join(_listed([quote.source], titles) + page for quote, page in zip(quotes, pages, strict=True)),
    }


def _written(attributes: Mapping[str, str | int]) -> dict[str, str | int]:
    """Return what is known, as XML can have it; the year of a document as a number, to be filtered by."""
    known = {name: value for name, value in attributes.items() if value != ""}
    if re.fullmatch(r"[0-9]{1,9}", str(known.get("year", ""))):
        known["year"] = int(known["year"])
    return {name: _FORBIDDEN.sub(_picture, value) if isinstance(value, str) else value for name, value in known.items()}


def _picture(match: re.Match[str]) -> str:
    code = ord(match[0])
    return chr(0x2400 + code) if code < 0x20 else "\ufffd"
