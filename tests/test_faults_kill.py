"""Builds are killed at random moments: the store stands, the next build goes on, readers never notice."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parent
# Moments that a build must have been killed at, however the dice fall.
HIT = ("before reading", "reading", "extraction", "writing", "finishing", "rewriting", "sweeping")


@pytest.mark.slow
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="finds the workers in /proc")
@pytest.mark.parametrize(
    ("kills", "lanes"),
    [(16, 1), pytest.param(200, 2, marks=pytest.mark.thorough), pytest.param(1000, 2, marks=pytest.mark.thorough)],
)
def test_a_killed_build_leaves_the_store_before_or_after_it(
    kills: int, lanes: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    environment = os.environ | {"PYTHONPATH": os.pathsep.join((str(TESTS.parent), str(TESTS))), "KG_LANG": "en"}
    running = []
    for lane in range(lanes):
        folder = tmp_path / str(lane)
        folder.mkdir()
        command = [sys.executable, str(TESTS / "killing.py"), str(lane), str(kills // lanes), str(folder)]
        with (folder / "out").open("wb") as out, (folder / "err").open("wb") as err:
            running.append((subprocess.Popen(command, stdout=out, stderr=err, env=environment), folder))
    stages: Counter[str] = Counter()
    modes: Counter[str] = Counter()
    for process, folder in running:
        process.wait(1800)
        assert process.returncode == 0, (folder / "err").read_text()
        said = json.loads((folder / "out").read_text())
        with capsys.disabled():
            print(f"\n{json.dumps(said, indent=None)}")
        assert said["faults"] == []
        assert said["readers"]["right"] > 0
        assert (said["readers"]["wrong"], said["readers"]["faults"]) == (0, [])
        assert said["outcomes"]["as before"] > 0
        assert said["outcomes"]["as it was to be"] > 0
        stages.update(said["stages"])
        modes.update(said["modes"])
    assert modes.total() == kills
    if kills >= 200:
        assert min(modes[mode] for mode in ("all", "build", "worker")) > kills // 20
        assert all(stages[stage] for stage in HIT), stages
