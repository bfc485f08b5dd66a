"""What tests share: the folder of real texts, which exists on our machines only, and a browser without a network."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pages import Open
from playwright.sync_api import Browser, Page, sync_playwright

from kg.view import Graph, render

# Messages of commands that tests run in this process are English, whatever the locale.
os.environ["KG_LANG"] = "en"
ROOT = Path(__file__).resolve().parent.parent
MEMORY = Path("/dev/shm")  # noqa: S108


def pytest_configure() -> None:
    """Have temporary folders in memory where there is plenty: stores wait for the disk longer than they compute."""
    if MEMORY.is_dir() and os.access(MEMORY, os.W_OK):
        free = shutil.disk_usage(MEMORY).free
        if free > 4 * 1024**3 and not os.statvfs(MEMORY).f_flag & os.ST_NOEXEC:
            os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes long, so that those who work side by side end together."""
    items.sort(key=lambda item: not any(map(item.get_closest_marker, ("slow", "browser"))))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real texts and gold passages; the test is skipped where it is absent."""
    folder = Path(os.environ.get("KG_SHARED", ROOT.parent / "shared"))
    if not (folder / "gold").is_dir():
        pytest.skip("no ../shared here")
    return folder


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    names = ("chromium", "chromium-browser", "google-chrome")
    path = os.environ.get("KG_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    if path is None:
        reason = "no Chromium: install one, or name it in KG_CHROMIUM"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path)
        yield chromium
        chromium.close()


@pytest.fixture
def show(browser: Browser, tmp_path: Path) -> Iterator[Open]:
    """Open a graph as a file; at the end nothing may have been asked of the network, complained or popped up."""
    contexts, faults = [], []

    def opened(graph: Graph, language: Any = "zh", width: int = 1280, height: int = 800, theme: Any = "light") -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height}, color_scheme=theme, offline=True, accept_downloads=True
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("console", lambda message: faults.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: faults.append(f"error: {error}"))
        page.on("dialog", lambda dialog: (faults.append(f"dialog: {dialog.message}"), dialog.dismiss()))
        page.on("request", lambda request: _inside(request.url) or faults.append(f"request: {request.url}"))
        page.on("popup", lambda popup: faults.append(f"popup: {popup.url}"))
        path = tmp_path / "graph.html"
        path.write_text(render(graph, language), encoding="utf-8")
        page.goto(path.as_uri())
        page.wait_for_function("document.documentElement.dataset.drawn")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert faults == []


def _inside(url: str) -> bool:
    return url.startswith(("file:", "data:", "blob:"))
