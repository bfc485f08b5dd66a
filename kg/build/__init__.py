"""Documents into the graph and out of it: `build_graph`, `remove_documents`."""

from kg.build.stages import build_graph, remove_documents
from kg.build.summary import Progress, Summary

__all__ = ["Progress", "Summary", "build_graph", "remove_documents"]
