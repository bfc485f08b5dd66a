"""RDF made elsewhere: hostile until it has been read in a process of its own."""

from kg.foreign.reading import FORMATS, Foreign, read_foreign

__all__ = ["FORMATS", "Foreign", "read_foreign"]
