"""A store as something to look at: `select` picks a graph from it, `render` makes a page of the graph."""

from kg.view.graph import Graph
from kg.view.page import render
from kg.view.select import select

__all__ = ["Graph", "render", "select"]
