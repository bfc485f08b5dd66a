"""The decisions of a person, applied to the names of a paragraph: they win over every recogniser.

1. Of several decisions about the same span the one of the narrowest scope holds: a place, a document, everywhere;
   of two places the one told by more of the text around it, of two merges the one of a type.
2. `reject` takes away the name, or the doubt, of exactly this span; it stays as a doubt that is settled.
3. `accept`, `retype` and `respan` put a mention there, recognised or not; whatever overlaps it goes.  But what
   holds for more than one place leaves a longer name alone (平安 in 平安银行), and a quote of one or two
   characters holds only where it is recognised or quoted.
4. `merge` and `part` give the mentions of exactly this span the name of what they mean; `kg.link` makes it a key.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from kg.decisions import EDGE, Bounds, id_of, is_telling, occurrences, spanned
from kg.folding import fold
from kg.model import Decision, Document, Doubt, EntityType, Mention, Span

_SCOPES = ("place", "document", "everywhere")
# So many code points around a piece of a paragraph are looked at: more than `kg.decisions.CONTEXT`, for spaces go.
_REACH = 100

Names = tuple[tuple[Mention, ...], tuple[Doubt, ...]]
Decide = Callable[[str, tuple[Mention, ...], tuple[Doubt, ...]], Names]


def decider(decisions: Sequence[Decision], document: Document, start: int, end: int) -> Decide | None:
    """Return what applies `decisions` to the paragraph, or piece of one, from `start` to `end` of `document`, folded,
    and its names; None where there are none."""
    if not decisions:
        return None
    around = surroundings(document.text, start, end)
    return partial(decide, decisions=decisions, document=document.id, around=around)


def surroundings(text: str, start: int, end: int) -> tuple[str, str]:
    """Return what stands before and behind a piece of a paragraph, folded, as far as decisions look: it ends in a line
    feed where the paragraph does."""
    _, edge, line = text[max(0, start - _REACH) : start].rpartition("\n")
    ahead = (EDGE if edge or start <= _REACH else "") + fold(line)
    line, edge, _ = text[end : end + _REACH].partition("\n")
    behind = fold(line) + (EDGE if edge or end + _REACH >= len(text) else "")
    # White space, and nothing else, as far as we look.
    return ahead or " ", behind or " "


def decide(
    text: str,
    mentions: tuple[Mention, ...],
    doubts: tuple[Doubt, ...],
    decisions: Sequence[Decision],
    document: str,
    around: tuple[str, str],
) -> Names:
    """Return the names and doubts of the folded paragraph `text` as `decisions` have them, by offset."""
    names: dict[Bounds, Decision] = {}
    identities: dict[Bounds, list[Decision]] = {}
    for decision in sorted(decisions, key=_rank):
        for bounds in occurrences(text, decision, *around):
            if decision.is_of_identity:
                identities.setdefault(bounds, []).append(decision)
            else:
                names.setdefault(bounds, decision)
    if names:
        mentions, doubts = _names(text, mentions, doubts, names)
    if identities:
        mentions = tuple(_identified(m, identities.get((m.start, m.end), ()), document) for m in mentions)
    return mentions, doubts


def _rank(decision: Decision) -> tuple[int, int, bool, int, bool, str]:
    context = len(decision.before) + len(decision.after)
    anywhere, untyped = not decision.document, decision.type is None
    return _SCOPES.index(decision.scope), -len(decision.quote), anywhere, -context, untyped, id_of(decision)


def _names(
    text: str, mentions: Sequence[Mention], doubts: Sequence[Doubt], decided: Mapping[Bounds, Decision]
) -> Names:
    types: dict[Bounds, EntityType | None] = {(d.span.start, d.span.end): d.suggestion for d in doubts}
    types |= {(m.start, m.end): m.type for m in mentions}
    rejected = {bounds: id_of(d) for bounds, d in decided.items() if d.verdict == "reject"}
    longer = [m for m in mentions if (m.start, m.end) not in rejected]
    starts = [m.start for m in longer]
    taken = bytearray(len(text))
    placed: list[Mention] = []
    for bounds, decision in sorted(decided.items(), key=lambda item: (*_rank(item[1]), item[0])):
        if decision.verdict == "reject":
            continue
        kind = decision.type or types.get(bounds)
        span = spanned(text, bounds, decision)
        if kind is None or span is None or taken.find(1, *span) >= 0:
            continue
        start, end = span
        if decision.scope != "place":
            near = bisect_right(starts, start) - 1
            around = (longer[near].start, longer[near].end) if near >= 0 else (0, 0)
            if around[1] >= end and around not in ((start, end), bounds):
                continue
            if bounds not in types and not is_telling(text, bounds, decision):
                continue
        taken[start:end] = b"\x01" * (end - start)
        placed.append(Mention(start, end, kind, text[start:end], 1.0, "decided", decisions=(id_of(decision),)))
    kept = (m for m in longer if taken.find(1, m.start, m.end) < 0)
    settled = [
        Doubt(Span(m.start, m.end, m.text), m.rule, m.type, m.confidence)
        for m in mentions
        if (m.start, m.end) in rejected
    ]
    # What is rejected stays as the trace of its decision, even where that made room for another name.
    left = (
        replace(d, decisions=(rejected[d.span.start, d.span.end],)) if (d.span.start, d.span.end) in rejected else d
        for d in (*doubts, *settled)
        if (d.span.start, d.span.end) in rejected or taken.find(1, d.span.start, d.span.end) < 0
    )
    return (
        tuple(sorted((*kept, *placed), key=lambda mention: mention.start)),
        tuple(sorted(left, key=lambda doubt: doubt.span.start)),
    )


def _identified(mention: Mention, decisions: Iterable[Decision], document: str) -> Mention:
    """Return the mention with the name that the first of `decisions` that fits its type gives it."""
    for decision in decisions:
        if decision.type in (None, mention.type):
            name = decision.to or f"{mention.text}（{document}{_which(decision)}）"
            known = (*mention.decisions, id_of(decision))
            return replace(mention, name=name, confidence=1.0, rule="decided", decisions=known)
    return mention


def _which(decision: Decision) -> str:
    return f"·{id_of(decision)}" if decision.scope == "place" else ""
