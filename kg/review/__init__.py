"""What a person should look at, and what a person has decided."""

from kg.review.deciding import decision, stale
from kg.review.export import records
from kg.review.file import beside, changing, load, save, with_decision
from kg.review.items import Item, Occurrence, items

__all__ = [
    "Item", "Occurrence", "beside", "changing", "decision", "items", "load", "records", "save", "stale",
    "with_decision",
]  # fmt: skip
