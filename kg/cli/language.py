"""The language that commands speak: Chinese or English.

1. `--lang zh|en` anywhere on the command line, else the variable `KG_LANG`, else the locale
   (`LC_ALL`, `LC_MESSAGES`, `LANG`, in POSIX order): zh where it begins with "zh", else en.
2. English stands in the code; `[texts]` of `zh.toml` maps each English text to its Chinese one.
3. Typer has words of its own (headings, usage errors): `[patterns]` of `zh.toml` says them in
   Chinese, what matches none stays English.  So does `[system]` with reasons of the system.
"""

from __future__ import annotations

import os
import re
import sys
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, get_args

from typer.core import TyperCommand, TyperGroup

from kg.errors import UsageError

Language = Literal["zh", "en"]


def detect(arguments: Sequence[str], environment: Mapping[str, str]) -> Language:
    """Return "zh" or "en" for a command line (without the program) and an environment."""
    for index, argument in enumerate(arguments):
        if argument == "--":
            break
        name, equals, value = argument.partition("=")
        if name == "--lang":
            wanted = value if equals else "".join(arguments[index + 1 : index + 2])
            return "zh" if wanted == "zh" else "en"
    for variable in ("KG_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        if environment.get(variable):
            return "zh" if environment[variable].lower().startswith("zh") else "en"
    return "en"


def without_language(arguments: Sequence[str]) -> list[str]:
    """Return a command line without `--lang` and its value, wherever it stands; UsageError for another language."""
    rest: list[str] = []
    coming = iter(arguments)
    for argument in coming:
        if argument == "--":
            return [*rest, argument, *coming]
        name, equals, value = argument.partition("=")
        if name != "--lang":
            rest.append(argument)
        elif (value if equals else next(coming, "")) not in get_args(Language):
            raise UsageError("--lang takes zh or en", "--lang 只能是 zh 或 en")
    return rest


def catalogue() -> dict[str, dict[str, str]]:
    """Return the tables of `zh.toml`: `texts`, `patterns` and `system`."""
    return tomllib.loads((Path(__file__).parent / "zh.toml").read_text(encoding="utf-8"))


language = detect(sys.argv[1:], os.environ)
_chinese = catalogue() if language == "zh" else {"texts": {}, "patterns": {}, "system": {}}


def _(text: str) -> str:
    """Return `text`, an English one, in the language of this run."""
    return _chinese["texts"].get(text, text)


def labelled(label: str, text: str) -> str:
    """Return `label: text` with the colon of the language of this run."""
    return f"{label}：{text}" if language == "zh" else f"{label}: {text}"


def translate(text: str) -> str:
    """Return what Typer says in the language of this run, as far as `zh.toml` knows it."""
    for pattern, replacement in _chinese["patterns"].items():
        text = re.sub(pattern, replacement, text, flags=re.MULTILINE)
    return text


def of_system(text: str) -> str:
    """Return a message in whose end, such as "Permission denied", the system speaks the language of this run."""
    for english, chinese in _chinese["system"].items():
        if text.endswith(english):
            return text.removesuffix(english) + chinese
    return text


class Command(TyperCommand):
    """A command whose help is in the language of this run."""

    def get_help(self, ctx: Any) -> str:
        """Return the help text."""
        return translate(super().get_help(ctx))


class Group(TyperGroup):
    """A group of commands whose help is in the language of this run."""

    def get_help(self, ctx: Any) -> str:
        """Return the help text."""
        return translate(super().get_help(ctx))
