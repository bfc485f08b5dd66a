"""From what a person types to a decision: which quote is meant, as what, and where; what can do nothing is refused."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg import ontology
from kg.decisions import EDGE, context, followed, id_of
from kg.errors import ResourceError, UnknownNameError, UsageError
from kg.folding import fold
from kg.iri import parse_entity_iri
from kg.link.identity import canonical
from kg.model import ENTITY_TYPES, Decision, EntityType, Verdict, is_respan
from kg.query.names import find_entity
from kg.review.items import Item, open_items
from kg.review.prospects import WORDS, Prospect, contradicted, prospect
from kg.review.texts import paragraph_at, paragraphs
from kg.store import Store

_ID = re.compile("[0-9a-f]{4,8}")


def find_item(store: Store, what: str) -> Item | None:
    """Return the item that `what` means: a quote, an id, or the beginning of one; None where no item is of that quote.

    UsageError for the beginning of several ids.
    """
    found = open_items(store)
    wanted = fold(what)
    if item := next((item for item in found if item.quote == wanted), None):
        return item
    if _ID.fullmatch(what):
        matching = [item for item in found if item.id.startswith(what)]
        if len(matching) > 1:
            ids = " ".join(item.id for item in matching[:5])
            raise UsageError(f"{what} is the beginning of several: {ids}", f"{what} 是多个编号的开头：{ids}")
        if matching:
            return matching[0]
    return None


def type_named(name: str) -> EntityType:
    """Return the entity type called `name`, in English or by its Chinese label; UsageError where none is."""
    called = {_label(kind): kind for kind in ENTITY_TYPES} | {kind.lower(): kind for kind in ENTITY_TYPES}
    if kind := called.get(name.strip().lower()):
        return kind  # type: ignore[return-value]
    english, chinese = ", ".join(ENTITY_TYPES), "、".join(f"{k}（{_label(k)}）" for k in ENTITY_TYPES)
    if kind := _above(name.strip()):
        raise UsageError(
            f"{name} is a kind of {kind}, which follows from the name; what can be decided is {english}",
            f"{name}是{kind}（{_label(kind)}）的一种，由名称推定；可决定的类型只有 {chinese}",
        )
    raise UsageError(f"no type {name!r}; types are {english}", f"没有类型“{name}”；可用 {chinese}")


def _above(name: str) -> str:
    """Return the entity type whose kind is the class called `name` (学校: Institution); "" where there is none."""
    known = ontology.load()
    for term in known.terms:
        if name.casefold() in {term.casefold(), known.label(term, "zh"), known.label(term, "en").casefold()}:
            try:
                above = known.ancestors(term)
            except ResourceError:  # a property
                continue
            for kind in ENTITY_TYPES:
                if ("CitedDocument" if kind == "Document" else kind) in above:
                    return kind
    return ""


def _label(kind: str) -> str:
    return ontology.label("CitedDocument" if kind == "Document" else kind, "zh")


def decision(
    store: Store,
    verdict: Verdict,
    what: str,
    *,
    type: EntityType | None = None,  # noqa: A002
    to: str = "",
    document: str = "",
    around: str = "",
    here: bool = False,
    note: str = "",
) -> Decision:
    """Return the decision `verdict` about `what` (`find_item`), everywhere, unless it is narrowed.

    `document` (an id) narrows it to a document, `around` (text that has the quote once) to where that text stands,
    `here` to the first place of the item, as the list shows it.  UsageError where something is missing or does not fit.
    """
    item = find_item(store, what)
    quote = item.quote if item else fold(what)
    if not quote:
        raise UsageError("the quote is empty", "原文为空")
    if document and document not in store.documents:
        raise UsageError(f"--document {document}: not in the graph", f"--document {document}：图中没有")
    before = after = ""
    if around:
        before, after = _around(quote, around)
    elif here:
        document, before, after = _here(store, item, document)
    if verdict in ("accept", "respan") and type is None and item:
        type = item.type  # noqa: A001
    if verdict in ("accept", "retype") and type is None:
        raise UsageError(
            f"nothing suggests a type; say which: kg review accept {quote} TYPE",
            f"没有建议的类型，请写明：kg review accept {quote} 类型",
        )
    if verdict == "respan" and type is None and item:
        raise UsageError(
            f"nothing suggests a type; say which: kg review respan {quote} {to} --type TYPE",
            f"没有建议的类型，请写明：kg review respan {quote} {to} --type 类型",
        )
    to = fold(to)
    if verdict == "respan" and not is_respan(quote, to):
        raise UsageError(
            f"{to!r} neither contains {quote!r} nor lies inside it", f"“{to}”既不包含“{quote}”，也不在其中"
        )
    if verdict == "merge" and to in ("", quote):
        raise UsageError("merge takes two names", "merge 需要两个不同的名称")
    return Decision(verdict, quote, type, to, document, before, after, note)


def _around(quote: str, around: str) -> tuple[str, str]:
    text = EDGE.join(fold(line) for line in around.split(EDGE))
    if text.count(quote) != 1:
        raise UsageError(
            f"--context must have {quote!r} once, with what stands before and after it",
            f"--context 须恰有一处“{quote}”，连同其前后文字",
        )
    before, _, after = text.partition(quote)
    if not (before or after):
        raise UsageError("--context has no more than the quote", "--context 除原文外没有前后文字")
    return before, after


def _here(store: Store, item: Item | None, document: str) -> tuple[str, str, str]:
    places = [o for o in item.occurrences if document in ("", o.document)] if item else []
    if not item or not places:
        raise UsageError(
            "--here is the place that the list shows; this quote is not in the list: give --context TEXT",
            "--here 指列表所示之处；列表中没有此原文，请用 --context 给出上下文",
        )
    document = places[0].document
    paragraph, start = paragraph_at(paragraphs(store, document), places[0].begin)
    return document, *context(paragraph, start, start + len(item.quote))


def check_effect(store: Store, new: Decision, known: Sequence[Decision]) -> Prospect:
    """Return what is to be expected of a decision beside those that are `known`.

    UsageError where it could do nothing though its quote stands in the store, or undoes another.
    """
    if other := contradicted(new, known):
        raise UsageError(
            f"{new.quote}: {new.verdict} and the {other.verdict} decided before ({id_of(other)}) exclude each other; "
            f"take that back first: kg review undo {id_of(other)}",
            f"{new.quote}：{new.verdict} 与先前的 {other.verdict}（{id_of(other)}）不能并存；"
            f"请先撤回：kg review undo {id_of(other)}",
        )
    expected = prospect(store, new, known)
    if expected.obstacle not in (None, "gone"):
        english, chinese = (text.format(quote=new.quote, to=new.to, by="") for text in WORDS[expected.obstacle])
        raise UsageError(f"this would do nothing: {english}", f"这样不起作用：{chinese}")
    return expected


def check_target(store: Store, merge: Decision, types: frozenset[EntityType]) -> tuple[str, ...] | None:
    """Return None where something is called as a merge has it, else the names that are nearest.

    `types` are those of the names that it merges.  UsageError where only things of other types are called so, unless
    the merge says its type.
    """
    name = canonical(merge.to)
    try:
        found = find_entity(store, name)
    except UnknownNameError as error:
        return error.data["nearest"]  # type: ignore[return-value]
    keys = [key for address in found if (key := parse_entity_iri(store.base, address))]
    called = {key.type for key in keys}
    if merge.type is None and called and types and not called & types:
        theirs, ours = (sorted(kinds, key=ENTITY_TYPES.index) for kinds in (called, types))
        english, chinese = (" or ".join(theirs), " or ".join(ours)), ("、".join(theirs), "、".join(ours))
        raise UsageError(
            f"{name} is the name of {english[0]}, {merge.quote} of {english[1]}: these are not one thing; "
            f"if you mean another of that name: --type {ours[0]}",
            f"“{name}”是 {chinese[0]} 的名称，“{merge.quote}”是 {chinese[1]} 的名称，不是同一事物；"
            f"若另指同名的事物，请加 --type {ours[0]}",
        )
    wanted = types if merge.type is None else {merge.type}
    return None if called & wanted or not (wanted and called) else ()


def check_merges(decisions: Sequence[Decision]) -> None:
    """Raise UsageError where merges lead in a circle."""
    try:
        followed(decisions)
    except ValueError as error:
        raise UsageError(
            f"merges lead from {error} back to itself; undo the other first: kg review undo {error}",
            f"合并从“{error}”又回到自身；请先撤回另一条：kg review undo {error}",
        ) from error
