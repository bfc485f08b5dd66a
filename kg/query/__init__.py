"""Questions to a store: named queries, SPARQL, and what is known of one entity."""

from kg.query.named import NamedQuery, inline, named_queries, question
from kg.query.names import find_entity
from kg.query.result import FORMATS, Result, Term
from kg.query.running import run

__all__ = ["FORMATS", "NamedQuery", "Result", "Term", "find_entity", "inline", "named_queries", "question", "run"]
