"""The page as a file: what is in it, and that no text of a document can become markup."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import graphs
import pytest

from kg.view import page
from kg.view.appearance import LINES, LOOKS
from kg.view.graph import RELATIONS, TYPES, Graph


class _Page(HTMLParser):
    """Collects elements with attributes, and the text of scripts and styles."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.blocks: list[tuple[str, dict[str, str | None], str]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.elements and self.elements[-1][0] in {"script", "style"} and data.strip():
            self.blocks.append((*self.elements[-1], data))


def data_of(html: str) -> dict:
    (block,) = [text for tag, attrs, text in _Page(html).blocks if attrs.get("type") == "application/json"]
    return json.loads(block)


@pytest.fixture(scope="module")
def hostile() -> str:
    return page.render(graphs.hostile(), "zh")


def test_hostile_texts_add_no_element(hostile: str) -> None:
    plain = [tag for tag, _ in _Page(page.render(graphs.small(), "zh")).elements]
    assert [tag for tag, _ in _Page(hostile).elements] == plain
    assert not [a for _, attrs in _Page(hostile).elements for a in attrs if a.startswith("on")]


def test_hostile_texts_come_through_as_they_are(hostile: str) -> None:
    labels = data_of(hostile)["nodes"]["label"]
    assert labels[2:] == list(graphs.HOSTILE)


def test_every_quote_is_where_javascript_finds_it(hostile: str) -> None:
    data = data_of(hostile)
    sentence, start, end = data["nodes"]["evidence"][2][0]
    # JavaScript counts UTF-16 code units: 𠮷 before the quote is two.
    units = data["sentences"]["text"][sentence].encode("utf-16-le")
    assert units[2 * start : 2 * end].decode("utf-16-le") == graphs.HOSTILE[0]
    assert start == 3


def test_only_addresses_of_the_web_stay(hostile: str) -> None:
    assert [source["url"] for source in data_of(hostile)["sources"]] == ["", ""]
    assert data_of(page.render(graphs.small()))["sources"][0]["url"] == "https://example.org/report"


def test_policy_names_every_script_and_nothing_else(hostile: str) -> None:
    parsed = _Page(hostile)
    policy = next(a["content"] for tag, a in parsed.elements if a.get("http-equiv") == "Content-Security-Policy")
    assert policy is not None
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    run = [text for tag, attrs, text in parsed.blocks if attrs.get("type") != "application/json"]
    hashes = {base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in run}
    assert hashes == set(re.findall(r"'sha256-([^']+)'", policy))


def test_page_loads_nothing(hostile: str) -> None:
    attributes = [(tag, name, value) for tag, attrs in _Page(hostile).elements for name, value in attrs.items()]
    assert not [a for a in attributes if a[1] in {"src", "srcset", "action", "formaction"}]
    assert {a[2] for a in attributes if a[1] == "href"} == {"#table", "data:,"}


def test_vis_network_keeps_its_licence(hostile: str) -> None:
    assert "http://www.apache.org/licenses/LICENSE-2.0" in hostile


def test_page_is_a_file_with_any_text() -> None:
    html = page.render(Graph(title="孤\ud800立\x00"), "en")
    assert html.encode("utf-8")
    assert r"<title>孤\ud800立\x00</title>" in html


@pytest.mark.parametrize(
    ("language", "lang", "search"), [("zh", "zh-CN", "搜索名称或别名"), ("en", "en", "Search names")]
)
def test_page_begins_in_the_language_asked_for(language: page.Language, lang: str, search: str) -> None:
    html = page.render(graphs.small(), language)
    assert f'<html lang="{lang}">' in html
    assert search in re.sub(r"<script.*?</script>", "", html, flags=re.DOTALL)


def test_same_graph_gives_the_same_page() -> None:
    assert page.render(graphs.small()) == page.render(graphs.small())


def test_messages_are_complete_and_used() -> None:
    chinese, english = page.messages()["zh"], page.messages()["en"]
    assert chinese.keys() == english.keys()
    for key in chinese:
        assert sorted(re.findall(r"\{\w+\}", chinese[key])) == sorted(re.findall(r"\{\w+\}", english[key])), key
    folder = Path(page.__file__).parent / "templates"
    source = "".join(path.read_text(encoding="utf-8") for path in folder.rglob("*") if path.is_file())
    built = ("column.", "fact.", "comparator.", "change.", "binding.", "relation.", "table.", "type.")
    assert not [
        key for key in chinese if not key.startswith(built) and f'"{key}"' not in source and f"'{key}'" not in source
    ]
    asked = set(re.findall(r'say\("([\w.]+)"', source)) | set(re.findall(r'data-\w+="([a-z.]+)"', source))
    assert {key for key in asked if "." in key} <= chinese.keys()
    assert {f"relation.{name}" for name in RELATIONS} <= chinese.keys()


def test_every_type_and_relation_has_a_look() -> None:
    assert set(LOOKS) == set(TYPES)
    assert set(LINES) == set(RELATIONS)
    assert len({(look.shape, look.light, look.hollow) for look in LOOKS.values()}) == len(LOOKS)


def test_scripts_never_make_markup_of_text() -> None:
    folder = Path(page.__file__).parent / "templates" / "js"
    scripts = sorted(folder.glob("*.js"))
    assert len(scripts) == 11
    for script in scripts:
        source = script.read_text(encoding="utf-8")
        assert len(source.splitlines()) <= 400
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function", source)
