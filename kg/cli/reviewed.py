"""How the review list and decisions are shown."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.text import Text

from kg import ontology
from kg.cli.language import _, language
from kg.cli.report import visible
from kg.decisions import id_of

if TYPE_CHECKING:
    from kg.model import Decision
    from kg.review import Idle, Item

_AROUND = 24
_LONGEST = 60
# By the beginning of the rule; what follows is put in for {word}.
_REASONS = (
    ("quote default", _("in quotation marks, and nothing tells what it is")),
    ("quote object", _("in quotation marks, object of a verb that tells nothing")),
    ("quote long", _("in quotation marks, longer than names are")),
    ("quote attribute", _("in quotation marks, an attribute")),
    ("quote before", _("in quotation marks, but the words before speak against a name")),
    ("quote after", _("in quotation marks, but the words behind speak against a name")),
    ("quote chain", _("in quotation marks, beside others that are no names")),
    ("quote tail", _("in quotation marks, ends like a figure of speech or a class")),
    ("quote absence", _("in quotation marks, a motto of all or nothing")),
    ("programme ", _("ends in {word}, but may be a sort of thing")),
    ("honour ", _("ends in {word}, but may be a sort of thing")),
    ("facility ", _("ends in {word}, but may be a sort of thing")),
    ("class-head", _("ends like an institution, but may be a sort of them")),
    ("company", _("ends like a company, but may be a sort of them")),
    ("department", _("a department, and nothing tells whose")),
    ("made", _("a document that is made or carried out, without title marks")),
    ("zone", _("ends like a zone, and nothing tells where it begins")),
    ("settlement", _("ends like a town or village, and nothing tells where it begins")),
)
_SCOPES = {"everywhere": _("in all documents"), "document": _("in {document}"), "place": _("in one place")}


def render(items: Sequence[Item]) -> Text:
    """Return the list for a terminal: two lines an item, the quote marked in its sentence."""
    lines = []
    for item in items:
        kind = _type(item.type) if item.type else _("untyped")
        said = (
            (kind if item.is_mention else f"{kind}?", "cyan"),
            "  ",
            _reach(item),
            "  ",
            (_reason(item.reason), "dim"),
        )
        lines.append(Text.assemble((item.id, "dim"), "  ", (visible(_cut(item.quote)), "bold"), "  ", *said))
        lines.append(Text.assemble("          ", *_sentence(item), "  ", (visible(_place(item)), "dim")))
    return Text("\n").join([*lines, Text("")])


def to_jsonl(item: Item) -> str:
    """Return an item as a line of JSON."""
    return json.dumps(_record(item), ensure_ascii=False)


def to_csv(items: Sequence[Item]) -> str:
    """Return the list as CSV for a spreadsheet; no cell is a formula."""
    from kg.query.result import harmless

    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(_COLUMNS)
    for item in items:
        cells = _record(item).values()
        writer.writerow([harmless(cell) if isinstance(cell, str) else cell for cell in cells])
    return stream.getvalue()


def decided_line(decision: Decision) -> str:
    """Return a decision as one line: id, what, about which quote, where."""
    kind = _type(decision.type) if decision.type else ""
    to = f"→ {_cut(decision.to)}" if decision.to else ""
    scope = _SCOPES[decision.scope].format(document=decision.document)
    around = f"（{_cut(decision.before)}【…】{_cut(decision.after)}）" if decision.scope == "place" else ""
    parts = (id_of(decision), decision.verdict, _cut(decision.quote), kind, to, f"· {scope}{around}", decision.note)
    return visible("  ".join(filter(None, parts))).replace("\n", "␊")


def idle_line(idle: Idle) -> str:
    """Return a decision that does nothing as one line, with the reason at its end."""
    return decided_line(idle.decision) + "  ← " + visible(idle.render(language)).replace("\n", "␊")


_COLUMNS = (
    "id", "quote", "type", "mention", "reason", "value", "occurrences", "documents", "statements", "elsewhere",
    "document", "title", "page", "begin", "sentence",
)  # fmt: skip


def _record(item: Item) -> dict[str, str | int | float | bool | None]:
    first = item.occurrences[0]
    values = (
        item.id, item.quote, item.type, item.is_mention, item.reason, item.value, len(item.occurrences), item.documents,
        item.statements, item.elsewhere, first.document, item.title, item.page, first.begin, item.sentence,
    )  # fmt: skip
    return dict(zip(_COLUMNS, values, strict=True))


def _reach(item: Item) -> str:
    reach = _("occurrences {count}, documents {documents}").format(
        count=len(item.occurrences), documents=item.documents
    )
    if item.statements:
        reach += _(", ") + _("statements {count}").format(count=item.statements)
    if item.elsewhere:
        reach += _(", ") + _("the same words elsewhere {count}").format(count=item.elsewhere)
    return reach


def _sentence(item: Item) -> tuple[str | tuple[str, str], ...]:
    begin, end = item.start, item.start + len(item.occurrences[0].quote)
    left, right = item.sentence[max(0, begin - _AROUND) : begin], item.sentence[end : end + _AROUND]
    quote = visible(_cut(item.sentence[begin:end]))
    return (
        _line(left if begin <= _AROUND else "…" + left), (f"【{_line(quote)}】", "bold yellow"),
        _line(right if len(item.sentence) <= end + _AROUND else right + "…"),
    )  # fmt: skip


def _line(text: str) -> str:
    return visible(text).replace("\n", " ")


def _place(item: Item) -> str:
    document = item.occurrences[0].document
    page = "" if item.page is None else "  " + _("p. {pages}").format(pages=item.page)
    return (f"{item.title}（{document}）" if item.title else document) + page


def _reason(rule: str) -> str:
    for head, text in _REASONS:
        if rule.startswith(head):
            return text.format(word=rule.removeprefix(head))
    return _("by the rule “{rule}”").format(rule=rule)


def _type(kind: str) -> str:
    return ontology.label("CitedDocument" if kind == "Document" else kind, language)


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
