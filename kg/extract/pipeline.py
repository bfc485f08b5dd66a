"""The order of extraction: `extract_document` reads a document as one spaCy pipeline, paragraph by paragraph.

1. The whole text is scanned once for the names that it quotes or defines (`survey`), so that the
   same string gets the same type in every paragraph, and for what it says about its targets at
   large (`frame_document`).
2. Each paragraph (a line of the text) is folded and becomes a `Doc` with one token a code point.
3. `nlp` runs the components of `STAGES`, in this order; each is a pure function of the folded text
   and of what the stages before it left on the `Doc`.
4. What they found is carried back to offsets of the document.
"""

from __future__ import annotations

import re
from dataclasses import fields, replace
from functools import cache
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from kg.extract.actions import find_actions
from kg.extract.frames import NEUTRAL, frame_document
from kg.extract.names import find_mentions, survey
from kg.extract.roles import find_roles
from kg.extract.targets import find_targets
from kg.folding import Folded
from kg.model import Document, Extraction, Mention, Span

STAGES = ("kg_names", "kg_targets", "kg_roles", "kg_actions")
LAYERS = ("mentions", "doubts", "targets", "roles", "actions")

# Nothing of ours is written without a Chinese character.
_CHINESE = re.compile("[\u3400-\u9fff]")

for _layer in LAYERS:
    Doc.set_extension(_layer, default=(), force=True)
# spaCy joins the tokens anew each time that `doc.text` is asked for.
Doc.set_extension("text", default="", force=True)
Doc.set_extension("known", default=None, force=True)
Doc.set_extension("frame", default=NEUTRAL, force=True)


@Language.component("kg_names", assigns=["doc._.mentions", "doc._.doubts"])
def _names(doc: Doc) -> Doc:
    doc._.mentions, doc._.doubts = find_mentions(doc._.text, doc._.known or {})
    return doc


@Language.component("kg_targets", assigns=["doc._.targets"], requires=["doc._.mentions"])
def _targets(doc: Doc) -> Doc:
    doc._.targets = find_targets(doc._.text, doc._.mentions, doc._.frame)
    return doc


@Language.component("kg_roles", assigns=["doc._.roles"], requires=["doc._.mentions"])
def _roles(doc: Doc) -> Doc:
    if doc._.mentions:
        doc._.roles = find_roles(doc._.text, doc._.mentions)
    return doc


@Language.component("kg_actions", assigns=["doc._.actions"], requires=["doc._.mentions"])
def _actions(doc: Doc) -> Doc:
    if doc._.mentions:
        doc._.actions = find_actions(doc._.text, doc._.mentions)
    return doc


@cache
def pipeline() -> Language:
    """Return the pipeline of the components of `STAGES`; the same object every time."""
    nlp = spacy.blank("zh")
    for stage in STAGES:
        nlp.add_pipe(stage)
    return nlp


def extract_document(document: Document) -> Extraction:
    """Return what `document` says, each layer ordered by offset; offsets count code points of its text."""
    nlp = pipeline()
    paragraphs = [Folded(line) for line in document.text.split("\n")]
    known = survey("\n".join(paragraph.text for paragraph in paragraphs))
    frames = frame_document(document)
    found: dict[str, list[Any]] = {layer: [] for layer in LAYERS}
    start = 0
    for number, paragraph in enumerate(paragraphs):
        if _CHINESE.search(paragraph.text):
            doc = Doc(nlp.vocab, words=list(paragraph.text), spaces=[False] * len(paragraph.text))
            doc._.text, doc._.known, doc._.frame = paragraph.text, known, frames[number]
            doc = nlp(doc)
            for layer in LAYERS:
                found[layer] += (_carry_back(item, paragraph, document.text, start) for item in doc._.get(layer))
        start += len(paragraph.original) + 1
    return Extraction(document.id, **{layer: tuple(items) for layer, items in found.items()})


def _carry_back(item: Any, folded: Folded, text: str, by: int) -> Any:
    """Return a finding of the folded paragraph with its spans, and their texts, as in the document's text."""
    if isinstance(item, (Mention, Span)):
        start, end = folded.unfold(item.start, item.end)
        return replace(item, start=start + by, end=end + by, text=text[start + by : end + by])
    spans = {f.name: getattr(item, f.name) for f in fields(item) if isinstance(getattr(item, f.name), Span)}
    return replace(item, **{name: _carry_back(span, folded, text, by) for name, span in spans.items()})
