"""From what a person types to a decision: which quote is meant, as what, and where it shall hold."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from kg import ontology
from kg.decisions import EDGE, applying, context, digest_of, followed, latest
from kg.errors import UsageError
from kg.folding import fold
from kg.model import ENTITY_TYPES, Decision, EntityType, Verdict
from kg.review.items import Item, open_items
from kg.review.texts import paragraph_at, paragraphs, texts
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
    raise UsageError(f"no type {name!r}; types are {english}", f"没有类型“{name}”；可用 {chinese}")


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
    if verdict == "respan" and (to == quote or not (to and (to in quote or quote in to))):
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


def check_merges(decisions: Sequence[Decision]) -> None:
    """Raise UsageError where merges lead in a circle."""
    try:
        followed(decisions)
    except ValueError as error:
        raise UsageError(
            f"merges lead from {error} back to itself; undo the other first: kg review undo {error}",
            f"合并从“{error}”又回到自身；请先撤回另一条：kg review undo {error}",
        ) from error


def stands(store: Store, decision: Decision) -> tuple[int, int]:
    """Return how often the quote of a decision stands where it may hold, and in how many documents."""
    counts: dict[str, int] = {}
    for document, text in texts(store):
        if decision.document in ("", document) and (times := text.count(decision.quote)):
            counts[document] = counts.get(document, 0) + times
    return sum(counts.values()), len(counts)


def stale(
    store: Store, decisions: Sequence[Decision], documents: Collection[str] | None = None
) -> tuple[Decision, ...]:
    """Return those of `decisions` that hold nowhere in the store: their quote, or the text around it, is gone.

    The store knows which of them hold in a document as it was built; those that came later are looked for in its
    text, or only in `documents` (ids).
    """
    applied = {digest for built in store.documents.values() for digest in built.decisions}
    decisions = latest(decisions)
    open_ = [
        d for d, in_force in zip(decisions, followed(decisions), strict=True) if digest_of(in_force) not in applied
    ]
    if not open_:
        return ()
    # Not built yet, or gone: the texts tell.
    found: set[Decision] = set()
    for document in store.documents if documents is None else documents:
        found |= set(applying([folded.text for _, folded in paragraphs(store, document)], document, open_))
    return tuple(d for d in open_ if d not in found)
