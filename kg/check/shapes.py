"""SHACL on Oxigraph: each shape becomes queries that find what breaks it.

pySHACL takes half a millisecond a quad, minutes for a corpus.  Engines in Rust with Python wheels were tried on 1.2
million quads: pyshifty, pyshacl-turbo and pyrudof took 4 to 15 GB; shacl and shacl-rust (0.6 and 1.3 GB, of the quads
written out and parsed again) and the others misjudged SUBSTR in Chinese text.  So constraints are written as SPARQL by
their definitions (`kg.check.constraints`, `kg.check.values`) and run where the quads already are, in 0.25 GB; pySHACL
is the oracle of the tests.

1. The shapes of a file are read; what kg does not know is an error, never passed over.
2. Classes below a target class are looked up in the data (`rdfs:subClassOf`), as SHACL has it.
3. Each shape with a target gives queries for itself and for each property shape in it.

This is SHACL Core.  What needs SPARQL is a violation query (`kg.check.queries`), not sh:sparql.

Rows are `?focus` and, where a single value is wrong, `?value`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pyoxigraph as ox

from kg.check.constraints import Constraints
from kg.check.finding import Severity
from kg.check.known import Known
from kg.check.terms import RDF, RDFS, SH, Node, ShapesGraph, Term, sh, written
from kg.errors import ResourceError

_TYPE, _CLASS = ox.NamedNode(RDF + "type"), ox.NamedNode(RDFS + "Class")
_OWL_CLASS = ox.NamedNode("http://www.w3.org/2002/07/owl#Class")
_TARGETS = ("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf")
# Not Core, and nothing of it may be passed over; `target` says what a shape applies to.
_REFUSED = (
    "target",
    "rule",
    "sparql",
    "js",
    "expression",
    "validator",
    "nodeValidator",
    "propertyValidator",
    "parameter",
)
_SEVERITIES: dict[str, Severity] = {SH + "Violation": "violation", SH + "Warning": "warning", SH + "Info": "info"}
_FOCUS, _VALUE = "?focus", "?value"


@dataclass(frozen=True, slots=True)
class ShapeQuery:
    """A query that finds what breaks a shape: its `name` ("shape/title"), how grave that is, the messages by language
    and the SPARQL."""

    name: str
    severity: Severity
    messages: Mapping[str, str]
    text: str


def shape_queries(path: Path, data: ox.Store) -> list[ShapeQuery]:
    """Return the queries of the shapes in a Turtle file, for these data, by name.

    ResourceError where the file is no Turtle, or uses of SHACL what kg does not know (SHACL-SPARQL, SHACL-AF, own
    constraint components; of Core, only sh:qualifiedValueShapesDisjoint and shapes that refer to themselves).
    """
    return sorted(_Shapes(_read(path), Known(data)).queries(), key=lambda query: (query.name, query.text))


def _read(path: Path) -> ShapesGraph:
    try:
        triples = ox.Store()
        triples.extend(ox.parse(path.read_bytes(), format=ox.RdfFormat.TURTLE))
    except OSError as error:
        raise ResourceError(path, f"cannot be read: {error.strerror}", f"无法读取：{error.strerror}") from error
    except SyntaxError as error:
        raise ResourceError(path, f"is no Turtle: {error}", f"不是 Turtle：{error}") from error
    return ShapesGraph(path, triples)


class _Shapes:
    def __init__(self, graph: ShapesGraph, known: Known) -> None:
        self.graph = graph
        self.constraints = Constraints(graph, known)

    def queries(self) -> Iterator[ShapeQuery]:
        for name in _REFUSED:
            for node in self.graph.subjects(sh(name)):
                raise self.graph.fault(
                    node, f"uses sh:{name}, which kg does not know; nothing was checked",
                    f"使用了 kg 不识的 sh:{name}；未作任何检查",
                )  # fmt: skip
        shapes = {node for target in _TARGETS for node in self.graph.subjects(sh(target))}
        # A class that is a shape, too, targets its instances (2.1.3.3).
        kinds = (set(self.graph.subjects(_TYPE, sh(kind))) for kind in ("NodeShape", "PropertyShape"))
        meant = {*self.graph.subjects(_TYPE, _CLASS), *self.graph.subjects(_TYPE, _OWL_CLASS)}
        declared = set().union(*kinds)
        for shape in sorted(declared, key=str):
            # Of one that nothing leads to, the target may be what is misspelt.
            self.constraints.refuse_unknown(shape)
        shapes |= declared & meant
        for shape in sorted(shapes, key=str):
            targets = self._targets(shape, implicit=shape in meant)
            yield from self._of_shape(shape, targets, _FOCUS, _local(shape))

    def _targets(self, shape: Node, implicit: bool) -> str:
        """Return the pattern that binds the focus nodes of a shape, each once."""
        patterns = []
        for term in self.graph.objects(shape, sh("targetClass")) + ([shape] if implicit else []):
            if not isinstance(term, ox.NamedNode):
                raise self.graph.fault(term, "is no class", "不是类")
            patterns.append(self.constraints.is_a(_FOCUS, term.value))
        for term in self.graph.objects(shape, sh("targetNode")):
            patterns.append(f"VALUES {_FOCUS} {{ {written(term, self.graph)} }}")
        for term in self.graph.objects(shape, sh("targetSubjectsOf")):
            patterns.append(f"{_FOCUS} {written(term, self.graph)} {self.constraints.fresh()} .")
        for term in self.graph.objects(shape, sh("targetObjectsOf")):
            patterns.append(f"{self.constraints.fresh()} {written(term, self.graph)} {_FOCUS} .")
        joined = " UNION ".join(f"{{ {pattern} }}" for pattern in patterns)
        if len(patterns) == 1 and "VALUES" not in joined and "*" not in joined:
            return joined
        return f"{{ SELECT DISTINCT {_FOCUS} {{ {joined} }} }}"

    def _of_shape(
        self, shape: Node, targets: str, focus: str, name: str, above: tuple[Node, ...] = ()
    ) -> Iterator[ShapeQuery]:
        """Yield the queries of a shape, part of `above`; `targets` binds `focus`, the nodes that it applies to."""
        if shape in above:
            raise self.constraints.recursive(shape)
        above = (*above, shape)
        if self.constraints.flag(shape, "deactivated"):
            return
        wrong = self.constraints.violated_itself(shape, focus, _VALUE)
        path = self.constraints.path(shape)
        said = self._said(shape, name)
        if wrong.of_all != "false":
            yield replace(said, text=_select(focus, "", f"{targets} FILTER({wrong.of_all})"))
        if wrong.of_one != "false":
            value, values = (_VALUE, f"{focus} {path} {_VALUE} .") if path else ("", "")
            yield replace(said, text=_select(focus, value, f"{targets} {values} FILTER({wrong.of_one})"))
        for part in self.graph.objects(shape, sh("property")):
            inner = self._node(part)
            part_name = _local(inner) or f"{name}/{self._path_name(inner)}"
            if path is None:
                yield from self._of_shape(inner, targets, focus, part_name, above)
            else:
                below = self.constraints.fresh()
                narrowed = f"{{ SELECT DISTINCT {below} {{ {targets} {focus} {path} {below} . }} }}"
                yield from self._of_shape(inner, narrowed, below, part_name, above)

    def _said(self, shape: Node, name: str) -> ShapeQuery:
        severities = self.graph.objects(shape, sh("severity"))
        # An own severity is as grave as the gravest: nobody knows better.
        severity = _SEVERITIES.get(severities[0].value, "violation") if severities else "violation"
        messages = {
            term.language or "en": term.value
            for term in self.graph.objects(shape, sh("message"))
            if isinstance(term, ox.Literal)
        }
        return ShapeQuery(f"shape/{name}", severity, messages, "")

    def _path_name(self, shape: Node) -> str:
        return re.sub(r"<[^>]*[/#:]([^>/#]*)>", r"\1", self.constraints.path(shape) or "")

    def _node(self, term: Term) -> Node:
        if isinstance(term, ox.Literal):
            raise self.graph.fault(term, "is no node", "不是节点")
        return term


def _select(focus: str, others: str, pattern: str) -> str:
    """Return a query whose focus nodes are in `?focus`, which in targets that bind another is out of sight."""
    head = _FOCUS if focus == _FOCUS else f"({focus} AS {_FOCUS})"
    return f"SELECT DISTINCT {head} {others} WHERE {{ {pattern} }}"


def _local(node: Node) -> str:
    return re.split("[#/]", node.value)[-1] if isinstance(node, ox.NamedNode) else ""
