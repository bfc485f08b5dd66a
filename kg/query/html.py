"""Results and cards as HTML for a notebook: everything escaped, and no more of it than can be looked at."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from kg.errors import printable
from kg.query.cards import EntityCard, Evidence

MOST = 50


def table(columns: Sequence[str], rows: Iterable[Sequence[str]], total: int) -> str:
    """Return a table of the first `MOST` of `rows`, and a note where there are more."""
    head = Markup().join(Markup("<th>{}</th>").format(printable(name)) for name in columns)
    body = Markup().join(_row(row) for row, _ in zip(rows, range(MOST), strict=False))
    out = Markup(
        '<div style="overflow-x:auto"><table><thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>'
    ).format(head, body)
    if total > MOST:
        out += Markup("<p>… {} of {} rows; <code>.rows</code>, <code>.to_pandas()</code> have all</p>").format(
            MOST, total
        )
    return str(out)


def _row(cells: Sequence[str]) -> Markup:
    return Markup("<tr>{}</tr>").format(
        Markup().join(
            Markup(
                '<td dir="auto" style="text-align:left;vertical-align:top;min-width:4em;max-width:30em">{}</td>'
            ).format(printable(c))
            for c in cells
        )
    )


def truth(answer: bool) -> str:
    """Return the answer to ASK."""
    return str(Markup("<p>{}</p>").format(str(answer).lower()))


def card(found: EntityCard) -> str:
    """Return the card of an entity: its names, what is said of it with quotes, and what is named beside it."""
    kind = found.kinds[0] if found.kinds else ""
    parts = [Markup("<h4>{} <small>{}</small></h4>").format(printable(found.label), printable(kind))]
    parts.append(Markup("<p><code>{}</code></p>").format(printable(found.iri)))
    if found.aliases:
        parts.append(Markup("<p>{}</p>").format(printable("、".join(found.aliases))))
    parts.append(_said((deed.verb, deed.evidence) for deed in found.deeds))
    parts.append(
        _said(
            (f"{s.kind}: {s.indicator} {s.comparator} {s.value}{s.unit} {s.period}".strip(), s.evidence)
            for s in found.statements
        )
    )
    parts.append(_said((f"{part.agent} {part.role} {part.task}".strip(), part.evidence) for part in found.parts))
    if not (found.deeds or found.statements or found.parts):
        parts.append(_said(("", mention) for mention in found.mentions))
    near = "、".join(f"{n.label} ({n.sentences})" for n in found.neighbours[:MOST])
    if near:
        parts.append(Markup("<p>{}</p>").format(printable(near)))
    return str(Markup('<div dir="auto">{}</div>').format(Markup().join(parts)))


def _said(rows: Iterable[tuple[str, Evidence]]) -> Markup:
    found = list(rows)
    items = [
        Markup("<li>{} <q>{}</q> <small>{}{}</small></li>").format(
            printable(text),
            printable(evidence.quote or evidence.sentence),
            printable(evidence.title or evidence.document),
            "" if evidence.page is None else f", p. {evidence.page}",
        )
        for text, evidence in found[:MOST]
    ]
    if len(found) > MOST:
        items.append(Markup("<li>… {} more</li>").format(len(found) - MOST))
    return Markup("<ul>{}</ul>").format(Markup().join(items)) if items else Markup()
