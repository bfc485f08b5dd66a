"""Terms that quads are made of: properties and classes, places, literals."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache

from pyoxigraph import Literal, NamedNode

from kg import iri
from kg.model import EntityKey
from kg.ontology import term

_XSD = "http://www.w3.org/2001/XMLSchema#"
_DECIMAL, ANY_URI = NamedNode(_XSD + "decimal"), NamedNode(_XSD + "anyURI")
_DATES = {4: NamedNode(_XSD + "gYear"), 7: NamedNode(_XSD + "gYearMonth"), 10: NamedNode(_XSD + "date")}
TYPE = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
LABEL = NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
ALT_LABEL = NamedNode("http://www.w3.org/2004/02/skos/core#altLabel")
_SCHEMA = "https://schema.org/"
CONTAINED_IN, URL = NamedNode(_SCHEMA + "containedInPlace"), NamedNode(_SCHEMA + "url")
_DCTERMS = "http://purl.org/dc/terms/"
SPATIAL = _DCTERMS + "spatial"
TITLE, IDENTIFIER, ISSUED, IN_PLACE = (
    NamedNode(_DCTERMS + name) for name in ("title", "identifier", "issued", "spatial")
)


@cache
def pk(name: str) -> NamedNode:
    """Return the ontology's class or property of this name."""
    return NamedNode(term(name))


@cache
def place(base: str, code: str) -> NamedNode:
    """Return the node of the division of this code."""
    return NamedNode(iri.entity_iri(base, EntityKey("Place", "", code)))


def literal(value: str | int | float | Decimal) -> Literal:
    """Return a value as a literal; numbers that are not whole as xsd:decimal."""
    if isinstance(value, (float, Decimal)):
        return _decimal(value)
    return Literal(value)


@lru_cache(maxsize=4096)
def _decimal(value: float | Decimal) -> Literal:
    return Literal(decimal_text(value), datatype=_DECIMAL)


def decimal_text(value: float | Decimal) -> str:
    """Return a number as canonical xsd:decimal (XSD 1.1): no exponent, no idle zeros; ValueError if not finite.

    >>> decimal_text(Decimal("1.60E+4")), decimal_text(Decimal("0.50")), decimal_text(Decimal("-0.0"))
    ('16000', '0.5', '0')
    """
    number = value if isinstance(value, Decimal) else Decimal(repr(value))
    if not number.is_finite():
        raise ValueError(f"no decimal: {value}")
    text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def dated(text: str) -> Literal:
    """Return a date typed by its precision; what is no date stays a plain string, which the shapes report."""
    if re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", text, re.ASCII):
        try:
            date.fromisoformat((text + "-01-01")[:10] if len(text) < 10 else text)
        except ValueError:
            return Literal(text)
        return Literal(text, datatype=_DATES[len(text)])
    return Literal(text)
