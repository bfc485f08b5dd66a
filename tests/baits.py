"""Texts that make careless patterns and loops take the square of their length, by name: each of about n code points."""

from __future__ import annotations

from collections.abc import Callable

SENTENCE = "今年，依托“惠农通”平台服务群众，城镇新增就业1.2万人以上，市教育局牵头实施。"


def _repeated(unit: str, before: str = "桥", after: str = "") -> Callable[[int], str]:
    return lambda n: before + unit * (n // len(unit)) + after


def _nested(opening: str, closing: str) -> Callable[[int], str]:
    return lambda n: opening * (n // 2) + "桥" + closing * (n // 2)


def _distinct(template: str) -> Callable[[int], str]:
    """A sentence over and over, each time with another name in it."""

    def text(n: int) -> str:
        names = (chr(0x4E00 + i % 20_000) + chr(0x4E00 + i * 7 % 20_000) for i in range(n // (len(template) + 1)))
        return "".join(template.replace("*", name) for name in names)

    return text


UNITS = (
    *"的年局市区个万十半号第和等以7７a●—…-%。、，（）“”《》〔`>#*_|<[\u3000\u0301\u200b\u202e\ue000\U00020000",
    "十百千万亿", "一二三", "一、", "一，", "1.", "1,000", "5-", "5~", "4+", "增长5%", "2022年", "2022年1月",
    "第一", "分之", "以上", "达到", "新增", "分别", "实施", "牵头", "建设", "平台", "工程", "行动", "先进", "全国",
    "医院", "大学", "市教育局", "市教育局、", "嘉兴市秀洲区", "（桥）", "“桥”", "《桥》", "〔2022〕",
    "。！？；：，", "桥、", "桥：", "——", "*_", "[桥](a)", "|桥", "<a ", "<!--", "（以下简称", "桥（以下简称“甲”）",
    "支持甲乙、", "杭州（", "国家和推进", "“甲”获奖", "五年来，", "达到了", "1，000，", "已由",
)  # fmt: skip
LINES = (
    "\n", "桥\n", "桥 ", "桥  桥\f", "\f", "一、桥\n（一）桥\n", "```\n桥\n", "# 桥\n", "桥\n--\n", "各位代表！\n",
    "相关报道：\n桥\n", "Page 1 - 桥\n桥\n\f", "桥梁" * 9 + "   " + "道路" * 9 + "\n", "|-", "来源：\n",
    "文号：甲\n", "2022年1月1日\n", SENTENCE, SENTENCE + "\n", SENTENCE.replace("。", "，"),
)  # fmt: skip
BAITS: dict[str, Callable[[int], str]] = {
    **{repr(unit): _repeated(unit) for unit in UNITS},
    **{repr(unit): _repeated(unit) for unit in LINES},
    "spaces in front": _repeated(" ", "", "桥"),
    "brackets": _nested("（", "）"),
    "titles": _nested("《", "》"),
    "quotes": _nested("“", "”"),
    "quotes of markup": _repeated(">", "", "桥"),
    "other quotes": _distinct("推进“*通”平台，"),
    "other lines": _distinct("推进“*通”平台。\n"),
    "other bodies": _distinct("由*市教育局牵头，"),
    "other titles": _distinct("根据《*条例》，"),
    "other definitions": _distinct("*桥（以下简称“*”）。\n"),
}
# Those that have been found to grow, or were first to when something was changed; the others are tried in slow runs.
FIRST = (
    "的", "7", "“", "（桥）", "市教育局", "行动", "医院", "〔2022〕", "桥 ", "\f", "桥\n", "一、桥\n（一）桥\n",
    "支持甲乙、", "杭州（",
)  # fmt: skip
QUICK = {
    *map(repr, FIRST),
    "spaces in front",
    "brackets",
    "quotes of markup",
    "other quotes",
    "other lines",
    "other bodies",
}
