"""A hand-built corpus: five documents of two invented districts and their province, with what they say.

The districts 云溪区 and 石浦区 do not exist (they borrow the codes of two neighbours, so that parents resolve);
a fifth document speaks for the province.

They share the programmes 平安通 and 阳光计划, a cited plan, and the indicators 城镇新增就业 and 养老保险参保率.
云溪区 tells in its next report what became of its targets.  Each district has a hospital called 人民医院, which
are two.  Sentences are ours.

`corpus()` returns the documents with extraction and keys; `quads()` all graphs of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from pyoxigraph import Quad

from kg import iri
from kg.model import (
    Action,
    Document,
    Doubt,
    Entity,
    EntityKey,
    Extraction,
    Mention,
    Metadata,
    Passage,
    Role,
    Run,
    Span,
    Target,
)
from kg.rdf import document_quads, entity_quads, indicator_quads
from kg.store import Writer

BASE = iri.DEFAULT_BASE
YUNXI, SHIPU = "330402", "330411"

_ENTITIES = {
    "平安通": (EntityKey("Programme", "", "平安通"), "Platform", "平安通"),
    "一码办": (EntityKey("Programme", "", "一码办"), "Platform", "一码办"),
    "阳光计划": (EntityKey("Programme", "", "阳光计划"), "Scheme", "阳光计划"),
    "清风行动": (EntityKey("Programme", "", "清风行动"), "Campaign", "清风行动"),
    "五个一": (EntityKey("Programme", YUNXI, "五个一"), "Programme", "五个一"),
    "云溪区人民医院": (EntityKey("Institution", YUNXI, "人民医院"), "Hospital", "云溪区人民医院"),
    "石浦区人民医院": (EntityKey("Institution", SHIPU, "人民医院"), "Hospital", "石浦区人民医院"),
    "云溪区教育局": (EntityKey("Institution", YUNXI, "教育局"), "GovernmentBody", "云溪区教育局"),
    "石浦区教育局": (EntityKey("Institution", SHIPU, "教育局"), "GovernmentBody", "石浦区教育局"),
    "省民政厅": (EntityKey("Institution", "330000", "民政厅"), "GovernmentBody", "浙江省民政厅"),
    "晨星幼儿园": (EntityKey("Institution", YUNXI, "晨星幼儿园"), "School", "晨星幼儿园"),
    "云溪": (EntityKey("Place", "", YUNXI), "Place", "云溪区"),
    "石浦": (EntityKey("Place", "", SHIPU), "Place", "石浦区"),
    "浙江省": (EntityKey("Place", "", "330000"), "Place", "浙江省"),
    "省级文明城区": (EntityKey("Honour", "", "省级文明城区"), "Honour", "省级文明城区"),
    "第三届龙舟节": (EntityKey("Event", "", "第三届龙舟节"), "Event", "第三届龙舟节"),
    "望江大桥": (EntityKey("Facility", "", "望江大桥"), "Facility", "望江大桥"),
    "养老服务发展规划": (EntityKey("Document", "", "养老服务发展规划"), "CitedDocument", "养老服务发展规划"),
    "以民为先": (EntityKey("Principle", "", "以民为先"), "Principle", "以民为先"),
}  # fmt: skip
# Shorter names and what they stand for, by the district that speaks.
_SHORT = {
    (YUNXI, "区人民医院"): "云溪区人民医院",
    (SHIPU, "区人民医院"): "石浦区人民医院",
    (YUNXI, "区教育局"): "云溪区教育局",
    (SHIPU, "区教育局"): "石浦区教育局",
}


@dataclass(frozen=True)
class Sample:
    """A document with what was found in it, parallel keys and indicator names."""

    document: Document
    extraction: Extraction
    keys: tuple[EntityKey | None, ...]
    indicators: tuple[str, ...]


@dataclass
class _Builder:
    """Collects sentences with what they say; words are found by searching, so no offset is written by hand."""

    id: str
    metadata: Metadata
    page: int | None = None
    text: str = ""
    passages: list[Passage] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)
    roles: list[Role] = field(default_factory=list)
    actions: list[Action] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)

    def say(self, sentence: str, *names: str, heading: tuple[str, ...] = ()) -> _Builder:
        """Add a sentence as a paragraph of its own; `names` are the mentions in it, in order."""
        self.text += "\n" if self.text else ""
        start, at = len(self.text), len(self.text)
        self.text += sentence
        self.passages.append(Passage(start, len(self.text), self.page, len(self.passages), heading))
        for name in names:
            begin = self.text.index(name, at)
            at = begin + len(name)
            key = self._entity(name)[0]
            self.mentions.append(Mention(begin, at, key.type, name, 0.9, "hand"))
        return self

    def target(self, indicator, value, number, unit, comparator="=", change="level", status="planned", **more):
        """Add a quantity statement of the last sentence; period and area are the document's unless given."""
        settings = {
            "period": str(self.metadata.year), "period_basis": "document",
            "area": self.metadata.place, "area_basis": "document",
        } | more  # fmt: skip
        if isinstance(settings.get("time"), str):
            settings["time"] = self._span(settings["time"])
        self.targets.append(
            Target(
                self._span(indicator), self._span(value), Decimal(number), unit, comparator, change, status,
                self._clause(indicator, value), **settings,
            )
        )  # fmt: skip
        return self

    def role(self, institution, role, of):
        """Add a role told by the last sentence."""
        self.roles.append(Role(self._span(institution), role, of and self._span(of), self._last()))
        return self

    def action(self, entity, verb):
        """Add an action told by the last sentence."""
        self.actions.append(Action(self._span(entity), self._span(verb), self._last(), 0.8))
        return self

    def doubt(self, words, reason, suggestion=None, confidence=0.0):
        """Add a doubt about words of the last sentence."""
        self.doubts.append(Doubt(self._span(words), reason, suggestion, confidence))
        return self

    def sample(self) -> Sample:
        """Return what was collected."""
        document = Document(
            self.id, self.text, self.metadata, tuple(self.passages),
            tuple(Run(p.start, p.page, n + 1, 1) for n, p in enumerate(self.passages)),
        )  # fmt: skip
        extraction = Extraction(
            self.id,
            *map(tuple, (self.mentions, self.targets, self.roles, self.actions, self.doubts)),
        )
        keys = tuple(self._entity(m.text)[0] for m in self.mentions)
        return Sample(document, extraction, keys, tuple(t.indicator.text.removesuffix("人数") for t in self.targets))

    def _entity(self, name: str) -> tuple[EntityKey, str, str]:
        return _ENTITIES[_SHORT.get((self.metadata.place, name), name)]

    def _span(self, text: str) -> Span:
        begin = self.text.index(text, self.passages[-1].start)
        return Span.of(self.text, begin, begin + len(text))

    def _clause(self, first: str, last: str) -> Span:
        one, other = self._span(first), self._span(last)
        return Span.of(self.text, min(one.start, other.start), max(one.end, other.end))

    def _last(self) -> Span:
        return Span.of(self.text, self.passages[-1].start, self.passages[-1].end - 1)


def corpus() -> tuple[Sample, ...]:
    """Return the five documents."""
    return (_yunxi_2021(), _yunxi_2022(), _shipu_2021(), _shipu_notice(), _province())


def entities(samples: tuple[Sample, ...] | None = None) -> list[tuple[Entity, set[str]]]:
    """Return the entities the documents mention, each with the words that name it."""
    names: dict[EntityKey, set[str]] = defaultdict(set)
    for sample in samples or corpus():
        for mention, key in zip(sample.extraction.mentions, sample.keys, strict=True):
            names[key].add(mention.text)
    known = {key: Entity(key, kind, label) for key, kind, label in _ENTITIES.values()}
    return [(known[key], words) for key, words in names.items()]


def fill(writer: Writer, quads: Iterable[Quad]) -> None:
    """Put quads of any graphs into a store that has none of them."""
    graphs: dict[str, list[Quad]] = defaultdict(list)
    for quad in quads:
        graphs[quad.graph_name.value].append(quad)
    for graph, members in graphs.items():
        writer.replace_graph(graph, members)


def quads(base: str = BASE) -> Iterator[Quad]:
    """Yield the graphs of all documents and the graph of entities and indicators."""
    wordings: dict[str, set[str]] = defaultdict(set)
    for sample in corpus():
        yield from document_quads(
            sample.document, sample.extraction, sample.keys, base,
            indicators=sample.indicators, content_hash=f"hash of {sample.document.id}",
        )  # fmt: skip
        for target, indicator in zip(sample.extraction.targets, sample.indicators, strict=True):
            wordings[indicator].add(target.indicator.text)
    yield from entity_quads(entities(), base)
    yield from indicator_quads(wordings, base)


def _yunxi_2021() -> Sample:
    made = _Builder("yunxi/2021", Metadata(
        title="云溪区2021年政府工作报告", kind="WorkReport", issuer="云溪区人民政府", date="2021-02-03", year=2021,
        place=YUNXI, url="https://example.org/yunxi/2021", source="reports/yunxi-2021.txt"), page=1)  # fmt: skip
    plan = ("二、2021年重点工作", "（一）改善民生")
    made.say("过去一年，平安通接入小区120个，望江大桥建成通车。", "平安通", "望江大桥", heading=("一、2020年工作回顾",))
    made.target("小区", "120个", "120", "个", status="achieved", period="2020").action("望江大桥", "建成")
    made.say("坚持以民为先，今年城镇新增就业1.6万人以上，养老保险参保率达到97%。", "以民为先", heading=plan)
    made.target("城镇新增就业", "1.6万人", "1.6E+4", "人", ">=", time="今年", period_basis="sentence")
    made.target("养老保险参保率", "97%", "97", "%")
    made.say("区教育局牵头启用晨星幼儿园，区人民医院配合。", "区教育局", "晨星幼儿园", "区人民医院", heading=plan)
    made.role("区教育局", "lead", "启用晨星幼儿园").role("区人民医院", "support", "启用晨星幼儿园")
    made.action("晨星幼儿园", "启用")
    made.say("依托一码办推广阳光计划，惠及老人2000—3000人。", "一码办", "阳光计划", heading=plan)
    made.target("老人", "2000—3000人", "2000", "人", "range", upper=Decimal(3000))
    made.action("一码办", "依托").action("阳光计划", "推广")
    return made.sample()


def _yunxi_2022() -> Sample:
    made = _Builder("yunxi/2022", Metadata(
        title="云溪区2022年政府工作报告", kind="WorkReport", issuer="云溪区人民政府", date="2022-02", year=2022,
        place=YUNXI, source="reports/yunxi-2022.txt"), page=1)  # fmt: skip
    made.say("2021年城镇新增就业1.72万人，养老保险参保率96.5%。")
    made.target("城镇新增就业", "1.72万人", "17200", "人", status="achieved", period="2021", time="2021年")
    made.target("养老保险参保率", "96.5%", "96.5", "%", status="achieved", period="2021")
    made.page = 2
    made.say(
        "云溪争创省级文明城区，办好第三届龙舟节，深化清风行动。", "云溪", "省级文明城区", "第三届龙舟节", "清风行动"
    )
    made.action("省级文明城区", "争创").action("第三届龙舟节", "办好").action("清风行动", "深化")
    made.say("完善“五个一”机制，平安通响应时间从10分钟降至6分钟。", "五个一", "平安通")
    made.target("平安通响应时间", "10分钟", "10", "分钟", status="baseline")
    made.target("平安通响应时间", "6分钟", "6", "分钟", binding="expected")
    made.action("五个一", "完善").doubt("响应时间", "quote tail").doubt("响应", "quote object", "Programme", 0.45)
    return made.sample()


def _shipu_2021() -> Sample:
    made = _Builder("shipu/2021", Metadata(
        title="石浦区2021年政府工作报告", kind="WorkReport", issuer="石浦区人民政府", date="2021", year=2021,
        place=SHIPU, source="reports/shipu-2021.txt"))  # fmt: skip
    made.say("石浦全面推广平安通，区人民医院负责阳光计划。", "石浦", "平安通", "区人民医院", "阳光计划")
    made.role("区人民医院", "lead", "阳光计划").action("平安通", "推广")
    made.say("今年城镇新增就业人数8000人，失业率控制在3%以内。")
    made.target("城镇新增就业人数", "8000人", "8000", "人", time="今年", period_basis="sentence")
    made.target("失业率", "3%", "3", "%", "<=", binding="binding")
    return made.sample()


def _shipu_notice() -> Sample:
    made = _Builder("石浦区通知", Metadata(
        title="关于印发《养老服务发展规划》的通知", kind="Notice", issuer="石浦区教育局", number="石政发〔2021〕5号",
        date="2021-06-01", year=2021, place=SHIPU, source="notices/5.txt"))  # fmt: skip
    made.say("区教育局印发《养老服务发展规划》。", "区教育局", "养老服务发展规划")
    made.role("区教育局", "issue", "养老服务发展规划").action("养老服务发展规划", "印发")
    made.say("各单位实施阳光计划。", "阳光计划").action("阳光计划", "实施")
    made.say("各单位实施阳光计划。", "阳光计划").action("阳光计划", "实施")
    return made.sample()


def _province() -> Sample:
    made = _Builder("province", Metadata(
        title="浙江省养老工作意见", kind="Opinion", issuer="浙江省民政厅", date="2020-12-30", year=2020,
        place="330000"))  # fmt: skip
    made.say("根据《养老服务发展规划》，省民政厅组织实施阳光计划，浙江省力争到2022年养老保险参保率提高2个百分点。",
             "养老服务发展规划", "省民政厅", "阳光计划", "浙江省")  # fmt: skip
    made.role("省民政厅", "lead", "阳光计划").action("阳光计划", "实施").doubt(
        "组织", "quote object", "Programme", 0.45
    )
    made.target("养老保险参保率", "2个百分点", "2", "pp", change="increase", time="到2022年", period="2022",
                period_basis="sentence")  # fmt: skip
    return made.sample()
