"""Documents to what they say: mentions, targets, roles, actions."""

from kg.extract.gold import to_line, to_record
from kg.extract.pipeline import extract_document

__all__ = ["extract_document", "to_line", "to_record"]
