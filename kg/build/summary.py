"""What a build did, and how far it is."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from kg.model import Decision


@dataclass(slots=True)
class Summary:
    """What a build did.  Mentions are counted by type, statements by class, both of the documents built now;
    `quads` are those in the store afterwards, `characters` those of the documents built.  `decisions` counts those in
    force somewhere in the store, `idle` are those that hold nowhere in it."""

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
    idle: tuple[Decision, ...] = ()

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
