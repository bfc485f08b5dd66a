"""The columns of a query's answer, as its header declares them:

    # column: value decimal — 数值 | value

Chinese stands before the bar, English behind it; the machine name is the variable's.  Types:

- `text`, and `iri`, which is text too;
- `integer`, and `decimal`, exact;
- `date`, ISO 8601 in the precision there is: a full date is a `date`, 2022-02 and 2022 are text;
- `list`, parted by U+001F in the query;
- `word lead=牵头 …`, words that stand for a notion: in Chinese, the Chinese ones;
- `class`: the class's label in the language asked for.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

_COLUMN = re.compile(
    r"#\s*column:\s*(\w+)\s+(text|iri|integer|decimal|date|list|class|word)((?: \S+=\S+)*)\s+—\s*(.+?) \| (.+)"
)


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its machine name, its type (see the module), and what people call it, by language; `words` has the
    Chinese of words that stand for a notion."""

    name: str
    type: str
    labels: Mapping[str, str]
    words: Mapping[str, str] = field(default_factory=dict)

    def label(self, language: str = "en") -> str:
        """Return its heading in `language`."""
        return self.labels[language]

    def word(self, text: str, language: str) -> str:
        """Return what `text`, a cell of the column, is called in `language`: a word that stands for a notion by its
        Chinese, all else as it is."""
        return self.words.get(text, text) if language == "zh" else text


@cache
def declared_columns(text: str) -> tuple[Column, ...]:
    """Return the columns that the header of a query declares, in their order."""
    found = (_COLUMN.fullmatch(line.strip()) for line in text.splitlines() if line.lstrip().startswith("#"))
    return tuple(
        Column(m[1], m[2], {"zh": m[4], "en": m[5]}, dict(pair.split("=", 1) for pair in m[3].split()))
        for m in found
        if m
    )
