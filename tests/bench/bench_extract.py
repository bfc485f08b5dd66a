"""Characters a second of each stage in one process, and of extraction in two; their ratio to spaCy's character tokens.

Run: python tests/bench/bench_extract.py [FILE…]     (the bundled sample, over and over as documents of its own)

Stages of one process are timed in processor seconds, so that what else the machine does counts little; two processes
beside one by the clock, the start of the pool apart: that figure needs a machine with nothing else to do.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from itertools import cycle
from pathlib import Path

import spacy
from rows import seconds

from kg import rdf
from kg.extract import extract_document, record_part
from kg.extract.stretches import stretches
from kg.iri import DEFAULT_BASE
from kg.link import identify, indicator_name
from kg.model import Document, Extraction
from kg.pool import cores, in_order
from kg.read import read_paths
from kg.resources import resource

REPEATS = 3
#: Fixed costs of a document or a process count little in so many characters.
ENOUGH = 150_000
ENOUGH_FOR_TWO = 2_500_000
#: A process that has done so many characters has all it needs in memory.
UNDER_WAY = 200_000


def load(paths: Sequence[Path]) -> list[Document]:
    """Return the documents of `paths`."""
    return [d for d in read_paths(paths) if isinstance(d, Document)]


def repeated(documents: Sequence[Document], characters: int) -> list[Document]:
    """Return the documents, again and again under ids of their own, until they have so many characters."""
    found: list[Document] = []
    for number, document in enumerate(cycle(documents)):
        if characters <= 0:
            break
        found.append(replace(document, id=f"{document.id}-{number}"))
        characters -= len(document.text)
    return found


def quads(extracted: Sequence[tuple[Document, Extraction]]) -> None:
    """Make the quads of the documents."""
    for document, found in extracted:
        keys = identify(document, found.mentions)
        names = [indicator_name(target.indicator.text) for target in found.targets]
        rdf.to_nquads(rdf.document_quads(document, found, keys, DEFAULT_BASE, indicators=names))


def in_one(documents: Sequence[Document], extracted: Sequence[tuple[Document, Extraction]]) -> dict[str, float]:
    """Return the characters a second of each stage in one process."""
    nlp = spacy.blank("zh")
    stages: dict[str, Callable[[], object]] = {
        "spaCy character tokens": lambda: [nlp.make_doc(d.text) for d in documents],
        "extract": lambda: [extract_document(d) for d in documents],
        "identify and quads": partial(quads, extracted),
    }
    return {name: size_of(documents) / seconds(work, REPEATS) for name, work in stages.items()}


def by_clock(documents: Sequence[Document], jobs: int) -> tuple[float, float]:
    """Return the characters a second of extraction to records, by the clock, and the seconds until it was under way.

    The clock starts when each process has given back some batches: what starting takes does not count.
    """
    parts = [part for document in documents for part in stretches(document)]
    began = started = time.perf_counter()
    seen = counted = 0
    records = in_order(record_part, iter(parts), size=lambda p: len(p[0].text), jobs=jobs)
    for (part, *_), _record in zip(parts, records, strict=True):
        if seen < jobs * UNDER_WAY:
            seen += len(part.text)
            started = time.perf_counter()
        else:
            counted += len(part.text)
    return counted / (time.perf_counter() - started), started - began


def density(extracted: Sequence[tuple[Document, Extraction]]) -> float:
    """Return how many findings a thousand characters hold: the more, the slower."""
    found = sum(len(e.mentions) + len(e.targets) + len(e.roles) + len(e.actions) for _, e in extracted)
    return 1000 * found / size_of([d for d, _ in extracted])


def size_of(documents: Sequence[Document]) -> int:
    """Return the characters of the documents."""
    return sum(len(d.text) for d in documents)


def told(documents: Sequence[Document], how: str) -> str:
    """Return the line above figures."""
    return f"{size_of(documents):,} characters in {len(documents)} documents, {how}"


def main(paths: Sequence[Path]) -> None:
    """Print a row a stage, and one for each number of processes."""
    read = load(paths)
    documents = repeated(read, max(ENOUGH, size_of(read)))
    extracted = [(d, extract_document(d)) for d in documents]
    rates = in_one(documents, extracted) | {"read": size_of(read) / seconds(lambda: load(paths), REPEATS)}
    unit = rates["spaCy character tokens"]
    print(told(documents, f"{density(extracted):.0f} findings a thousand; processor time, best of {REPEATS}"))
    for stage, rate in rates.items():
        print(f"{stage:24s} {rate:12,.0f} characters a second  {unit / rate:6.2f} x the time of tokens")
    many = repeated(read, max(ENOUGH_FOR_TWO, size_of(read)))
    (one, _), (two, start) = by_clock(many, 1), by_clock(many, 2)
    print(told(many, f"by the clock, {cores()} cores, the pool under way after {start:.1f} s"))
    print(f"{'extract, one process':24s} {one:12,.0f} characters a second")
    print(f"{'extract, two processes':24s} {two:12,.0f} characters a second  {two / one:6.2f} x one")


if __name__ == "__main__":
    main([Path(a) for a in sys.argv[1:]] or [resource("data/sample")])
