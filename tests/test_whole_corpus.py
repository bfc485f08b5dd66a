"""All real texts at once: nothing fails, every offset leads to its quote, and the whole can be looked at."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pages import Open, spot

from kg.build import build_graph
from kg.check import check
from kg.iri import ONTOLOGY, document_iri
from kg.model import Document
from kg.read import read_paths
from kg.store import Store
from kg.view import select

pytestmark = pytest.mark.slow
SPANS = f"""PREFIX pk: <{ONTOLOGY}>
SELECT ?document ?begin ?end ?quote WHERE {{
  ?said pk:inDocument ?document ; pk:begin ?begin ; pk:end ?end ; pk:quote|pk:text ?quote }}"""


# Every so manieth record: what all of them hold takes minutes.
@pytest.fixture(scope="module", params=[4, pytest.param(1, marks=pytest.mark.thorough)], ids=["quarter", "whole"])
def step(request: pytest.FixtureRequest) -> int:
    return int(request.param)


@pytest.fixture(scope="module")
def paths(shared: Path, step: int, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The corpora, one of `step` records of each, and the seed page."""
    folder = tmp_path_factory.mktemp("corpus")
    for path in (shared / "corpus").glob("*.jsonl"):
        (folder / path.name).write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[::step]))
    return [folder, shared / "seed" / "xiuzhou-yearbook-2022-p52.txt"]


@pytest.fixture(scope="module")
def store(paths: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    path = tmp_path_factory.mktemp("whole") / "kg"
    faults: list[object] = []
    summary = build_graph(paths, path, fault=faults.append)
    records = sum(len(path.read_bytes().splitlines()) for path in paths[0].iterdir())
    assert (summary.built, faults) == (records + 1, [])
    with Store.open(path) as opened:
        yield opened


def test_every_offset_reproduces_its_quote(paths: list[Path], store: Store, step: int) -> None:
    texts = {
        document_iri(store.base, document.id): document.text
        for document in read_paths(paths)
        if isinstance(document, Document)
    }
    count = 0
    for row in store.oxigraph.query(SPANS, use_default_graph_as_union=True):  # type: ignore[union-attr]
        document, begin, end, quote = (term.value for term in row)
        assert texts[document][int(begin) : int(end)] == quote
        count += 1
    assert count > 100_000 / step


def test_check_finds_nothing_wrong(store: Store) -> None:
    assert list(check(store)) == []


@pytest.mark.browser
def test_the_whole_is_looked_at_in_a_browser(store: Store, show: Open, capsys: pytest.CaptureFixture[str]) -> None:
    graph = select(store)
    assert 1_000 < len(graph.nodes) <= 2_000
    page = show(graph)
    with capsys.disabled():
        print(f"\nwhole corpus first drawn after {page.evaluate('document.documentElement.dataset.drawn')} ms")
    page.mouse.click(*spot(page, "中华人民共和国"))
    assert page.locator("#panel h2").inner_text() == "中华人民共和国"
    page.fill("#search", "乡村振兴")
    assert page.locator("#hits [role=option]").count() > 0
    page.keyboard.press("Enter")
    assert page.locator("#panel").is_visible()
    before = page.evaluate("dataset.nodes.get().filter((n) => !n.hidden).length")
    page.locator("#filter-types label", has_text="机构").click()
    assert page.evaluate("dataset.nodes.get().filter((n) => !n.hidden).length") < before
    page.locator("#reset").click()
    page.get_by_role("button", name="表", exact=True).click()
    assert page.locator("table tbody tr").count() > 50
    page.get_by_role("button", name="图", exact=True).click()
    page.get_by_role("button", name="下载").click()
    with page.expect_download() as download:
        page.get_by_text("GraphML").click()
    assert download.value.path().stat().st_size > 100_000
