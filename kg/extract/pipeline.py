"""The order of extraction: `extract_document` reads a document as one spaCy pipeline, paragraph by paragraph.

1. The whole text is scanned once for the names that it quotes or defines (`survey`), so that the
   same string gets the same type in every paragraph.
2. Each paragraph (a line of the text) is folded and becomes a `Doc` with one token a code point.
3. `nlp` runs the components of `STAGES`, in this order; each is a pure function of the folded text
   and of what the stages before it left on the `Doc`.
4. What they found is carried back to offsets of the document.
"""

from __future__ import annotations

from dataclasses import fields, replace
from functools import cache
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from kg.extract.names import find_mentions, survey
from kg.folding import Folded
from kg.model import Document, Extraction, Mention, Span

STAGES = ("kg_names",)
LAYERS = ("mentions", "doubts", "targets", "roles", "actions")

for _layer in LAYERS:
    Doc.set_extension(_layer, default=(), force=True)
Doc.set_extension("known", default=None, force=True)


@Language.component("kg_names", assigns=["doc._.mentions", "doc._.doubts"])
def _names(doc: Doc) -> Doc:
    doc._.mentions, doc._.doubts = find_mentions(doc.text, doc._.known or {})
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
    found: dict[str, list[Any]] = {layer: [] for layer in LAYERS}
    start = 0
    for paragraph in paragraphs:
        if paragraph.text:
            doc = Doc(nlp.vocab, words=list(paragraph.text), spaces=[False] * len(paragraph.text))
            doc._.known = known
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
