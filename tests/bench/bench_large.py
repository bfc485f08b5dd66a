"""Memory and time for one long text; run as `python tests/bench/bench_large.py [MEGABYTES…]`, by default 5 and 20.

Prints, a row for each size and command: the memory of all its processes at most (proportional set size, sampled)
beside the bound of 4 times the text and 600 MB; their processor seconds, by the megabyte too, since that must not
grow with the size; seconds by the clock; megabytes on disk.  On Linux only.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from large import prose

BASE, TIMES = 600, 4
_EVERY = 0.1
_TICKS = os.sysconf("SC_CLK_TCK")


def processes(pid: int) -> list[int]:
    """Return a process and all that descend from it."""
    found = [pid]
    for parent in found:
        with contextlib.suppress(OSError):
            for task in Path(f"/proc/{parent}/task").iterdir():
                found += map(int, (task / "children").read_text().split())
    return found


def memory(pid: int) -> float:
    """Return the megabytes of a process, of what it shares with others its part; 0 where it is gone."""
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024 / 1e6
    return 0.0


def processor(pid: int) -> float | None:
    """Return the processor seconds of a process so far; None where it is gone."""
    with contextlib.suppress(OSError):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / _TICKS
    return None


def watched(command: list[str], output: Path) -> tuple[float, float, float]:
    """Run a command and return the megabytes at most, the processor seconds, and the seconds by the clock."""
    start, peak = time.monotonic(), 0.0
    taken: dict[int, float] = {}
    with output.open("wb") as file, subprocess.Popen(command, stdout=file) as running:
        while running.poll() is None:
            pids = processes(running.pid)
            peak = max(peak, sum(map(memory, pids)))
            taken |= {pid: seconds for pid in pids if (seconds := processor(pid)) is not None}
            time.sleep(_EVERY)
        if running.returncode:
            raise SystemExit(f"{command}: exit code {running.returncode}")
    return peak, sum(taken.values()), time.monotonic() - start


def on_disk(folder: Path) -> float:
    """Return the megabytes of a folder's files."""
    return sum(path.stat().st_blocks * 512 for path in folder.rglob("*") if path.is_file()) / 1e6


def main() -> None:
    """Print the rows of each size."""
    sizes = [float(size) for size in sys.argv[1:]] or [5, 20]
    for size in sizes:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            text = folder / "text.txt"
            text.write_text(prose(int(size * 1e6)), encoding="utf-8")
            bound = TIMES * text.stat().st_size / 1e6 + BASE
            kg = [sys.executable, "-m", "kg"]
            for command in (["read"], ["extract", "--jobs", "2"], ["build", "--jobs", "2", "--store", f"{folder}/kg"]):
                peak, seconds, clock = watched([*kg, *command, str(text)], folder / "output")
                disk = on_disk(folder / "kg") if command[0] == "build" else on_disk(folder) - text.stat().st_size / 1e6
                print(
                    f"{size:5g} MB {command[0]:8}{peak:7,.0f} MB of {bound:6,.0f} x{peak / bound:5.2f}"
                    f"{seconds:9,.1f} processor s{seconds / size:7.2f} a MB{clock:9,.1f} s{disk:8,.0f} MB on disk",
                    flush=True,
                )


if __name__ == "__main__":
    main()
