"""What a person should look at, and what a person has decided."""

from kg.review.file import beside, load, save

__all__ = ["beside", "load", "save"]
