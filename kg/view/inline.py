"""The page of a graph inside a notebook: a frame of its own, which can run its scripts and reach nothing."""

from __future__ import annotations

import os
from functools import cached_property
from pathlib import Path

from markupsafe import Markup

from kg.output import Output
from kg.view.graph import Graph
from kg.view.page import Language, render


class View:
    """A graph to look at: shown where a notebook shows it, or written by `save`.  `graph` is what is in it."""

    def __init__(self, graph: Graph, language: Language = "zh", height: int = 640) -> None:
        self.graph, self.language, self.height = graph, language, height

    @cached_property
    def html(self) -> str:
        """The page as `kg view` writes it."""
        return render(self.graph, self.language)

    def save(self, path: str | os.PathLike[str]) -> Path:
        """Write the page to a file that works without a network, whole or not at all, and return its path."""
        place = Path(path)
        with Output() as output:
            output.file(place).write(self.html.encode())
        return place

    def _repr_html_(self) -> str:
        # Sandboxed without allow-same-origin: the frame has an origin of its own and no way into the notebook.
        return str(
            Markup(
                '<iframe srcdoc="{}" sandbox="allow-scripts" title="{}" loading="lazy" '
                'style="width:100%;height:{}px;border:1px solid #8884"></iframe>'
            ).format(self.html, self.graph.title or "graph", int(self.height))
        )

    def __repr__(self) -> str:
        return f"<View of {len(self.graph.nodes)} nodes and {len(self.graph.edges)} edges>"
