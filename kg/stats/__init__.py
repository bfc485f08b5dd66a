"""What is in a store, in numbers and as a VoID description."""

from kg.stats.counting import Statistics, count, size_on_disk
from kg.stats.void import describe

__all__ = ["Statistics", "count", "describe", "size_on_disk"]
