"""What decisions do in a store: which have an effect there, which wait for a build, which do nothing, and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import pyoxigraph as ox

from kg import ontology
from kg.decisions import applying, digest_of, followed, id_of, latest
from kg.iri import document_graph_iri
from kg.model import Decision
from kg.review.prospects import WORDS, Obstacle, prospect
from kg.review.texts import paragraphs
from kg.store import Store

# To say why a decision does nothing so many of its documents are looked at: a file may hold hundreds of such.
_LOOKED_AT = 3


@dataclass(frozen=True, slots=True)
class Idle:
    """A decision that does nothing: what stands in its way, and the id of the decision that holds instead, if any."""

    decision: Decision
    obstacle: Obstacle
    by: str = ""

    def render(self, language: str = "en") -> str:
        """Return why, in `language` ("en" or "zh")."""
        about = self.decision
        return WORDS[self.obstacle][language == "zh"].format(quote=about.quote, to=about.to, by=self.by)


@dataclass(frozen=True, slots=True)
class Effects:
    """Decisions by what they do: `applied` made something in the store what it is, `waiting` hold in a document that
    has not been built since, `idle` do nothing."""

    applied: tuple[Decision, ...] = ()
    waiting: tuple[Decision, ...] = ()
    idle: tuple[Idle, ...] = ()


def effects(store: Store, decisions: Sequence[Decision], documents: Collection[str] | None = None) -> Effects:
    """Return what `decisions` do in the store.

    The manifest knows which of them stand in a document as it was built, its graph which of these made something what
    it is (pk:decidedBy).  Those that came later are looked for in the texts, or only in `documents` (ids).
    """
    decisions = latest(decisions)
    if not decisions:
        return Effects()
    built: dict[str, list[str]] = defaultdict(list)
    for document, facts in store.documents.items():
        for digest in facts.decisions:
            built[digest].append(document)
    traces = _traces(store)
    applied: list[Decision] = []
    without: dict[Decision, list[str]] = {}
    open_: list[Decision] = []
    for decision, in_force in zip(decisions, followed(decisions), strict=True):
        where = built.get(digest_of(in_force), [])
        traced = any((id_of(decision), document_graph_iri(store.base, document)) in traces for document in where)
        if where and not traced:
            without[decision] = where
        else:
            (applied if traced else open_).append(decision)
    waiting = _standing(store, open_, store.documents if documents is None else documents)
    idle = {d: _idle(store, d, decisions, applied, where[:_LOOKED_AT]) for d, where in without.items()}
    idle |= {d: Idle(d, "gone") for d in open_ if d not in waiting}
    return Effects(
        tuple(applied), tuple(d for d in open_ if d in waiting), tuple(idle[d] for d in decisions if d in idle)
    )


def _traces(store: Store) -> set[tuple[str, str]]:
    """Return the ids of the decisions that made something what it is, each with the graph that says so."""
    quads = store.quads(None, ox.NamedNode(ontology.term("decidedBy")))
    return {
        (quad.object.value, quad.graph_name.value)
        for quad in quads
        if isinstance(quad.object, ox.Literal) and isinstance(quad.graph_name, ox.NamedNode)
    }


def _standing(store: Store, decisions: Sequence[Decision], documents: Collection[str]) -> set[Decision]:
    found: set[Decision] = set()
    for document in documents if decisions else ():
        found |= set(applying([folded.text for _, folded in paragraphs(store, document)], document, decisions))
    return found


def _idle(
    store: Store, decision: Decision, all_: Sequence[Decision], applied: Sequence[Decision], documents: Sequence[str]
) -> Idle:
    """Return why a decision did nothing, as some of the documents tell in which its quote stands."""
    if obstacle := prospect(store, decision, all_, documents).obstacle:
        if obstacle not in ("unnamed", "longer"):
            return Idle(decision, obstacle)
    else:
        obstacle = "taken"
    rivals = (d for d in applied if d.quote == decision.quote and (decision.is_of_identity or not d.is_of_identity))
    rival = next(rivals, None)
    return Idle(decision, "overruled", id_of(rival)) if rival else Idle(decision, obstacle)
