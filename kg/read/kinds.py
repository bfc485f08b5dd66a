"""Kinds of documents: the word that ends a title → the class of the ontology.

Longer words stand before shorter ones that they end with; the first that fits decides.
"""

from __future__ import annotations

import re

KINDS: tuple[tuple[str, str], ...] = (
    ("政府工作报告", "WorkReport"),
    ("工作报告", "WorkReport"),
    ("政策解读", "Interpretation"),
    ("解读", "Interpretation"),
    ("行动计划", "ActionPlan"),
    ("行动方案", "ActionPlan"),
    ("实施方案", "ActionPlan"),
    ("工作方案", "ActionPlan"),
    ("推进方案", "ActionPlan"),
    ("方案", "ActionPlan"),
    ("规划", "Plan"),
    ("规划纲要", "Plan"),
    ("纲要", "Plan"),
    ("计划", "Plan"),
    ("意见", "Opinion"),
    ("通知", "Notice"),
    ("通报", "Notice"),
    ("通告", "Notice"),
    ("公告", "Announcement"),
    ("公报", "Announcement"),
    ("公示", "Announcement"),
    ("办法", "Measures"),
    ("细则", "Measures"),
    ("措施", "Measures"),
    ("规程", "Measures"),
    ("规则", "Measures"),
    ("若干政策", "Measures"),
    ("条例", "Regulation"),
    ("规定", "Regulation"),
    ("决定", "Decision"),
    ("决议", "Decision"),
    ("命令", "Decision"),
    ("批复", "Reply"),
    ("答复", "Reply"),
    ("复函", "Reply"),
    ("函", "Letter"),
    ("标准", "Standard"),
    ("规范", "Standard"),
    ("导则", "Standard"),
    ("指南", "Standard"),
    ("指引", "Standard"),
    ("法", "Law"),
)
DEFAULT = "PolicyDocument"
YEARBOOK = "YearbookPage"
REPORT = "WorkReport"
_LONGEST = 200
_TAIL = re.compile(r"(?:[（(〔\[][^（）()〔〕\[\]]{0,30}[）)〕\]]|[》”’\s])+$")
# 特制定本实施方案; 现提出如下意见; 制定本办法
_SELF = re.compile(r"(?:特?制定|特?制订|提出|编制)(?:如下|以下|本)([\u4e00-\u9fff]{2,8})[。，：；]")
_KNOWN_LAW = re.compile(r"^(?:中华人民共和国|全国|.{2,8}(?:省|市|区))?.{0,30}法$")


def kind_of_title(title: str) -> str:
    """Return the kind that a title tells, "" where it tells none."""
    bare = _TAIL.sub("", title[-_LONGEST:])
    for word, kind in KINDS:
        if bare.endswith(word) and (kind != "Law" or (bare.startswith("中华人民共和国") and _KNOWN_LAW.match(bare))):
            return kind
    return ""


def kind_of_text(text: str) -> str:
    """Return the kind by which the first lines of a text call themselves (特制定本办法), "" where they do not."""
    match = _SELF.search(text, 0, 3000)
    return kind_of_title(match[1]) if match else ""
