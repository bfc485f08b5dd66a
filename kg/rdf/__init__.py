"""Quads: what a document says in its own graph, entities and indicators once in the shared graph.

Every quad comes once; the same input gives the same quads in the same order.
"""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import Quad, RdfFormat, serialize

from kg.rdf.document import HEADING_SEPARATOR, STATEMENTS, document_quads
from kg.rdf.shared import entity_quads, indicator_quads
from kg.rdf.terms import ALT_LABEL, LABEL, SPATIAL, TITLE, TYPE, decimal_text

__all__ = [
    "ALT_LABEL", "HEADING_SEPARATOR", "LABEL", "SPATIAL", "STATEMENTS", "TITLE", "TYPE", "decimal_text",
    "document_quads", "entity_quads", "indicator_quads", "to_nquads",
]  # fmt: skip


def to_nquads(quads: Iterable[Quad]) -> bytes:
    """Return quads as N-Quads, in their order."""
    return serialize(quads, format=RdfFormat.N_QUADS) or b""
