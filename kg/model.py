"""The plain values that pass between the stages.

All are frozen, slotted and validated once, at construction; sequences are tuples.
Offsets are half-open and count code points of `Document.text`; `text[start:end]`
equals the quote, always.  Nothing here knows spaCy, RDF or a file format.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal, NamedTuple, get_args

from kg.folding import bare

EntityType = Literal["Programme", "Institution", "Place", "Honour", "Event", "Facility", "Document", "Principle"]
Comparator = Literal[">=", ">", "<=", "<", "~", "=", "range"]
Change = Literal["level", "increase", "decrease"]
Status = Literal["planned", "achieved", "baseline"]
RoleName = Literal["lead", "support", "issue"]
Basis = Literal["sentence", "section", "document"]
Binding = Literal["binding", "expected"]
Verdict = Literal["accept", "reject", "retype", "respan", "merge", "part"]
Scope = Literal["everywhere", "document", "place"]

ENTITY_TYPES: tuple[str, ...] = get_args(EntityType)
VERDICTS: tuple[str, ...] = get_args(Verdict)
# A mention less sure than this is for review: on the annotated passages four of ten such are wrong.
SURE = 0.6


class Location(NamedTuple):
    """A place in the source: `page` (1-based, None where the source has none), `line` and `column` (1-based)."""

    page: int | None
    line: int
    column: int


class Run(NamedTuple):
    """From code point `start` of the text on, each is `step` columns further in the source (of escapes more than 1)."""

    start: int
    page: int | None
    line: int
    column: int
    step: int = 1


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a text with what it says: `start`, `end` (half-open), `text`."""

    start: int
    end: int
    text: str

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"span {self.start}:{self.end}")

    @classmethod
    def of(cls, text: str, start: int, end: int) -> Span:
        """Return the span `start:end` of `text`."""
        return cls(start, end, text[start:end])


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in the text: where it stands, what it says, its type, and how sure the recogniser is (0–1).

    `rule` names the rule or model that found it, for error analysis and review.  `decisions` are the ids of the
    decisions that made it what it is; `name`, where one says so, what the thing is called instead of `text`.
    """

    start: int
    end: int
    type: EntityType
    text: str
    confidence: float = 1.0
    rule: str = ""
    name: str = ""
    decisions: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"mention {self.start}:{self.end}")
        if self.type not in ENTITY_TYPES:
            raise ValueError(f"unknown entity type {self.type!r}")


@dataclass(frozen=True, slots=True)
class Target:
    """A quantity statement: an indicator, a value, and how they relate (guideline section 2).

    `number` has 万/亿 multiplied out, `upper` is the upper end of a range, `unit` is "%", "pp",
    a classifier or physical unit, or None.  `time` is what the sentence itself says; `period`
    ("2022", "2021/2025") and `area` (a GB/T 2260 code) come with the basis they rest on.
    `clause` is the evidence: the clause that holds indicator and value.
    """

    indicator: Span
    value: Span
    number: Decimal
    unit: str | None
    comparator: Comparator
    change: Change
    status: Status
    clause: Span
    upper: Decimal | None = None
    time: Span | None = None
    binding: Binding | None = None
    period: str | None = None
    period_basis: Basis | None = None
    area: str | None = None
    area_basis: Basis | None = None
    confidence: float = 1.0

    def __post_init__(self) -> None:
        if (self.upper is not None) != (self.comparator == "range"):
            raise ValueError("an upper number goes with comparator 'range', and only with it")


@dataclass(frozen=True, slots=True)
class Role:
    """An institution's part in a measure or document; `of` is the measure or document, `clause` the evidence."""

    institution: Span
    role: RoleName
    of: Span | None
    clause: Span
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Action:
    """What is done to an entity: the mention's span, the governing verb, and the clause as evidence."""

    entity: Span
    verb: Span
    clause: Span
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something recognised but not typed, or typed with low confidence: kept for the review list.

    One with `decisions` (ids) is a doubt no more: a person has decided that it is no name.
    """

    span: Span
    reason: str
    suggestion: EntityType | None = None
    confidence: float = 0.0
    decisions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided about a quote; it holds at every build, whatever the recognisers think.

    `accept`, `retype`: the quote names something of `type`.  `reject`: it names nothing.  `respan`: the name is
    `to`, which contains the quote or lies inside it.  `merge`: it is another name of `to`.  `part`: what it names
    here is not what it names elsewhere; `to` is a name of its own.  `quote`, `before` and `after` are folded
    (`kg.folding`); the last two are the code points around it, "\n" where the paragraph begins or ends.
    """

    verdict: Verdict
    quote: str
    type: EntityType | None = None
    to: str = ""
    document: str = ""
    before: str = ""
    after: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        if self.verdict not in VERDICTS or self.type not in (None, *ENTITY_TYPES) or not self.quote:
            raise ValueError(f"decision {self.verdict!r} of {self.quote!r} as {self.type!r}")
        if self.type is None and self.verdict in ("accept", "retype"):
            raise ValueError(f"decision {self.verdict!r} without a type")
        if (not self.to and self.verdict in ("respan", "merge")) or (
            self.verdict == "respan" and not is_respan(self.quote, self.to)
        ):
            raise ValueError(f"decision {self.verdict!r} of {self.quote!r} to {self.to!r}")

    @property
    def scope(self) -> Scope:
        """Where it holds: in one place (by the text around it), in one document, or everywhere."""
        return "place" if self.before or self.after else "document" if self.document else "everywhere"

    @property
    def is_of_identity(self) -> bool:
        """Does it say which thing is meant, rather than whether and as what the quote is a name?"""
        return self.verdict in ("merge", "part")


def is_respan(quote: str, to: str) -> bool:
    """Does `to`, but for quotation marks and spaces, contain `quote` or lie inside it, and is it another name?"""
    inside, around = bare(to), bare(quote)
    return to not in ("", quote) and (inside in around or around in inside)


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known about a document; "" or None where nothing is.

    `date` is ISO 8601 ("2022-02-11", "2022-02" or "2022"); `year` is the year the document is of
    (a yearbook 2022: 2022); `place` is a GB/T 2260 code of the jurisdiction that speaks; `kind` names
    a class of the ontology ("WorkReport", "YearbookPage", "Notice", "Opinion", …).
    """

    title: str = ""
    kind: str = "PolicyDocument"
    issuer: str = ""
    number: str = ""
    date: str = ""
    year: int | None = None
    place: str = ""
    url: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence of the text: `start`, `end`, its `page`, the number of its paragraph (from 0, blank lines not
    counted) and the headings above it."""

    start: int
    end: int
    page: int | None = None
    paragraph: int = 0
    heading: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A document as read.  Paragraphs are the lines of `text`; `passages` are its sentences, in order,
    not overlapping, together covering all of the text but white space.  `runs` map code points to the source."""

    id: str
    text: str
    metadata: Metadata = field(default_factory=Metadata)
    passages: tuple[Passage, ...] = ()
    runs: tuple[Run, ...] = ()

    def locate(self, offset: int) -> Location:
        """Return where code point `offset` of the text stands in the source; IndexError if out of range."""
        if not 0 <= offset < len(self.text):
            raise IndexError(offset)
        run = self.runs[bisect_right(self.runs, offset, key=lambda r: r.start) - 1]
        return Location(run.page, run.line, run.column + (offset - run.start) * run.step)

    def passage_at(self, offset: int) -> Passage | None:
        """Return the passage that holds code point `offset`, or None between passages."""
        index = bisect_right(self.passages, offset, key=lambda p: p.start) - 1
        if index < 0 or offset >= self.passages[index].end:
            return None
        return self.passages[index]

    def quote(self, start: int, end: int) -> str:
        """Return the text of `start:end`."""
        return self.text[start:end]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a document that is worked on as a document of its own: which part (from 0), and what stands
    before it: `start` code points, `paragraphs`, `passages`."""

    number: int = 0
    start: int = 0
    paragraphs: int = 0
    passages: int = 0


WHOLE = Stretch()


@dataclass(frozen=True, slots=True)
class Extraction:
    """What was found in one document, each layer ordered by offset."""

    document: str
    mentions: tuple[Mention, ...] = ()
    targets: tuple[Target, ...] = ()
    roles: tuple[Role, ...] = ()
    actions: tuple[Action, ...] = ()
    doubts: tuple[Doubt, ...] = ()


@dataclass(frozen=True, slots=True)
class EntityKey:
    """What makes an entity itself: its type, the GB/T 2260 code of its jurisdiction ("" where the name
    alone tells), and its canonical name, folded.  A place's name is its code, or its own name without one."""

    type: EntityType
    jurisdiction: str
    name: str


@dataclass(frozen=True, slots=True)
class Entity:
    """An entity as the graph describes it: `kind` names its ontology class ("Hospital"), `label` its full name."""

    key: EntityKey
    kind: str
    label: str
