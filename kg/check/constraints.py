"""The constraint components of SHACL Core as SPARQL: by each, when is it violated?

They follow the definitions of W3C SHACL (https://www.w3.org/TR/shacl/, section 4).  A constraint of one value node
becomes an expression that is true where the value violates it, one of all value nodes an expression on the focus
node with EXISTS; expressions never err, since FILTER takes an error for false.  Where the specification counts, we
ask for so many values that are not the same term, so that a triple that stands in two graphs counts once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import partial
from itertools import combinations, count
from typing import NamedTuple

import pyoxigraph as ox

from kg.check.known import Known
from kg.check.terms import NIL, SH, XSD, Node, ShapesGraph, Term, sh, word, written
from kg.errors import ResourceError

# What says nothing about the data, and what is read along with something else.
_SILENT = {
    "description", "defaultValue", "group", "message", "name", "order", "severity", "deactivated", "path", "targetNode",
    "targetClass", "targetSubjectsOf", "targetObjectsOf", "flags", "ignoredProperties", "qualifiedMinCount",
    "qualifiedMaxCount", "qualifiedValueShapesDisjoint",
}  # fmt: skip
_LEXICAL = {
    "boolean": "true|false|0|1",
    "integer": "[+-]?[0-9]+",
    "decimal": r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)",
    "double": r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?|[+-]?INF|NaN",
    "float": r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?|[+-]?INF|NaN",
    "nonNegativeInteger": r"\+?[0-9]+|-0+",
    "positiveInteger": r"\+?0*[1-9][0-9]*",
    "nonPositiveInteger": r"-[0-9]+|\+?0+",
    "negativeInteger": "-0*[1-9][0-9]*",
}
# Calendars are beyond a pattern: the engine says whether there is such a day.
_CAST = {"date", "dateTime", "time", "gYear", "gYearMonth"}
_KINDS = {
    "IRI": "isIRI({v})", "BlankNode": "isBlank({v})", "Literal": "isLiteral({v})",
    "BlankNodeOrIRI": "(isBlank({v}) || isIRI({v}))", "BlankNodeOrLiteral": "(isBlank({v}) || isLiteral({v}))",
    "IRIOrLiteral": "(isIRI({v}) || isLiteral({v}))",
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
            "class": self._class, "datatype": self._datatype, "nodeKind": self._kind,
            "minExclusive": partial(self._order, ">"), "minInclusive": partial(self._order, ">="),
            "maxExclusive": partial(self._order, "<"), "maxInclusive": partial(self._order, "<="),
            "minLength": partial(self._length, "<"), "maxLength": partial(self._length, ">"),
            "pattern": self._pattern, "languageIn": self._languages, "in": self._in,
            "not": self._not, "and": self._and, "or": self._or, "xone": self._xone, "node": self._node,
            "closed": self._closed,
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
        self._refuse_unknown(shape)
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
        if len(classes) == 1:
            return f"{node} a <{kind}> ."
        variable = self.fresh()
        return f"VALUES {variable} {{ {' '.join(f'<{c}>' for c in classes)} }} {node} a {variable} ."

    def _parameters(self, shape: Node, name: str) -> list[Term]:
        terms = self.graph.objects(shape, sh(name))
        if len(terms) > 1 and name not in _MORE_THAN_ONCE | _PAIRS:
            raise self.graph.fault(shape, f"has several sh:{name}", f"有多个 sh:{name}")
        return terms

    def _refuse_unknown(self, shape: Node) -> None:
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
        kind = self._iri(term)
        below = f" && NOT EXISTS {{ {self.is_a(value, kind)} }}" if len(self.known.classes(kind)) > 1 else ""
        return f"(isLiteral({value}) || (NOT EXISTS {{ {value} a <{kind}> }}{below}))"

    def _datatype(self, _shape: Node, term: Term, value: str) -> str:
        kind = self._iri(term)
        name = kind.removeprefix(XSD)
        fits = f"DATATYPE({value}) = <{kind}>"
        if name in _LEXICAL:
            fits += f" && REGEX(STR({value}), {word(f'^({_LEXICAL[name]})$')})"
        elif name in _CAST:
            fits += f" && isLiteral(<{kind}>(STR({value})))"
        return _unless(fits)

    def _kind(self, shape: Node, term: Term, value: str) -> str:
        name = self._iri(term).removeprefix(SH)
        if name not in _KINDS:
            raise self.graph.fault(shape, f"has no such sh:nodeKind: {term}", f"sh:nodeKind 有误：{term}")
        return "!" + _KINDS[name].format(v=value)

    def _order(self, operator: str, _shape: Node, term: Term, value: str) -> str:
        return _unless(f"{value} {operator} {written(term, self.graph)}")

    def _length(self, operator: str, shape: Node, term: Term, value: str) -> str:
        return f"(isBlank({value}) || STRLEN(STR({value})) {operator} {self._number(shape, term)})"

    def _pattern(self, shape: Node, term: Term, value: str) -> str:
        flags = self.graph.objects(shape, sh("flags"))
        arguments = ", ".join(word(_text(t)) for t in (term, *flags[:1]))
        # A pattern that the engine cannot read would be an error on each value, and so find nothing.
        (tried,) = ox.Store().query(f'SELECT (REGEX("", {arguments}) AS ?is) {{}}')  # type: ignore[misc]
        if tried[0] is None:
            raise self.graph.fault(shape, f"has a pattern that cannot be read: {term}", f"的正则表达式无法识别：{term}")
        return f"(isBlank({value}) || !REGEX(STR({value}), {arguments}))"

    def _languages(self, _shape: Node, term: Term, value: str) -> str:
        ranges = " || ".join(f"LANGMATCHES(LANG({value}), {word(_text(t))})" for t in self.graph.listed(term))
        return _unless(ranges or "false")

    def _in(self, _shape: Node, term: Term, value: str) -> str:
        same = (f"sameTerm({value}, {written(member, self.graph)})" for member in self.graph.listed(term))
        return f"!({any_of(same)})"

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
        if _text(term) not in ("true", "1"):
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
        return f"EXISTS {{ {value} {predicate} {other} FILTER({predicate} NOT IN ({', '.join(allowed)})) }}"

    # ---- All value nodes of a focus node

    def _at_least(self, shape: Node, term: Term, focus: str, path: str) -> str:
        number = self._number(shape, term)
        return f"NOT {self._several(focus, path, number)}" if number else "false"

    def _at_most(self, shape: Node, term: Term, focus: str, path: str) -> str:
        number = self._number(shape, term)
        return "false" if number and self.known.is_functional(path) else self._several(focus, path, number + 1)

    def _several(self, focus: str, path: str, number: int, wrong: Callable[[str], str] | None = None) -> str:
        """Return whether there are so many values that differ, none of which is wrong."""
        if number > _MOST:
            raise self.graph.fault(path, f"is counted to more than {_MOST}", f"的计数超过 {_MOST}")
        values = [self.fresh() for _ in range(number)]
        tests = [f"FILTER(!sameTerm({one}, {other}))" for one, other in combinations(values, 2)]
        tests += [f"FILTER(!({wrong(value)}))" for value in values] if wrong else []
        return f"EXISTS {{ {' '.join(f'{focus} {path} {value} .' for value in values)} {' '.join(tests)} }}"

    def _has(self, _shape: Node, term: Term, focus: str, path: str) -> str:
        value = written(term, self.graph)
        return f"!sameTerm({focus}, {value})" if path == focus else f"NOT EXISTS {{ {focus} {path} {value} }}"

    def _unique(self, _shape: Node, term: Term, focus: str, path: str) -> str:
        if _text(term) not in ("true", "1"):
            return "false"
        one, other = self.fresh(), self.fresh()
        return (
            f"EXISTS {{ {focus} {path} {one}, {other} FILTER(isLiteral({one}) && isLiteral({other}) && "
            f'!sameTerm({one}, {other}) && LANG({one}) != "" && LCASE(LANG({one})) = LCASE(LANG({other}))) }}'
        )

    def _equals(self, shape: Node, term: Term, focus: str, path: str) -> str:
        value, other = self.fresh(), self._iri(term)
        if path == focus:
            return f"(NOT EXISTS {{ {focus} <{other}> {focus} }} || {self._several(focus, f'<{other}>', 2)})"
        return (
            f"(EXISTS {{ {focus} {path} {value} FILTER NOT EXISTS {{ {focus} <{other}> {value} }} }} || "
            f"EXISTS {{ {focus} <{other}> {value} FILTER NOT EXISTS {{ {focus} {path} {value} }} }})"
        )

    def _disjoint(self, _shape: Node, term: Term, focus: str, path: str) -> str:
        if path == focus:
            return f"EXISTS {{ {focus} <{self._iri(term)}> {focus} }}"
        value = self.fresh()
        return f"EXISTS {{ {focus} {path} {value} . {focus} <{self._iri(term)}> {value} }}"

    def _less(self, operator: str, _shape: Node, term: Term, focus: str, path: str) -> str:
        one, other = self.fresh(), self.fresh()
        wrong = _unless(f"{one} {operator} {other}")
        return f"EXISTS {{ {focus} {path} {one} . {focus} <{self._iri(term)}> {other} FILTER({wrong}) }}"

    def _qualified(self, shape: Node, term: Term, focus: str, path: str) -> str:
        if self.flag(shape, "qualifiedValueShapesDisjoint"):
            raise self.graph.fault(
                shape, "uses sh:qualifiedValueShapesDisjoint, which kg does not know; nothing was checked",
                "使用了 kg 不识的 sh:qualifiedValueShapesDisjoint；未作任何检查",
            )  # fmt: skip
        wrong = partial(self.violated, self._shape(term))
        found = []
        for least in self._parameters(shape, "qualifiedMinCount"):
            if number := self._number(shape, least):
                found.append(f"NOT {self._several(focus, path, number, wrong)}")
        for most in self._parameters(shape, "qualifiedMaxCount"):
            found.append(self._several(focus, path, self._number(shape, most) + 1, wrong))
        return any_of(found)

    # ---- Parameters

    def _members(self, head: Term, value: str) -> list[str]:
        return [self.violated(self._shape(term), value) for term in self.graph.listed(head)]

    def _shape(self, term: Term) -> Node:
        if isinstance(term, ox.Literal) or term == NIL:
            raise self.graph.fault(term, "is no shape", "不是形状")
        return term

    def _iri(self, term: Term) -> str:
        if not isinstance(term, ox.NamedNode):
            raise self.graph.fault(term, "is no IRI, where one belongs", "不是 IRI，此处应为 IRI")
        return term.value

    def _number(self, shape: Node, term: Term) -> int:
        if not isinstance(term, ox.Literal) or not re.fullmatch(r"\+?[0-9]{1,9}", term.value, re.ASCII):
            raise self.graph.fault(shape, f"counts to {term}, which is no number", f"计数 {term} 不是数")
        return int(term.value)

    def flag(self, shape: Node, name: str) -> bool:
        """Return whether a boolean parameter of a shape is set."""
        return any(_text(term) in ("true", "1") for term in self.graph.objects(shape, sh(name)))


# A pattern of so many values is joined with itself so many times.
_MOST = 20


def any_of(expressions: Iterable[str]) -> str:
    """Return the disjunction of expressions."""
    real = [e for e in expressions if e != "false"]
    return "(" + " || ".join(real) + ")" if len(real) > 1 else (real[0] if real else "false")


def _unless(fits: str) -> str:
    """Return when something does not hold, an error included."""
    return f"!COALESCE({fits}, false)"


def _text(term: Term) -> str:
    return term.value
