"""The constraints of SHACL Core that look at one value by itself: by which expression is it wrong?

Each function takes the shapes graph, the shape, the constraint's parameter and a variable, and returns an expression
that is true where the value violates the constraint (https://www.w3.org/TR/shacl/, sections 4.1 to 4.4 and 4.8).

Oxigraph keeps the value of a number, not its type: what was written as an xsd:int, it says is an xsd:integer.  So an
xsd:integer counts as of each type derived from it that has the value, and an xsd:dateTime with a time zone as an
xsd:dateTimeStamp; anything else would find fault with right data.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import partial

import pyoxigraph as ox

from kg.check.terms import SH, XSD, Node, ShapesGraph, Term, sh, word, written

_INTEGER = "[+-]?[0-9]+"
_DOUBLE = r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?|[+-]?INF|NaN"
_LEXICAL = {
    "boolean": "true|false|0|1",
    "integer": _INTEGER,
    "decimal": r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)",
    "double": _DOUBLE,
    "float": _DOUBLE,
}
# Types derived from xsd:integer (XML Schema 1.1, part 2, section 3.4): without an end a pattern, else their bounds.
_DERIVED = {
    "nonNegativeInteger": r"\+?[0-9]+|-0+",
    "positiveInteger": r"\+?0*[1-9][0-9]*",
    "nonPositiveInteger": r"-[0-9]+|\+?0+",
    "negativeInteger": "-0*[1-9][0-9]*",
}
_BITS = {"Byte": 8, "Short": 16, "Int": 32, "Long": 64}
_BOUNDS = {name.lower(): (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1) for name, bits in _BITS.items()} | {
    f"unsigned{name}": (0, 2**bits - 1) for name, bits in _BITS.items()
}
# Calendars are beyond a pattern: the engine says whether there is such a day.
_CAST = {"date", "dateTime", "time", "gYear", "gYearMonth"}
_KINDS = {
    "IRI": "isIRI({v})", "BlankNode": "isBlank({v})", "Literal": "isLiteral({v})",
    "BlankNodeOrIRI": "(isBlank({v}) || isIRI({v}))", "BlankNodeOrLiteral": "(isBlank({v}) || isLiteral({v}))",
    "IRIOrLiteral": "(isIRI({v}) || isLiteral({v}))",
}  # fmt: skip


def any_of(expressions: Iterable[str]) -> str:
    """Return the disjunction of expressions."""
    real = [e for e in expressions if e != "false"]
    return "(" + " || ".join(real) + ")" if len(real) > 1 else (real[0] if real else "false")


def unless(fits: str) -> str:
    """Return when something does not hold, an error included."""
    return f"!COALESCE({fits}, false)"


def number(graph: ShapesGraph, shape: Node, term: Term) -> int:
    """Return a parameter that counts."""
    if not isinstance(term, ox.Literal) or not re.fullmatch(r"\+?[0-9]{1,9}", term.value, re.ASCII):
        raise graph.fault(shape, f"counts to {term}, which is no number", f"计数 {term} 不是数")
    return int(term.value)


def named(graph: ShapesGraph, term: Term) -> str:
    """Return a parameter that is an IRI."""
    if not isinstance(term, ox.NamedNode):
        raise graph.fault(term, "is no IRI, where one belongs", "不是 IRI，此处应为 IRI")
    return term.value


def _datatype(graph: ShapesGraph, _: Node, term: Term, value: str) -> str:
    kind = named(graph, term)
    name = kind.removeprefix(XSD)
    fits = f"DATATYPE({value}) = <{kind}>"
    if name in _LEXICAL:
        fits += f" && REGEX(STR({value}), {word(f'^({_LEXICAL[name]})$')})"
    elif name in _DERIVED or name in _BOUNDS:
        lexical = word(f"^({_DERIVED.get(name, _INTEGER)})$")
        fits = f"DATATYPE({value}) IN (<{kind}>, <{XSD}integer>) && REGEX(STR({value}), {lexical})"
        if bounds := _BOUNDS.get(name):
            # Decimals have 128 bits, Oxigraph's integers 64.
            fits += "".join(
                f' && <{XSD}decimal>(STR({value})) {sign} "{bound}"^^<{XSD}decimal>'
                for sign, bound in zip((">=", "<="), bounds, strict=True)
            )
    elif name == "dateTimeStamp":
        fits = f'DATATYPE({value}) IN (<{kind}>, <{XSD}dateTime>) && TZ(<{XSD}dateTime>(STR({value}))) != ""'
    elif name in _CAST:
        fits += f" && isLiteral(<{kind}>(STR({value})))"
    return unless(fits)


def _kind(graph: ShapesGraph, shape: Node, term: Term, value: str) -> str:
    name = named(graph, term).removeprefix(SH)
    if name not in _KINDS:
        raise graph.fault(shape, f"has no such sh:nodeKind: {term}", f"sh:nodeKind 有误：{term}")
    return "!" + _KINDS[name].format(v=value)


def _order(operator: str, graph: ShapesGraph, _: Node, term: Term, value: str) -> str:
    return unless(f"{value} {operator} {written(term, graph)}")


def _length(operator: str, graph: ShapesGraph, shape: Node, term: Term, value: str) -> str:
    return f"(isBlank({value}) || STRLEN(STR({value})) {operator} {number(graph, shape, term)})"


def _pattern(graph: ShapesGraph, shape: Node, term: Term, value: str) -> str:
    flags = graph.objects(shape, sh("flags"))
    arguments = ", ".join(word(t.value) for t in (term, *flags[:1]))
    # A pattern that the engine cannot read would be an error on each value, and so find nothing.
    (tried,) = ox.Store().query(f'SELECT (REGEX("", {arguments}) AS ?is) {{}}')  # type: ignore[misc]
    if tried[0] is None:
        raise graph.fault(shape, f"has a pattern that cannot be read: {term}", f"的正则表达式无法识别：{term}")
    return f"(isBlank({value}) || !REGEX(STR({value}), {arguments}))"


def _languages(graph: ShapesGraph, _: Node, term: Term, value: str) -> str:
    ranges = " || ".join(f"LANGMATCHES(LANG({value}), {word(t.value)})" for t in graph.listed(term))
    return unless(ranges or "false")


def _in(graph: ShapesGraph, _: Node, term: Term, value: str) -> str:
    same = (f"sameTerm({value}, {written(member, graph)})" for member in graph.listed(term))
    return f"!({any_of(same)})"


VALUES: dict[str, Callable[[ShapesGraph, Node, Term, str], str]] = {
    "datatype": _datatype, "nodeKind": _kind,
    "minExclusive": partial(_order, ">"), "minInclusive": partial(_order, ">="),
    "maxExclusive": partial(_order, "<"), "maxInclusive": partial(_order, "<="),
    "minLength": partial(_length, "<"), "maxLength": partial(_length, ">"),
    "pattern": _pattern, "languageIn": _languages, "in": _in,
}  # fmt: skip
