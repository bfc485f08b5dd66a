"""Documents to what they say: mentions, targets, roles, actions."""

from kg.extract.gold import to_record
from kg.extract.pipeline import extract_document
from kg.extract.records import record_lines, record_part

__all__ = ["extract_document", "record_lines", "record_part", "to_record"]
