"""Extractions as records of the gold format, which `gold/score.py` scores and `kg extract` prints."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from kg.model import Document, Extraction, Mention, Span, Target


def to_record(document: Document, extraction: Extraction, start: int = 0) -> dict[str, Any]:
    """Return the record of a document, fit for JSON: id, text, and the four layers of the guidelines.

    Of a stretch of one, `start` is where it begins in the whole: offsets count from the whole's begin.
    """
    return {
        "id": document.id,
        "text": document.text,
        "entities": [_span(mention, start) | {"type": mention.type} for mention in extraction.mentions],
        "targets": [_target(target, start) for target in extraction.targets],
        "roles": [
            {"institution": role.institution.text, "role": role.role, "of": role.of.text if role.of else None}
            for role in extraction.roles
        ],
        "actions": [{"entity": action.entity.text, "verb": action.verb.text} for action in extraction.actions],
    }


def _target(target: Target, start: int) -> dict[str, Any]:
    record: dict[str, Any] = {
        "indicator": _span(target.indicator, start),
        "value": _span(target.value, start),
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


def _span(span: Span | Mention, start: int) -> dict[str, Any]:
    return {"start": span.start + start, "end": span.end + start, "text": span.text}


def _number(number: Decimal) -> int | float:
    """Return the number as JSON writes it: whole numbers without a point."""
    return int(number) if number == number.to_integral_value() else float(number)
