"""Questions to a store: named queries, SPARQL, and what is known of one entity."""

from kg.query.bounded import bounded
from kg.query.cards import EntityCard, card
from kg.query.named import NamedQuery, inline, named_queries, question
from kg.query.names import find_documents, find_entity
from kg.query.paging import has_pages
from kg.query.result import FORMATS, Result, Term
from kg.query.running import run

__all__ = [
    "FORMATS", "EntityCard", "NamedQuery", "Result", "Term", "bounded", "card", "find_documents", "find_entity",
    "has_pages", "inline", "named_queries", "question", "run",
]  # fmt: skip
