"""Markdown to running text, with the place of each code point kept.

A light reader of its own: the known parsers (markdown-it-py, mistune) tell the line of a block
but not the column of a character, which the map to the source needs.  It knows what people write
in policy notes: headings, emphasis, links, images, lists, quotes, tables, fences, comments, tags,
front matter.  Numbers of ordered lists stay, since they are the numbers of headings.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from kg.read.traced import Traced, trace_lines

_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+")
_UNDERLINE = re.compile(r" {0,3}(=+|-{2,})[ \t]*$")
_RULE = re.compile(r" {0,3}(?:(?:\*[ \t]*+){3,}+|(?:-[ \t]*+){3,}+|(?:_[ \t]*+){3,}+)$")
_FENCE = re.compile(r" {0,3}(```+|~~~+)")
_ITEM = re.compile(r"[ \t]*+(?:>[ \t]?)*+[ \t]*+(?:[-*+][ \t]+(?:\[[ xX]\][ \t]+)?)?")
_ORDERED = re.compile(r"\d{1,9}[.)][ \t]")
_TABLE_RULE = re.compile(r"[ \t]*+\|?[ \t]*+:?-{2,}+:?[ \t]*+(?:\|[ \t]*+:?-*+:?[ \t]*+)*+$")
_REFERENCE = re.compile(r" {0,3}\[[^\]\n]{1,200}\]:[ \t]*\S")
_INLINE = re.compile(
    r"\\(?P<escape>[!-/:-@\[-`{-~])"
    r"|!?\[(?P<label>[^\[\]\n]{0,500})\]\([^()\n]{0,2000}(?:\([^()\n]{0,500}\)[^()\n]{0,500})?\)"
    r"|<!--.{0,2000}?-->|</?[A-Za-z][^<>\n]{0,300}>"
    r"|(?P<mark>\*{1,3}|~~|`+|(?<![0-9A-Za-z])_{1,3}(?=\S)|(?<=\S)_{1,3}(?![0-9A-Za-z]))"
)
_FIELD = re.compile(r"([A-Za-z_]{1,20})\s*:\s*[\"']?(.*?)[\"']?\s*$")


@dataclass(slots=True)
class Markdown:
    """What a Markdown text says: `traced` text, the lines that are `headings`, and the `fields` of its front matter."""

    traced: Traced
    headings: dict[int, tuple[int, int]] = field(default_factory=dict)
    fields: dict[str, str] = field(default_factory=dict)


def read_markdown(text: str) -> Markdown:
    """Return the running text of Markdown, one block a line, marks left out."""
    source = trace_lines(text)
    fields, start = _front_matter(text)
    pieces: list[tuple[int, int] | str] = []
    levels: list[tuple[int, int]] = []  # (index of the first piece, level)
    joining = fence = False
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        line = text[start:end]
        if _FENCE.match(line):
            fence, joining = not fence, False
        elif fence:
            _open(pieces)
            pieces.append((start, end))
        elif not line.strip() or _RULE.match(line) or _TABLE_RULE.match(line) or _REFERENCE.match(line):
            if joining and _UNDERLINE.match(line) and pieces:
                levels.append((_block_start(pieces), 1 if "=" in line else 2))
            joining = False
        elif joining and _UNDERLINE.match(line):
            levels.append((_block_start(pieces), 1 if "=" in line else 2))
            joining = False
        else:
            heading = _HEADING.match(line)
            item = _ITEM.match(line)
            skip = heading.end() if heading else item.end() if item else 0
            body = line[skip:]
            listed = not heading and (bool(re.search(r"[-*+>]", line[:skip])) or bool(_ORDERED.match(body)))
            if not joining or heading or listed or body.startswith("|"):
                _open(pieces)
                if heading:
                    levels.append((len(pieces), len(heading[1])))
            elif _is_word(text, pieces) and body[:1].isascii() and body[:1].isalnum():
                pieces.append(" ")
            said = body.rstrip("\\ \t")
            if heading:
                bare = said.rstrip("#")
                said = bare.rstrip() if bare.endswith((" ", "\t")) else said
            stop = start + skip + len(said)
            pieces.extend(_inline(text, start + skip, stop))
            joining = not heading and not line.endswith(("  ", "\\")) and not body.startswith("|")
        start = end + 1
    return _result(source, pieces, levels, fields)


def _open(pieces: list[tuple[int, int] | str]) -> None:
    """Begin a new line of the text."""
    if pieces:
        pieces.append("\n")


def _block_start(pieces: list[tuple[int, int] | str]) -> int:
    index = len(pieces)
    while index and pieces[index - 1] != "\n":
        index -= 1
    return index


def _is_word(text: str, pieces: list[tuple[int, int] | str]) -> bool:
    """Does the text so far end with a Latin letter or digit?"""
    last = pieces[-1] if pieces else ""
    char = last[-1:] if isinstance(last, str) else text[last[1] - 1 : last[1]]
    return char.isascii() and char.isalnum()


def _inline(text: str, start: int, end: int) -> list[tuple[int, int] | str]:
    """Return the spans of a line to keep: all but the marks of emphasis, links, code and tags."""
    out: list[tuple[int, int] | str] = []
    at = start
    for match in _INLINE.finditer(text, start, end):
        if match["mark"] and not _is_emphasis(text, match, start, end):
            continue
        out.append((at, match.start()))
        if match["escape"]:
            out.append(match.span("escape"))
        elif match["label"] is not None:
            out.append(match.span("label"))
        at = match.end()
    out.append((at, end))
    return [piece for piece in out if isinstance(piece, str) or piece[0] < piece[1]]


def _is_emphasis(text: str, match: re.Match[str], start: int, end: int) -> bool:
    """Is it a mark rather than a sign of multiplication: 3 * 4, 5*6?"""
    before = text[match.start() - 1] if match.start() > start else " "
    after = text[match.end()] if match.end() < end else " "
    if match["mark"] != "*":
        return True
    return not (before.isspace() and after.isspace()) and not (before.isdigit() and after.isdigit())


def _front_matter(text: str) -> tuple[dict[str, str], int]:
    """Return the fields of a `---` block at the head of the text, and where the text goes on behind it."""
    if not text.startswith("---\n"):
        return {}, 0
    end = text.find("\n---", 3, 5000)
    if end < 0:
        return {}, 0
    fields = {m[1].lower(): m[2] for line in text[4:end].split("\n") if (m := _FIELD.match(line))}
    after = text.find("\n", end + 1)
    return fields, len(text) if after < 0 else after + 1


def _result(
    source: Traced, pieces: list[tuple[int, int] | str], levels: list[tuple[int, int]], fields: dict[str, str]
) -> Markdown:
    traced = source.keep(pieces)
    offsets = [0]
    for piece in pieces:
        offsets.append(offsets[-1] + (len(piece) if isinstance(piece, str) else piece[1] - piece[0]))
    headings: dict[int, tuple[int, int]] = {}
    for index, level in levels:
        begin = offsets[index]
        end = traced.text.find("\n", begin)
        # Levels of markup stand above all numbered ones.
        headings[begin] = (level - 10, len(traced.text) if end < 0 else end)
    return Markdown(traced, headings, fields)
