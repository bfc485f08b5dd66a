"""What the project was made for: the seed page becomes a graph that answers, with the sentence behind every answer."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from kg import query
from kg.build import build_graph
from kg.check import check
from kg.extract import extract_document
from kg.link import describe, identify, indicator_name
from kg.model import Document
from kg.read import read_document
from kg.store import Store

PAGE = "seed/xiuzhou-yearbook-2022-p52.txt"


def fold(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


@pytest.fixture(scope="module")
def page(shared: Path) -> Document:
    return read_document(shared / PAGE)


@pytest.fixture(scope="module")
def store(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    path = tmp_path_factory.mktemp("seed") / "kg"
    assert build_graph([shared / PAGE], path).built == 1
    with Store.open(path) as opened:
        yield opened


def rows(store: Store, name: str, **parameters: str) -> list[dict[str, str]]:
    """The rows of a named query, as text by column, unbound ones left out."""
    result = query.run(store, query.question(name), parameters)
    return [{c: t.value for c, t in zip(result.columns, row, strict=True) if t} for row in result.rows]


def test_the_page_reads_in_its_true_order(shared: Path, page: Document) -> None:
    truth = (shared / "seed/xiuzhou-yearbook-2022-p52.reading-order.txt").read_text(encoding="utf-8")
    paragraphs = [fold(line) for line in truth.splitlines() if line.strip()]
    assert len(paragraphs) > 10
    assert [fold(line) for line in page.text.splitlines() if line.strip()] == paragraphs


@pytest.mark.parametrize(
    ("programme", "verb", "quote"),
    [
        ("浙食链", "依托", "依托“浙食链”实施食品安全风险闭环管控"),
        ("智安城市", "建设", "加快“智安城市”建设"),
        ("基层治理四平台", "迭代升级", "迭代升级“基层治理四平台”"),
    ],
)
def test_programmes_come_with_verb_and_quote(store: Store, programme: str, verb: str, quote: str) -> None:
    assert programme in {row["name"] for row in rows(store, "programmes")}
    found = rows(store, "measures", entity=programme)
    assert [(row["verb"], row["page"]) for row in found] == [(verb, "52")]
    assert quote in found[0]["quote"]
    assert any(row.get("quote") == found[0]["quote"] for row in rows(store, "programme", programme=programme))


def test_the_fifteen_targets_of_the_page_are_right(shared: Path, store: Store) -> None:
    gold = [json.loads(line) for line in (shared / "gold/dev/gold.jsonl").read_text(encoding="utf-8").splitlines()]
    wanted = sorted(
        (
            indicator_name(t["indicator"]["text"]),
            t["comparator"],
            Decimal(str(t["number"])),
            t["unit"],
        )
        for record in gold
        if record["id"] in {"001", "002", "003"}
        for t in record["targets"]
    )
    assert len(wanted) == 15
    found = rows(store, "targets", year="2022", place="秀洲区", kind="Target")
    assert wanted == sorted((row["name"], row["comparator"], Decimal(row["value"]), row.get("unit")) for row in found)
    assert {(row["period"], row["area"], row["period_basis"], row["area_basis"]) for row in found} == {
        ("2022", "秀洲区", "document", "document")
    }


def test_the_districts_hospital_is_known_by_its_full_name(store: Store, page: Document) -> None:
    extraction = extract_document(page)
    labels = {
        mention.text: describe(key).label
        for mention, key in zip(extraction.mentions, identify(page, extraction.mentions), strict=True)
        if key
    }
    assert labels["区人民医院"] == "秀洲区人民医院"
    assert "秀洲区人民医院" in {row["name"] for row in rows(store, "institutions")}
    assert query.find_entity(store, "区人民医院") == query.find_entity(store, "秀洲区人民医院")


def test_the_graph_of_the_page_passes_every_check(store: Store) -> None:
    assert list(check(store)) == []
