"""The page in headless Chromium, network off: what a reader does with it, and that hostile texts do nothing."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import graphs
import networkx
import pytest
from pages import Open, spot
from playwright.sync_api import Browser, Page

from kg.build import build_graph
from kg.store import Store
from kg.view import select
from kg.view.graph import Graph
from kg.view.page import render

pytestmark = pytest.mark.browser


def shown(page: Page) -> set[str]:
    """Return the labels of the nodes that are not hidden, as the network itself has them."""
    return set(page.evaluate("dataset.nodes.get().filter((n) => !n.hidden).map((n) => data.nodes[n.id].label)"))


def overlaps(page: Page) -> tuple[int, list[tuple[str, str]]]:
    """Return how many names are drawn, and those that overlap."""
    page.evaluate("network.redraw()")
    boxes = page.evaluate("labels.drawn.map(({ x, y, w, h, text }) => ({ x, y, w, h, text }))")
    over = [
        (a["text"], b["text"])
        for a, b in combinations(boxes, 2)
        if a["x"] < b["x"] + b["w"]
        and b["x"] < a["x"] + a["w"]
        and a["y"] < b["y"] + b["h"]
        and b["y"] < a["y"] + a["h"]
    ]
    return len(boxes), over


def test_search_finds_names_and_aliases_by_keyboard(show: Open) -> None:
    page = show(graphs.small())
    page.keyboard.press("/")
    page.keyboard.type("云溪区人民医院")
    assert page.locator("#hits [role=option]").count() == 1
    assert page.locator("#search").get_attribute("aria-expanded") == "true"
    page.keyboard.press("Enter")
    assert page.locator("#panel h2").inner_text() == "区人民医院"
    page.fill("#search", "ＹＵＮ")
    assert "没有匹配" in page.locator("#hits").inner_text()
    page.fill("#search", "云溪")
    hits = page.locator("#hits [role=option]").count()
    assert hits > 5
    page.keyboard.press("ArrowDown")
    assert page.locator("#hits [aria-selected=true]").get_attribute("id") == "hit-1"
    page.keyboard.press("Escape")
    assert page.locator("#hits").is_hidden()
    assert page.locator("#panel").is_visible()


def test_filters_hide_types_relations_and_documents(show: Open) -> None:
    page = show(graphs.small())
    everything = shown(page)
    page.locator("#filter-types label", has_text="机构").click()
    assert everything - shown(page) == {"区教育局", "区财政局", "云溪实验学校", "江湾幼儿园", "区人民医院", "区中医院"}
    page.locator("#filter-types").get_by_role("button", name="全选").click()
    assert shown(page) == everything
    page.locator("#filter-documents label", has_text="工作报告").click()
    assert shown(page) == {"关于印发《云溪区养老服务发展规划》的通知", "云溪区", "浙江省"}
    page.locator("#reset").click()
    page.locator("#filter-relations label", has_text="提及").click()
    assert (
        page.evaluate("dataset.edges.get().some((e) => !e.hidden && data.edges[e.id].relation === 'mention')") is False
    )
    assert "43 条关系" in page.locator("#status").inner_text()


def test_click_shows_the_evidence(show: Open) -> None:
    page = show(graphs.small())
    page.mouse.click(*spot(page, "望江大桥"))
    panel = page.locator("#panel")
    assert panel.locator("h2").inner_text() == "望江大桥"
    assert panel.locator("mark").inner_text() == "望江大桥"
    assert (
        panel.locator("blockquote").inner_text() == "望江大桥建成通车，开工建设云溪大道快速路，新增公共停车位2000个。"
    )
    caption = panel.locator("figcaption").inner_text()
    assert "云溪区2022年政府工作报告" in caption
    assert "第 52 页" in caption
    assert "二、重点工作" in caption
    panel.get_by_role("button", name="原文依据: 建成").click()
    assert panel.locator("h2").inner_text() == "建成"
    assert panel.locator(".ends").inner_text().split("\n")[0].startswith("云溪区2022年政府工作报告")
    page.keyboard.press("Escape")
    assert panel.is_hidden()


def test_a_document_links_to_the_web(show: Open) -> None:
    page = show(graphs.small())
    page.mouse.click(*spot(page, "云溪区2022年政府工作报告"))
    link = page.locator("#panel a").first
    assert link.get_attribute("href") == "https://example.org/report"
    assert link.get_attribute("rel") == "noopener noreferrer"


def test_double_click_focuses_and_reset_brings_all_back(show: Open) -> None:
    page = show(graphs.small())
    before, places = shown(page), page.evaluate("network.getPositions()")
    page.mouse.dblclick(*spot(page, "医共体改革"))
    assert shown(page) == {"医共体改革", "区人民医院", "区中医院", "云溪区2022年政府工作报告"}
    assert "聚焦：医共体改革" in page.locator("#status").inner_text()
    assert overlaps(page)[1] == []
    page.locator("#reset").click()
    assert shown(page) == before
    assert page.evaluate("network.getPositions()") == places
    assert page.locator("#panel").is_hidden()


def test_table_has_the_same_data_and_sorts(show: Open) -> None:
    page = show(graphs.small())
    page.get_by_role("button", name="表", exact=True).click()
    rows = page.locator("#table tbody tr")
    assert rows.count() == 33
    page.locator("#tab-targets").click()
    assert rows.count() == 5
    page.get_by_role("button", name="数值", exact=True).click()
    assert page.locator("th[data-column=value]").get_attribute("aria-sort") == "ascending"
    first = page.locator("td[data-column=value]").all_inner_texts()
    page.get_by_role("button", name="数值", exact=True).click()
    assert page.locator("td[data-column=value]").all_inner_texts() == first[::-1]
    page.locator("#tab-edges").click()
    assert rows.count() == 43
    page.locator("#filter-types label", has_text="机构").click()
    assert rows.count() < 43
    rows.first.get_by_role("button").first.click()
    assert page.locator("#panel").is_visible()


def test_keyboard_reaches_the_table_first(show: Open) -> None:
    page = show(graphs.small())
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "skip"
    page.keyboard.press("Enter")
    assert page.locator("#table table").is_visible()
    unnamed = page.evaluate(
        """[...document.querySelectorAll("button, input")].filter((e) => e.checkVisibility()
             && !(e.textContent.trim() || e.getAttribute("aria-label") || e.closest("label"))).length"""
    )
    assert unnamed == 0


def test_theme_and_language_change(show: Open) -> None:
    page = show(graphs.small(), theme="dark")
    ground = "getComputedStyle(byId('graph')).backgroundColor"
    dark = page.evaluate(ground)
    page.locator("#theme").click()
    assert page.evaluate(ground) != dark
    page.locator("#language").click()
    assert page.evaluate("document.documentElement.lang") == "en"
    visible = page.locator("header.bar nav, #filter-types, footer").all_inner_texts()
    assert "Policy document" in visible[1]
    fixed = "".join(visible).replace("中文", "")
    assert not [c for c in fixed if "\u4e00" <= c <= "\u9fff"]
    page.locator("#language").click()
    assert "政策文件" in page.locator("#filter-types").inner_text()


def test_page_opens_in_english(show: Open) -> None:
    page = show(graphs.small(), language="en")
    assert page.locator("#reset").inner_text() == "Reset"
    assert "38 of 38 nodes" in page.locator("#status").inner_text()


@pytest.mark.parametrize("graph", [graphs.small, graphs.hostile])
def test_downloads(show: Open, tmp_path: Path, graph: Callable[[], Graph]) -> None:
    page = show(graph())
    files = {}
    for kind in ("png", "graphml"):
        page.locator("#download").click()
        with page.expect_download() as download:
            page.locator(f"#download-{kind}").click()
        assert download.value.suggested_filename.endswith(f".{kind}")
        download.value.save_as(tmp_path / f"graph.{kind}")
        files[kind] = (tmp_path / f"graph.{kind}").read_bytes()
    assert files["png"].startswith(b"\x89PNG")
    assert len(files["png"]) > 5000
    read = networkx.parse_graphml(files["graphml"].decode("utf-8"), force_multigraph=True)
    assert read.number_of_nodes() == len(graph().nodes)
    assert read.number_of_edges() == len(graph().edges)


def test_graphml_holds_hostile_texts_as_text(show: Open) -> None:
    page = show(graphs.hostile())
    root = ElementTree.fromstring(page.evaluate("graphml()"))  # noqa: S314 - our own file
    names = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert names == {"graphml", "key", "graph", "node", "edge", "data"}
    texts = [element.text for element in root.iter() if element.get("key") == "node-label"]
    expected = [text.replace("\x00", "").replace("\x1b", "") for text in graphs.HOSTILE]
    assert texts[2:] == expected


def test_csv_holds_no_formula(show: Open) -> None:
    page = show(graphs.hostile())
    page.get_by_role("button", name="表", exact=True).click()
    rows = list(csv.reader(io.StringIO(page.evaluate("csv()").removeprefix("\ufeff"))))
    cells = [cell for row in rows for cell in row]
    assert any(cell.startswith("'=HYPERLINK") for cell in cells)
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@"))]


def test_hostile_texts_stay_text_wherever_they_are_shown(show: Open) -> None:
    page = show(graphs.hostile(), language="en")
    assert page.title() == graphs.HOSTILE[1]
    assert page.locator("#title").inner_text() == graphs.HOSTILE[1]
    for n, text in enumerate(graphs.HOSTILE):
        page.evaluate("n => { showTip(nodeTip(n), { x: 5, y: 5 }); select({ node: n }); }", n + 2)
        assert page.locator("#tip b").evaluate("e => e.textContent") == text
        assert page.locator("#panel h2").evaluate("e => e.textContent") == text
        assert page.locator("#panel mark").first.evaluate("e => e.textContent") == text
        page.evaluate("n => { showTip(edgeTip(n), { x: 5, y: 5 }); select({ edge: n }); }", n)
        assert page.locator("#panel h2").evaluate("e => e.textContent") == text
    page.fill("#search", "img")
    assert page.locator("#hits [role=option]").count() == 2
    page.locator("#show-table").click()
    cells = page.locator("#table tbody th").evaluate_all("all => all.map((e) => e.textContent)")
    assert set(cells) >= {text for n, text in enumerate(graphs.HOSTILE) if n % 3 != 1}
    inserted = page.evaluate("document.querySelectorAll('img, iframe, object, embed, a[href^=\"javascript\"]').length")
    assert inserted == 0


def test_page_refuses_markup_and_scripts_made_of_text(browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "graph.html"
    path.write_text(render(graphs.small()), encoding="utf-8")
    page = browser.new_page(offline=True)
    page.goto(path.as_uri())
    refused = "f => { try { f(); return false; } catch { return true; } }"
    assert page.evaluate(f"({refused})(() => {{ document.body.innerHTML = '<b>x</b>'; }})")
    page.evaluate("""() => {
      const script = document.createElement("script");
      try { script.textContent = "window.ran = true"; } catch {}
      document.body.append(script);
    }""")
    assert page.evaluate("window.ran === undefined")
    assert page.evaluate("fetch('https://example.org/').then(() => false, () => true)")
    page.close()


@pytest.mark.parametrize("graph", [graphs.small, graphs.large, graphs.hostile])
@pytest.mark.parametrize("width", [1280, 390])
def test_no_two_names_overlap_at_any_scale(show: Open, graph: Callable[[], Graph], width: int) -> None:
    page = show(graph(), width=width)
    counted = []
    for scale in (None, 0.2, 0.45, 0.9, 1.8):
        if scale:
            page.evaluate("scale => network.moveTo({ scale })", scale)
        count, over = overlaps(page)
        assert over == []
        counted.append(count)
    assert max(counted) >= 8


def test_zooming_in_shows_more_names(show: Open) -> None:
    page = show(graphs.large())
    names = []
    for scale in (0.2, 1.0):
        page.evaluate("scale => network.moveTo({ scale })", scale)
        page.evaluate("network.redraw()")
        names.append(page.evaluate("labels.boxes.filter((box) => box.node !== undefined).length"))
    assert names[1] > 5 * names[0]


def test_names_stay_apart_when_one_is_selected(show: Open) -> None:
    page = show(graphs.small())
    page.mouse.click(*spot(page, "云溪区2022年政府工作报告"))
    page.mouse.move(*spot(page, "平安云溪"))
    count, over = overlaps(page)
    assert count > 20
    assert over == []


def test_time_to_the_first_drawing(show: Open, capsys: pytest.CaptureFixture[str]) -> None:
    page = show(graphs.large(2000))
    drawn = page.evaluate("document.documentElement.dataset.drawn")
    with capsys.disabled():
        print(f"\n2,000 nodes first drawn after {drawn} ms", end=" ")


def test_narrow_screens_show_the_graph_first(show: Open) -> None:
    page = show(graphs.small(), width=390, height=844)
    assert page.locator("#filters").is_hidden()
    page.locator("#toggle-filters").click()
    assert page.locator("#filters").is_visible()
    page.locator("#toggle-filters").click()
    page.evaluate("goTo(0)")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    box = page.locator("#panel").bounding_box()
    assert box
    assert box["width"] == 390


def test_lines_and_nodes_follow_into_the_focus(show: Open) -> None:
    page = show(graphs.large())
    page.evaluate("goTo(data.nodes.length - 1)")
    page.wait_for_timeout(500)
    page.evaluate("focusOn(0)")
    stray = page.evaluate(
        """[...state.edges].map((e) => network.body.edges[e]).filter(({ edgeType: line, from, to }) =>
             Math.hypot(line.toPoint.x - to.x, line.toPoint.y - to.y) > 80 || line.fromPoint.x !== from.x).length"""
    )
    unseen = page.evaluate(
        """[...state.nodes].map((n) => [network.body.nodes[n].shape.boundingBox, at[n]]).filter(([box, { x, y }]) =>
             x < box.left || x > box.right || y < box.top || y > box.bottom).length"""
    )
    assert (stray, unseen) == (0, 0)


def test_the_mouse_leaves_the_focus_in_the_search(show: Open) -> None:
    page = show(graphs.small())
    page.fill("#search", "云溪")
    page.mouse.move(*spot(page, "望江大桥"))
    assert page.evaluate("document.activeElement.id") == "search"
    assert page.locator("#hits").is_visible()
    assert "望江大桥建成通车" in page.locator("#tip").inner_text()


def test_keys_move_and_zoom_the_graph(show: Open) -> None:
    page = show(graphs.small())
    page.locator("#canvas").focus()
    before = page.evaluate("network.getViewPosition()")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("network.getViewPosition()")["x"] > before["x"]
    scale = page.evaluate("network.getScale()")
    page.keyboard.press("+")
    assert page.evaluate("network.getScale()") > scale
    page.keyboard.press("0")
    assert page.evaluate("network.getViewPosition()") == pytest.approx(before)


def test_a_real_page_is_read_built_and_looked_at(show: Open, shared: Path, tmp_path: Path) -> None:
    build_graph([shared / "seed" / "xiuzhou-yearbook-2022-p52.txt"], tmp_path / "store", jobs=1)
    with Store.open(tmp_path / "store") as store:
        page = show(select(store))
    page.fill("#search", "浙食链")
    page.keyboard.press("Enter")
    panel = page.locator("#panel")
    assert panel.locator("mark").first.inner_text() == "浙食链"
    assert "第 52 页" in panel.locator("figcaption").first.inner_text()
    assert "依托" in panel.locator(".relations").inner_text()
    count, over = overlaps(page)
    assert count > 20
    assert over == []
