"""Texts that break formats: formulas, markup, control characters, numbers that are none, and long ones.  Ours."""

from __future__ import annotations

import pyoxigraph as ox

from kg import iri, ontology
from kg.store import Store

TEXTS = (
    "=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "＝1", "\t=1", "\r=1", "=", "'=1+1", "''", "'引",
    '=HYPERLINK("http://evil.example/","x")', "http://evil.example/", "mailto:a@evil.example", "file:///etc/passwd",
    "0012", "1e5", "-0", "TRUE", "2021-02-03", "1/2", "330411", "NaN", "#REF!",
    'a "b", c;d\te', "一\n二", "一\r\n二", "一\r二", " 前后 ", "\n", "\\n",
    "<r><t>x</t></r>", "<r>", "</script><script>alert(1)</script>", "]]><!--", "&amp;&#0;", "{{7*7}}",
    "_x0041_", "_x000D_", "\x00",
    "控\x00制\x01\x08\x0b\x0c\x1b[31m\x1f符\x7f\x85\x9b", "\u202e倒\u202c\u200f\u2066\u2069",
    "行\u2028分\u2029隔",
    "\ufeff标记", "\ufffe\uffff", "\ufffd", "𠮷野家😀👨‍👩‍👧", "e\u0301é", "长" * 40_000, "😀" * 17_000,
)  # fmt: skip


def store(base: str = iri.DEFAULT_BASE) -> Store:
    """Return a store in which each of `TEXTS` is a name, a sentence, a quote, a verb, a role, an indicator, a unit."""
    graph, entities = ox.NamedNode(iri.document_graph_iri(base, "h")), ox.NamedNode(iri.graph_iri(base, "entities"))
    document = ox.NamedNode(iri.document_iri(base, "h"))
    rdf_type, label = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type", "http://www.w3.org/2000/01/rdf-schema#label"
    quads = [
        ox.Quad(document, ox.NamedNode(rdf_type), ox.NamedNode(ontology.term("PolicyDocument")), graph),
        ox.Quad(document, ox.NamedNode("http://purl.org/dc/terms/title"), ox.Literal("=题名"), graph),
    ]

    def say(subject: ox.NamedNode, where: ox.NamedNode, *kinds: str, **values: object) -> None:
        for kind in kinds:
            quads.append(ox.Quad(subject, ox.NamedNode(rdf_type), ox.NamedNode(ontology.term(kind)), where))
        for name, value in values.items():
            quads.append(ox.Quad(subject, ox.NamedNode(ontology.term(name)), value, where))

    for number, text in enumerate(TEXTS):
        entity = ox.NamedNode(f"{base}programme/{number}")
        say(entity, entities, "Programme")
        quads.append(ox.Quad(entity, ox.NamedNode(label), ox.Literal(text, language="zh"), entities))
        quads.append(ox.Quad(document, ox.NamedNode(ontology.term("mentions")), entity, graph))
        said = ox.Literal(text)
        passage = ox.NamedNode(f"{document.value}/p/{number}")
        place = {"begin": ox.Literal(0), "end": ox.Literal(len(text)), "inDocument": document}
        say(passage, graph, "Passage", text=said, heading=said, page=ox.Literal(number), **place)
        place |= {"inPassage": passage, "quote": said}
        say(ox.NamedNode(f"{document.value}/m/{number}"), graph, "Mention", refersTo=entity, **place)
        say(ox.NamedNode(f"{document.value}/a/{number}"), graph, "Measure", actsOn=entity, verb=said, **place)
        value = ox.Literal(str(number), datatype=ox.NamedNode("http://www.w3.org/2001/XMLSchema#decimal"))
        values = {"indicatorText": said, "valueText": said, "unit": said, "period": said, "value": value}
        say(ox.NamedNode(f"{document.value}/q/{number}"), graph, "QuantityStatement", **values, **place)
        say(ox.NamedNode(f"{document.value}/r/{number}"), graph, "Responsibility", agentText=said, role=said, **place)
    return Store.in_memory([*quads, *ontology.load().graph(base)])
