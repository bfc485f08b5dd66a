"""Commands as users type them, each in a process of its own, without the second that Python takes to import everything.

1. A server imports kg and makes its pipeline, and forks a process for each command.  There is one for each language,
   for kg takes on its language as it is imported.
2. The process has standard streams, working folder, environment and limits of its own, and runs `kg.cli.main`.
3. The server opens no store: a store has threads, and what is forked off a process with threads may hang.

What depends on how Python starts (entry points, the locale, streams that are closed) wants a process of its own making.
"""

from __future__ import annotations

import atexit
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from kg.cli.language import Language, detect

TESTS = Path(__file__).resolve().parent
SECONDS = 120
STREAMS = ("stdin", "stdout", "stderr")


def kg(
    *arguments: str, cwd: Path, stdin: str = "", limits: Mapping[str, int] | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run the command and return what came of it; English unless `environment` says otherwise.

    `limits` are those of the module `resource`, by name.  A command that takes more than two minutes is stopped.
    """
    done = kg_bytes(*arguments, cwd=cwd, stdin=stdin, limits=limits, **environment)
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


def kg_bytes(
    *arguments: str, cwd: Path, stdin: str = "", limits: Mapping[str, int] | None = None, **environment: str
) -> subprocess.CompletedProcess[bytes]:
    """Run the command, as `kg` does, and return its output as it is."""
    everything = os.environ | {"LANG": "C.UTF-8", "LC_ALL": "", "KG_LANG": "en"} | environment
    with tempfile.TemporaryDirectory() as folder:
        streams = [Path(folder, name) for name in STREAMS]
        streams[0].write_text(stdin, encoding="utf-8")
        order = {
            "arguments": arguments, "cwd": str(cwd), "environment": everything, "limits": limits or {},
            "streams": [*map(str, streams)],
        }  # fmt: skip
        server = _server(detect(arguments, everything))
        assert server.stdin
        assert server.stdout
        server.stdin.write(json.dumps(order) + "\n")
        server.stdin.flush()
        code = int(server.stdout.readline())
        return subprocess.CompletedProcess(["kg", *arguments], code, streams[1].read_bytes(), streams[2].read_bytes())


def one_line(done: subprocess.CompletedProcess[str]) -> str:
    """Return the one line of error that a command printed."""
    assert "Traceback" not in done.stderr
    lines = [line for line in done.stderr.splitlines() if line.startswith(("error: ", "错误："))]
    assert len(lines) == 1, done.stderr
    return lines[0]


@cache
def _server(language: Language) -> subprocess.Popen[str]:
    """Start the server of a language, which ends with this process."""
    path = os.pathsep.join((str(TESTS.parent), str(TESTS)))
    server = subprocess.Popen(
        [sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8",
        env=os.environ | {"PYTHONPATH": path, "KG_LANG": language},
    )  # fmt: skip
    atexit.register(server.communicate)
    return server


def _serve() -> None:
    """Do what standard input orders, a line each, and print the exit codes, negative for a signal."""
    import warm  # noqa: F401

    import kg.cli.running  # noqa: F401

    for line in sys.stdin:
        pid = os.fork()
        if not pid:
            _obey(json.loads(line))
        print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)


def _obey(order: dict[str, Any]) -> None:
    """Be the process of a command, and exit."""
    code = 1
    try:
        os.chdir(order["cwd"])
        os.environ.clear()
        os.environ.update(order["environment"])
        for number, (name, path) in enumerate(zip(STREAMS, order["streams"], strict=True)):
            os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT if number else os.O_RDONLY), number)
            setattr(sys, name, os.fdopen(number, "w" if number else "r", encoding="utf-8"))
        for name, limit in order["limits"].items():
            resource.setrlimit(getattr(resource, name), (limit, limit))
        signal.alarm(SECONDS)
        sys.argv = ["kg", *order["arguments"]]
        from kg.cli import main

        main()
    except SystemExit as ended:
        code = int(ended.code or 0)
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    _serve()
