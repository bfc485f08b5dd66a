"""Graph → one HTML file that works without a network.

pyvis carries the network (`get_network_data`) and vis-network's script; its own template is not used,
because it loads from the network and runs markup found in titles.  What is shown here:

1. Everything from a document goes into one block of JSON that no HTML parser can leave, and from there
   to the page as `textContent` or onto the canvas.
2. Scripts and style are files of this package, inlined; the Content-Security-Policy names their hashes
   and forbids all else: other scripts, requests, strings made into HTML (trusted types).
3. Offsets of quotes count UTF-16 code units, as JavaScript does.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from kg.errors import printable
from kg.ontology import load
from kg.version import __version__
from kg.view.appearance import LINES, LOOKS, size
from kg.view.graph import Evidence, Graph, Node
from kg.view.layout import positions

Language = Literal["zh", "en"]
_VIS = "templates/lib/vis-9.1.2/vis-network.min.js"
# In the order in which they are run.
_SCRIPTS = (
    "state", "look", "labels", "drawing", "evidence", "panel", "filters", "search", "table", "downloads", "page",
)  # fmt: skip
_UNSAFE = re.compile("[<>&\u2028\u2029\ud800-\udfff]")
_SENTENCE = ("source", "page", "heading", "text")
_HTTP = re.compile(r"https?://[^\s\"'<>\\]+", re.IGNORECASE)


def render(graph: Graph, language: Language = "zh") -> str:
    """Return the page that shows `graph`, in `language` at first; the reader can change it."""
    scripts = [_block(_asset("pyvis", _VIS)), *(_block(_asset("kg.view", f"templates/js/{n}.js")) for n in _SCRIPTS)]
    style = _block(_asset("kg.view", "templates/page.css"))
    return _environment().get_template("page.html.jinja").render(
        language=language,
        title=printable(graph.title),
        messages=messages()[language],
        version=__version__,
        policy=_policy(scripts, style),
        style=style,
        scripts=scripts,
        data=Markup(encode(_data(graph, language))),  # noqa: S704 - `encode` leaves no markup
    )  # fmt: skip


def encode(data: object) -> str:
    """Return JSON that stays data inside a script element: no `<`, `>`, `&`, line separators or lone surrogates.

    >>> encode(["</script>"])
    '["\\\\u003c/script\\\\u003e"]'
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


@cache
def messages() -> Mapping[str, Mapping[str, str]]:
    """Return what the page says, by language and key."""
    return tomllib.loads(_asset("kg.view", "messages.toml"))


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("kg.view", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _asset(package: str, path: str) -> str:
    return files(package).joinpath(path).read_text(encoding="utf-8")


def _block(text: str) -> Markup:
    """Return a script or style as it is to stand in its element; ValueError if it would end it."""
    if re.search(r"</(script|style)|<!--", text, re.IGNORECASE):
        raise ValueError("a script that cannot stand in a page")
    # A parser turns CR LF into LF before it takes the hash.
    return Markup(text.replace("\r\n", "\n"))  # noqa: S704 - files of packages, checked above


def _policy(scripts: list[Markup], style: Markup) -> str:
    def hashed(text: str) -> str:
        return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"

    return "; ".join((
        "default-src 'none'",
        "script-src " + " ".join(map(hashed, scripts)),
        "style-src " + hashed(style),
        "img-src data: blob:",
        "base-uri 'none'",
        "form-action 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types 'none'",
    ))  # fmt: skip


def _data(graph: Graph, language: str) -> dict[str, Any]:
    """Return all that the page needs, as plain values."""
    sources = {source.id: n for n, source in enumerate(graph.sources)}
    sentences: dict[tuple[int, int | None, str, str], int] = {}

    def quotes(evidence: tuple[Evidence, ...]) -> list[list[int]]:
        out = []
        for item in evidence:
            key = (sources[item.source], item.page, item.heading, item.sentence)
            number = sentences.setdefault(key, len(sentences))
            out.append([number, _units(item.sentence, item.start), _units(item.sentence, item.end)])
        return out

    def told(sourced: tuple[str, ...]) -> list[int]:
        return sorted(sources[s] for s in sourced)

    nodes = [
        {
            "iri": node.id, "type": node.type, "kind": node.kind, "label": node.label, "aliases": node.aliases,
            "facts": node.facts, "sources": told(node.sources), "evidence": quotes(node.evidence),
            "total": max(node.total, len(node.evidence)), "members": node.members,
        }
        for node in graph.nodes
    ]  # fmt: skip
    edges = [
        {
            "relation": edge.relation, "label": edge.label, "sources": told(edge.sources),
            "evidence": quotes(edge.evidence), "total": max(edge.total, len(edge.evidence)),
        }
        for edge in graph.edges
    ]  # fmt: skip
    return {
        "language": language,
        "title": graph.title,
        "gathered": graph.gathered,
        "sources": [_source(source.id, source.title, source.url) for source in graph.sources],
        "nodes": _columns(nodes),
        "edges": _columns(edges),
        "network": {part: _columns(rows) for part, rows in _network(graph).items()},
        "sentences": _columns([dict(zip(_SENTENCE, sentence, strict=True)) for sentence in sentences]),
        "looks": {name: look._asdict() for name, look in LOOKS.items()},
        "lines": {name: line._asdict() for name, line in LINES.items()},
        "names": _names(graph.nodes),
        "messages": messages(),
    }


def _columns(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Return rows of the same keys by column: the keys of thousands of edges would be half of what they take.

    A column of texts that come again and again is a dictionary and where in it each row's text stands.
    """
    return {key: _column([row[key] for row in rows]) for key in (rows[0] if rows else ())}


def _column(cells: list[Any]) -> list[Any] | dict[str, list[Any]]:
    if not all(isinstance(cell, str) for cell in cells) or len(texts := set(cells)) * 2 > len(cells):
        return cells
    at = {text: n for n, text in enumerate(sorted(texts))}
    return {"texts": list(at), "at": [at[cell] for cell in cells]}


def _units(text: str, offset: int) -> int:
    """Return a code point offset in UTF-16 code units."""
    return offset + sum(c > "\uffff" for c in text[:offset])


def _source(identifier: str, title: str, url: str) -> dict[str, str]:
    return {"iri": identifier, "title": title, "url": url if _HTTP.fullmatch(url) else ""}


def _names(nodes: tuple[Node, ...]) -> dict[str, dict[str, str]]:
    """Return what types and kinds are called, by language."""
    ontology = load()
    terms = {*(name for name in LOOKS if name != "Community"), *(node.kind for node in nodes if node.kind)}
    names = {lang: {term: ontology.label(term, lang) for term in sorted(terms)} for lang in ("zh", "en")}
    for lang, said in names.items():
        said["Community"] = messages()[lang]["type.Community"]
    return names


def _network(graph: Graph) -> dict[str, list[dict[str, Any]]]:
    """Return nodes and edges for vis-network, as pyvis carries them; their numbers stand for nodes and edges."""
    from pyvis.network import Network  # It loads IPython: only when a page is made.

    network = Network(directed=True)
    degrees, points = graph.degrees(), positions(graph)
    index = {node.id: n for n, node in enumerate(graph.nodes)}
    for n, node in enumerate(graph.nodes):
        (x, y), look = points[node.id], LOOKS[node.type]
        radius = size(node.type, degrees[node.id])
        network.add_node(n, label=node.label, shape=look.shape, group=node.type, x=x, y=y, size=radius)
    for n, edge in enumerate(graph.edges):
        network.add_edge(index[edge.start], index[edge.end], id=n)
    nodes, edges, *_ = network.get_network_data()
    # Names are drawn by our own script, which knows which of them fit.
    return {
        "nodes": [{k: v for k, v in node.items() if k != "label"} for node in nodes],
        "edges": [{k: v for k, v in edge.items() if k != "id"} for edge in edges],
    }
