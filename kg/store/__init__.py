"""Quads on disk: published generations to read, the next one to write."""

from kg.store.manifest import BuiltDocument, LoadedGraph, Manifest
from kg.store.reader import Store
from kg.store.writer import Writer

__all__ = ["BuiltDocument", "LoadedGraph", "Manifest", "Store", "Writer"]
