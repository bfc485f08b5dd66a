"""The card of an entity as a terminal shows it: what is known, each statement with its quote and where that stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.text import Text

from kg import ontology
from kg.cli.language import _, language
from kg.cli.report import visible
from kg.query import EntityCard
from kg.query.cards import Evidence, Quantity

ROLES = {"lead": _("leads"), "support": _("supports"), "issue": _("issues")}
# A card shows so many lines of each kind; a query shows them all.
_MOST = 20


def render(card: EntityCard) -> Text:
    """Return the card as text."""
    lines = [Text.assemble((visible(card.label), "bold"), "  ", (_kind(card), "dim"))]
    lines.append(Text(f"  {visible(card.iri)}", "dim"))
    if card.aliases:
        lines.append(Text(f"  {_('also')}: {visible('、'.join(card.aliases))}"))
    if card.jurisdiction:
        lines.append(Text(f"  {_('of')}: {visible(card.jurisdiction)}"))
    lines += _section(_("what is done"), ((deed.verb, deed.evidence) for deed in card.deeds))
    lines += _section(_("quantities"), ((_quantity(said), said.evidence) for said in card.statements))
    lines += _section(_("who"), ((f"{part.agent} {ROLES[part.role]}", part.evidence) for part in card.parts))
    if not (card.deeds or card.statements or card.parts):
        lines += _section(_("mentions"), (("", mention) for mention in card.mentions))
    lines += _listed(
        _("documents"),
        (f"{title or document}{_pages(pages)}" for document, title, pages in card.documents),
    )
    lines += _listed(_("named beside"), (f"{near.label}（{near.sentences}）" for near in card.neighbours), joined=True)
    return Text("\n").join(lines) + Text("\n")


def _section(title: str, rows: Iterable[tuple[str, Evidence]]) -> Iterator[Text]:
    """Yield a title and a line for each statement, with its quote and place on the next."""
    found = list(rows)
    if found:
        yield Text(f"\n{title} ({len(found)})", "bold")
    for text, evidence in found[:_MOST]:
        if text:
            yield Text(f"  {visible(text)}")
        place = f"{evidence.title or evidence.document}{_pages((evidence.page,) if evidence.page is not None else ())}"
        yield Text.assemble(
            "    ", (f"“{visible(evidence.quote or evidence.sentence)}”", "cyan"), "  ", (visible(place), "dim")
        )
    if len(found) > _MOST:
        yield Text("  " + _("… and {more} more").format(more=len(found) - _MOST), "dim")


def _listed(title: str, items: Iterable[str], joined: bool = False) -> Iterator[Text]:
    found = list(items)
    if found:
        yield Text(f"\n{title} ({len(found)})", "bold")
        shown = [visible(item) for item in found[:_MOST]]
        yield from [Text("  " + "、".join(shown))] if joined else (Text(f"  {item}") for item in shown)


def _kind(card: EntityCard) -> str:
    return ontology.label(card.kinds[0], language) if card.kinds else ""


def _quantity(said: Quantity) -> str:
    """Return a statement in one line: what it is, indicator, sign, number and unit, period."""
    arrow = {"increase": "↑", "decrease": "↓"}.get(said.change, "")
    number = f"{said.value}–{said.upper}" if said.upper else said.value
    sign = {"=": "", "range": ""}.get(said.comparator, said.comparator)
    period = f"  ({said.period})" if said.period else ""
    return f"{ontology.label(said.kind, language)}: {said.indicator} {arrow}{sign}{number}{said.unit}{period}"


def _pages(pages: tuple[int, ...]) -> str:
    return "" if not pages else "  " + _("p. {pages}").format(pages=", ".join(map(str, pages)))
