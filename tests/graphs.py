"""Hand-built graphs to look at: a small one, a large one, and one whose every text is hostile.  Names are ours."""

from __future__ import annotations

import random

from kg.view.graph import Edge, Evidence, Graph, Node, Source

HOSTILE = (
    "<img src=x onerror=alert(1)>",
    "</script><script>alert(1)</script>",
    "]]><!--<svg onload=alert(1)>",
    "行\u2028分\u2029隔",
    "\u202e倒过来\u202c\u200f",
    "{{7*7}}{% raw %}\"'`&amp;",
    "控\x00制\x1b[31m符",
    "javascript:alert(1)",
    '=HYPERLINK("http://evil.example/")',
    "𠮷野家😀",
)
_REPORT = "https://kg.example.org/id/document/report"
_NOTICE = "https://kg.example.org/id/document/notice"


def evidence(source: str, sentence: str, quote: str, page: int | None = 52, heading: str = "二、重点工作") -> Evidence:
    """Return the evidence that `quote` is in `sentence`."""
    start = sentence.index(quote)
    return Evidence(source, sentence, start, start + len(quote), page, heading)


_SENTENCES = {
    "依托": "依托云上一码办平台，推进政务服务“一件事”改革，办理时间缩短三成以上。",
    "教育": "区教育局牵头，区财政局配合，实施晨光助学计划，新建云溪实验学校和江湾幼儿园。",
    "医疗": "区人民医院、区中医院共建名医工作室，深化医共体改革，启用区公共卫生中心。",
    "就业": "全年新增城镇就业1.6万人以上，登记失业率控制在3%以内。",
    "环境": "空气质量优良率达到92%，完成污水零直排区建设工程，争创省级生态文明示范区。",
    "文化": "办好第三届江湾龙舟节，建成云溪图书馆新馆，弘扬勤善文化。",
    "交通": "望江大桥建成通车，开工建设云溪大道快速路，新增公共停车位2000个。",
    "引用": "根据《云溪区养老服务发展规划》和《关于推进共同富裕的意见》，坚持以民为先。",
    "平安": "深化平安云溪建设，推广邻里通平台，清风行动取得实效，获评全国平安建设先进区。",
    "产业": "落实链长制，培育云溪智造和江湾数谷两大平台，举办云溪创新大会。",
}  # fmt: skip
_NAMES = [
    ("Programme", "Platform", "云上一码办平台", "依托"), ("Programme", "Reform", "“一件事”改革", "依托"),
    ("Programme", "Scheme", "晨光助学计划", "教育"), ("Programme", "Reform", "医共体改革", "医疗"),
    ("Programme", "Project", "污水零直排区建设工程", "环境"), ("Programme", "Campaign", "清风行动", "平安"),
    ("Programme", "Platform", "邻里通平台", "平安"), ("Programme", "Programme", "平安云溪", "平安"),
    ("Programme", "Scheme", "链长制", "产业"), ("Programme", "Platform", "云溪智造", "产业"),
    ("Programme", "Platform", "江湾数谷", "产业"), ("Programme", "Programme", "勤善文化", "文化"),
    ("Institution", "GovernmentBody", "区教育局", "教育"), ("Institution", "GovernmentBody", "区财政局", "教育"),
    ("Institution", "School", "云溪实验学校", "教育"), ("Institution", "School", "江湾幼儿园", "教育"),
    ("Institution", "Hospital", "区人民医院", "医疗"), ("Institution", "Hospital", "区中医院", "医疗"),
    ("Facility", "Facility", "区公共卫生中心", "医疗"), ("Facility", "Facility", "云溪图书馆新馆", "文化"),
    ("Facility", "Facility", "望江大桥", "交通"), ("Facility", "Facility", "云溪大道快速路", "交通"),
    ("Event", "Event", "第三届江湾龙舟节", "文化"), ("Event", "Event", "云溪创新大会", "产业"),
    ("Honour", "Honour", "省级生态文明示范区", "环境"), ("Honour", "Honour", "全国平安建设先进区", "平安"),
    ("CitedDocument", "CitedDocument", "云溪区养老服务发展规划", "引用"),
    ("CitedDocument", "CitedDocument", "关于推进共同富裕的意见", "引用"),
    ("Principle", "Principle", "以民为先", "引用"),
]  # fmt: skip
_TARGETS = [
    ("Target", "新增城镇就业", ">=", "1.6万人", "就业"), ("Target", "登记失业率", "<=", "3%", "就业"),
    ("Target", "空气质量优良率", "=", "92%", "环境"), ("Result", "新增公共停车位", "=", "2000个", "交通"),
    ("Target", "办理时间", ">=", "三成", "依托"),
]  # fmt: skip
_VERBS = {
    "云上一码办平台": "依托", "“一件事”改革": "推进", "晨光助学计划": "实施", "云溪实验学校": "新建",
    "江湾幼儿园": "新建", "医共体改革": "深化", "区公共卫生中心": "启用", "污水零直排区建设工程": "完成",
    "省级生态文明示范区": "争创", "第三届江湾龙舟节": "办好", "云溪图书馆新馆": "建成", "望江大桥": "建成",
    "云溪大道快速路": "开工建设", "平安云溪": "深化", "邻里通平台": "推广", "全国平安建设先进区": "获评",
    "链长制": "落实", "云溪创新大会": "举办",
}  # fmt: skip


def small() -> Graph:
    """Return about forty nodes of two documents: a report and a notice that shares some names with it."""
    report = Source(_REPORT, "云溪区2022年政府工作报告", "https://example.org/report")
    notice = Source(_NOTICE, "关于印发《云溪区养老服务发展规划》的通知")
    nodes = [
        Node(_REPORT, "PolicyDocument", report.title, "WorkReport", sources=(_REPORT,),
             facts=(("issuer", "云溪区人民政府"), ("issued", "2022-02-11"))),
        Node(_NOTICE, "PolicyDocument", notice.title, "Notice", sources=(_NOTICE,),
             facts=(("number", "云政发〔2022〕5号"),)),
        Node("place/1", "Place", "云溪区", "Place", ("云溪",), (("code", "330402"),), (_REPORT, _NOTICE)),
        Node("place/2", "Place", "浙江省", "Place", facts=(("code", "330000"),)),
    ]  # fmt: skip
    edges = [Edge(_REPORT, "place/1", "area", sources=(_REPORT,)), Edge("place/1", "place/2", "located")]
    for type_, kind, label, topic in _NAMES:
        sentence = _SENTENCES[topic]
        proof = (evidence(_REPORT, sentence, label),)
        aliases = (label.replace("区", "云溪区", 1),) if label.startswith("区") else ()
        nodes.append(Node(f"entity/{label}", type_, label, kind, aliases, (), (_REPORT,), proof, 1))
        verb = _VERBS.get(label, "")
        edges.append(Edge(_REPORT, f"entity/{label}", "measure" if verb else "mention", verb, (_REPORT,), proof))
    for type_, indicator, comparator, value, topic in _TARGETS:
        proof = (evidence(_REPORT, _SENTENCES[topic], value, 53),)
        facts = (
            ("indicator", indicator),
            ("comparator", comparator),
            ("value", value),
            ("period", "2022"),
            ("area", "云溪区"),
        )
        nodes.append(Node(f"target/{indicator}", type_, f"{indicator} {value}", type_, (), facts, (_REPORT,), proof, 1))
        edges.append(Edge(_REPORT, f"target/{indicator}", "target", sources=(_REPORT,), evidence=proof))
    for agent, relation in (("区教育局", "lead"), ("区财政局", "support")):
        proof = (evidence(_REPORT, _SENTENCES["教育"], agent),)
        edges.append(Edge(f"entity/{agent}", "entity/晨光助学计划", relation, sources=(_REPORT,), evidence=proof))
    shared = evidence(
        _NOTICE, "区教育局印发《云溪区养老服务发展规划》，坚持以民为先。", "云溪区养老服务发展规划", None, ""
    )
    edges += [
        Edge(_NOTICE, "entity/云溪区养老服务发展规划", "issue", "印发", (_NOTICE,), (shared,)),
        Edge(_NOTICE, "entity/以民为先", "mention", "", (_NOTICE,)),
        Edge("entity/云上一码办平台", "entity/“一件事”改革", "together", "", (_REPORT,)),
        Edge("entity/区人民医院", "entity/医共体改革", "together", "", (_REPORT,)),
        Edge("entity/区中医院", "entity/医共体改革", "together", "", (_REPORT,)),
    ]
    return Graph(tuple(nodes), tuple(edges), (report, notice), "云溪区2022年政府工作报告")


def large(count: int = 2000) -> Graph:
    """Return `count` nodes of sixty documents that share a few names, with about two edges a node."""
    pick = random.Random(7)  # noqa: S311
    sources = tuple(Source(f"d/{n}", f"某市{2000 + n % 25}年政府工作报告（第{n}号）") for n in range(60))
    types = ("Programme", "Institution", "Place", "Facility", "Event", "Honour", "Principle", "Target", "Result")
    stems = ("智慧", "平安", "数字", "绿色", "共富", "城乡", "产业", "民生", "生态", "海洋", "山区", "古城")
    heads = ("治理平台", "提升工程", "专项行动", "改革试点", "服务中心", "发展规划", "示范区", "工作机制")
    nodes = [Node(s.id, "PolicyDocument", s.title, "WorkReport", sources=(s.id,)) for s in sources]
    edges: list[Edge] = []
    for n in range(count - len(sources)):
        type_ = types[min(int(pick.expovariate(0.55)), 8)]
        name = f"{pick.choice(stems)}{pick.choice(stems)}{pick.choice(heads)}{n}"
        homes = pick.sample(sources, min(1 + int(pick.expovariate(1.1)), 12))
        sentence = f"大力推进{name}建设，取得明显成效。"
        proof = tuple(evidence(s.id, sentence, name, n % 80) for s in homes[:3])
        nodes.append(Node(f"e/{n}", type_, name, "", (), (), tuple(s.id for s in homes), proof, len(homes)))
        for source in homes:
            relation = pick.choice(("mention", "mention", "measure"))
            edges.append(Edge(source.id, f"e/{n}", relation, "推进" if relation == "measure" else "", (source.id,)))
    for _ in range(count // 3):
        one, other = pick.sample(range(count - len(sources)), 2)
        edges.append(Edge(f"e/{one}", f"e/{other}", "together"))
    return Graph(tuple(nodes), tuple(edges), sources, "")


def hostile() -> Graph:
    """Return a graph in which every text comes from `HOSTILE`."""
    breaking = 'https://example.org/"><script>alert(1)</script>'
    sources = (Source("d/0", HOSTILE[1], HOSTILE[7]), Source("d/1", HOSTILE[0], breaking))
    nodes = [Node(s.id, "PolicyDocument", s.title, "Notice", sources=(s.id,)) for s in sources]
    edges = []
    for n, text in enumerate(HOSTILE):
        proof = (Evidence("d/0", f"𠮷前{text}后", 2, 2 + len(text), n, text), Evidence("d/1", text, 0, len(text)))
        type_ = ("Programme", "Target", "Community")[n % 3]
        facts = (("indicator", text), ("value", text), ("issuer", text))
        members = (text,) if type_ == "Community" else ()
        nodes.append(Node(f"e/{n}", type_, text, "", (f"别名{text}",), facts, ("d/0", "d/1"), proof, 9, members))
        edges.append(Edge("d/0", f"e/{n}", "measure", text, ("d/0",), proof))
    return Graph(tuple(nodes), tuple(edges), sources, HOSTILE[1])
