"""Damages a store in every way it can think of: `python tests/damaging.py FOLDER STEP` does each STEP-th of them and
prints what commands say, as JSON Lines.

Each command runs in a process of its own, forked off this one, which opens no store: were the engine to break down, it
would take that process with it, and nothing else.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from kg.cli.running import run

SECONDS = 60
RANDOM = 60

Harm = Callable[[Path], object]


def harms(store: Path) -> Iterator[tuple[str, Harm]]:
    """Yield what can be done to the files of a store, by name."""
    names = sorted(str(path.relative_to(store)) for path in store.rglob("*") if path.is_file())
    for name in names:
        yield f"{name} empty", lambda path, name=name: (path / name).write_bytes(b"")
        yield f"{name} cut", lambda path, name=name: _cut(path / name)
        yield f"{name} rubbish", lambda path, name=name: (path / name).write_bytes(b"\xff\x00rubbish\n" * 40)
        yield f"{name} missing", lambda path, name=name: (path / name).unlink()
        yield f"{name} a folder", lambda path, name=name: ((path / name).unlink(), (path / name).mkdir())
    yield "generations missing", lambda path: shutil.rmtree(path / "generations")
    yield "generations a file", lambda path: (shutil.rmtree(path / "generations"), (path / "generations").touch())
    yield "current a pipe", lambda path: ((path / "current").unlink(), os.mkfifo(path / "current"))
    yield "current elsewhere", lambda path: (path / "current").write_text("7\n")
    yield "a store of the future", lambda path: (path / "format").write_text("kg store 2\n")
    for seed in range(RANDOM):
        yield f"random {seed}", lambda path, seed=seed: _flip(path, names, random.Random(seed))  # noqa: S311


def _cut(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])


def _flip(store: Path, names: list[str], chance: random.Random) -> None:
    """Change some bytes of a file, as failing disks do."""
    path = store / chance.choice([name for name in names if (store / name).stat().st_size])
    content = bytearray(path.read_bytes())
    for _ in range(chance.randrange(1, 9)):
        content[chance.randrange(len(content))] = chance.randrange(256)
    path.write_bytes(content)


def command(arguments: list[str], log: Path) -> tuple[int, str]:
    """Return exit code, negative for a signal, and what a command says on standard error."""
    pid = os.fork()
    if not pid:
        signal.alarm(SECONDS)
        code = 99
        try:
            os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
            os.dup2(os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), 2)
            sys.stdout = os.fdopen(1, "w", encoding="utf-8")
            sys.stderr = os.fdopen(2, "w", encoding="utf-8")
            code = run(arguments)
            sys.stderr.flush()
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), log.read_text(encoding="utf-8")


def content(store: Path) -> dict[str, bytes]:
    """Return what is in the files of a store, but for who writes it."""
    return {
        str(path.relative_to(store)): path.read_bytes()
        for path in store.rglob("*")
        if path.is_file() and path.name != "writer"
    }


def main() -> None:
    """Damage a store, ask it and build into it; print for each harm what came of it."""
    folder = Path(sys.argv[1])
    texts, sound, store, log = (folder / name for name in ("texts", "sound", "kg", "log"))
    code, said = command(["build", str(texts), "--store", str(sound), "--jobs", "1"], log)
    if code:
        raise RuntimeError(said)
    (texts / "more.txt").write_text("丁市2023年政府工作报告\n新建养老院9家。", encoding="utf-8")
    for name, harm in list(harms(sound))[:: int(sys.argv[2])]:
        shutil.rmtree(store, ignore_errors=True)
        shutil.copytree(sound, store)
        harm(store)
        before = content(store) if "pipe" not in name else {}
        for arguments in (["query", "counts"], ["build", str(texts), "--jobs", "1"]):
            code, said = command([*arguments, "--store", str(store)], log)
            lost = sorted(set(before) - set(content(store))) if code and before else []
            changed = [n for n, was in before.items() if code and n not in lost and (store / n).read_bytes() != was]
            result = {"harm": name, "command": arguments[0], "code": code, "said": said, "lost": lost + changed}
            print(json.dumps(result), flush=True)


if __name__ == "__main__":
    main()
