"""Pages in the browser, for tests that look at them."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page

Open = Callable[..., Page]


def spot(page: Page, label: str) -> tuple[float, float]:
    """Return where on the screen the node called `label` is."""
    x, y = page.evaluate(
        """label => {
          const box = byId("canvas").getBoundingClientRect();
          const at = network.canvasToDOM(network.getPosition(data.nodes.findIndex((node) => node.label === label)));
          return [box.left + at.x, box.top + at.y];
        }""",
        label,
    )
    return x, y
