"""The card of an entity: what the store says of it, each statement with its quote and where that stands."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

import pyoxigraph as ox

from kg import ontology
from kg.errors import UnknownNameError
from kg.rdf import ALT_LABEL, LABEL, TITLE, TYPE
from kg.store import Store

_Said = TypeVar("_Said", "Deed", "Quantity", "Part")


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where something is said: document (IRI, title), page, offsets in its text, the quote, the sentence around it."""

    document: str
    title: str
    page: int | None
    begin: int
    end: int
    quote: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Deed:
    """What is done to the entity: the governing verb."""

    verb: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantity statement: `kind` is Target, Result or Baseline; numbers as decimals in text, "" where none."""

    kind: str
    indicator: str
    comparator: str
    value: str
    upper: str
    unit: str
    change: str
    period: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Part:
    """A responsibility: who (as written) leads, supports or issues what."""

    agent: str
    role: str
    task: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Neighbour:
    """An entity named in the same sentences, and in how many of them."""

    iri: str
    label: str
    kind: str
    sentences: int


@dataclass(frozen=True, slots=True)
class EntityCard:
    """What is known of an entity or indicator.

    `kinds` are local names of classes, the most special first; `jurisdiction` is a label.  `deeds` are what is
    done to it; `statements` and `parts` those about it, and those of the sentences that name it.  All that has
    evidence is ordered by document title and offset; neighbours by how often, then by label.
    """

    iri: str
    label: str
    kinds: tuple[str, ...]
    aliases: tuple[str, ...]
    jurisdiction: str
    deeds: tuple[Deed, ...]
    statements: tuple[Quantity, ...]
    parts: tuple[Part, ...]
    mentions: tuple[Evidence, ...]
    neighbours: tuple[Neighbour, ...]

    @property
    def documents(self) -> tuple[tuple[str, str, tuple[int, ...]], ...]:
        """The documents that speak of it: (IRI, title, pages), by title."""
        pages: dict[tuple[str, str], set[int]] = {}
        said = (item.evidence for items in (self.deeds, self.statements, self.parts) for item in items)
        for evidence in (*self.mentions, *said):
            found = pages.setdefault((evidence.document, evidence.title), set())
            if evidence.page is not None:
                found.add(evidence.page)
        ordered = sorted(pages.items(), key=lambda item: (item[0][1], item[0][0]))
        return tuple((document, title, tuple(sorted(found))) for (document, title), found in ordered)


def card(store: Store, iri: str) -> EntityCard:
    """Return the card of the entity or indicator with this IRI; UnknownNameError where the store has none."""
    return _Reader(store, iri).card()


class _Reader:
    """Follows the links of one entity; every look-up is in an index."""

    def __init__(self, store: Store, iri: str) -> None:
        self.store, self.iri = store, iri
        try:
            self.node = ox.NamedNode(iri)
        except ValueError:
            raise UnknownNameError(iri) from None

    def card(self) -> EntityCard:
        label = self.text(self.node, LABEL)
        if not label:
            raise UnknownNameError(self.iri)
        mentions = self.subjects("refersTo", self.node)
        passages = sorted({p for m in mentions for p in self.nodes(m, "inPassage")}, key=str)
        beside = {s for p in passages for s in self.subjects("inPassage", p)}
        quantities = self.of_kind(beside, "QuantityStatement")
        quantities |= {*self.subjects("indicator", self.node), *self.subjects("area", self.node)}
        parts = self.of_kind(beside, "Responsibility") | set(self.subjects("agent", self.node))
        jurisdiction = self.nodes(self.node, "jurisdiction")
        return EntityCard(
            self.iri,
            label,
            self.kinds(self.node),
            tuple(sorted(self.texts(self.node, ALT_LABEL))),
            self.text(jurisdiction[0], LABEL) if jurisdiction else "",
            _ordered(Deed(self.value(a, "verb"), self.evidence(a)) for a in self.subjects("actsOn", self.node)),
            _ordered(map(self.quantity, quantities)),
            _ordered(
                Part(self.value(r, "agentText"), self.value(r, "role"), self.value(r, "forText"), self.evidence(r))
                for r in parts
            ),
            tuple(sorted((self.evidence(m) for m in mentions), key=_place)),
            self.neighbours(passages),
        )

    def quantity(self, node: ox.NamedNode) -> Quantity:
        kind = next(kind for kind in self.kinds(node) if kind != "QuantityStatement")
        return Quantity(
            kind,
            indicator=self.value(node, "indicatorText"),
            comparator=self.value(node, "comparator"),
            value=self.value(node, "value"),
            upper=self.value(node, "upperValue"),
            unit=self.value(node, "unit"),
            change=self.value(node, "change"),
            period=self.value(node, "period"),
            evidence=self.evidence(node),
        )

    def neighbours(self, passages: list[ox.NamedNode]) -> tuple[Neighbour, ...]:
        counts = Counter(
            entity
            for passage in passages
            for entity in {e for m in self.subjects("inPassage", passage) for e in self.nodes(m, "refersTo")}
        )
        del counts[self.node]
        found = [
            Neighbour(node.value, self.text(node, LABEL), next(iter(self.kinds(node)), ""), count)
            for node, count in counts.items()
        ]
        return tuple(sorted(found, key=lambda n: (-n.sentences, n.label, n.iri)))

    def evidence(self, node: ox.NamedNode) -> Evidence:
        document, passage = self.nodes(node, "inDocument")[0], self.nodes(node, "inPassage")[0]
        page = self.value(passage, "page")
        return Evidence(
            document.value, self.text(document, TITLE), int(page) if page else None, int(self.value(node, "begin")),
            int(self.value(node, "end")), self.value(node, "quote"), self.value(passage, "text"),
        )  # fmt: skip

    def kinds(self, node: ox.NamedNode) -> tuple[str, ...]:
        """Return the local names of its classes, the most special (that with most ancestors) first."""
        names = [re.split("[#/]", kind.value)[-1] for kind in self.objects(node, TYPE)]
        known = ontology.load()
        # A class of a user's own is below one of ours.
        depth = {name: len(known.ancestors(name)) if name in known.terms else sys.maxsize for name in names}
        return tuple(sorted(names, key=lambda name: (-depth[name], name)))

    def of_kind(self, nodes: set[ox.NamedNode], kind: str) -> set[ox.NamedNode]:
        wanted = ox.NamedNode(ontology.term(kind))
        return {node for node in nodes if any(self.store.quads(node, TYPE, wanted))}

    def subjects(self, name: str, value: ox.NamedNode) -> list[ox.NamedNode]:
        found = self.store.quads(None, ox.NamedNode(ontology.term(name)), value)
        return [q.subject for q in found if isinstance(q.subject, ox.NamedNode)]

    def nodes(self, subject: ox.NamedNode, name: str) -> list[ox.NamedNode]:
        return self.objects(subject, ox.NamedNode(ontology.term(name)))

    def objects(self, subject: ox.NamedNode, predicate: ox.NamedNode) -> list[ox.NamedNode]:
        return [q.object for q in self.store.quads(subject, predicate) if isinstance(q.object, ox.NamedNode)]

    def value(self, subject: ox.NamedNode, name: str) -> str:
        return self.text(subject, ox.NamedNode(ontology.term(name)))

    def text(self, subject: ox.NamedNode, predicate: ox.NamedNode) -> str:
        return next(self.texts(subject, predicate), "")

    def texts(self, subject: ox.NamedNode, predicate: ox.NamedNode) -> Iterator[str]:
        for quad in self.store.quads(subject, predicate):
            if isinstance(quad.object, ox.Literal):
                yield quad.object.value


def _ordered(items: Iterable[_Said]) -> tuple[_Said, ...]:
    return tuple(sorted(items, key=lambda item: (*_place(item.evidence), str(item))))


def _place(evidence: Evidence) -> tuple[str, str, int, int]:
    return evidence.title, evidence.document, evidence.begin, evidence.end
