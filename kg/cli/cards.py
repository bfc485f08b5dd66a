"""The card of an entity as a terminal shows it: what is known, each statement with its quote and where that stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.text import Text

from kg import ontology
from kg.cli.language import _, labelled, language
from kg.cli.report import visible
from kg.iri import parse_document_iri
from kg.query import EntityCard
from kg.query.cards import Evidence, Quantity

ROLES = {"lead": _("leads"), "support": _("supports"), "issue": _("issues")}
# A card shows so many lines of each kind; a query shows them all.
_MOST = 20


def render(card: EntityCard, base: str) -> Text:
    """Return the card as text; `base` is what the IRIs of its store begin with."""
    lines = [Text.assemble((visible(card.label), "bold"), "  ", (_kind(card), "dim"))]
    lines.append(Text(f"  {visible(card.iri)}", "dim"))
    if card.aliases:
        lines.append(Text("  " + labelled(_("also"), visible("、".join(card.aliases)))))
    if card.jurisdiction:
        lines.append(Text("  " + labelled(_("of"), visible(card.jurisdiction))))
    for title, rows in (
        (_("what is done"), [(deed.verb, deed.evidence) for deed in card.deeds]),
        (_("quantities, its own or in the same sentence"), [(_quantity(q), q.evidence) for q in card.statements]),
        (_("who, of itself or in the same sentence"), [(f"{p.agent} {ROLES[p.role]}", p.evidence) for p in card.parts]),
    ):
        lines += _section(title, rows, base)
    if not (card.deeds or card.statements or card.parts):
        lines += _section(_("mentions"), [("", mention) for mention in card.mentions], base)
    lines += _listed(_("documents"), [_document(base, *document) for document in card.documents])
    lines += _listed(_("named beside"), [f"{near.label}（{near.sentences}）" for near in card.neighbours], joined=True)
    return Text("\n").join(lines) + Text("\n")


def _section(title: str, rows: Sequence[tuple[str, Evidence]], base: str) -> Iterator[Text]:
    """Yield a title and a line for each statement, with its quote and place on the next."""
    if rows:
        yield Text(f"\n{title} ({len(rows)})", "bold")
    for text, evidence in rows[:_MOST]:
        if text:
            yield Text(f"  {visible(text)}")
        pages = () if evidence.page is None else (evidence.page,)
        place = visible(_document(base, evidence.document, evidence.title, pages))
        yield Text.assemble("    ", (f"“{visible(evidence.quote or evidence.sentence)}”", "cyan"), "  ", (place, "dim"))
    if len(rows) > _MOST:
        yield Text("  " + _("… and {more} more").format(more=len(rows) - _MOST), "dim")


def _document(base: str, address: str, title: str, pages: Sequence[int]) -> str:
    """Return what tells the document from others, for many a title is 政府工作报告, and the pages in it."""
    identifier = parse_document_iri(base, address) or address
    return (f"{title}（{identifier}）" if title else identifier) + _pages(pages)


def _listed(title: str, items: Sequence[str], joined: bool = False) -> Iterator[Text]:
    if items:
        yield Text(f"\n{title} ({len(items)})", "bold")
        shown = [visible(item) for item in items[:_MOST]]
        yield from [Text("  " + "、".join(shown))] if joined else (Text(f"  {item}") for item in shown)


def _kind(card: EntityCard) -> str:
    return ontology.label(card.kinds[0], language) if card.kinds else ""


def _quantity(said: Quantity) -> str:
    """Return a statement in one line: what it is, indicator, sign, number and unit, period."""
    arrow = {"increase": "↑", "decrease": "↓"}.get(said.change, "")
    number = f"{said.value}–{said.upper}" if said.upper else said.value
    sign = {"=": "", "range": ""}.get(said.comparator, said.comparator)
    period = f"  ({said.period})" if said.period else ""
    return labelled(ontology.label(said.kind, language), f"{said.indicator} {arrow}{sign}{number}{said.unit}{period}")


def _pages(pages: Sequence[int]) -> str:
    return "" if not pages else "  " + _("p. {pages}").format(pages=", ".join(map(str, pages)))
