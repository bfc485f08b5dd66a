"""Shapes in SPARQL find what pySHACL finds, component by component, and refuse what they do not know."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pyshacl
import pytest
from rdflib import SH, BNode, Graph

from kg.check import check
from kg.check.shapes import shape_queries
from kg.errors import ResourceError

PREFIXES = """
@prefix : <https://example.org/> . @prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
"""
MANY = ", ".join(map(str, range(12)))
DATA = f"""
:Cat rdfs:subClassOf :Animal . :Kitten rdfs:subClassOf :Cat .
:a a :Animal ; :name "阿黄"@zh, "Huang"@en ; :age 3 ; :born 2019 ; :seen 2021 ; :friend :b ; :tag :red, :blue .
:b a :Cat ; :name "𠮷", "b"@EN, "c"@en ; :age -1, 2.5 ; :born 2022 ; :seen 2021 ; :friend :a, :c, :nobody .
:c a :Kitten ; :name "" ; :size "x"^^xsd:integer ; :age 0 ; :born "never" ; :seen 2020 ; :other :d .
:c :date "2021-02-30"^^xsd:date .
:d a :Animal ; :name :nameless ; :tag :red ; :friend [ a :Cat ; :age 1 ] ; :date "2021-02-28"^^xsd:date ; :other :d .
:e a :Animal ; :friend :e ; :other :e ; :age 4, 4.0 ; :flag true ; :seen "2021"^^xsd:gYear .
:a :many {MANY} . :b :many {MANY}, 12 . :c :many 1, "1", "1"@zh, :red, 2, 3, 4, 5, 6, 7, 8 .
:a <u:?focus> :q . :q <u:?v0> 1 . :b <u:?focus> :r . :r <u:?focus> :q .
:lonely :age 7 .
"""
ON = "sh:targetClass :Animal"
# Each is what a shape says; `P` stands for what a property shape of it says.
SHAPES = {
    "target-node": "sh:targetNode :a, :lonely, 5 ; sh:nodeKind sh:BlankNode",
    "target-subjects": "sh:targetSubjectsOf :friend ; sh:class :Cat",
    "target-objects": "sh:targetObjectsOf :friend ; sh:class :Cat",
    "implicit-class": "a owl:Class ; sh:property [ sh:path :name ; sh:minCount 9 ]",
    "min-count": f"{ON} ; sh:property [ sh:path :name ; sh:minCount 2 ]",
    "max-count": f"{ON} ; sh:property [ sh:path :name ; sh:maxCount 1 ]",
    "max-count-0": f"{ON} ; sh:property [ sh:path :tag ; sh:maxCount 0 ]",
    "max-count-functional": f"{ON} ; sh:property [ sh:path :born ; sh:maxCount 1 ]",
    "class": f"{ON} ; sh:property [ sh:path :friend ; sh:class :Cat ]",
    "class-of-literals": f"{ON} ; sh:property [ sh:path :name ; sh:class :Cat ]",
    "datatype-integer": f"{ON} ; sh:property [ sh:path :age ; sh:datatype xsd:integer ]",
    "datatype-ill-typed": f"{ON} ; sh:property [ sh:path :size ; sh:datatype xsd:integer ]",
    "datatype-decimal": f"{ON} ; sh:property [ sh:path :age ; sh:datatype xsd:decimal ]",
    "datatype-date": f"{ON} ; sh:property [ sh:path :date ; sh:datatype xsd:date ]",
    "datatype-year": f"{ON} ; sh:property [ sh:path :seen ; sh:datatype xsd:gYear ]",
    "datatype-boolean": f"{ON} ; sh:property [ sh:path :flag ; sh:datatype xsd:boolean ]",
    "datatype-string": f"{ON} ; sh:property [ sh:path :name ; sh:datatype xsd:string ]",
    "datatype-language": f"{ON} ; sh:property [ sh:path :name ; sh:datatype rdf:langString ]",
    "kind-iri": f"{ON} ; sh:property [ sh:path :friend ; sh:nodeKind sh:IRI ]",
    "kind-literal": f"{ON} ; sh:property [ sh:path :name ; sh:nodeKind sh:Literal ]",
    "kind-blank-or-iri": f"{ON} ; sh:property [ sh:path :friend ; sh:nodeKind sh:BlankNodeOrIRI ]",
    "kind-iri-or-literal": f"{ON} ; sh:property [ sh:path :friend ; sh:nodeKind sh:IRIOrLiteral ]",
    "min-inclusive": f"{ON} ; sh:property [ sh:path :age ; sh:minInclusive 2.5 ]",
    "min-exclusive": f"{ON} ; sh:property [ sh:path :age ; sh:minExclusive 2.5 ]",
    "max-inclusive": f"{ON} ; sh:property [ sh:path :age ; sh:maxInclusive 2.5 ]",
    "max-exclusive": f"{ON} ; sh:property [ sh:path :age ; sh:maxExclusive 2.5 ]",
    "min-length": f"{ON} ; sh:property [ sh:path :name ; sh:minLength 2 ]",
    "max-length": f"{ON} ; sh:property [ sh:path :name ; sh:maxLength 1 ]",
    "length-of-blank": f"{ON} ; sh:property [ sh:path :friend ; sh:maxLength 999 ]",
    "pattern": f'{ON} ; sh:property [ sh:path :name ; sh:pattern "^[a-z]" ]',
    "pattern-flags": f'{ON} ; sh:property [ sh:path :name ; sh:pattern "^h" ; sh:flags "i" ]',
    "language": f'{ON} ; sh:property [ sh:path :name ; sh:languageIn ( "zh" "en" ) ]',
    "unique-language": f"{ON} ; sh:property [ sh:path :name ; sh:uniqueLang true ]",
    "in": f'{ON} ; sh:property [ sh:path :tag ; sh:in ( :red "red" ) ]',
    "equals": f"{ON} ; sh:property [ sh:path :friend ; sh:equals :other ]",
    "disjoint": f"{ON} ; sh:property [ sh:path :friend ; sh:disjoint :other ]",
    "less-than": f"{ON} ; sh:property [ sh:path :born ; sh:lessThan :seen ]",
    "less-or-equal": f"{ON} ; sh:property [ sh:path :seen ; sh:lessThanOrEquals :born ]",
    "has-value": f"{ON} ; sh:property [ sh:path :tag ; sh:hasValue :blue ]",
    "node-has-value": f"{ON} ; sh:hasValue :a",
    "node-equals": f"{ON} ; sh:equals :other",
    "node-disjoint": f"{ON} ; sh:disjoint :friend",
    "not": f"{ON} ; sh:not [ sh:property [ sh:path :tag ; sh:minCount 1 ] ]",
    "and": f"{ON} ; sh:and ( [ sh:class :Cat ] [ sh:property [ sh:path :age ; sh:maxCount 1 ] ] )",
    "or": f"{ON} ; sh:property [ sh:path :name ; sh:or ( [ sh:datatype xsd:string ] [ sh:nodeKind sh:IRI ] ) ]",
    "xone": f"{ON} ; sh:xone ( [ sh:class :Cat ] [ sh:property [ sh:path :age ; sh:minCount 1 ] ] )",
    "node": f"{ON} ; sh:property [ sh:path :friend ; sh:node [ sh:property [ sh:path :name ; sh:minCount 1 ] ] ]",
    "nested": f"{ON} ; sh:property [ sh:path :friend ; sh:property [ sh:path :name ; sh:minCount 1 ] ]",
    "odd-iris": f"""{ON} ; sh:property [ sh:path <u:?focus> ; sh:nodeKind sh:IRI ;
        sh:property [ sh:path <u:?v0> ; sh:nodeKind sh:IRI ], [ sh:path <u:?focus> ; sh:minCount 1 ] ]""",
    "qualified": f"""{ON} ; sh:property [ sh:path :friend ; sh:qualifiedValueShape [ sh:class :Cat ] ;
        sh:qualifiedMinCount 1 ; sh:qualifiedMaxCount 1 ]""",
    "closed": f"""{ON} ; sh:closed true ; sh:ignoredProperties ( rdf:type :friend :tag ) ;
        sh:property [ sh:path :name ], [ sh:path :age ], [ sh:path :born ], [ sh:path :seen ]""",
    "closed-to-all": f"{ON} ; sh:closed true",
    "count-many": f"{ON} ; sh:property [ sh:path :many ; sh:minCount 12 ; sh:maxCount 12 ]",
    "count-many-nested": f"{ON} ; sh:not [ sh:property [ sh:path :many ; sh:minCount 11 ] ]",
    "qualified-many": f"""{ON} ; sh:property [ sh:path :many ; sh:qualifiedValueShape [ sh:minInclusive 3 ] ;
        sh:qualifiedMinCount 4 ; sh:qualifiedMaxCount 9 ]""",
    "deactivated": f"{ON} ; sh:property [ sh:path :name ; sh:minCount 9 ; sh:deactivated true ]",
    "inverse": f"{ON} ; sh:property [ sh:path [ sh:inversePath :friend ] ; sh:minCount 1 ]",
    "sequence": f"{ON} ; sh:property [ sh:path ( :friend :name ) ; sh:maxCount 1 ]",
    "alternative": f"{ON} ; sh:property [ sh:path [ sh:alternativePath ( :name :tag ) ] ; sh:minCount 3 ]",
    "zero-or-more": f"{ON} ; sh:property [ sh:path [ sh:zeroOrMorePath :friend ] ; sh:nodeKind sh:IRI ]",
    "one-or-more": f"{ON} ; sh:property [ sh:path [ sh:oneOrMorePath :friend ] ; sh:minCount 3 ]",
    "zero-or-one": f"{ON} ; sh:property [ sh:path [ sh:zeroOrOnePath :friend ] ; sh:maxCount 2 ]",
    "property-target": "sh:targetClass :Animal ; sh:path :name ; sh:minCount 1",
}  # fmt: skip
REFUSED = {
    "sh:sparql": f'{ON} ; sh:sparql [ sh:select "SELECT $this {{ $this :name ?value }}" ]',
    "sh:rule": f"{ON} ; sh:rule [ a sh:TripleRule ]",
    "sh:target,": 'sh:target [ sh:select "SELECT ?this { ?this :name ?n }" ] ; sh:nodeKind sh:IRI',
    "sh:minCuont": f"{ON} ; sh:property [ sh:path :name ; sh:minCuont 1 ]",
    "sh:targetclass": "sh:targetclass :Animal ; sh:nodeKind sh:IRI",
    "sh:qualifiedValueShapesDisjoint": f"""{ON} ; sh:property [ sh:path :friend ; sh:qualifiedValueShape [ sh:class
        :Cat ] ; sh:qualifiedMinCount 1 ; sh:qualifiedValueShapesDisjoint true ]""",
    "several sh:datatype": f"{ON} ; sh:property [ sh:path :name ; sh:datatype xsd:string, xsd:integer ]",
    "no property shape": f"{ON} ; sh:minCount 1",
    "no number": f'{ON} ; sh:property [ sh:path :name ; sh:minCount "one" ]',
    "pattern that cannot be read": f'{ON} ; sh:property [ sh:path :name ; sh:pattern "(" ]',
    "no RDF list": f"{ON} ; sh:property [ sh:path :name ; sh:in :red ]",
    "no property path": f"{ON} ; sh:property [ sh:path [ :odd :path ] ; sh:minCount 1 ]",
    "nil> is no property path": f"{ON} ; sh:property [ sh:path () ; sh:minCount 1 ]",
    "is no property path,": f"{ON} ; sh:property [ sh:path [ sh:alternativePath () ] ; sh:minCount 1 ]",
    "is no property path,,": f"{ON} ; sh:property [ sh:path _:p ; sh:minCount 1 ] . _:p sh:inversePath _:p",
    "Shape> has several sh:pattern": f'{ON} ; sh:property [ sh:path :name ; sh:pattern "a", "b" ]',
    "refers to itself": f"{ON} ; sh:not :Shape",
    "refers to itself,": f"{ON} ; sh:property :Part . :Part sh:path :friend ; sh:property :Part",
}  # fmt: skip


def shape(text: str, folder: Path) -> Path:
    path = folder / "shapes.ttl"
    kind = "sh:PropertyShape" if text.startswith("sh:targetClass :Animal ; sh:path") else "sh:NodeShape"
    path.write_text(f"{PREFIXES}\n:Shape a {kind} ; {text} .", encoding="utf-8")
    return path


def quads(text: str = DATA) -> list[ox.Quad]:
    return list(ox.parse((PREFIXES + text).encode(), format=ox.RdfFormat.TURTLE))


def by_pyshacl(path: Path, text: str) -> list[str]:
    """The focus nodes of pySHACL's results, sorted."""
    _, report, _ = pyshacl.validate(Graph().parse(data=PREFIXES + text), shacl_graph=Graph().parse(path))
    nodes = {report.value(result, SH.focusNode) for result in report.objects(None, SH.result)}
    # Blank nodes have names of their own in each parser.
    return sorted({"_" if isinstance(node, BNode) else str(node) for node in nodes})


def by_us(path: Path, text: str) -> list[str]:
    found = check(quads(text), only=["shape"], shapes=[path])
    ours = {f.focus for f in found if f.check.startswith("shape/Shape")}
    return sorted({"_" if focus.startswith("_:") else focus for focus in ours})


@pytest.mark.parametrize("name", SHAPES)
def test_a_constraint_finds_what_pyshacl_finds(name: str, tmp_path: Path) -> None:
    text = DATA
    if name == "implicit-class":
        text += ":thing a :Shape ."
    path = shape(SHAPES[name], tmp_path)
    assert by_us(path, text) == by_pyshacl(path, text)


@pytest.mark.parametrize("name", ["class", "target-objects", "min-count", "qualified"])
def test_instances_of_a_class_without_an_iri_count_as_well(name: str, tmp_path: Path) -> None:
    text = DATA + ":odd a [ rdfs:subClassOf :Cat ] ; :friend :odd . :a :friend :odd ."
    path = shape(SHAPES[name], tmp_path)
    assert by_us(path, text) == by_pyshacl(path, text)


def test_the_data_break_nearly_every_shape(tmp_path: Path) -> None:
    silent = {name for name, text in SHAPES.items() if not by_us(shape(text, tmp_path), DATA + ":thing a :Shape .")}
    assert silent == {"deactivated", "max-count-functional", "datatype-boolean", "kind-blank-or-iri"}


@pytest.mark.parametrize(
    ("datatype", "right", "wrong"),
    [
        ("byte", "-128 127", "-129 128 1.0"),
        ("unsignedShort", "0 65535", "-1 65536"),
        ("long", "9223372036854775807", "9223372036854775808"),
        ("unsignedLong", "18446744073709551615", "18446744073709551616 " + "9" * 60),
        ("positiveInteger", "1 007 " + "9" * 60, "0 -1"),
        ("nonNegativeInteger", "0 -0 5", "-5 +"),
        ("nonPositiveInteger", "0 -5", "5"),
        ("negativeInteger", "-1", "0 1"),
        ("dateTimeStamp", "2021-01-01T00:00:00Z 2021-01-01T00:00:00+08:00", "2021-01-01T00:00:00"),
    ],
)
def test_a_derived_type_is_known_by_its_values(datatype: str, right: str, wrong: str, tmp_path: Path) -> None:
    # pySHACL knows no bounds, and Oxigraph no type of a number but integer, decimal, double and float.
    path = shape(f"{ON} ; sh:property [ sh:path :z ; sh:datatype xsd:{datatype} ]", tmp_path)
    for values, expected in ((right, []), (wrong, wrong.split())):
        text = "\n".join(f':i{n} a :Animal ; :z "{v}"^^xsd:{datatype} .' for n, v in enumerate(values.split()))
        assert len(by_us(path, text)) == len(expected), values


@pytest.mark.parametrize("says", REFUSED)
def test_what_is_not_known_is_refused_never_passed_over(says: str, tmp_path: Path) -> None:
    path = shape(REFUSED[says], tmp_path)
    with pytest.raises(ResourceError) as caught:
        shape_queries(path, ox.Store())
    assert says.rstrip(",") in str(caught.value)
    assert str(path) in str(caught.value)


def test_a_file_that_is_no_turtle_is_told(tmp_path: Path) -> None:
    path = tmp_path / "shapes.ttl"
    with pytest.raises(ResourceError, match="cannot be read"):
        shape_queries(path, ox.Store())
    path.write_text(":a :b", encoding="utf-8")
    with pytest.raises(ResourceError, match="is no Turtle"):
        shape_queries(path, ox.Store())


def test_a_triple_in_two_graphs_counts_once(tmp_path: Path) -> None:
    path = shape(SHAPES["max-count-functional"], tmp_path)
    twice = [ox.Quad(q.subject, q.predicate, q.object, ox.NamedNode(f"https://g/{n}")) for q in quads() for n in (1, 2)]
    assert [f for f in check(twice, only=["shape"], shapes=[path]) if f.check.startswith("shape/Shape")] == []


def test_severity_and_messages_are_those_of_the_shape(tmp_path: Path) -> None:
    path = shape(
        'sh:targetNode :a ; sh:nodeKind sh:Literal ; sh:severity sh:Warning ; sh:message "文字"@zh, "a text"@en',
        tmp_path,
    )
    (found,) = (f for f in check(quads(), only=["shape"], shapes=[path]) if f.check == "shape/Shape")
    assert (found.severity, found.message("zh"), found.message("en")) == ("warning", "文字", "a text")
