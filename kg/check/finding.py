"""What a check finds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Severity = Literal["violation", "warning", "info"]
SEVERITIES: tuple[Severity, ...] = ("violation", "warning", "info")


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong: which check found it, how grave it is (as SHACL has it: `violation`, a broken graph;
    `warning`, an odd text; `info`), and where.

    `focus` is the IRI (of a blank node `_:name`) of what is wrong, `document` the title, else the IRI, of the document
    it stands in, `page` its page there, `quote` its words, all "" or None where it has none.  `details` are the other
    columns of the check's row, by name.  `messages` and `solutions` are by language, "zh" and "en".
    """

    check: str
    severity: Severity
    focus: str
    document: str
    page: int | None
    quote: str
    details: tuple[tuple[str, str], ...]
    messages: Mapping[str, str]
    solutions: Mapping[str, str]

    def message(self, language: str = "en") -> str:
        """Return what is wrong, in `language`; in any other, where it is not said in that."""
        return _said(self.messages, language)

    def solution(self, language: str = "en") -> str:
        """Return what to do, in `language`; "" where nobody says."""
        return _said(self.solutions, language)


def _said(texts: Mapping[str, str], language: str) -> str:
    return texts.get(language) or next(iter(texts.values()), "")
