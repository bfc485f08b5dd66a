"""Parameters of a query: from what a user types to terms, and from terms into the query.

Types: `xsd:integer`; `xsd:string`; `name` (of an entity or indicator: label, other name or IRI) and `place` (the
same, or a GB/T 2260 code), which stand for the IRIs of all that is called so; `document` (id, title, document
number or IRI); `class:Entity` (a class below that one, by name, label or IRI); `lead|support|issue` (one of these
words).

Binding.  Oxigraph's own substitutions reach projected variables only: they are joined to the result, and neither
sub-selects nor filters see them; functions are seen everywhere, but not by its planner (a lookup of 1 ms
takes 100).  So a parameter has places in the text, `VALUES ?year { UNDEF }`, which are SPARQL for "any": one that
is given has its terms written there, one that is not has its places blanked.  Every character of a term
is written as a code point escape, which Oxigraph resolves after it has found where the term ends: nothing in a
value can be read as syntax.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from kg import iri, ontology, places
from kg.errors import ResourceError, UnknownNameError, UsageError
from kg.model import EntityKey
from kg.query.names import find_documents, find_entity, is_text, nearest_places
from kg.store import Store

_INTEGER = ox.NamedNode("http://www.w3.org/2001/XMLSchema#integer")
_PLAIN_TYPES = frozenset({"xsd:integer", "xsd:string", "name", "place", "document"})
Term = ox.NamedNode | ox.Literal


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter as its query declares it: `name`, `type`, whether it may be left out, descriptions by language."""

    name: str
    type: str
    optional: bool
    descriptions: Mapping[str, str]

    def description(self, language: str = "en") -> str:
        """Return what it means, in `language`."""
        return self.descriptions.get(language, "")

    def stands_in(self, text: str) -> bool:
        """Has it a place in the text of a query?"""
        return bool(self._place.search(text))

    def bound(self, text: str, terms: Sequence[Term] | None) -> str:
        """Return the text of a query with `terms` at the parameter's places; None where it is not given."""
        if terms is None:
            return self._place.sub(lambda match: " " * len(match[0]), text)
        values = " ".join(map(_written, terms))
        return self._place.sub(lambda match: f"VALUES ?{self.name} {{ {values} }}", text)

    @property
    def _place(self) -> re.Pattern[str]:
        return re.compile(rf"VALUES[ \t]*\?{self.name}[ \t]*\{{[ \t]*UNDEF[ \t]*\}}", re.IGNORECASE)


def is_type(text: str) -> bool:
    """Is this a type of parameters?"""
    return text in _PLAIN_TYPES or bool(re.fullmatch(r"class:\w+|[\w-]+(\|[\w-]+)+", text))


def terms(declared: tuple[Parameter, ...], values: Mapping[str, str], store: Store) -> dict[str, tuple[Term, ...]]:
    """Return the terms of the parameters given.

    UsageError for a parameter that is not declared, one that is missing, or a value of the wrong type;
    UnknownNameError for a name that is not in the store.
    """
    names = {parameter.name: parameter for parameter in declared}
    listed = ", ".join(f"[{p.name}]" if p.optional else p.name for p in declared)
    for name in values:
        if name not in names:
            raise UsageError(
                f"no parameter {name}; " + (f"there are: {listed}" if listed else "the query takes none"),
                f"没有参数 {name}；" + (f"可用：{listed}" if listed else "此查询没有参数"),
            )
    missing = [p for p in declared if not p.optional and p.name not in values]
    if missing:
        p = missing[0]
        raise UsageError(
            f"give --param {p.name}=…: {p.description('en')} (parameters: {listed})",
            f"请给出 --param {p.name}=…：{p.description('zh')}（参数：{listed}）",
        )
    return {name: _terms(names[name], value.strip(), store) for name, value in values.items()}


def _terms(parameter: Parameter, value: str, store: Store) -> tuple[Term, ...]:
    if not value:
        raise _wrong(parameter, value, "is empty", "为空")
    if not is_text(value):
        raise _wrong(parameter, value, "not UTF-8 text", "不是 UTF-8 文本")
    if parameter.type == "xsd:integer":
        value = unicodedata.normalize("NFKC", value)
        if not re.fullmatch(r"[+-]?[0-9]{1,18}", value, re.ASCII):
            raise _wrong(parameter, value, "write a whole number, such as 2022", "应为整数，如 2022")
        return (ox.Literal(value, datatype=_INTEGER),)
    if parameter.type == "xsd:string":
        return (ox.Literal(value),)
    if parameter.type == "name":
        return tuple(map(ox.NamedNode, find_entity(store, value)))
    if parameter.type == "document":
        return tuple(map(ox.NamedNode, find_documents(store, value)))
    if parameter.type == "place":
        return tuple(map(ox.NamedNode, _find_places(store, value)))
    if parameter.type.startswith("class:"):
        return (_class(parameter, value),)
    words = parameter.type.split("|")
    if value not in words:
        raise _wrong(parameter, value, f"write one of {', '.join(words)}", f"应为 {'、'.join(words)} 之一")
    return (ox.Literal(value),)


def _find_places(store: Store, value: str) -> tuple[str, ...]:
    """Return the IRIs of the places called `value`; of a division also by its code or a name no document uses."""
    division = places.divisions().get(value) or places.find(value)
    if division:
        address = iri.entity_iri(store.base, EntityKey("Place", "", division.code))
        if any(store.quads(ox.NamedNode(address))):
            return (address,)
    try:
        return find_entity(store, value)
    except UnknownNameError:
        raise UnknownNameError(value, nearest_places(store, value)) from None


def _class(parameter: Parameter, value: str) -> ox.NamedNode:
    if "://" in value:
        try:
            return ox.NamedNode(value)
        except ValueError as error:
            raise _wrong(parameter, value, "not an IRI", "不是 IRI") from error
    top, known = parameter.type.removeprefix("class:"), ontology.load()
    below = [
        name for name in known.terms if name not in ontology.ABSTRACT and (name == top or _is_below(known, name, top))
    ]
    for name in below:
        if value.casefold() in {name.casefold(), known.label(name, "zh"), known.label(name, "en").casefold()}:
            return ox.NamedNode(known.term(name))
    raise _wrong(
        parameter, value, f"write one of {', '.join(below)}",
        f"应为下列之一：{'、'.join(known.label(name, 'zh') for name in below)}",
    )  # fmt: skip


def _is_below(known: ontology.Ontology, name: str, top: str) -> bool:
    try:
        return top in known.ancestors(name)
    except ResourceError:
        return False


def _written(term: Term) -> str:
    """Return a term in SPARQL, of its characters nothing but code point escapes."""
    if isinstance(term, ox.NamedNode):
        return f"<{_escaped(term.value)}>"
    return f'"{_escaped(term.value)}"^^<{_escaped(term.datatype.value)}>'


def _escaped(text: str) -> str:
    return "".join(f"\\U{ord(char):08X}" for char in text)


def _wrong(parameter: Parameter, value: str, english: str, chinese: str) -> UsageError:
    return UsageError(f"--param {parameter.name}={value}: {english}", f"--param {parameter.name}={value}：{chinese}")
