"""A command line run, and whatever is raised told in one line."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence

import typer

from kg.cli.app import app
from kg.cli.language import _, labelled, translate, without_language
from kg.cli.report import fail
from kg.errors import KGError


def run(arguments: Sequence[str]) -> int:
    """Run a command line, without the program's name, and return the exit code; no traceback reaches a user, but who
    sets KG_DEBUG wants one."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")  # whatever the locale: the data is Chinese
    try:
        code = app(without_language(arguments), standalone_mode=False)
    except KGError as error:
        fail(error)
        code = error.exit_code
    except BrokenPipeError:
        # Whoever read our output has had enough; what is still buffered goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 1
    except OSError as error:
        # Of what is read and stored, errors are told where they happen: this is an output that cannot be written.
        fail(labelled(str(error.filename or _("output")), str(error.strerror or error)))
        code = 1
    except typer.Abort:
        code = 1
    except Exception as error:
        if isinstance(error, typer.TyperException):
            fail(translate(error.format_message()) + _see(error))
            code = 2
        elif "KG_DEBUG" in os.environ:
            raise
        else:
            fail(
                _("a fault of kg itself ({kind}: {error}); please report it, with what KG_DEBUG=1 shows").format(
                    kind=type(error).__name__, error=error
                )
            )
            code = 1
    return code or 0


def _see(error: typer.TyperException) -> str:
    """Return where to read on: the help of the command that was called wrongly."""
    words: list[str] = []
    context = getattr(error, "ctx", None)
    while context and context.parent:
        context, words = context.parent, [context.info_name, *words]
    command = " ".join(["kg", *words])
    return "  → " + _("see {command} --help").format(command=command)
