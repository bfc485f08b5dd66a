"""kg turns Chinese policy documents into a knowledge graph with evidence.

`kg.open(path)` opens a store for Python; see `kg.graph.Graph`.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.graph import Graph

__all__ = ["open"]


def open(path: str | os.PathLike[str] = ".kg") -> Graph:  # noqa: A001 - as of a file: kg.open
    """Return the graph in the store at `path`; `kg.errors.StoreError` where there is none."""
    from kg.graph import Graph  # `import kg` alone stays cheap

    return Graph(path)
