"""What is in a store, in numbers and as a VoID description."""

from kg.stats.counting import Statistics, count, count_documents, size_on_disk
from kg.stats.void import describe

__all__ = ["Statistics", "count", "count_documents", "describe", "size_on_disk"]
