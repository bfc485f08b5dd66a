"""The command line: each command parses, calls one library function, and prints.

Data goes to standard output, messages to standard error.  Exit codes: 0 done, 1 something in the
input was at fault (everything else is done), 2 wrong usage.
"""

from __future__ import annotations

import os
import sys

from kg.cli.app import app
from kg.cli.language import translate
from kg.cli.report import fail
from kg.errors import KGError


def main() -> None:
    """Run the command line and exit."""
    try:
        code = app(standalone_mode=False)
    except KGError as error:
        fail(error)
        code = error.exit_code
    except BrokenPipeError:
        # Whoever read our output has had enough; what is still buffered goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 1
    except KeyboardInterrupt:
        code = 130
    except Exception as error:
        if not hasattr(error, "format_message"):  # not one of Typer's own
            raise
        fail(translate(error.format_message()))
        code = 2
    sys.exit(code or 0)
