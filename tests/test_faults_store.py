"""What disks, mounts and accidents do to a store: a clear line, nothing destroyed."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import damaging
import pytest
from commands import kg as run

from kg.store import Store

pytestmark = pytest.mark.slow


@pytest.fixture
def text(tmp_path: Path) -> Path:
    """A document to build."""
    path = tmp_path / "texts" / "a.txt"
    path.parent.mkdir()
    path.write_text("甲县2021年政府工作报告\n依托“惠农通”平台，新建养老院5家。", encoding="utf-8")
    return path


def kg(*arguments: object, **limits: int) -> tuple[int, str]:
    """Exit code of a command, and what it says on standard error."""
    done = run(*map(str, arguments), cwd=Path("/"), limits=limits)
    return done.returncode, done.stderr


@pytest.mark.parametrize("step", [12, pytest.param(1, marks=pytest.mark.thorough)])  # every so manieth harm
def test_a_damaged_store_is_told_in_one_line_and_loses_nothing(tmp_path: Path, text: Path, step: int) -> None:
    results = list(damaging.results(text.parent, tmp_path, step))
    assert len(results) > 150 / step
    assert {result.code for result in results} == {0, 1}
    for result in results:
        assert result.lost == (), result
        if result.code:
            assert result.said.startswith("error: "), result
            assert result.said.count("\n") == 1, result
            assert "fault of kg" not in result.said, result


@pytest.fixture
def mounted(tmp_path: Path) -> Iterator[Path]:
    """A file system of three megabytes."""
    path = tmp_path / "mounted"
    path.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "kg", path], capture_output=True).returncode:
        pytest.skip("file systems cannot be mounted here")
    yield path
    subprocess.run(["umount", "--lazy", path], check=True)


def remount(path: Path, options: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{options}", path], check=True)


def test_a_full_disk_is_told_and_what_was_published_stands(mounted: Path, text: Path) -> None:
    remount(mounted, "size=100m")
    assert kg("build", text, "--store", mounted / "kg")[0] == 0
    with Store.open(mounted / "kg") as store:
        before = store.nquads()
    text.write_text(text.read_text(encoding="utf-8") + "\n新建养老院6家。", encoding="utf-8")
    remount(mounted, f"size={(os.statvfs(mounted).f_blocks - os.statvfs(mounted).f_bfree) * 4 + 200}k")
    code, said = kg("build", text, "--store", mounted / "kg")
    assert (code, said.count("\n")) == (1, 1)
    assert "No space left on device" in said
    with Store.open(mounted / "kg") as store:
        assert store.nquads() == before
    remount(mounted, "size=100m")
    assert kg("build", text, "--store", mounted / "kg")[0] == 0
    assert len(list((mounted / "kg" / "generations").iterdir())) == 1


def test_a_store_that_cannot_be_written_can_be_read(mounted: Path, text: Path) -> None:
    remount(mounted, "size=100m")
    assert kg("build", text, "--store", mounted / "kg")[0] == 0
    remount(mounted, "ro")
    assert kg("query", "counts", "--store", mounted / "kg")[0] == 0
    for store in ("kg", "new"):
        code, said = kg("build", text, "--store", mounted / store)
        assert (code, said.count("\n")) == (1, 1)
        assert "Read-only file system" in said


def test_files_that_may_not_grow_are_told(tmp_path: Path, text: Path) -> None:
    code, said = kg("build", text, "--store", tmp_path / "kg", RLIMIT_FSIZE=60_000)
    assert (code, said.count("\n")) == (1, 1)
    assert "cannot be written" in said
    assert kg("build", text, "--store", tmp_path / "kg")[0] == 0


@pytest.mark.parametrize("command", [("query", "counts"), ("build",)])
def test_too_few_open_files_are_no_damage(command: tuple[str, ...], tmp_path: Path, text: Path) -> None:
    assert kg("build", text, "--store", tmp_path / "kg")[0] == 0
    arguments = (*command, text) if command == ("build",) else command
    code, said = kg(*arguments, "--store", tmp_path / "kg", RLIMIT_NOFILE=60)
    assert (code, said.count("\n")) == (1, 1)
    assert "cannot be read: Oxigraph needs at least" in said
    assert "damaged" not in said
