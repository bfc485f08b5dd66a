"""Ways to damage a store, and what commands say of it then."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from commands import kg

RANDOM = 60

Harm = Callable[[Path], object]


class Result(NamedTuple):
    """What a command made of a damaged store."""

    harm: str
    command: str
    code: int
    said: str
    lost: tuple[str, ...]  # files that are gone or have changed although the command failed


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


def content(store: Path) -> dict[str, bytes]:
    """Return what is in the files of a store, but for who writes it."""
    return {
        str(path.relative_to(store)): path.read_bytes()
        for path in store.rglob("*")
        if path.is_file() and path.name != "writer"
    }


def results(texts: Path, folder: Path, step: int) -> Iterator[Result]:
    """Yield what came of each `step`-th harm to a store of `texts` in `folder`, asked and built into."""
    sound, store = folder / "sound", folder / "kg"
    built = kg("build", str(texts), "--store", str(sound), cwd=folder)
    if built.returncode:
        raise RuntimeError(built.stderr)
    (texts / "more.txt").write_text("丁市2023年政府工作报告\n新建养老院9家。", encoding="utf-8")
    for name, harm in list(harms(sound))[::step]:
        shutil.rmtree(store, ignore_errors=True)
        shutil.copytree(sound, store)
        harm(store)
        before = content(store) if "pipe" not in name else {}
        for arguments in (["query", "counts"], ["build", str(texts)]):
            done = kg(*arguments, "--store", str(store), cwd=folder)
            after = content(store) if done.returncode and before else before
            lost = tuple(sorted(name for name, was in before.items() if after.get(name) != was))
            yield Result(name, arguments[0], done.returncode, done.stderr, lost)
