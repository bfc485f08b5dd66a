"""Extractions as records of the gold format, which `gold/score.py` scores and `kg extract` prints."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from kg.extract.pipeline import extract_document
from kg.model import Document, Extraction, Mention, Span, Target


def to_record(document: Document, extraction: Extraction) -> dict[str, Any]:
    """Return the record of a document, fit for JSON: id, text, and the four layers of the guidelines."""
    return {
        "id": document.id,
        "text": document.text,
        "entities": [_span(mention) | {"type": mention.type} for mention in extraction.mentions],
        "targets": [_target(target) for target in extraction.targets],
        "roles": [
            {"institution": role.institution.text, "role": role.role, "of": role.of.text if role.of else None}
            for role in extraction.roles
        ],
        "actions": [{"entity": action.entity.text, "verb": action.verb.text} for action in extraction.actions],
    }


def to_line(document: Document) -> str:
    """Return what a document says as its record on a line of JSON, the line's end included."""
    return json.dumps(to_record(document, extract_document(document)), ensure_ascii=False) + "\n"


def _target(target: Target) -> dict[str, Any]:
    record: dict[str, Any] = {
        "indicator": _span(target.indicator),
        "value": _span(target.value),
        "number": _number(target.number),
        "unit": target.unit,
        "comparator": target.comparator,
        "change": target.change,
        "status": target.status,
        "time": target.time.text if target.time else None,
    }
    if target.upper is not None:
        record["number2"] = _number(target.upper)
    return record


def _span(span: Span | Mention) -> dict[str, Any]:
    return {"start": span.start, "end": span.end, "text": span.text}


def _number(number: Decimal) -> int | float:
    """Return the number as JSON writes it: whole numbers without a point."""
    return int(number) if number == number.to_integral_value() else float(number)
