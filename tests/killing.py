"""Kills builds at random moments: `python tests/killing.py SEED KILLS FOLDER` prints what happened, as JSON.

1. This process imports kg once, starts a forkserver that has done so too, and forks a child for each build; the child
   runs the command line `kg build --jobs 2` as it is, only that little is worth a pool.  It opens no store itself: a
   store has threads, and what is forked off a process with threads may hang.
2. What a build does next it tells by a byte on a pipe.  A moment is the n-th byte and a random part of the time that
   passes until the next, so that short stages are hit as often as long ones.
3. SIGKILL goes to the build and its workers, to the build alone, or to one worker where there is one.
4. Then the store must be, byte for byte, what it was before or what the build was to make of it; and no worker may
   live on.  Meanwhile threads of another process read it over and over.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import select
import shutil
import signal
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from itertools import pairwise
from multiprocessing import forkserver, get_context
from pathlib import Path
from typing import Any

from kg import pool, workers
from kg.build import stages
from kg.cli.running import run
from kg.errors import StoreError
from kg.store import Store, writer
from kg.store.layout import Layout

PLACES = "甲乙丙丁戊己庚辛"
STATES = range(3)
LINES = 4
# A tenth of the builds is let be.
SPARED = 0.1
WAIT = 60.0
# Between two looks of a reader: one takes a quarter of that, and most of the processors is for the builds.
REST = 0.4

STAGES = {
    "b": "before reading", "r": "reading", "w": "starting workers", "x": "extraction", "l": "writing",
    "d": "deriving", "p": "publishing", "f": "finishing", "a": "rewriting", "y": "syncing", "c": "switching",
    "s": "sweeping", "e": "ending",
}  # fmt: skip
_events = -1


def mark(stage: str) -> None:
    """Tell which stage begins."""
    if _events >= 0:
        os.write(_events, stage.encode())


def serve() -> None:
    """Have a forkserver: a build that is killed while it asks for a worker can take with it the one that builds share
    here, which is a build's own elsewhere (see `settle`)."""
    with workers._without_interrupts():
        forkserver.ensure_running()


def settle() -> None:
    """Wait until the forkserver has answered what a killed build asked of it, or is gone."""
    server = forkserver._forkserver._forkserver_pid
    try:
        with workers._without_interrupts():
            get_context("forkserver").Process(target=os.getpid).start()
    except (OSError, EOFError):
        os.waitid(os.P_PID, server, os.WEXITED | os.WNOWAIT)


def traced(owner: Any, name: str, stage: str) -> None:
    """Have a function tell when it is called."""
    original = getattr(owner, name)

    def telling(*arguments: Any, **options: Any) -> Any:
        mark(stage)
        return original(*arguments, **options)

    setattr(owner, name, telling)


def write_state(folder: Path, state: int) -> None:
    """Write the documents of a state: half of them differ from state to state, one is there in some only."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for number, place in enumerate(PLACES):
        version = state if number % 2 else 0
        text = "".join(
            f"依托“惠农通{number}”新建养老院{n + version * 7}家，到2025年覆盖率达到{60 + n + version}%。"
            "由市财政局配合。\n"
            for n in range(LINES)
        )
        (folder / f"{place}.txt").write_text(f"{place}县{2021 + version}年政府工作报告\n{text}", encoding="utf-8")


def apart(work: Callable[[], Any]) -> Any:
    """Return what `work` returns, as JSON carries it, done in a process of its own."""
    reading, writing = os.pipe()
    if not (pid := os.fork()):
        try:
            os.close(reading)
            os.write(writing, json.dumps(work()).encode())
        finally:
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as stream:
        said = stream.read()
    os.waitpid(pid, 0)
    return json.loads(said)


def content(store: Path) -> list[Any]:
    """Return a hash of all quads and the number of documents, or "" and what is said instead of opening."""
    try:
        with Store.open(store) as opened:
            return [hashlib.sha256(opened.nquads()).hexdigest(), len(opened.documents)]
    except StoreError as error:
        return ["", str(error)]
    except BaseException as error:
        return ["", f"{type(error).__name__}: {error}"]


class Readers:
    """A process whose threads open a store and read all of it, over and over, until `end`."""

    def __init__(self, store: Path, known: set[str]) -> None:
        self._reading, writing = os.pipe()
        self._stop, stopping = os.pipe()
        self._pid = os.fork()
        if not self._pid:
            os.close(self._reading)
            os.close(stopping)
            os.write(writing, json.dumps(self._read(store, known)).encode())
            os._exit(0)
        os.close(writing)
        os.close(self._stop)
        self._stop = stopping

    def _read(self, store: Path, known: set[str]) -> dict[str, Any]:
        seen: Counter[str] = Counter()
        faults: list[str] = []
        done = threading.Event()

        def loop() -> None:
            while not done.is_set():
                found, documents = content(store)
                if not found:
                    faults.append(documents)
                seen["right" if found in known and documents == len(PLACES) else "wrong"] += 1
                done.wait(REST)

        threads = [threading.Thread(target=loop) for _ in range(2)]
        for thread in threads:
            thread.start()
        os.read(self._stop, 1)
        done.set()
        for thread in threads:
            thread.join()
        return {"right": seen["right"], "wrong": seen["wrong"], "faults": faults[:5]}

    def end(self) -> dict[str, Any]:
        """Return how many answers were those of a generation, how many not, and what was raised."""
        os.close(self._stop)
        with os.fdopen(self._reading, "rb") as stream:
            answers: dict[str, Any] = json.loads(stream.read())
        os.waitpid(self._pid, 0)
        return answers


class Build:
    """A build in a process of its own."""

    def __init__(self, folder: Path, store: Path, log: Path) -> None:
        global _events
        serve()
        self._reading, writing = os.pipe()
        self.began: list[tuple[float, str]] = []
        self.pid = os.fork()
        if not self.pid:
            _events = writing
            code = 99
            try:
                output = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
                os.dup2(output, 1)
                os.dup2(output, 2)
                sys.stderr = os.fdopen(2, "w", encoding="utf-8", errors="replace")
                # The server is not our child, but serves us.
                forkserver._forkserver.ensure_running = lambda: None  # type: ignore[method-assign]
                mark("b")
                code = run(["build", str(folder), "--store", str(store), "--jobs", "2"])
            finally:
                os._exit(code)
        os.close(writing)

    def follow(self, events: int, until: float) -> bool:
        """Wait for so many events; is the build still there?"""
        while len(self.began) < events and time.monotonic() < until:
            if select.select([self._reading], [], [], 0.05)[0]:
                told = os.read(self._reading, 1)
                if not told:
                    return False
                self.began.append((time.monotonic(), told.decode()))
        return True

    def end(self) -> int:
        """Wait for the end and return the exit code, negative for a signal."""
        self.follow(10**9, time.monotonic() + WAIT)
        os.close(self._reading)
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])


class Lane:
    """Builds one after the other, most of them killed."""

    def __init__(self, seed: int, folder: Path) -> None:
        self.chance = random.Random(seed)  # noqa: S311
        self.folder = folder
        self.log = folder / "log"
        self.stages: Counter[str] = Counter()
        self.modes: Counter[str] = Counter()
        self.outcomes: Counter[str] = Counter()
        self.faults: list[str] = []
        self.lingered = 0.0
        # Documents are the same files in all states, as they are for a user who edits them.
        self.texts = folder / "texts"
        self.store = folder / "kg"
        self.known = [self._undisturbed(state) for state in STATES]
        assert len(set(self.known)) == len(STATES)
        self.rhythm = self._rhythm()

    def _undisturbed(self, state: int) -> str:
        store = self.folder / f"known{state}"
        self._to(state)
        if Build(self.texts, store, self.log).end():
            raise RuntimeError(self.log.read_text())
        found, said = apart(lambda: content(store))
        if not found:
            raise RuntimeError(said)
        return str(found)

    def _to(self, state: int) -> None:
        write_state(self.texts, state)

    def _rhythm(self) -> list[tuple[str, float]]:
        """Return the events of undisturbed builds, a first one and a change, with the seconds until the next."""
        rhythm: list[tuple[str, float]] = []
        for state in (1, 0):
            self._to(state)
            build = Build(self.texts, self.store, self.log)
            code = build.end()
            assert code == 0, self.log.read_text()
            times = [*build.began, (time.monotonic(), "")]
            rhythm = [(stage, after - at) for (at, stage), (after, _) in pairwise(times)]
        self.current: int | None = 0
        return rhythm

    def kill(self) -> None:
        """Start a build and kill it."""
        first = self.chance.random() < 0.15
        store = self.folder / "first" if first else self.store
        before = None if first else self.current
        if first:
            shutil.rmtree(store, ignore_errors=True)
        target = self.chance.choice([state for state in STATES if state != self.current])
        self._to(target)
        mode = self.chance.choices(("all", "build", "worker", "none"), (0.3, 0.2, 0.4, SPARED))[0]
        number = self.chance.randrange(len(self.rhythm))
        build = Build(self.texts, store, self.log)
        if mode != "none" and build.follow(number + 1, time.monotonic() + WAIT):
            time.sleep(self.chance.random() * self.rhythm[number][1])
            mode = self._strike(build.pid, mode)
        code = build.end()
        if build.began[-1][1] == "w":
            settle()
        self._no_worker_lives_on()
        self._judge(store, before, target, mode, code)
        stage = STAGES[build.began[-1][1]]
        if mode in ("all", "build") and code == -signal.SIGKILL:
            self.stages[stage] += 1
            self.modes[mode] += 1
        elif mode == "worker" and code == 1:
            self.modes[mode] += 1
            self.stages["extraction"] += 1

    def _strike(self, pid: int, mode: str) -> str:
        """Kill, and return the mode: the build's where there is no worker to be killed."""
        children = _children(forkserver._forkserver._forkserver_pid)
        if not children and mode == "worker":
            mode = "build"
        victims = {"all": [pid, *children], "build": [pid], "worker": children[:1]}[mode]
        for victim in victims:
            with suppress(ProcessLookupError):
                os.kill(victim, signal.SIGKILL)
        return mode

    def _no_worker_lives_on(self) -> None:
        began = time.monotonic()
        while _children(forkserver._forkserver._forkserver_pid):
            if time.monotonic() > began + WAIT:
                self.faults.append("a worker lives on")
                return
            time.sleep(0.01)
        self.lingered = max(self.lingered, time.monotonic() - began)

    def _judge(self, store: Path, before: int | None, target: int, mode: str, code: int) -> None:
        """The store is as before or as it was to be; in either case it opens."""
        expected = {"all": (-9, 0), "build": (-9, 0), "worker": (1, 0), "none": (0,)}[mode]
        if code not in expected:
            self.faults.append(f"{mode}: exit code {code}: {self.log.read_text()[-500:]}")
        found, documents = apart(lambda: content(store))
        if not found:
            # Of a store that never had a generation, it is said that there is nothing yet.
            if before is not None or code == 0 or not any(say in documents for say in ("no store", "nothing has been")):
                self.faults.append(f"{mode}: {documents}")
            self.outcomes["nothing yet"] += 1
            return
        state = self.known.index(found) if found in self.known else None
        if state not in (before, target) or documents != len(PLACES) or (code == 0 and state != target):
            self.faults.append(f"{mode}: a state that is none: {state} of {before}, {target}; {documents} documents")
        self.outcomes["as it was to be" if state == target else "as before"] += 1
        if store == self.store:
            self.current = state

    def finish(self) -> None:
        """Build undisturbed, and see what is left."""
        for store in (self.store, self.folder / "first"):
            for _ in range(2):  # what readers held while the first published, the second sweeps
                target = (self.current or 0) + 1 if self.current != 2 else 0
                self._to(target)
                if Build(self.texts, store, self.log).end():
                    self.faults.append("the last build failed")
                if apart(lambda store=store: content(store)) != [self.known[target], len(PLACES)]:
                    self.faults.append("the last build differs from an undisturbed one")
                self.current = target
            self._nothing_is_left_in(store)

    def _nothing_is_left_in(self, store: Path) -> None:
        left = {str(path.relative_to(store)) for path in store.rglob("*")}
        left = {name for name in left if "/data/" not in name}  # RocksDB's own
        here = f"generations/{max(Layout(store).numbers(), default=0)}"
        parts = {here, f"{here}/data", f"{here}/in-use", f"{here}/manifest.json"}
        if left != {"current", "format", "generations", "writer"} | parts:
            self.faults.append(f"left behind: {sorted(left)}")


def _children(pid: int) -> list[int]:
    try:
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except (FileNotFoundError, ProcessLookupError):
        return []


def main() -> None:
    """Kill so many builds and print what happened."""
    seed, kills, folder = int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])
    pool.WORTH_A_POOL, pool._BATCH = 1, 1
    forkserver.set_forkserver_preload(["warm"])
    serve()
    import warm  # noqa: F401

    for owner, name, stage in (
        (stages, "read_paths", "r"), (workers.Workers, "__init__", "w"), (workers.Workers, "submit", "x"),
        (writer.Writer, "load_graph", "l"), (stages, "derive_shared", "d"), (writer.Writer, "publish", "p"),
        (writer.Writer, "_finish", "f"), (writer.Writer, "_written_anew", "a"), (writer, "sync_tree", "y"),
        (Layout, "publish", "c"), (Layout, "sweep", "s"), (writer.Writer, "_end", "e"),
    ):  # fmt: skip
        traced(owner, name, stage)
    began = time.monotonic()
    lane = Lane(seed, folder)
    readers = Readers(lane.store, set(lane.known))
    tries = 0
    while sum(lane.modes.values()) < kills and len(lane.faults) < 5:
        lane.kill()
        tries += 1
    answers = readers.end()
    lane.finish()
    said = {
        "kills": sum(lane.modes.values()),
        "builds": tries,
        "stages": lane.stages,
        "modes": lane.modes,
        "outcomes": lane.outcomes,
        "readers": answers,
        "faults": lane.faults,
        "seconds a worker lived on": round(lane.lingered, 2),
        "seconds": round(time.monotonic() - began, 1),
    }
    print(json.dumps(said))


if __name__ == "__main__":
    main()
