"""Where a name without quotation marks begins: the noun phrase that ends in a head.

Chinese prose puts no space before a name, so its left edge is found from what cannot be part of it:

1. The phrase lies within one clause: no punctuation; quoted and bracketed parts are looked through.
2. It starts after the last governing verb, adverb or preposition (lexicon `phrase`, table `cut`), after
   an attribute's 的, after a count (10个) and after a conjunction whose left side is a name itself.
3. What remains is stripped of leading verbs that names contain as well (table `strip`), so
   规范停车收费行动 keeps its 规范 after 实施, while 建设公共数据平台 loses its 建设.

`boundaries` finds the edge of an institution or place, in which no verb stands, once for a whole text; a programme's
name may hold verbs and quotations, so that here the same word cuts or not by what precedes and which head follows
(of 419 words in `cut` 186 cut there, 6 are protected there).
"""

from __future__ import annotations

import re
from typing import NamedTuple

from kg import lexicon, places
from kg.extract.words import alternatives

TYPES = ("programme", "honour", "event", "facility")
REACH = 30
_HARD = re.compile(
    r"[^\w+·/×&.—~%‰-]|_|(?<![0-9])[0-9]{1,2}\.(?![0-9])|[一二三四五六七八九十]是|第[一二三四五六七八九十]+[条章节款]"
)
_CONJUNCTION = re.compile(r"[和及与暨]|(?<!甲)或")
_PAIRED = re.compile(r"“[^“”]{1,16}”|（(?![一二三四五六七八九十0-9]+）)[^（）]{1,10}）")
_COUNT = re.compile(
    r"(?:[0-9,.]+|[一二三四五六七八九十百千两数多几]+)(?:余|多)?万?"
    r"(?:个|家|批|项|所|座|条|处|件|笔|次|款|名|位|只|支|类|期|场|届|年度?|月|日|例|辆|艘|亿元|万元|%)(?:以上|左右|内|的)?"
)
_ORDINAL = re.compile(r"第[0-9一二三四五六七八九十百]+$|20\d\d$")
_FUNCTION = (
    r"的(?!士)|了|(?<!规模)以上|以下|以内|其中|[我全]国首[个批家座条款例]?|我[国省市区县州]|等(?!级)|(?<!主)将(?!军)|被|(?<!作)为(?!民|农|老|侨)|是(?!否)|(?<!实)在(?!线|建|职|校|地)|(?<![应针相绝反])对(?!口|外|接|标|话|台|日|俄|非)"
    r"|把(?!握|关)|(?<![可所予加])以(?![上下内]|旧|工|奖|税|色|案|赛|文|学)|从(?!业|严)|由(?!自)|(?<![未])来自|以及|(?<!国)有(?!限|色|机|组织|效|序|害|感|无)|使|让(?!利)"
    r"|向(?!导|海|上|阳|家坝)|于(?!田)|到(?!位|户|家)|就(?!业|地|近|医|学|餐)|按照|按(?!揭|需)|开工(?!程)|其(?!他)|该|(?<![主需重必纪])要(?!求|素|点|务|件|塞)|已|并(?!举|网|购|联|轨)|须|可(?!持续|视|再生|信|靠|追溯|控)|应(?!急|用|对|届|援)|(?<![基成资样根日标版剧文书治])本(?=[省市县区行次规专通方项])|(?:[省市县区乡镇村]|以上)[两三四五]级(?!别)|经(?=国务院|省|市)"
)

_LEVEL = re.compile("国家|全国|省级")
# A class of things on the left of a conjunction, and a count or level on its right: 园区和|国家级平台.
_CLASS = re.compile(
    r"(?:中心|体系|机制|制度|部门|能力|情况|企业|机构|项目|水平|园区|基地|政策|设施|方案|模式|队伍|标准|成果|作用|农业|通道|集群|集聚区|开发区"
    r"|经开区|高新区|综保区|新区|系统|平台|名单|场景|工厂|车间|百强|[省市区县])$"
)
_APART = re.compile(r"\d+[个家座项条处]|国家级|国家[^重]|全国|省级|市级|自治区级|全省")
_ACTIONS = ("行动", "工程", "计划")
_NOMINAL = {"推进", "推广", "深化", "助力", "支持", "支撑", "创建", "认定", "对接", "构建", "探索", "树立"}
_BETWEEN = ("", "提升", "攻坚", "升级")
_OBJECT = 4
_BOUNDS = {"以上", "以下", "以内"}
_SEVERAL = {"一批", "一系列", "多个", "多项", "各类", "各级", "众多"}
# Builds a thing where a subject stands before: 我市建设X平台.
_BUILDS = re.compile(r"(?<!工程)(?<!项目)建设(?!项目|工程|用地|领域)|削减|调取|登录|登陆|升级(?!改造)|梳理|筛选")


class Phrase(NamedTuple):
    """A noun phrase before a head: where it starts, the governing word it follows ("" at a clause's start),
    and whether a count stands before it (10个, 一批)."""

    start: int
    after: str
    counted: bool = False


class _Rules(NamedTuple):
    heads: tuple[str, ...]
    cut: re.Pattern[str]
    strip: re.Pattern[str]
    generic: re.Pattern[str]


@lexicon.compiled
def _rules() -> _Rules:
    words = lexicon.load("phrase")
    cut, strip, generic = (alternatives(words.words(t)) for t in ("cut", "strip", "generic"))
    heads = tuple({w for name in TYPES for w in lexicon.load(name).words("head") if len(w) > 1})
    return _Rules(
        heads, re.compile(f"{_FUNCTION}|(?:{cut})(?!\\d+周年)"), re.compile(strip), re.compile(f"(?:{generic})*")
    )


def phrase_before(text: str, head: int, built: bool = False) -> Phrase:
    """Return where the noun phrase starts whose head stands at `head`.

    A `built` thing (a platform, a bridge)
    loses leading verbs even after a governing verb: 推动建设X平台; an action does not: 实施规范X行动.
    """
    rules = _rules()
    low = max(0, head - REACH)
    window = plain = text[low:head]
    if "”" in window or "）" in window:
        window = _PAIRED.sub(lambda m: "＿" * len(m[0]), window)
        plain = window.replace("＿", "字")
    start, after = 0, ""
    for hard in _HARD.finditer(plain):
        start = hard.end()
    action = not built and text.startswith(_ACTIONS, head)
    for cut in rules.cut.finditer(window, start):
        # 绿色采购推广行动: the verb right before the head is part of the name.
        if not (action and window[cut.end() :] in _BETWEEN and cut.start() - start >= _OBJECT and cut[0] in _NOMINAL):
            start, after = cut.end(), cut[0]
    if built:
        for cut in _BUILDS.finditer(window, start):
            start, after = cut.end(), cut[0]
    for conjunction in _CONJUNCTION.finditer(window, start):
        if conjunction.start() < start:
            continue
        left = window[start : conjunction.start()]
        apart = _APART.match(window, conjunction.end()) or (built and _CLASS.search(left))
        if not left or apart or left.endswith((*rules.heads, "＿")):
            start, after = conjunction.end(), conjunction[0]
    first, counted = True, False
    while True:
        if count := _COUNT.match(window, start):
            start, counted = count.end(), counted or not count[0].endswith("年")
        elif (not after or built or not first) and (word := rules.strip.match(window, start)):
            start = word.end()
            after = word[0]
            counted = counted or after in _SEVERAL
        else:
            break
        first = False
    counted = counted or after in _BOUNDS
    return Phrase(low + start, after, counted)


def without_place(text: str, start: int, end: int) -> int:
    """Return where the name in `start:end` starts without the place before it: 平度|国家综合改革试点."""
    level = _LEVEL.search(text, start + 2, end)
    return level.start() if level and text[start : level.start()] in places.names() else start


def is_generic(modifier: str) -> bool:
    """Return whether `modifier` says nothing that makes a name of the head after it."""
    return len(modifier) < 2 or _rules().generic.fullmatch(modifier) is not None
