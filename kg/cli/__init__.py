"""The command line: each command parses, calls one library function, and prints.

Data goes to standard output, messages to standard error.  Exit codes: 0 done, 1 something in the
input was at fault (everything else is done), 2 wrong usage, 130 and 143 stopped by Ctrl-C and by SIGTERM.
"""

from __future__ import annotations

import os
import signal
import sys


class _Stopped(BaseException):
    """Somebody asks us to end; no `except Exception` on the way keeps us from cleaning up and going."""


_SIGNALS = (signal.SIGINT, signal.SIGTERM)


def _stop(number: int, _frame: object) -> None:
    for other in _SIGNALS:
        signal.signal(other, signal.SIG_IGN)  # once is enough: what is cleaned up now is not cut short
    raise _Stopped(number)


def main() -> None:
    """Run the command line and exit."""
    for number in _SIGNALS:
        if signal.getsignal(number) is not signal.SIG_IGN:  # as under nohup
            signal.signal(number, _stop)
    _hold_streams()
    try:
        from kg.cli.running import run  # takes a while, in which one can be stopped too

        code = run(sys.argv[1:])
    except _Stopped as stopped:
        from kg.cli.language import _, labelled

        sys.stderr.write(labelled(_("error"), _("stopped")) + "\n")
        code = 128 + stopped.args[0]
    sys.exit(code)


def _hold_streams() -> None:
    """Open the null device in the place of each standard stream that is closed.

    Else the next file opened, one of the store's perhaps, would get its number, and what is printed.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
    if sys.stdout is None:
        sys.stdout = os.fdopen(1, "w", encoding="utf-8")
    if sys.stderr is None:
        sys.stderr = os.fdopen(2, "w", encoding="utf-8")
