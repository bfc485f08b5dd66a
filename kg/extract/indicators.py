"""What a value measures: the phrase in front of it or behind it, cut to what names the indicator.

In front (城镇新增就业人数达到1.6万人): verbs, adverbs, times and the one who acts go from the head (`trim`).
Behind (建成10家儿童之家; 80%以上的村卫生室): the noun up to the verb or mark that ends it (`behind`).
Verbs, adverbs and the nouns that only look like them stand in `change.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from kg import lexicon
from kg.extract.edges import Beginnings, Endings, labelled

_CLOSED = dict(zip("（(“《〔", "）)”》〕", strict=True))
_STOPS = frozenset("，。；！？、：:,;！”）》)")
_CLAUSE_MARK = re.compile(r"[，。；！？]")
_LETTER = re.compile(r"[一-鿿A-Za-z0-9]")
_LISTED = re.compile(r"\d{1,2}[.．、]")
#: A verb with one of these behind it is the head of a noun: 服务业, 保障性, 种植面积.
_NOUN_ENDS = frozenset("业性率量值额费型化税权证员品总用单安险房")
_LONGEST_BRACKET = 24

_COMPARED = re.compile(
    r"(?:(?<![同环占百对类])比(?![重例率值照较如选拼特])|较(?![大快多高低])|(?<![比])[高低快优多少]于|按(?!时|期|摩|需)"
    r"|扣除|[均分]别?占)[^，、“”]*(?:“[^”]*”[^，、]*)?$"
)
_IS = re.compile(r"(?:分别是|分别为|是|为|相当于)[^，]{0,24}$|(?<=[额度准例])(?:是|为)[^，]{0,60}的$")
#: How far it has come on the way: 地区生产总值连续迈上4个万亿元台阶、达14.2万亿元.
_STEPPED = re.compile(
    r"(?:连续?|接连|先后|相继)?(?:[迈跃跨登站]上|迈过|跨[过越]|突破|跨)[^，。；、]{0,4}[百千万亿]元?(?:台阶|大关|关口)、?(?:双双)?$"
)
_SHARE = re.compile(r"(?:分别|[共约只仅已就则])*占(?!.*(?:比重|比例|比率|率|比)$)")
#: A verb inside the phrase: what stands in front of it is who did it (平台共完成订单).
_INNER = re.compile(
    r"(?:已|共|累计|已经|成功|新)?(?:完成|开展|设立|建成|集聚|推介|采纳|结对|削减|形成年?|予以|给予|举办|发放|走访|引进|培育"
    r"|选派|出台|制定|修订|修改|布局建设|迈上|跨上)(?=..)"
)
_LOST = re.compile(r"(?:削减|减少|淘汰|关停|压减)$")
_AFTER_EVENT = re.compile(r"(?:项目)?(?:投产|达产|建成|完成)后")

#: What stands behind a value and is no noun that it counts.
_NO_NOUN = re.compile(
    r"增加|增长|增至|提高|提升[至到]|下降|减少|降低|降[至到为]|升[至到]|上升|上涨|达到?|扩大|缩[小短]|超过|突破|全部|均|都|是"
    r"|为|已|[百千万亿]+元?(?:台阶|大关|关口)|拓展|调整|优化整合|整合|缩小|翻|的?(?:目标|要求|任务|标准|台阶|大关|关口)"
)
#: What a clause in front of its noun begins with: 具有国际影响力的产业集群.
_RELATIVE = re.compile(
    r"具有|具备|能|可|由|在|对|与|为|以|受|有|经|用于|面向|达到|拥有|符合|从事|年产值|产值|营收|收入|全国|全球|国内|国际|世界"
    r"|列入|纳入|获得"
)
#: Behind these a verb begins: 180个国家和地区投资.
_OF_THINGS = re.compile(r"(?:总?产值|增加值|生产总值|营业收入|销售收入|销售额|营收)$")
_WHOLE = re.compile(r"国家(?:和|或|（)地区）?(?!的|[一-鿿]{0,4}数)")
_TAIL = re.compile(r"(?:(?<=..)(?:建设|工作|任务|目标任务|目标|等|以上|以下|各|中|内|的))+$")

Stretch = tuple[int, int]


@lexicon.compiled
def known() -> frozenset[str]:
    """Return every wording of the indicators in `indicator.toml`."""
    return frozenset(lexicon.load("indicator").words("indicator"))


@lexicon.compiled
def verbs() -> Endings:
    """Return the verbs that may stand in front of a number or a thing, with what they do to it: verb, gain or loss."""
    return Endings(_doing(lexicon.load("change").words("do")))


@lexicon.compiled
def _heads() -> Beginnings:
    change = lexicon.load("change")
    table = _doing(word for word in change.words("do") if len(word) > 1)
    table |= labelled("adverb", change.words("adverb")) | labelled("noun", change.words("noun"))
    return Beginnings(table | labelled("noun", known()))


@lexicon.compiled
def _predicates() -> Beginnings:
    change = lexicon.load("change")
    return Beginnings(labelled("verb", change.words("predicate")) | labelled("noun", change.words("noun")))


def _doing(verbs: Iterable[str]) -> dict[str, str]:
    change = lexicon.load("change")
    return labelled("verb", verbs) | labelled("gain", change.words("gain")) | labelled("loss", change.words("loss"))


def trim(text: str, start: int, end: int, times: Mapping[int, int]) -> tuple[int, int, str]:
    """Return the indicator inside `start:end`, and what the verb cut from its head does: verb, gain, loss or "".

    `times` leads from where a time expression begins to where it ends.  An empty stretch comes back where
    nothing but verbs, adverbs and times stood there.

    >>> text = "累计新增城镇就业"
    >>> begin, end, verb = trim(text, 0, len(text), {})
    >>> text[begin:end], verb
    ('城镇就业', 'gain')
    """
    end = _shorten(text, start, end)
    label = ""
    while start < end:
        after, verb = _head(text, start, end, times)
        if after == start:
            break
        start = after
        label = verb if verb and label not in ("gain", "loss") else label
    for inner in _INNER.finditer(text, start, end):
        start = inner.end()
        label = "loss" if _LOST.search(inner[0]) else label
    start, end = _unquote(text, start, end)
    return start, end, label


def _head(text: str, start: int, end: int, times: Mapping[int, int]) -> tuple[int, str]:
    """Return where the head of the phrase ends that is no part of its name, and its label if it is a verb."""
    if start in times and times[start] <= end:
        return times[start], ""
    char = text[start]
    if char in "的、，；：—-· ）)":
        return start + 1, ""
    if char in "（(" and (close := text.find(_CLOSED[char], start, end)) >= 0:
        return close + 1, ""
    if found := (_LISTED.match(text, start, end) or _AFTER_EVENT.match(text, start, end)):
        return found.end(), ""
    word = _heads().at(text, start, end)
    if word is None or word[1] == "noun":
        return start, ""
    after = start + len(word[0])
    if word[1] == "adverb":
        return after, ""
    if after < end and text[after] in _NOUN_ENDS:
        return start, ""
    if after < end and text[after] in "和及、" and word[1] == "verb":
        after += 1
    return after, word[1]


def _shorten(text: str, start: int, end: int) -> int:
    """Return where the phrase ends without what its value is compared with (比上年, 是2020年的)."""
    for pattern in (_COMPARED, _IS, _STEPPED):
        if found := pattern.search(text, start, end):
            end = found.start()
    while end > start and text[end - 1] in "的、，：: 其每将已则就却又也还仍（(":
        end -= 1
    return end


def is_share(text: str, start: int, end: int) -> bool:
    """Is this a share of a whole (占世界) whose indicator stands further in front?"""
    return bool(_SHARE.match(text, start, end))


def behind(text: str, start: int, ceiling: int, whose: bool = False) -> Stretch | None:
    """Return the noun phrase that begins at `start` (behind a value) and ends before `ceiling`, or None.

    Of 3亿农村人口的饮水安全 it is what stands behind 的, or in front of it if `whose`.

    >>> text = "具有代表性的标准应用试点项目，"
    >>> begin, end = behind(text, 0, len(text))
    >>> text[begin:end]
    '标准应用试点项目'
    """
    start = _skip(text, start, ceiling)
    if start >= ceiling or not (_LETTER.match(text[start]) or text[start] in "“《") or _NO_NOUN.match(text, start):
        return None
    if _RELATIVE.match(text, start):
        mark = _CLAUSE_MARK.search(text, start, ceiling)
        of = text.rfind("的", start + 2, (mark.start() if mark else ceiling) - 1)
        start = of + 1 if of > 0 else start
    whole = _WHOLE.match(text, start, ceiling)
    end = whole.end() if whole else phrase_end(text, start, ceiling)
    of = text.find("的", start + 1, end - 1) if whose else text.rfind("的", start, end - 1)
    if of > 0 and whose:
        end = of
    elif of > 0 and end - of > 2:
        start = of + 1
    tail = _TAIL.search(text, start, end)
    if tail and tail.start() - start >= 2:
        end = tail.start()
    while end > start and text[end - 1] in "和与及或的":
        end -= 1
    start, end = _unquote(text, start, end)
    return (start, end) if end > start and _LETTER.search(text, start, end) else None


def counted(text: str, start: int, end: int) -> Stretch:
    """Return the things that a noun behind a count names, without what is measured of them (5个集群产值达到…)."""
    measure = _OF_THINGS.search(text, start + 2, end)
    return (start, measure.start()) if measure else (start, end)


def _skip(text: str, start: int, ceiling: int) -> int:
    """Return where the noun may begin: behind 的, and behind a remark in brackets."""
    while start < ceiling and text[start] in "的 ":
        start += 1
    if start < ceiling and text[start] in "（(":
        close = text.find(_CLOSED[text[start]], start, ceiling)
        start = close + 1 if close >= 0 else ceiling
        while start < ceiling and text[start] == "的":
            start += 1
    return start


def phrase_end(text: str, start: int, ceiling: int) -> int:
    """Return where the noun that begins at `start` ends: at a mark or a verb; brackets and quotes are kept whole."""
    place, predicates = start, _predicates()
    while place < ceiling:
        char = text[place]
        if char in _CLOSED:
            close = text.find(_CLOSED[char], place + 1, min(ceiling, place + _LONGEST_BRACKET))
            if close < 0:
                return place
            place = close + 1
            continue
        if char in _STOPS:
            return place
        word = predicates.at(text, place, ceiling)
        if word and word[1] == "noun":
            place += len(word[0])
        elif word and place >= start + 2:
            return place
        else:
            place += 1
    return min(place, ceiling)


def known_at(text: str, start: int, end: int) -> Stretch | None:
    """Return the indicator of `indicator.toml` that begins at `start`, or None."""
    word = _heads().at(text, start, end)
    return (start, start + len(word[0])) if word and word[0] in known() else None


def _unquote(text: str, start: int, end: int) -> Stretch:
    if end - start > 2 and text[start] in "“《" and text.find(_CLOSED[text[start]], start, end) == end - 1:
        return start + 1, end - 1
    return start, end
