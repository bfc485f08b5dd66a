"""What a person should look at, and what a person has decided."""

from kg.review.deciding import decision
from kg.review.effects import Effects, Idle, effects
from kg.review.export import records
from kg.review.file import beside, changing, load, save, with_decision
from kg.review.items import Item, Occurrence, items
from kg.review.unidentified import Unidentified, unidentified

__all__ = [
    "Effects", "Idle", "Item", "Occurrence", "Unidentified", "beside", "changing", "decision", "effects", "items",
    "load", "records", "save", "unidentified", "with_decision",
]  # fmt: skip
