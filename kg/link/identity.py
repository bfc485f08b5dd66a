"""Who or what a mention means: the same key for the same thing, in every document.

An entity is its type, its jurisdiction and its canonical name (`EntityKey`).  Names are folded and
lose their quotes; then

- places become their GB/T 2260 code where it is known (`kg.places`);
- institutions unfold by jurisdiction (`kg.link.unfold`);
- short formulas (五个一, 4+N), names that begin with a level word (省级…, 全区…) and whatever each place has
  (`kg.link.relative`: 高新区, 人民公园, 政府工作报告) mean different things in different places: they get the
  jurisdiction of the document, and no key where that cannot be told;
- a short form that the document defines (以下简称《规划》) means what it stands for; a bare 《规划》 that no
  definition explains means nothing that could be told from others, and has no key.

Precision before recall: what may differ is not merged.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from kg import places
from kg.folding import fold
from kg.lexicon import compiled, load
from kg.link.kinds import kind_of
from kg.link.relative import (
    is_event,
    is_local_place,
    is_national_formula,
    is_place,
    is_site,
    is_title,
    of_namesakes,
    own_places,
    tells_place,
    whole,
)
from kg.link.unfold import COMMITTEE, Unfolded, level, short_names, split, unfold
from kg.model import Document, Entity, EntityKey, EntityType, Mention

_TITLE = re.compile(r"^《(.*)》$", re.S)
_QUOTES = re.compile(r"[“”‘’「」『』]")
_CHINESE = "一二三四五六七八九十百两多几"
_NUMERAL = _CHINESE + "0-9"
_FORMULA = re.compile(
    r"[0-9N]+(?:[+×xX-][0-9A-Za-z]+)+[^0-9A-Za-z]{0,4}"
    r"|[0-9]{2,5}(?:模式|工程|机制|体系|行动)?"
    rf"|[{_CHINESE}]+(?:个|大|项|条|张|种|类|支|群|链|方面|年)[^，]{{1,6}}"
)
_PAIRS = re.compile(rf"(?:[{_NUMERAL}][^{_NUMERAL}])+")
_LEVELLED = re.compile(r"^(?:全|本|我|该)?(自治区|省|市|区|县)(?=级|[^场域容块城中内外际间乡村心民钱事])")
_SHORT_TITLE = re.compile(
    r"^(?:[《“]?)(?:(?:实施|建设|行动|工作|若干|指导|管理|三年|具体)?(?:规划|计划|意见|方案|办法|条例|纲要|指南|细则|措施|决定|报告|通知|规定|公约|章程|"
    r"目录|标准|规范|要求|清单|政策|建议|大纲|法|要点|协议|草案|白皮书|名单|技术指引|验收规范|工作报告|政府工作报告))(?:草案)?$"
)
_DEFINES = re.compile(r"[”》’]?(?:（[^（）]{0,40}）)?（(?:以下|下文)?(?:统称|简称|下称)为?：?[“《‘]?")


def identify(document: Document, mentions: Sequence[Mention]) -> tuple[EntityKey | None, ...]:
    """Return the key of each mention of `document`, in order; None where a mention means nothing that can be told.

    A name that a decision gave (`Mention.name`) tells its thing, whatever the text does.
    """
    place = document.metadata.place
    defined = _definitions(document.text, mentions, place)
    keys: list[EntityKey | None] = []
    for mention in mentions:
        if mention.name:
            name = canonical(mention.name)
            keys.append(key_of(mention.type, name, place) or EntityKey(mention.type, "", name))
            continue
        name = canonical(mention.text)
        keys.append(defined.get((mention.type, name)) or key_of(mention.type, name, place))
    return tuple(keys)


def key_of(type_: EntityType, name: str, place: str = "") -> EntityKey | None:
    """Return the key of the entity called `name` (canonical) in a document of `place`; None if it cannot be told."""
    return _remembered()(type_, name, place)


@compiled
def _remembered() -> Callable[[EntityType, str, str], EntityKey | None]:
    return lru_cache(maxsize=65536)(_key_of)


def _key_of(type_: EntityType, name: str, place: str) -> EntityKey | None:
    if not name:
        return None
    if type_ == "Place":
        return _place(name, place)
    if type_ == "Institution":
        body = unfold(name, place)
        return EntityKey(type_, body.jurisdiction, body.name) if body else None
    if type_ == "Document":
        if _SHORT_TITLE.match(name):
            return None
        relative = is_title(name) and not tells_place(name, place, anywhere=True)
        return _of(type_, place, name) if relative else EntityKey(type_, "", name)
    if levelled := _LEVELLED.match(name):
        return _of(type_, level(levelled[1], place), name)
    if type_ in ("Programme", "Principle") and is_formula(name) and name not in _known():
        return EntityKey(type_, "", name) if is_national_formula(name) else _of(type_, place, name)
    if type_ == "Facility" and is_site(name) and not tells_place(name, place):
        return _of(type_, _local(place), name)
    if type_ == "Event" and is_event(name) and not tells_place(name, place, anywhere=True):
        return _of(type_, place, name)
    return EntityKey(type_, "", name)


def _of(type_: EntityType, jurisdiction: str, name: str) -> EntityKey | None:
    """Return the key of a name that only its jurisdiction tells from namesakes; None without one."""
    return EntityKey(type_, jurisdiction, name) if jurisdiction else None


def _local(place: str) -> str:
    """Return `place`, but "" for the nation: it has no station or street of its own."""
    return "" if place == places.NATION else place


def canonical(text: str) -> str:
    """Return `text` folded and without quotes: “ 浙 食 链” is 浙食链, “十四五”规划 十四五规划, 《民法典》 民法典."""
    name = _QUOTES.sub("", fold(text)).strip()
    while len(name) < 200 and (title := _TITLE.match(name)) and not re.search("》.*《", title[1]):
        name = title[1].strip()
    return name


def is_formula(name: str) -> bool:
    """Is the name a short formula of numerals (五个一, 4+N, 三大行动), which each place fills in its own way?"""
    if len(name) > 12:
        return False
    if _PAIRS.fullmatch(name):
        return set(re.findall(rf"[{_NUMERAL}]", name)) != {"一"}
    return bool(_FORMULA.fullmatch(name))


@compiled
def _known() -> frozenset[str]:
    """The formulas that mean the same everywhere: those of the nation, in the lexicons."""
    return frozenset(load("programme").words("name")) | frozenset(load("principle").words("name"))


def _place(name: str, place: str) -> EntityKey | None:
    if name in ("全国", "我国"):
        return EntityKey("Place", "", places.NATION)
    if word := whole(name):
        return _division(level(word, place) or (place if word == "区" and level("自治区", place) == place else ""))
    if is_place(name):
        return _of("Place", _local(place), name)
    if division := places.find(name, place):
        return _division(division.code)
    if name in own_places():
        return EntityKey("Place", "", name)
    if name in places.names() or of_namesakes(name, place):
        return None
    code, rest = split(name, place)
    if rest != name:
        return _of("Place", code, rest)
    if is_local_place(name) and not tells_place(name, place):
        return _of("Place", _local(place), name)
    return EntityKey("Place", "", name)


def _division(code: str) -> EntityKey | None:
    return EntityKey("Place", "", code) if code else None


def _definitions(text: str, mentions: Sequence[Mention], place: str) -> dict[tuple[str, str], EntityKey]:
    """Return what the short forms mean that the document defines (…（以下简称《规划》）)."""
    found: dict[tuple[str, str], EntityKey] = {}
    ordered = sorted(mentions, key=lambda m: m.start)
    for index in range(1, len(ordered)):
        short = ordered[index]
        for full in reversed(ordered[max(0, index - 3) : index]):
            between = fold(text[full.end : short.start]) if short.start - full.end <= 60 else ""
            if full.type == short.type and between and _DEFINES.fullmatch(between):
                name = canonical(short.text)
                key = found.get((full.type, canonical(full.text))) or key_of(full.type, canonical(full.text), place)
                if key and name not in (full.text, key.name):
                    found.setdefault((short.type, name), key)
                break
    return found


def describe(key: EntityKey) -> Entity:
    """Return the entity of a key: its ontology class and its full, readable name; a pure function of the key."""
    return Entity(key, kind_of(key), _label(key))


def aliases(key: EntityKey) -> tuple[str, ...]:
    """Return other names under which a reader may look for the entity, sorted; the label is not among them."""
    division = places.divisions().get(key.name if key.type == "Place" else key.jurisdiction)
    names = set() if key.type == "Place" and division else {key.name}
    if key.type == "Place" and division:
        names = {division.short, places.full_name(division.code)}
    if key.type == "Institution":
        shorts = short_names(Unfolded(key.jurisdiction, key.name))
        names = {(division.name if division else "") + short for short in (*shorts, key.name)}
        if key.name == COMMITTEE and division:
            names = {f"{division.name}委", f"中共{division.name}委"}
    # The nation has no chain of names.
    return tuple(sorted(names - {_label(key), ""}))


def _label(key: EntityKey) -> str:
    if key.type == "Place" and (own := places.divisions().get(key.name)):
        return own.name
    division = places.divisions().get(key.jurisdiction)
    if division is None or (key.type == "Place" and not is_place(key.name)):
        return key.name
    if key.type == "Place":
        return division.name + key.name
    if key.type != "Institution":
        return f"{key.name}（{'全国' if division.code == places.NATION else division.name}）"
    for head in ("中共", "共青团"):
        if key.name == f"{head}委员会":
            return f"{head}{division.name}委员会"
    return division.name + key.name
