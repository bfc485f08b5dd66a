"""What commands print: messages on standard error, tables of counts, marked-up text."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from kg.cli.language import _, labelled, language, of_system
from kg.errors import KGError, printable
from kg.model import Document, Extraction

if os.environ.get("COLUMNS") == "0":  # as some shells have it: Rich would print nothing
    del os.environ["COLUMNS"]
# Of many things so many are named.
MOST = 5
messages = Console(stderr=True, highlight=False)
output = Console(highlight=False, soft_wrap=True)

# C0 as control pictures; C1, line separators and what turns the direction of writing as replacement characters.
_PICTURES = (
    {code: 0x2400 + code for code in range(32) if chr(code) not in "\t\n"}
    | {0x7F: 0x2421}
    | dict.fromkeys((*range(0x80, 0xA0), 0x61C, 0x200E, 0x200F, *range(0x2028, 0x202F), *range(0x2066, 0x206A)), 0xFFFD)
)
COLOURS = {
    "Programme": "bold blue", "Institution": "bold red", "Place": "green", "Honour": "bold yellow",
    "Event": "magenta", "Facility": "cyan", "Document": "underline", "Principle": "dim italic",
}  # fmt: skip


def fail(error: KGError | str) -> None:
    """Print one line that says what is wrong."""
    text = error.render(language) if isinstance(error, KGError) else error
    messages.print(Text.assemble((labelled(_("error"), ""), "bold red"), printable(of_system(text))), soft_wrap=True)


def say(text: str) -> None:
    """Print one line of information."""
    messages.print(Text(printable(text)), soft_wrap=True)


def tell_waiting(holder: str) -> None:
    """Print who writes the store that a command waits for."""
    say(_("waiting for {holder}, which writes the store (Ctrl-C stops)").format(holder=holder))


def write(text: str) -> None:
    """Print data; a terminal is spared control characters."""
    sys.stdout.write(visible(text) if sys.stdout.isatty() else text)


def visible(text: str) -> str:
    """Return `text` with control characters but tab and line feed as control pictures, one for one."""
    return text.translate(_PICTURES)


def counts(title: str, rows: Mapping[str, int]) -> None:
    """Print a line of counts under a title."""
    messages.print(
        Text.assemble(
            (title + " " * (12 - cell_len(title)), "bold"),
            "  ".join(f"{name} {number:,}".strip() for name, number in rows.items()),
        ),
        soft_wrap=True,
    )


def few(names: Sequence[str]) -> str:
    """Return the first of the names, and how many more there are."""
    more = [_("… and {more} more").format(more=len(names) - MOST)] if len(names) > MOST else []
    return _(", ").join([*names[:MOST], *more])


def marked(document: Document, extraction: Extraction) -> Text:
    """Return the text of a document with mentions in colour and values in reverse."""
    text = Text(visible(document.text))
    for mention in extraction.mentions:
        text.stylize(COLOURS[mention.type], mention.start, mention.end)
    for target in extraction.targets:
        text.stylize("reverse", target.value.start, target.value.end)
        text.stylize("underline", target.indicator.start, target.indicator.end)
    return text
