"""Which quantities are values of a target, and which are part of a name, an ordinal, a date or another noun.

Guideline sections 2 and 5: no ordinal, name with a number in it, date, age, rank, procedural deadline or bare
structural count is a target; a term that a rule sets (建设周期不超过24个月) and a grant (最长3年补贴) are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.extract.quantities import Quantity
from kg.model import Mention

_ORDINAL = re.compile(r"(?:第|前|连续|为期|几|每)$")
_LEVEL = ("级", "台阶", "关口", "大关")
_STRUCTURE = ("方面", "阶段", "部分", "层面", "环节", "维度", "时辰", "次", "月", "性", "别", "体")
_WHOLE = ("的", "内容", "过程", "为")
_COVER = ("全覆盖", "全面覆盖", "全域覆盖")
#: Steps that something goes up count nothing: 迈上4个万亿元台阶.
_STEPS = re.compile(r"[百千万亿]+元?(?:台阶|大关|关口)")
_REACHED = re.compile(r"(?:超过?|突破|达到?|(?<!以)上|过|逾|近|约|在|到|至|“)$")
_SCALE_ONLY = re.compile(r"[百千万亿]+(?!分之)(?![百千万亿零一二三四五六七八九十两])[^\d]*$")
_THRESHOLD = re.compile(r"(?:超|过|逾|以上|达到?)$")
_NOUN = re.compile(r"[一-鿿]{2,8}[达为由从约]?$")
_SHARE_OF = re.compile(r"占[^、]*的?$")
_MARK = re.compile(r"[，；：:（(]")
_LIFE = re.compile(r"(?:寿命|年龄)$")
_TERM = re.compile(
    r"(?:期限?|周期|时间|工期|年限|时限|寿命|时长|用时|期间)(?:由|从|为)?$|(?:可?免|最长|最短|缩短|延长|压缩)"
)
_TERM_VERB = re.compile(r"最长|可?免$|缩短|压缩|延长|压减")
_RATIO = re.compile(r"(?:[率比度数值强]|系数|倍差|之比|评分|得分|[Rr])$")
_MODIFYING = 24


def in_name(text: str, quantity: Quantity, mentions: Sequence[Mention]) -> bool:
    """Is the quantity part of a name?  Not where a name is itself a count: “百家共富工坊”."""
    for mention in mentions:
        if mention.start <= quantity.start and quantity.end <= mention.end:
            return not (mention.start == quantity.start and text[mention.start] in "百千万")
    return False


def is_ruled_out(text: str, floor: int, quantity: Quantity) -> bool:
    """Is this an ordinal, a rank, a level (万吨级) or a way of speaking (千人讲师团), from what stands around it?"""
    start, end = quantity.start, quantity.end
    before = text[max(floor, start - 2) : start]
    reached = _REACHED.search(before)
    if _ORDINAL.search(before) or (text.startswith(_LEVEL, end) and not reached):
        return True
    if quantity.kind == "cover":
        return text.startswith("全部", start) and (text.startswith(_WHOLE, end) or before.endswith(("把", "占", "将")))
    if _SCALE_ONLY.match(text[start:end]) and not quantity.least and not reached:
        return True
    return quantity.kind == "count" and (text.startswith(_STRUCTURE, end) or _STEPS.match(text, end) is not None)


def is_modifier(text: str, quantity: Quantity, tail: int, following: int, bare: bool) -> bool:
    """Is the value part of the noun that the next value counts: 超亿元项目78个, 年收入过亿元的企业13家?

    `tail` is where the value ends with its comparator, `following` where the next value begins; `bare` says that
    no indicator stands in front.
    """
    between = text[tail : min(following, tail + _MODIFYING + 1)]
    if quantity.kind == "count":
        if not between:
            return bool(_SCALE_ONLY.match(text[following : following + 3]))
        if (
            between[0] not in "、和"
            and not _MARK.search(between)
            and (text.startswith(_COVER, following) or _SHARE_OF.search(between))
        ):
            return True
    if not between or len(between) > _MODIFYING or _MARK.search(between) or "、" in between[:2]:
        return False
    threshold = tail > quantity.end or bool(_THRESHOLD.search(text[max(0, quantity.start - 3) : quantity.start]))
    if between.startswith("的"):
        return len(between) > 2 and (threshold or bare)
    return threshold and quantity.kind in ("money", "number") and bool(_NOUN.match(between))


def fits(text: str, quantity: Quantity, rest: str, peeled: str, noun_behind: bool, goal: bool) -> bool:
    """Can a length of time or a number without a unit be a value here?

    `rest` is what stands in front, without the verbs `peeled` off; `goal` says that the value before is a number
    to start from (由2.6缩小至1.8).
    """
    if quantity.kind == "duration":
        if quantity.unit in ("岁", "周岁"):
            return bool(_LIFE.search(rest))
        return bool(_TERM.search(rest[-4:]) or _TERM_VERB.search(peeled + rest[-2:]))
    if quantity.kind == "number":
        if text[quantity.end - 1] in "万亿千百多余":
            return noun_behind or len(rest) >= 2
        return bool(peeled and (is_ratio(rest.rstrip("由从则")) or (not rest and goal)))
    return True


def is_ratio(rest: str) -> bool:
    """Does the phrase end like a rate or index, which has a number of its own?"""
    return bool(_RATIO.search(rest))
