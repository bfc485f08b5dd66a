"""Clauses: what is one, and that names and brackets hide nothing of it."""

from __future__ import annotations

from kg.extract.clauses import ASIDE, LONGEST_CLAUSE, NAME, clauses, mask
from kg.model import Mention


def mention(text: str, name: str) -> Mention:
    start = text.index(name)
    return Mention(start, start + len(name), "Programme", name)


def test_a_clause_ends_at_a_comma_and_keeps_its_offsets() -> None:
    text = "坚持不懈，深化护苗行动，成效明显"
    (clause,) = clauses(text, [mention(text, "护苗行动")])
    assert text[clause.start : clause.end] == "深化护苗行动"
    assert clause.text == "深化" + NAME * 4


def test_the_inside_of_a_bracket_is_a_clause_of_its_own() -> None:
    text = "建设数据中枢（推广码上办），完善浙食链"
    found = clauses(text, [mention(text, "数据中枢"), mention(text, "码上办"), mention(text, "浙食链")])
    assert [text[c.start : c.end] for c in found] == ["建设数据中枢（推广码上办）", "推广码上办", "完善浙食链"]
    assert found[0].text.endswith(ASIDE)
    assert [m.text for m in found[0].mentions] == ["数据中枢"]


def test_a_name_with_commas_and_brackets_stays_whole() -> None:
    text = "印发《办法（试行），修订》"
    (clause,) = clauses(text, [mention(text, "办法（试行），修订")])
    assert (clause.start, clause.end) == (0, len(text))


def test_text_without_breaks_is_cut_but_no_name_is() -> None:
    text = "建设浙食链" * 1000
    names = [Mention(at + 2, at + 5, "Programme", "浙食链") for at in range(0, len(text), 5)]
    found = clauses(text, names)
    assert sum(len(c.mentions) for c in found) == 1000
    assert max(len(c.text) for c in found) <= LONGEST_CLAUSE + 3
    assert all(m.end <= c.end for c in found for m in c.mentions)


def test_mask_keeps_the_length() -> None:
    text = "深化“最多跑一次”改革"
    assert mask(text, [mention(text, "最多跑一次")]) == "深化“" + NAME * 5 + "”改革"
