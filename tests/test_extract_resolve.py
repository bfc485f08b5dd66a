"""Of overlapping candidates one is chosen, the same one whatever their order."""

from __future__ import annotations

from itertools import permutations

from kg.extract.candidates import Candidate
from kg.extract.resolve import FLOOR, resolve

TEXT = "杭州湾跨海大桥通车"


def chosen(*candidates: Candidate) -> list[tuple[str, str]]:
    results = {resolve(TEXT, order) for order in permutations(candidates)}
    assert len(results) == 1
    [(mentions, _)] = results
    return [(m.type, m.text) for m in mentions]


def test_the_longest_name_wins_among_names_about_as_sure() -> None:
    place, bridge = Candidate(0, 3, "Place", 0.8, "place"), Candidate(0, 7, "Facility", 0.6, "head")
    assert chosen(place, bridge) == [("Facility", "杭州湾跨海大桥")]


def test_a_name_by_form_keeps_out_a_longer_guess() -> None:
    place, guess = Candidate(0, 3, "Place", 0.95, "form"), Candidate(0, 7, "Facility", 0.6, "head")
    assert chosen(place, guess) == [("Place", "杭州湾")]


def test_of_one_span_the_surer_type_wins_and_of_equals_the_type_by_priority() -> None:
    assert chosen(Candidate(0, 7, "Event", 0.6, "a"), Candidate(0, 7, "Facility", 0.7, "b"))[0][0] == "Facility"
    assert chosen(Candidate(0, 7, "Facility", 0.6, "b"), Candidate(0, 7, "Event", 0.6, "a"))[0][0] == "Event"
    assert chosen(Candidate(0, 7, "Event", 0.6, "a"), Candidate(0, 7, "Event", 0.6, "b"))[0][0] == "Event"


def test_weak_candidates_are_doubts_unless_a_mention_covers_them() -> None:
    weak, name = Candidate(3, 9, "Event", FLOOR - 0.1, "weak"), Candidate(0, 3, "Place", 0.8, "place")
    mentions, doubts = resolve(TEXT, [weak, name])
    assert [m.text for m in mentions] == ["杭州湾"]
    assert [(d.span.text, d.reason, d.suggestion) for d in doubts] == [("跨海大桥通车", "weak", "Event")]
    _, doubts = resolve(TEXT, [weak, Candidate(0, 7, "Facility", 0.8, "head")])
    assert doubts == ()
