"""A page of an answer: LIMIT and OFFSET (SPARQL 1.1, 15.4 and 15.5) written where the query has room for them.

`# page` on a line of its own says where: after the ORDER BY of the sub-select that finds which rows there are, so that
what is told of each is looked up for those on the page only.  A query without it has its page at the end.
"""

from __future__ import annotations

import re

from kg.errors import UsageError
from kg.query.guard import OPAQUE

MOST = 2**31 - 1
_PLACE = re.compile(r"#[ \t]*page[ \t]*")


def has_pages(text: str) -> bool:
    """Does the query say where its page goes?"""
    return bool(_places(text))


def paged(text: str, limit: int | None, offset: int) -> str:
    """Return the query for `limit` rows (None: all) from `offset` on; its lines keep their numbers.

    One that has a LIMIT of its own where the page goes is no SPARQL any more.  UsageError for numbers that
    count no rows.
    """
    for number in (limit or 0, offset):
        if not 0 <= number <= MOST:
            raise UsageError(
                f"a page has from 0 to {MOST} rows, and passes over as many: {number} is neither",
                f"一页的行数与略过的行数应在 0 与 {MOST} 之间：{number} 不是",
            )
    if limit is None and not offset:
        return text
    page = f"OFFSET {offset:d}" if limit is None else f"LIMIT {limit:d} OFFSET {offset:d}"
    places = _places(text)
    for start, end in reversed(places):
        text = text[:start] + page + text[end:]
    return text if places else f"{text}\n{page}"


def _places(text: str) -> list[tuple[int, int]]:
    """Return where `# page` stands on a line of its own, and not within a string."""
    return [
        found.span()
        for found in OPAQUE.finditer(text)
        if _PLACE.fullmatch(found[0]) and not text[text.rfind("\n", 0, found.start()) + 1 : found.start()].strip()
    ]
