"""The page of `kg view` beside pyvis's own, of the same graph, in headless Chromium.

Run: python tests/bench/bench_view.py [NODES…]

Ours is drawn when its first picture is on the canvas; pyvis's, with its defaults, when physics has settled.  pyvis's is
given up after a minute, and the row says so.  By the clock: a browser is several processes.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import graphs
from playwright.sync_api import Browser, sync_playwright
from playwright.sync_api import TimeoutError as TooLate
from pyvis.network import Network
from rows import row

from kg.view import Graph, render

_PATIENCE = 60.0
_TOO_MANY = 2000  # for pyvis


def drawn(browser: Browser, page: Path, settled: str, patience: float) -> float | None:
    """Return the seconds until `settled` (JavaScript) is true of the page; None where that takes too long."""
    tab = browser.new_page(viewport={"width": 1280, "height": 800})
    try:
        start = time.perf_counter()
        tab.goto(page.as_uri())
        tab.wait_for_function(settled, timeout=patience * 1000)
        return time.perf_counter() - start
    except TooLate:
        return None
    finally:
        tab.close()


def pyvis_page(graph: Graph) -> str:
    """Return pyvis's page of a graph with its defaults, its script inlined; `window.settled` says that it stands."""
    network = Network(directed=True, cdn_resources="in_line")
    index = {node.id: n for n, node in enumerate(graph.nodes)}
    for node in graph.nodes:
        network.add_node(index[node.id], label=node.label)
    for edge in graph.edges:
        network.add_edge(index[edge.start], index[edge.end])
    return network.generate_html().replace(
        "drawGraph();", 'drawGraph(); network.once("stabilizationIterationsDone", () => { window.settled = true; });'
    )


def main(sizes: list[int]) -> None:
    """Print a row for each number of nodes."""
    path = os.environ.get("KG_CHROMIUM") or next(
        filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
    )
    if path is None:
        print("no Chromium: install one, or name it in KG_CHROMIUM")
        return
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path)
        for size in sizes:
            graph = graphs.large(size)
            ours, theirs = Path(folder, "ours.html"), Path(folder, "theirs.html")
            ours.write_text(render(graph), encoding="utf-8")
            theirs.write_text(pyvis_page(graph), encoding="utf-8")
            mine = drawn(browser, ours, "document.documentElement.dataset.drawn", _PATIENCE)
            other = drawn(browser, theirs, "window.settled", _PATIENCE) if size <= _TOO_MANY else None
            about = f"{size:,} nodes drawn / pyvis ({ours.stat().st_size / 1e6:.1f} MB)"
            if mine is None:
                print(f"{about:44} ours is not drawn after {_PATIENCE:.0f} s")
            elif size > _TOO_MANY:
                print(f"{about:44} ours {mine:12.3f}  theirs not asked for")
            else:
                print(row(about, mine, other or _PATIENCE, "seconds") + ("" if other else " at least"), flush=True)
        browser.close()


if __name__ == "__main__":
    main([int(a) for a in sys.argv[1:]] or [500, 1000, 2000, 5000])
