"""RDF made elsewhere into a graph of its own: `load_file`."""

from kg.load.loading import BrokenGraphError, Loading, load_file

__all__ = ["BrokenGraphError", "Loading", "load_file"]
