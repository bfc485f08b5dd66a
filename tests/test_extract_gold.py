"""Records of the gold format say what the extraction says."""

from __future__ import annotations

import json
from decimal import Decimal

from kg.extract.gold import to_record
from kg.model import Action, Document, Extraction, Mention, Role, Span, Target

TEXT = "市教育局实施春雨行动，到2025年覆盖率为1.5%至3%。"


def span(quote: str) -> Span:
    return Span(TEXT.index(quote), TEXT.index(quote) + len(quote), quote)


def test_record_has_the_four_layers() -> None:
    clause = Span(0, len(TEXT), TEXT)
    extraction = Extraction(
        "d",
        mentions=(Mention(0, 4, "Institution", "市教育局"), Mention(6, 10, "Programme", "春雨行动")),
        targets=(
            Target(
                span("覆盖率"), span("1.5%至3%"), Decimal("1.5"), "%", "range", "level", "planned", clause,
                upper=Decimal("3.0"), time=span("到2025年"),
            ),
        ),
        roles=(Role(span("市教育局"), "lead", None, clause),),
        actions=(Action(span("春雨行动"), span("实施"), clause),),
    )  # fmt: skip
    record = to_record(Document("d", TEXT), extraction)
    assert record == json.loads(json.dumps(record, ensure_ascii=False))
    assert record["entities"][1] == {"start": 6, "end": 10, "text": "春雨行动", "type": "Programme"}
    [target] = record["targets"]
    assert (target["number"], target["number2"], target["time"]) == (1.5, 3, "到2025年")
    assert isinstance(target["number2"], int)
    assert record["roles"] == [{"institution": "市教育局", "role": "lead", "of": None}]
    assert record["actions"] == [{"entity": "春雨行动", "verb": "实施"}]


def test_record_without_findings_has_empty_layers() -> None:
    record = to_record(Document("d", "无。"), Extraction("d"))
    assert record == {"id": "d", "text": "无。", "entities": [], "targets": [], "roles": [], "actions": []}
