"""Candidates: what a recogniser thinks is a name.

Every recogniser of names is a function `find_<type>(text) -> Iterator[Candidate]` over the folded
text of a paragraph, be it rules, a lexicon or a trained model; it may offer overlapping spans and
spans that other recognisers offer too.  `kg.extract.resolve` chooses among them.
"""

from __future__ import annotations

from typing import NamedTuple

from kg.model import EntityType


class Candidate(NamedTuple):
    """A span that may be a name: half-open offsets into the folded paragraph, type, score (0-1) and rule.

    Scores mean: 0.9 and more, a name by form (《》, a lexicon word, an unambiguous suffix); 0.7, by
    a pattern that rarely errs; 0.5, more likely than not; below `resolve.FLOOR` a doubt, kept for review.
    """

    start: int
    end: int
    type: EntityType
    score: float
    rule: str
