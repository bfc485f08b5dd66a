"""What a build did, and how far it is."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from kg.review.effects import Idle


@dataclass(slots=True)
class Summary:
    """What a build did.  Mentions are counted by type, statements by class, both of the documents built now;
    `quads` are those in the store afterwards, `characters` those of the documents built.  `decisions` counts those that
    made something in the store what it is, `waiting` those that hold in documents not built since, `idle` are those
    that do nothing.  `gone` are the ids of documents whose files are gone from the folders built, `removed` those of
    them that were removed, `copies` pairs of ids: a document new in the store, and one with the same text."""

    built: int = 0
    unchanged: int = 0
    failed: int = 0
    characters: int = 0
    passages: int = 0
    mentions: Counter[str] = field(default_factory=Counter)
    statements: Counter[str] = field(default_factory=Counter)
    measures: int = 0
    responsibilities: int = 0
    doubts: int = 0
    quads: int = 0
    seconds: float = 0.0
    decisions: int = 0
    waiting: int = 0
    idle: tuple[Idle, ...] = ()
    gone: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    copies: tuple[tuple[str, str], ...] = ()

    def add(self, found: Summary) -> None:
        """Count what was found in a document too."""
        names = ("built", "characters", "passages", "mentions", "statements", "measures", "responsibilities", "doubts")
        for name in names:
            setattr(self, name, getattr(self, name) + getattr(found, name))


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a build is: documents done of those seen so far, code points done, seconds since it began."""

    done: int
    seen: int
    characters: int
    seconds: float
