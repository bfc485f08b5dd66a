"""Heads of official documents: 名称, 索引号, 发布机关, 文号 … as government sites put them above a text."""

from __future__ import annotations

import re

_NAMES = {
    "名称": "title",
    "标题": "title",
    "发布机关": "issuer",
    "发文机关": "issuer",
    "制发机关": "issuer",
    "发布机构": "department",
    "文号": "number",
    "发文字号": "number",
    "成文日期": "date",
    "生成日期": "made",
    "发布日期": "published",
    "索引号": "index",
    "分类": "class",
    "主题分类": "class",
    "主题词": "subject",
}
_SPACE = r"[ \t\u3000\u00a0]{0,4}"
_KEYS = "|".join(_SPACE.join(name) for name in sorted(_NAMES, key=len, reverse=True))
_FIELD = re.compile(rf"(?:^|(?<=\s))({_KEYS}){_SPACE}[：:]")
_RULE = re.compile(r"[=＝+]{5,}\s*$")
_MOST_LINES = 40


def head_end(text: str) -> int:
    """Return the offset behind the head, its rules (=====, +++++) included; 0 where the text has none."""
    end = fields = 0
    start = 0
    for _ in range(_MOST_LINES):
        stop = text.find("\n", start)
        stop = len(text) if stop < 0 else stop
        line = text[start:stop][:400]
        if _FIELD.match(line):
            fields += 1
            end = stop + 1
        elif _RULE.match(line):
            end = stop + 1
        elif line.strip():
            break
        start = stop + 1
        if start >= len(text):
            break
    return min(end, len(text)) if fields >= 2 else 0


def head_fields(head: str) -> dict[str, str]:
    """Return the fields of a head: title, issuer, department, number, date, made, published, index, class, subject."""
    out: dict[str, str] = {}
    for line in head.split("\n"):
        found = list(_FIELD.finditer(line))
        for match, stop in zip(found, [*(m.start() for m in found[1:]), len(line)], strict=False):
            name = _NAMES[re.sub(r"\s", "", match[1])]
            value = line[match.end() : stop].strip()
            if value and name not in out:
                out[name] = value
    return out
