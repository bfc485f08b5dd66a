"""Which decision holds where: of several about one span, and where a long paragraph is cut."""

from __future__ import annotations

from itertools import permutations

import pytest

from kg.decisions import applying, followed, id_of
from kg.extract import extract_document
from kg.extract.decisions import surroundings
from kg.model import Decision, Document

TEXT = "推广“惠农通”平台。建设“惠农通”平台。"


def types(text: str, *decisions: Decision) -> list[str]:
    """The types of what is called 惠农通, – for none, from the left."""
    extraction = extract_document(Document("a", text), decisions)
    found = {m.start: m.type for m in extraction.mentions if m.text == "惠农通"}
    return [found.get(at, "–") for at in range(len(text)) if text.startswith("惠农通", at)]


@pytest.mark.parametrize(
    ("wide", "narrow"),
    [
        (Decision("reject", "惠农通"), Decision("retype", "惠农通", "Honour", document="a")),
        (Decision("reject", "惠农通", document="a"), Decision("retype", "惠农通", "Honour", before="建设“")),
        (Decision("reject", "惠农通", before="设“"), Decision("retype", "惠农通", "Honour", before="建设“")),
        (Decision("reject", "惠农通", after="”平"), Decision("retype", "惠农通", "Honour", "", "", "设“", "”平")),
        (Decision("reject", "惠农通", before="平台。建设“"), Decision("retype", "惠农通", "Honour", "", "a", "设“")),
    ],
)  # fmt: skip
def test_the_narrower_of_two_holds_in_any_order(wide: Decision, narrow: Decision) -> None:
    for decisions in permutations((wide, narrow)):
        assert types(TEXT, *decisions)[1] == "Honour"


def test_a_merge_of_a_type_holds_before_one_of_any() -> None:
    merges = Decision("merge", "惠农通", to="甲"), Decision("merge", "惠农通", "Programme", "乙")
    for decisions in permutations(merges):
        names = {m.name for m in extract_document(Document("a", TEXT), decisions).mentions if m.text == "惠农通"}
        assert names == {"乙"}


def test_a_part_in_a_place_is_called_after_its_decision() -> None:
    parts = [Decision("part", "惠农通", before=before) for before in ("推广“", "建设“")]
    names = [m.name for m in extract_document(Document("a", TEXT), parts).mentions if m.text == "惠农通"]
    assert names == [f"惠农通（a·{id_of(part)}）" for part in parts]


def test_a_merge_goes_on_as_what_it_is() -> None:
    def ends(*merges: Decision) -> list[str]:
        return [merge.to for merge in followed(merges)]

    programme, institution = Decision("merge", "甲", "Programme", "乙"), Decision("merge", "乙", "Institution", "丙")
    assert ends(programme, institution) == ["乙", "丙"]
    assert ends(programme, Decision("merge", "乙", to="丙"), institution) == ["丙", "丙", "丙"]
    assert ends(Decision("merge", "甲", to="乙"), institution) == ["乙", "丙"]
    assert ends(programme, Decision("merge", "乙", "Institution", "甲")) == ["乙", "甲"]
    with pytest.raises(ValueError, match=r"[甲乙]"):
        ends(programme, Decision("merge", "乙", to="甲"))


@pytest.mark.parametrize(
    "decision",
    [
        Decision("reject", "惠农通", before="平台。建设“"),
        Decision("reject", "惠农通", after="”平台。建"),
        Decision("reject", "惠农通", before="\n推广“"),
        Decision("reject", "惠农通", before="\n建设“"),
        Decision("reject", "惠农通", after="”平台。\n"),
    ],
)
@pytest.mark.parametrize("text", [TEXT, "路\n" + TEXT + "\n桥", TEXT.replace("推", " 推").replace("建", "  建")])
def test_a_cut_in_a_paragraph_makes_no_difference(
    text: str, decision: Decision, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = types(text, decision)
    assert whole.count("–") == (decision.before != "\n建设“")
    monkeypatch.setattr("kg.extract.pieces.LONGEST", 12)
    assert types(text) == ["Programme", "Programme"]
    assert types(text, decision) == whole


def test_surroundings_end_where_the_paragraph_does() -> None:
    assert surroundings("甲", 0, 1) == ("\n", "\n")
    assert surroundings("甲\n乙\n丙", 2, 3) == ("\n", "\n")
    assert surroundings("甲乙丙", 1, 2) == ("\n甲", "丙\n")
    long = "甲" * 1000
    before, after = surroundings(long + "乙" + long, 1000, 1001)
    assert set(before) == set(after) == {"甲"}
    assert surroundings("甲" + " " * 500 + "乙", 300, 301) == (" ", " ")


def test_a_decision_about_a_part_of_a_word_holds_nowhere() -> None:
    decision = Decision("accept", "AI", "Programme")
    assert applying(["推广AIDS防治"], "a", [decision]) == ()
    assert applying(["推广AIDS防治", "推广AI应用"], "a", [decision]) == (decision,)
