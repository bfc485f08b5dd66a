"""What must hold whatever a document, record, name or query holds; `make fuzz` looks for what breaks it.

    python tests/fuzz.py --seconds 600 --seed 1

runs rounds of every property in turn, each with a seed of its own derived from the first, until the time is over.  A
round that fails prints the smallest input that Hypothesis finds, and the run ends with exit code 1.  `test_fuzz.py`
runs a few examples of each.

Texts are made of pieces of our own grammar (words of all lexicons, sentences, layout, markup) with hostile ones in
between: unclosed marks, runs, code points that are no characters, numbers too long.
"""

from __future__ import annotations

import argparse
import io
import json
import sys
import tempfile
import time
import unicodedata
from collections.abc import Callable, Iterable
from itertools import pairwise
from pathlib import Path
from typing import Any

import corpus
import pyoxigraph as ox
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import given as for_all
from hypothesis import strategies as st

from kg import iri, lexicon, query, rdf
from kg.errors import KGError, UnknownNameError, UsageError
from kg.extract import extract_document, to_record
from kg.link import identify, indicator_name
from kg.model import Document, Extraction, Span
from kg.query.named import read_query
from kg.read import read_paths, read_text
from kg.resources import resource
from kg.store import Store

LEXICONS = [
    word
    for path in sorted(resource("ontology/lexicon").glob("*.toml"))
    for table in lexicon.load(path.stem).tables.values()
    for word in table.words
]
SENTENCES = (
    "今年，依托“惠农通”平台服务群众，", "城镇新增就业1.2万人以上，", "由市教育局牵头，", "增长5%左右。", "各位代表！\n",
    "根据《浙江省养老服务条例》（浙政发〔2022〕15号），", "建成3—5个示范区；", "一、总体要求\n", "（一）推进改革。",
    "从10万元降到5万元，", "秀洲区、嘉善县分别增长5%和6.5个百分点，", "到2025年全覆盖。", "（以下简称“四平台”）",
    "名称：关于修桥的通知\n文号：甲〔2022〕1号\n====\n", "来源：\n网站\n时间：2022-01-01 10:00\n", "相关报道：\n",
)  # fmt: skip
MARKUP = (
    "# ", "> ", "- ", "| 甲 | 乙 |\n|--|--|\n", "```\n", "[桥](http://a)", "**", "<!--", "-->", "<b>", "---\n", "===\n",
    "title: 桥\n", "Page 52 - 年鉴2022\n", "\f", "    ", "   市　县   ", "— 22 —\n", "1/20\n",
)  # fmt: skip
HOSTILE = (
    "\0", "\ud800", "\udfff", "\u202e", "\u2066", "\u200b", "\ufeff", "\ue000", "\U0010ffff", "\u0378", "\x1b[31m",
    "\x9b", "\r", "\x85", "\u2028", "\x1f", "\x1c", "“", "”", "《", "》", "（", "〔", "【", '"', "'", "``", "\\",
    "的" * 50, "7" * 400, "九" * 60, "，" * 40, " " * 60, "●" * 40, "桥\u0301" * 30, "９" * 30, "1e999", "9999-99-99",
    "99999年", "٣", "²", "½", "㈠", "①", "㍻", "万亿" * 20, "分之" * 9, "－", "～", "%", "‰", "\U00020000",
    "🦊", "é", "e\u0301",
)  # fmt: skip

SYNTAX = (
    "SELECT", "*", "?s", "?p", "?o", "{", "}", "(", ")", "[", "]", ".", ";", ",", "FILTER", "OPTIONAL", "UNION",
    "VALUES", "UNDEF", "BIND", "AS", "GRAPH", "?g", "MINUS", "ORDER BY", "DESC", "LIMIT 2", "COUNT", "DISTINCT",
    "GROUP_CONCAT", "REGEX", "STR", "REPLACE", "pk:year", "a", "<urn:x>", "FROM", "NAMED", "ASK", "CONSTRUCT",
    "DESCRIBE", "WHERE", "+", "-", "/", "!", "^", "|", "&&", "||", "=", "<", ">", "IF", "1", "0.5", "1e9", '"x"@zh',
    "'y'", "PREFIX", ":", "BASE", "SERVICE", "LOAD", "<urn:9>", "<<(", ")>>", "#", "EXISTS", "NOT", "IN",
)  # fmt: skip

pieces = st.one_of(
    st.sampled_from(LEXICONS), st.sampled_from(SENTENCES), st.sampled_from(MARKUP), st.sampled_from(HOSTILE),
    st.sampled_from("，。；：、（）“”《》\n \t0123456789.%一二三十百年月日和的区市县"), st.text(max_size=5),
)  # fmt: skip
texts = st.lists(pieces, max_size=40).map("".join)
fields = st.one_of(
    texts,
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.lists(texts, max_size=2),
    st.dictionaries(texts, texts),
)
records = st.dictionaries(
    st.sampled_from(["id", "text", "title", "year", "date", "issuer", "url", "text\0", ""]), fields, max_size=7
)
lines = st.one_of(records.map(json.dumps), records.map(lambda r: json.dumps(r, ensure_ascii=False)), texts)


def _encoded(text: str, encoding: str) -> bytes:
    return text.encode(encoding, "surrogatepass" if encoding.startswith("utf") else "replace")


files = st.one_of(
    st.builds(_encoded, texts, st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "gb18030", "big5"])),
    st.lists(lines, max_size=5).map(lambda found: "\n".join(found).encode("utf-8", "surrogatepass")),
    st.builds(
        lambda a, b, c: a.encode("utf-8", "surrogatepass") + b + c.encode("gb18030", "replace"),
        texts,
        st.binary(max_size=9),
        texts,
    ),
    st.binary(max_size=200),
)
suffixes = st.sampled_from(["txt", "md", "jsonl"])
sparql = st.lists(
    st.one_of(
        st.sampled_from(SYNTAX),
        st.sampled_from(HOSTILE),
        texts,
    ),
    max_size=12,
).map(lambda tokens: " ".join(["SELECT * {", *tokens, "}"][len(tokens) % 3 :]))


def read(data: bytes, suffix: str) -> None:
    """A file of any bytes is read into documents and errors of one line."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"a.{suffix}")
        path.write_bytes(data)
        for as_given in (False, True):
            found = list(read_paths([path], as_given=as_given))
            assert found
            for item in found:
                if isinstance(item, Document):
                    _holds(item)
                    _is_traced(item, data, suffix)
                else:
                    _one_line(item)
            assert [_seen(i) for i in read_paths([path], as_given=as_given)] == [_seen(i) for i in found]


def extract(text: str) -> None:
    """What is found in a text stands in it where it says; a graph of it is N-Quads that parse back."""
    try:
        document = read_text(text)
    except KGError as error:
        _one_line(error)
        return
    _holds(document)
    extraction = extract_document(document)
    _stands(document, extraction)
    assert extract_document(document) == extraction
    json.loads(json.dumps(to_record(document, extraction), allow_nan=False))
    assert _nquads(document, extraction) == _nquads(document, extraction)


def ask(name: str) -> None:
    """A name is looked up as it is; it is no syntax, and what is printed cannot steer a terminal."""
    store = _store()
    for query_name, parameter in (
        ("targets", "place"), ("targets", "year"), ("targets", "kind"), ("programme", "programme"),
        ("entities", "document"), ("measures", "verb"), ("responsibilities", "role"),
    ):  # fmt: skip
        try:
            result = query.run(store, query.question(query_name), {parameter: name})
        except (UsageError, UnknownNameError) as error:
            _one_line(error)
            continue
        for format_ in ("table", "csv", "tsv", "json", "xml"):
            stream = io.StringIO()
            result.write(stream, format_)
            if format_ == "table":
                _printable(stream.getvalue().split("\n"))
    try:
        for found in query.find_entity(store, name):
            query.card(store, found)
    except KGError as error:
        _one_line(error)


def ask_sparql(text: str) -> None:
    """Any text as a query is answered, or refused in one line."""
    try:
        result = query.run(_store(), text)
        assert isinstance(result.rows, tuple)
    except KGError as error:
        _one_line(error)


def resources(data: bytes) -> None:
    """A lexicon and a query file of any bytes are read, or refused in one line."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "programme.toml").write_bytes(data)
        Path(folder, "a.rq").write_bytes(data)
        for use in (lambda: lexicon.use([Path(folder)]), lambda: read_query(Path(folder, "a.rq"))):
            try:
                use()
            except KGError as error:
                _one_line(error)
            finally:
                lexicon.use([])


def _toml(name: str, words: object, kind: object) -> bytes:
    return f"[{name}]\nclass = {json.dumps(kind)}\nwords = {json.dumps(words)}\n".encode("utf-8", "surrogatepass")


tables = st.one_of(
    files,
    st.builds(_toml, st.sampled_from(["head.platform", "head", "name", "x", '"a b"', "head.platform.x"]),
              st.one_of(st.lists(texts, max_size=3), fields), st.sampled_from(["Platform", "Place", "Nope", 1])),
    st.builds(lambda a, b: f"# param: {a} {b}\n# title: {b}\nSELECT * {{}}".encode("utf-8", "replace"), texts, texts),
)  # fmt: skip

#: What is run: a strategy for each argument, and the property.
PROPERTIES: dict[str, tuple[tuple[st.SearchStrategy[Any], ...], Callable[..., None]]] = {
    "read": ((files, suffixes), read),
    "extract": ((texts,), extract),
    "ask": ((texts,), ask),
    "sparql": ((sparql,), ask_sparql),
    "resources": ((tables,), resources),
}


def _store(found: list[Store] = []) -> Store:  # noqa: B006  # made once
    if not found:
        found.append(Store.in_memory(corpus.quads()))
    return found[0]


def _seen(item: Document | KGError) -> object:
    return item if isinstance(item, Document) else str(item)


def _one_line(error: KGError) -> None:
    _printable([error.render("en"), error.render("zh")])


def _printable(found: Iterable[str]) -> None:
    for line in found:
        assert len(line.splitlines()) <= 1, repr(line)
        bad = [c for c in line if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp")]
        assert not bad, repr(line)


def _holds(document: Document) -> None:
    """Passages cover all but white space, in order; every code point has its place in the source."""
    text, at = document.text, 0
    for passage in document.passages:
        assert at <= passage.start < passage.end <= len(text)
        assert not text[at : passage.start].strip()
        quote = document.quote(passage.start, passage.end)
        assert quote == quote.strip() != ""
        at = passage.end
    assert not text[at:].strip()
    assert [p.paragraph for p in document.passages] == sorted(p.paragraph for p in document.passages)
    places = [document.locate(offset) for offset in range(len(text))]
    assert all(place.line >= 1 and place.column >= 1 for place in places)
    assert all((a.page or 0, a.line) <= (b.page or 0, b.line) or b.line != a.line for a, b in pairwise(places))
    text.encode()


def _is_traced(document: Document, data: bytes, suffix: str) -> None:
    """Every code point but white space is the one that stands in the source where `locate` says."""
    try:
        source = data.decode("utf-8-sig").replace("\r\n", "\n").split("\n")
    except UnicodeDecodeError:
        return
    for offset, char in enumerate(document.text):
        place = document.locate(offset)
        there = source[place.line - 1][place.column - 1 : place.column]
        assert char.isspace() or there == char or (suffix == "jsonl" and "\\" in source[place.line - 1]), (
            offset,
            place,
        )


def _stands(document: Document, extraction: Extraction) -> None:
    for mention in extraction.mentions:
        assert document.text[mention.start : mention.end] == mention.text != ""
    for layer in (extraction.targets, extraction.roles, extraction.actions, extraction.doubts):
        for item in layer:
            for name in item.__slots__:
                span = getattr(item, name)
                assert not isinstance(span, Span) or document.text[span.start : span.end] == span.text != ""
    assert all(a.end <= b.start for a, b in pairwise(extraction.mentions))
    for starts in (
        [t.value.start for t in extraction.targets],
        [r.institution.start for r in extraction.roles],
        [d.span.start for d in extraction.doubts],
    ):
        assert starts == sorted(starts)
    for target in extraction.targets:
        assert target.number.is_finite()


def _nquads(document: Document, extraction: Extraction) -> bytes:
    indicators = [indicator_name(target.indicator.text) for target in extraction.targets]
    keys = identify(document, extraction.mentions)
    made = set(
        rdf.document_quads(document, extraction, keys, iri.DEFAULT_BASE, indicators=indicators, content_hash="0")
    )
    written = rdf.to_nquads(made)
    assert made == set(ox.parse(written, format=ox.RdfFormat.N_QUADS))
    assert all(line.endswith(b" .") for line in written.splitlines())
    return written


def run(name: str, examples: int, started: int) -> None:
    """Check a property on so many examples, made from a seed; what Hypothesis raises goes through."""
    strategies, holds = PROPERTIES[name]
    checked = for_all(st.tuples(*strategies))(lambda arguments: holds(*arguments))
    settings(
        max_examples=examples, deadline=None, database=None, print_blob=True,
        suppress_health_check=list(HealthCheck), phases=(Phase.generate, Phase.shrink),
    )(seed(started)(checked))()  # fmt: skip


def main() -> int:
    """Run rounds of all properties until the time is over; return 1 where one found something."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", choices=PROPERTIES, action="append")
    given = parser.parse_args()
    end, round_, failed, examples = time.monotonic() + given.seconds, given.seed * 1_000_000, set[str](), 0
    names = given.only or list(PROPERTIES)
    while time.monotonic() < end and len(failed) < len(names):
        for name in names:
            if name in failed or time.monotonic() >= end:
                continue
            try:
                run(name, 100, round_)
                examples += 100
            except Exception as error:
                failed.add(name)
                notes = "\n".join(getattr(error, "__notes__", ()))
                print(f"{name}, seed {round_}: {type(error).__name__}: {error}\n{notes}", file=sys.stderr, flush=True)
        round_ += 1
    print(
        f"{examples} examples of {', '.join(names)}, seed {given.seed}: "
        + (f"failed {failed}" if failed else "all hold")
    )
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
