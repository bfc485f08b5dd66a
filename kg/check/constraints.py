"""The constraint components of SHACL Core as SPARQL: by each, when is it violated?

They follow the definitions of W3C SHACL (https://www.w3.org/TR/shacl/, section 4).  A constraint of one value node
becomes an expression that is true where the value violates it, one of all value nodes an expression on the focus
node with EXISTS; expressions never err, since FILTER takes an error for false.  Where the specification counts, terms
are counted, so that a triple that stands in two graphs counts once.  What looks at a value by itself is in
`kg.check.values`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import count
from typing import NamedTuple

import pyoxigraph as ox

from kg.check.known import Known
from kg.check.terms import NIL, RDFS, SH, Node, ShapesGraph, Term, sh, written
from kg.check.values import VALUES, any_of, named, number, unless
from kg.errors import ResourceError

# What says nothing about the data, and what is read along with something else.
_SILENT = {
    "description", "defaultValue", "group", "message", "name", "order", "severity", "deactivated", "path", "targetNode",
    "targetClass", "targetSubjectsOf", "targetObjectsOf", "flags", "ignoredProperties", "qualifiedMinCount",
    "qualifiedMaxCount", "qualifiedValueShapesDisjoint",
}  # fmt: skip
_MORE_THAN_ONCE = {"class", "property", "node", "not", "and", "or", "xone", "hasValue", "equals", "disjoint"}
# The constraints of all value nodes that a node shape can have, too.
_OF_NODES = {"hasValue", "equals", "disjoint"}
_PAIRS = {"lessThan", "lessThanOrEquals", "equals", "disjoint"}


class Wrong(NamedTuple):
    """When a shape is violated: by a value node (`of_one`), by all value nodes together (`of_all`)."""

    of_one: str
    of_all: str


class Constraints:
    """Writes the constraints of a shapes graph for data of which something is known."""

    def __init__(self, graph: ShapesGraph, known: Known) -> None:
        self.graph, self.known = graph, known
        self._numbers = count()
        self._open: list[Node] = []
        self._of_values: dict[str, Callable[[Node, Term, str], str]] = {
            **{name: partial(wrong, graph) for name, wrong in VALUES.items()},
            "class": self._class, "not": self._not, "and": self._and, "or": self._or, "xone": self._xone,
            "node": self._node, "closed": self._closed,
        }  # fmt: skip
        self._of_sets: dict[str, Callable[[Node, Term, str, str], str]] = {
            "minCount": self._at_least, "maxCount": self._at_most, "hasValue": self._has, "uniqueLang": self._unique,
            "equals": self._equals, "disjoint": self._disjoint, "lessThan": partial(self._less, "<"),
            "lessThanOrEquals": partial(self._less, "<="), "qualifiedValueShape": self._qualified,
        }  # fmt: skip

    def fresh(self) -> str:
        """Return a variable that stands nowhere else."""
        return f"?v{next(self._numbers)}"

    def violated(self, shape: Node, node: str) -> str:
        """Return when `node`, a variable, violates a shape; "false" where nothing is asked of it."""
        if shape in self._open:
            raise self.recursive(shape)
        self._open.append(shape)
        try:
            if self.flag(shape, "deactivated"):
                return "false"
            path = self.path(shape)
            if path is None:
                wrong = [self.values_violated(shape, node), self.set_violated(shape, node, node)]
            else:
                value = self.fresh()
                wrong = [self.set_violated(shape, node, path)]
                if (inner := self.values_violated(shape, value)) != "false":
                    wrong.append(f"EXISTS {{ {node} {path} {value} FILTER({inner}) }}")
            return any_of(wrong)
        finally:
            self._open.pop()

    def recursive(self, shape: Node) -> ResourceError:
        """Return the error of a shape that is part of itself."""
        return self.graph.fault(shape, "refers to itself, which SHACL leaves undefined", "引用自身，SHACL 对此未作规定")

    def violated_itself(self, shape: Node, focus: str, value: str) -> Wrong:
        """Return when `focus` violates a shape by constraints of its own, not by those of property shapes in it."""
        path = self.path(shape)
        one = self.values_violated(shape, value if path else focus, nested=False)
        return Wrong(one, self.set_violated(shape, focus, path or focus))

    def path(self, shape: Node) -> str | None:
        """Return the path of a property shape, None of a node shape."""
        paths = self.graph.objects(shape, sh("path"))
        if len(paths) > 1:
            raise self.graph.fault(shape, "has several sh:path", "有多个 sh:path")
        return self.graph.property_path(paths[0]) if paths else None

    def values_violated(self, shape: Node, value: str, nested: bool = True) -> str:
        """Return when a value node violates a shape; of the property shapes in it only if `nested`."""
        self.refuse_unknown(shape)
        wrong = [
            write(shape, term, value)
            for name, write in self._of_values.items()
            for term in self._parameters(shape, name)
        ]
        for term in self.graph.objects(shape, sh("property")) if nested else ():
            wrong.append(self.violated(self._shape(term), value))
        return any_of(wrong)

    def set_violated(self, shape: Node, focus: str, path: str) -> str:
        """Return when the value nodes of a focus node together violate a shape; a node shape's path is the node."""
        found = [(name, term) for name in self._of_sets for term in self._parameters(shape, name)]
        for name, _ in found:
            if path == focus and name not in _OF_NODES:
                raise self.graph.fault(
                    shape, f"is no property shape and has sh:{name}", f"不是属性形状，却有 sh:{name}"
                )
        return any_of(self._of_sets[name](shape, term, focus, path) for name, term in found)

    def is_a(self, node: str, kind: str) -> str:
        """Return the pattern of instances of a class, or of one below it in the data."""
        classes = self.known.classes(kind)
        if not classes:
            return f"{node} a/<{RDFS}subClassOf>* <{kind}> ."
        if len(classes) == 1:
            return f"{node} a <{kind}> ."
        variable = self.fresh()
        return f"VALUES {variable} {{ {' '.join(f'<{c}>' for c in classes)} }} {node} a {variable} ."

    def _parameters(self, shape: Node, name: str) -> list[Term]:
        terms = self.graph.objects(shape, sh(name))
        if len(terms) > 1 and name not in _MORE_THAN_ONCE | _PAIRS:
            raise self.graph.fault(shape, f"has several sh:{name}", f"有多个 sh:{name}")
        return terms

    def refuse_unknown(self, shape: Node) -> None:
        """Raise ResourceError where a shape says something of SHACL that is not known."""
        known = {*_SILENT, *self._of_values, *self._of_sets, "property"}
        for predicate in self.graph.predicates(shape):
            name = predicate.removeprefix(SH)
            if predicate.startswith(SH) and name not in known:
                raise self.graph.fault(
                    shape, f"uses sh:{name}, which kg does not know; nothing was checked",
                    f"使用了 kg 不识的 sh:{name}；未作任何检查",
                )  # fmt: skip

    # ---- Value nodes

    def _class(self, _shape: Node, term: Term, value: str) -> str:
        kind = named(self.graph, term)
        below = f" && NOT EXISTS {{ {self.is_a(value, kind)} }}" if len(self.known.classes(kind)) != 1 else ""
        return f"(isLiteral({value}) || (NOT EXISTS {{ {value} a <{kind}> }}{below}))"

    def _not(self, _shape: Node, term: Term, value: str) -> str:
        return f"!({self.violated(self._shape(term), value)})"

    def _node(self, _shape: Node, term: Term, value: str) -> str:
        return self.violated(self._shape(term), value)

    def _and(self, _shape: Node, term: Term, value: str) -> str:
        return any_of(self._members(term, value))

    def _or(self, _shape: Node, term: Term, value: str) -> str:
        return "(" + (" && ".join(self._members(term, value)) or "true") + ")"

    def _xone(self, _shape: Node, term: Term, value: str) -> str:
        met = " + ".join(f"IF({wrong}, 0, 1)" for wrong in self._members(term, value))
        return f"(({met or '0'}) != 1)"

    def _closed(self, shape: Node, term: Term, value: str) -> str:
        if term.value not in ("true", "1"):
            return "false"
        allowed = [
            str(path)
            for part in self.graph.objects(shape, sh("property"))
            for path in self.graph.objects(self._shape(part), sh("path"))
            if isinstance(path, ox.NamedNode)
        ]
        for ignored in self.graph.objects(shape, sh("ignoredProperties")):
            allowed += [written(member, self.graph) for member in self.graph.listed(ignored)]
        predicate, other = self.fresh(), self.fresh()
        # Oxigraph takes NOT IN () for false.
        test = f" FILTER({predicate} NOT IN ({', '.join(allowed)}))" if allowed else ""
        return f"EXISTS {{ {value} {predicate} {other}{test} }}"

    # ---- All value nodes of a focus node

    def _at_least(self, shape: Node, term: Term, focus: str, path: str) -> str:
        least = number(self.graph, shape, term)
        return f"NOT {self._several(focus, path, least)}" if least else "false"

    def _at_most(self, shape: Node, term: Term, focus: str, path: str) -> str:
        most = number(self.graph, shape, term)
        return "false" if most and self.known.is_functional(path) else self._several(focus, path, most + 1)

    def _several(self, focus: str, path: str, many: int, wrong: Callable[[str], str] | None = None) -> str:
        """Return whether there are so many values that differ, none of which is wrong."""
        values = [self.fresh() for _ in range(min(many, 2))]
        tests = "".join(f" FILTER(!({wrong(value)}))" for value in values) if wrong else ""
        pattern = " ".join(f"{focus} {path} {value} ." for value in values)
        if many <= 2:
            differ = f" FILTER(!sameTerm({', '.join(values)}))" if many == 2 else ""
            return f"EXISTS {{ {pattern}{differ}{tests} }}"
        # A pattern of so many values would be joined with itself as often: 10 values, 10! rows.  Oxigraph evaluates
        # a sub-select of an EXISTS with the variables it projects bound, so that this counts for one focus node only.
        [one, _] = values
        kept = f" FILTER(!({wrong(one)}))" if wrong else ""
        return (
            f"EXISTS {{ SELECT {focus} {{ {focus} {path} {one} .{kept} }} GROUP BY {focus} "
            f"HAVING(COUNT(DISTINCT {one}) >= {many}) }}"
        )

    def _has(self, _shape: Node, term: Term, focus: str, path: str) -> str:
        value = written(term, self.graph)
        return f"!sameTerm({focus}, {value})" if path == focus else f"NOT EXISTS {{ {focus} {path} {value} }}"

    def _unique(self, _shape: Node, term: Term, focus: str, path: str) -> str:
        if term.value not in ("true", "1"):
            return "false"
        one, other = self.fresh(), self.fresh()
        return (
            f"EXISTS {{ {focus} {path} {one}, {other} FILTER(isLiteral({one}) && isLiteral({other}) && "
            f'!sameTerm({one}, {other}) && LANG({one}) != "" && LCASE(LANG({one})) = LCASE(LANG({other}))) }}'
        )

    def _equals(self, shape: Node, term: Term, focus: str, path: str) -> str:
        value, other = self.fresh(), named(self.graph, term)
        if path == focus:
            return f"(NOT EXISTS {{ {focus} <{other}> {focus} }} || {self._several(focus, f'<{other}>', 2)})"
        return (
            f"(EXISTS {{ {focus} {path} {value} FILTER NOT EXISTS {{ {focus} <{other}> {value} }} }} || "
            f"EXISTS {{ {focus} <{other}> {value} FILTER NOT EXISTS {{ {focus} {path} {value} }} }})"
        )

    def _disjoint(self, _shape: Node, term: Term, focus: str, path: str) -> str:
        if path == focus:
            return f"EXISTS {{ {focus} <{named(self.graph, term)}> {focus} }}"
        value = self.fresh()
        return f"EXISTS {{ {focus} {path} {value} . {focus} <{named(self.graph, term)}> {value} }}"

    def _less(self, operator: str, _shape: Node, term: Term, focus: str, path: str) -> str:
        one, other = self.fresh(), self.fresh()
        wrong = unless(f"{one} {operator} {other}")
        return f"EXISTS {{ {focus} {path} {one} . {focus} <{named(self.graph, term)}> {other} FILTER({wrong}) }}"

    def _qualified(self, shape: Node, term: Term, focus: str, path: str) -> str:
        if self.flag(shape, "qualifiedValueShapesDisjoint"):
            raise self.graph.fault(
                shape, "uses sh:qualifiedValueShapesDisjoint, which kg does not know; nothing was checked",
                "使用了 kg 不识的 sh:qualifiedValueShapesDisjoint；未作任何检查",
            )  # fmt: skip
        wrong = partial(self.violated, self._shape(term))
        found = []
        for least in self._parameters(shape, "qualifiedMinCount"):
            if needed := number(self.graph, shape, least):
                found.append(f"NOT {self._several(focus, path, needed, wrong)}")
        for most in self._parameters(shape, "qualifiedMaxCount"):
            found.append(self._several(focus, path, number(self.graph, shape, most) + 1, wrong))
        return any_of(found)

    # ---- Parameters

    def _members(self, head: Term, value: str) -> list[str]:
        return [self.violated(self._shape(term), value) for term in self.graph.listed(head)]

    def _shape(self, term: Term) -> Node:
        if isinstance(term, ox.Literal) or term == NIL:
            raise self.graph.fault(term, "is no shape", "不是形状")
        return term

    def flag(self, shape: Node, name: str) -> bool:
        """Return whether a boolean parameter of a shape is set."""
        return any(term.value in ("true", "1") for term in self.graph.objects(shape, sh(name)))
