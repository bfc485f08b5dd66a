"""The order of extraction: `extract_document` reads a document as one spaCy pipeline, paragraph by paragraph.

1. Each paragraph (a line of the text, or a piece of a very long one: `pieces`) is folded, and the quotations in it
   are read.
2. The document as a whole tells which names it quotes or defines (`survey`), so that the same string gets the same
   type in every paragraph, and what holds for its targets at large (`frame_document`).
3. `nlp` runs the components of `STAGES`, in this order, over a `Doc` a paragraph; each is a pure function of the
   folded text and of what the stages before it found.
4. What they found is carried back to offsets of the document.

To make tokens (one a code point) takes longer than to find all names by rule, and no rule reads them: a paragraph's
`Doc` has them only where the pipeline has components besides `STAGES`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields
from functools import cache
from operator import attrgetter
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from kg.extract.actions import find_actions
from kg.extract.decisions import Decide, decider
from kg.extract.frames import NEUTRAL, Frame, frame_document
from kg.extract.names import NOTHING_KNOWN, Known, find_mentions, survey
from kg.extract.pieces import pieces
from kg.extract.quotes import Quoted, read_quotes
from kg.extract.roles import find_roles
from kg.extract.targets import find_targets
from kg.folding import Folded, fold
from kg.model import Action, Decision, Document, Doubt, Extraction, Mention, Role, Span, Target

STAGES = ("kg_names", "kg_targets", "kg_roles", "kg_actions")
LAYERS = ("mentions", "doubts", "targets", "roles", "actions")

# Nothing of ours is written without a Chinese character.
_CHINESE = re.compile("[\u3400-\u9fff]")


@dataclass(slots=True)
class Paragraph:
    """A folded paragraph: what the document tells of it, and what the stages have found in it so far."""

    text: str
    quotes: Sequence[Quoted] | None = None
    known: Known = NOTHING_KNOWN
    frame: Frame = NEUTRAL
    decide: Decide | None = None
    mentions: tuple[Mention, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    targets: tuple[Target, ...] = ()
    roles: tuple[Role, ...] = ()
    actions: tuple[Action, ...] = ()


def _paragraph(doc: Doc) -> Paragraph:
    """Return the paragraph that `doc` carries, or that its tokens make."""
    paragraph: Paragraph | None = doc.user_data.get("kg")
    if paragraph is None:
        paragraph = doc.user_data["kg"] = Paragraph(fold(doc.text))
    return paragraph


def _getter(layer: str) -> Callable[[Doc], Any]:
    return lambda doc: getattr(_paragraph(doc), layer)


# What gives the values of the fields of a finding, in order; `dataclasses.replace` takes ten times longer.
_VALUES = {kind: attrgetter(*(field.name for field in fields(kind))) for kind in (Doubt, Target, Role, Action)}

for _layer in LAYERS:
    Doc.set_extension(_layer, getter=_getter(_layer), force=True)


@Language.component("kg_names", assigns=["doc._.mentions", "doc._.doubts"])
def _names(doc: Doc) -> Doc:
    paragraph = _paragraph(doc)
    paragraph.mentions, paragraph.doubts = find_mentions(paragraph.text, paragraph.known, paragraph.quotes)
    if paragraph.decide:
        paragraph.mentions, paragraph.doubts = paragraph.decide(paragraph.text, paragraph.mentions, paragraph.doubts)
    return doc


@Language.component("kg_targets", assigns=["doc._.targets"], requires=["doc._.mentions"])
def _targets(doc: Doc) -> Doc:
    paragraph = _paragraph(doc)
    paragraph.targets = find_targets(paragraph.text, paragraph.mentions, paragraph.frame)
    return doc


@Language.component("kg_roles", assigns=["doc._.roles"], requires=["doc._.mentions"])
def _roles(doc: Doc) -> Doc:
    paragraph = _paragraph(doc)
    if paragraph.mentions:
        paragraph.roles = find_roles(paragraph.text, paragraph.mentions)
    return doc


@Language.component("kg_actions", assigns=["doc._.actions"], requires=["doc._.mentions"])
def _actions(doc: Doc) -> Doc:
    paragraph = _paragraph(doc)
    if paragraph.mentions:
        paragraph.actions = find_actions(paragraph.text, paragraph.mentions)
    return doc


@cache
def pipeline() -> Language:
    """Return the pipeline of the components of `STAGES`; the same object every time."""
    nlp = spacy.blank("zh")
    for stage in STAGES:
        nlp.add_pipe(stage)
    return nlp


def extract_document(document: Document, decisions: Sequence[Decision] = ()) -> Extraction:
    """Return what `document` says, each layer ordered by offset; offsets count code points of its text.

    `decisions` are those that hold in it (`kg.decisions.applying`); targets, roles and actions follow them.
    """
    found: dict[str, list[Any]] = {layer: [] for layer in LAYERS}
    for doc, (line, start) in pipeline().pipe(_docs(document, decisions), as_tuples=True):
        paragraph, spans = _paragraph(doc), dict[tuple[int, int], Span]()
        for layer in LAYERS:
            if items := getattr(paragraph, layer):
                found[layer] += _carry_back(items, line, document.text, start, spans)
    return Extraction(document.id, **{layer: tuple(items) for layer, items in found.items()})


def _docs(document: Document, decisions: Sequence[Decision]) -> Iterator[tuple[Doc, tuple[Folded, int]]]:
    """Yield a `Doc` for each paragraph in which something can be found, with the folded text and where it begins."""
    nlp = pipeline()
    bare = tuple(nlp.pipe_names) == STAGES
    cut = list(pieces(document.text))
    lines = list(_folded(document.text, cut))
    quotes = [read_quotes(line.text) for line in lines]
    known = survey((line.text, quoted) for line, quoted in zip(lines, quotes, strict=True))
    frames = frame_document(document, _paragraphs(cut, lines))
    # Each is let go of when it is done, so that they make room for what is found.
    lines.reverse()
    quotes.reverse()
    last = -1
    for number, start, end in cut:
        line, quoted = lines.pop(), quotes.pop()
        frame = frames[number].behind() if number == last else frames[number]
        last = number
        if _CHINESE.search(line.text):
            words: list[str] = [] if bare else list(line.text)
            decide = decider(decisions, document, start, end)
            carried = {"kg": Paragraph(line.text, quoted, known, frame, decide)}
            yield Doc(nlp.vocab, words, spaces=[False] * len(words), user_data=carried), (line, start)


def _folded(text: str, cut: Sequence[tuple[int, int, int]]) -> Iterator[Folded]:
    """Yield the pieces folded: whether a straight quote opens or closes is a matter of the whole paragraph."""
    paragraph, quoted = -1, False
    for number, start, end in cut:
        quoted = quoted and number == paragraph
        piece = Folded(text[start:end], quoted)
        yield piece
        paragraph, quoted = number, piece.is_quoted_after(quoted)


def _paragraphs(cut: Sequence[tuple[int, int, int]], lines: Sequence[Folded]) -> list[str]:
    """Return the folded texts of the paragraphs, of one that was cut the first piece."""
    out: list[str] = []
    for (number, _, _), line in zip(cut, lines, strict=True):
        if number == len(out):
            out.append(line.text)
    return out


def _carry_back(
    items: Sequence[Any], folded: Folded, text: str, by: int, spans: dict[tuple[int, int], Span]
) -> list[Any]:
    """Return findings of one kind in the folded paragraph with their spans, and the texts of these, as in the
    document's text, where the paragraph begins at `by`.  Findings share their `spans`: most of what a large document
    takes in memory would be clauses, once for each finding in them."""

    def moved(span: Span | Mention) -> Span:
        found = spans.get((span.start, span.end))
        if found is None:
            start, end = folded.unfold(span.start, span.end)
            found = spans[span.start, span.end] = Span(start + by, end + by, text[start + by : end + by])
        return found

    kind = type(items[0])
    if kind is Mention:
        places = [(m, moved(m)) for m in items]
        return [
            Mention(at.start, at.end, m.type, at.text, m.confidence, m.rule, m.name, m.decisions) for m, at in places
        ]
    values = _VALUES[kind]
    return [kind(*[moved(v) if type(v) is Span else v for v in values(item)]) for item in items]
