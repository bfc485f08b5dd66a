"""The pipeline: declared stages, offsets of the document, the same result every time, and the floors of accuracy."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from growth import growth_at_most
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

from kg.extract.gold import to_record
from kg.extract.pipeline import STAGES, extract_document, pipeline
from kg.model import Action, Document, Extraction, Role, Target

TEXT = (
    "一、工作安排\n"
    "持 续完善“ 浙 食 链”平台，争创\u200b全国文明城市，城镇新增就业１．６万人以上。\n"
    "\n"
    "（市发展改革委牵头，市财政局配合）\n"
)


def spans(extraction: Extraction) -> list[tuple[int, int, str]]:
    """Every span of every layer with the text it claims to have."""
    found = [(m.start, m.end, m.text) for m in extraction.mentions]
    parts = [d.span for d in extraction.doubts]
    for item in (*extraction.targets, *extraction.roles, *extraction.actions):
        if isinstance(item, Target):
            parts += [item.indicator, item.value, item.clause, item.time]
        elif isinstance(item, Role):
            parts += [item.institution, item.of, item.clause]
        elif isinstance(item, Action):
            parts += [item.entity, item.verb, item.clause]
    return found + [(p.start, p.end, p.text) for p in parts if p is not None]


def test_stages_are_declared_and_find_what_they_need() -> None:
    nlp = pipeline()
    assert tuple(nlp.pipe_names) == STAGES
    analysis = nlp.analyze_pipes(keys=["assigns", "requires"])
    assert analysis["summary"].keys() == set(STAGES)
    assert not any(analysis["problems"].values())
    assert all(analysis["summary"][stage]["assigns"] for stage in STAGES)


def test_a_text_given_to_the_pipeline_itself_is_extracted_too() -> None:
    doc = pipeline()("持 续争创全国文明城市。")
    assert [m.text for m in doc._.mentions] == ["全国文明城市"]
    assert len(doc) == 11


def test_a_component_besides_the_stages_finds_a_token_for_each_code_point() -> None:
    seen: list[list[str]] = []

    @Language.component("reads_tokens")
    def reads_tokens(doc: Doc) -> Doc:
        seen.append([token.text for token in doc])
        return doc

    pipeline().add_pipe("reads_tokens", first=True)
    try:
        extraction = extract_document(Document("d", "争创\u200b𠀀城。\n\n市教育局"))
    finally:
        pipeline().remove_pipe("reads_tokens")
    assert seen == [["争", "创", "𠀀", "城", "。"], ["市", "教", "育", "局"]]
    assert [m.text for m in extraction.mentions] == ["市教育局"]


def test_the_context_of_a_quote_ends_with_its_paragraph() -> None:
    [inside] = extract_document(Document("d", "争创“云中锦”")).mentions
    [below] = extract_document(Document("d", "争创\n“云中锦”")).mentions
    assert (inside.type, below.type) == ("Honour", "Programme")


def test_offsets_count_the_text_as_given() -> None:
    extraction = extract_document(Document("d", TEXT))
    assert [(m.type, m.text) for m in extraction.mentions[:2]] == [
        ("Programme", "浙 食 链"),
        ("Honour", "全国文明城市"),
    ]
    [target] = extraction.targets
    assert (target.value.text, target.number, target.comparator) == ("１．６万人", 16000, ">=")
    assert all(TEXT[start:end] == quote for start, end, quote in spans(extraction))


def test_extraction_is_the_same_every_time() -> None:
    document = Document("d", TEXT)
    assert extract_document(document) == extract_document(document)


def test_text_without_chinese_gives_nothing() -> None:
    assert extract_document(Document("d", "“Belt and Road” 2023\n\n—")) == Extraction("d")


def test_half_of_a_surrogate_pair_hides_nothing() -> None:
    extraction = extract_document(Document("d", "\ud83d争创全国文明城市\udc00。"))
    assert [(m.type, m.text) for m in extraction.mentions] == [("Honour", "全国文明城市")]


def test_layers_are_ordered_by_offset() -> None:
    extraction = extract_document(Document("d", TEXT * 3))
    starts = [m.start for m in extraction.mentions]
    assert starts == sorted(starts)
    assert len({(m.start, m.end) for m in extraction.mentions}) == len(starts)


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                *"“”《》、，。（） \u3000\n\u200b\r",
                "实施",
                "智慧",
                "平台",
                "行动",
                "市教育局",
                "牵头",
                "10个",
                "5%",
                "以上",
                "浙江",
                "𠀀",
                "é",
            ]
        ),
        max_size=60,
    ).map("".join)
)
def test_every_quote_is_reproduced_by_its_offsets(text: str) -> None:
    extraction = extract_document(Document("d", text))
    assert all(text[start:end] == quote for start, end, quote in spans(extraction))


@pytest.mark.parametrize(
    ("bait", "times"),
    [
        ("的", 40_000),
        ("9", 40_000),
        ("9" * 400 + "万元，", 100),
        ("（", 40_000),
        ("）", 40_000),
        ("（）", 20_000),
        ("、", 40_000),
        ("“", 40_000),
        ("”“", 20_000),
        ("《", 40_000),
        (" ", 40_000),
        ('"', 20_000),
        ("中国、", 3_000),
        ("“甲”\n", 1_000),
        ("平台", 1_500),
        ("增长5%、", 1_500),
    ],
)
def test_bait_for_patterns_takes_linear_time(bait: str, times: int) -> None:
    def work(count: int) -> Callable[[], object]:
        document = Document("d", f"市教育局争创{bait * count}A平台。")
        return lambda: extract_document(document)

    assert growth_at_most(8, work, times)


FLOORS = {
    "entity strict Programme": 0.55,
    "entity strict Institution": 0.68,
    "entity strict Document": 0.80,
    "entity strict Place": 0.72,
    "entity strict ALL": 0.58,
    "target value": 0.88,
    "target full": 0.65,
}


def test_accuracy_is_above_the_floors(shared: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    gold = shared / "gold/dev/gold.jsonl"
    spec = importlib.util.spec_from_file_location("score", shared / "gold/score.py")
    assert spec
    assert spec.loader
    score = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(score)
    records = [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines()]
    documents = [Document(record["id"], record["text"]) for record in records]
    predicted = tmp_path / "predicted.jsonl"
    lines = (json.dumps(to_record(d, extract_document(d)), ensure_ascii=False) + "\n" for d in documents)
    predicted.write_text("".join(lines), encoding="utf-8")
    score.main(str(gold), str(predicted))
    figures = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert len(records) > 100
    assert {name: figures[name] for name, floor in FLOORS.items() if figures[name] < floor} == {}
