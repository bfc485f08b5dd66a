"""What was decided, as annotated passages in the gold format: to measure the recognisers by, or to train them.

A record is a passage (`gold/compile_gold.py` is the format): `id` is that of the document and the number of the
passage, `text` what it says, `entities` the names in it with offsets into that text.  A passage in which something
was rejected is there too, without the name.  Decisions are about names: the other layers are empty.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any, cast

import pyoxigraph as ox

from kg import ontology
from kg.iri import parse_entity_iri
from kg.rdf import TYPE
from kg.review.texts import document_of, value
from kg.store import Store


def records(store: Store, *, undecided: bool = False) -> Iterator[dict[str, Any]]:
    """Yield the passages of `store` with a decision in them, by document and number, with the decided names.

    With `undecided`, the other names of these passages are there too, as the recognisers have them.
    """
    decided = {quad.subject for quad in store.quads(None, _pk("decidedBy"))}
    passages = {quad.object for node in decided for quad in store.quads(_node(node), _pk("inPassage"))}
    numbered = sorted((document_of(store, p.value), int(value(store, p, "number")), p) for p in map(_node, passages))
    for document, number, passage in numbered:
        text = value(store, passage, "text")
        yield {
            "id": f"{document}#{number}",
            "text": text,
            "entities": list(_entities(store, passage, text, None if undecided else decided)),
            "targets": [],
            "roles": [],
            "actions": [],
        }


def _entities(
    store: Store, passage: ox.NamedNode, text: str, among: Collection[object] | None
) -> Iterator[dict[str, Any]]:
    """Yield the names in a passage, of one of the mentions `among` if given, by offset."""
    start = int(value(store, passage, "begin"))
    found = set()
    for quad in store.quads(None, _pk("inPassage"), passage):
        mention = _node(quad.subject)
        if (among is None or mention in among) and any(store.quads(mention, TYPE, _pk("Mention"))):
            begin, end = (int(value(store, mention, name)) - start for name in ("begin", "end"))
            # A name that goes on in the next passage is no name of this one.
            if (kind := _type(store, mention)) and end <= len(text):
                found.add((begin, end, kind))
    for begin, end, kind in sorted(found):
        yield {"start": begin, "end": end, "type": kind, "text": text[begin:end]}


def _type(store: Store, mention: ox.NamedNode) -> str:
    """Return the type of what a mention names; where that is unknown, the type it was taken for."""
    for quad in store.quads(mention, _pk("refersTo")):
        if key := parse_entity_iri(store.base, _node(quad.object).value):
            return key.type
    return value(store, mention, "suggestion")


def _pk(name: str) -> ox.NamedNode:
    return ox.NamedNode(ontology.term(name))


def _node(term: object) -> ox.NamedNode:
    return cast("ox.NamedNode", term)
