"""The command line where the world is not as it should be: streams closed, no home, no folder, a narrow terminal."""

from __future__ import annotations

import json
import os
import pty
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from commands import kg

TEXT = "甲县2022年政府工作报告\n今年，依托“惠\u202e农\x1b[31m通”平台服务群众，城镇新增就业1.2万人以上。\n"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n1 ?o }"
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent), "KG_LANG": "en", "LC_ALL": "C.UTF-8"}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a hostile text and a store built from it."""
    folder = tmp_path_factory.mktemp("cli")
    (folder / "a.txt").write_text(TEXT, encoding="utf-8")
    (folder / "many.txt").write_text(TEXT * 4_000, encoding="utf-8")
    (folder / "b.txt").write_text("实施“浙食链”改革，建设“浙食链”平台。\n", encoding="utf-8")
    assert kg("build", "a.txt", "b.txt", cwd=folder).returncode == 0
    return folder


def typed(*arguments: str, cwd: Path, after: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a Python of its own; `after` is what a shell adds to it (redirections, pipes)."""
    command = [sys.executable, "-m", "kg", *arguments]
    script = ["sh", "-c", f'"$@" {after}', "sh", *command] if after else command
    done = subprocess.run(
        script, cwd=cwd, capture_output=True, encoding="utf-8", timeout=120, env=ENVIRONMENT | environment, check=False
    )
    assert "Traceback" not in done.stderr
    assert "a fault of kg itself" not in done.stderr
    return done


def error(done: subprocess.CompletedProcess[str]) -> str:
    """The one line that a command ended with."""
    (line,) = done.stderr.splitlines()
    assert line.startswith("error: ")
    return line


@pytest.mark.parametrize("shell", [">&-", "2>&-", "<&-", ">&- 2>&- <&-", "| head -c 1 >/dev/null"])
@pytest.mark.parametrize("command", [["read", "many.txt"], ["query", "counts"]])
def test_closed_streams_and_broken_pipes_leave_no_traceback(place: Path, command: list[str], shell: str) -> None:
    done = typed(*command, cwd=place, after=shell)
    assert len(done.stderr.splitlines()) <= 1


def test_standard_input_that_is_closed_is_told(place: Path) -> None:
    assert "standard input is closed" in error(typed("query", "-", cwd=place, after="<&-"))


@pytest.mark.parametrize("locale", ["C", "nonsense"])
def test_any_locale_prints_utf8(place: Path, locale: str) -> None:
    plain = {"LC_ALL": locale, "LANG": locale}
    assert typed("read", "a.txt", cwd=place, **plain).stdout == TEXT
    assert "桥" in typed("query", "-e", 'SELECT ?x { BIND("桥" AS ?x) }', cwd=place, **plain).stdout
    assert "桥\\udcff" in error(typed("read", os.fsdecode("桥".encode() + b"\xff.txt"), cwd=place, **plain))


def test_a_home_that_is_not_there_is_not_needed(place: Path) -> None:
    environment = {key: value for key, value in ENVIRONMENT.items() if key not in ("HOME", "USER", "LOGNAME")}
    for home in ({}, {"HOME": "/nowhere"}, {"HOME": ""}):
        done = subprocess.run(
            [sys.executable, "-m", "kg", "query", "counts"],
            cwd=place, capture_output=True, encoding="utf-8", timeout=60, env=environment | home, check=False,
        )  # fmt: skip
        assert (done.returncode, done.stderr) == (0, "")


def test_a_working_folder_that_is_gone_is_told_in_one_line(tmp_path: Path) -> None:
    for command in ("read a.txt", "query counts"):
        (tmp_path / "gone").mkdir()
        script = f'cd gone && rmdir ../gone && exec "$0" -m kg {command}'
        done = subprocess.run(
            ["sh", "-c", script, sys.executable], cwd=tmp_path, capture_output=True, encoding="utf-8", timeout=60,
            env=ENVIRONMENT, check=False,
        )  # fmt: skip
        assert done.returncode == 1, command
        error(done)


@pytest.mark.parametrize("columns", ["1", "0"])
def test_terminals_of_any_width_are_written_to(place: Path, columns: str) -> None:
    for command in (["query", "targets"], ["show", "浙食链"]):
        assert kg(*command, cwd=place, COLUMNS=columns).returncode == 0


def test_a_document_cannot_steer_a_terminal(place: Path) -> None:
    for command in (["read", "a.txt"], ["extract", "a.txt", "--pretty"], ["query", "targets"]):
        shown = on_terminal(*command, cwd=place)
        assert "\x1b[31m通" not in shown
        assert "\u202e" not in shown, command


def on_terminal(*arguments: str, cwd: Path) -> str:
    """What a command writes where its output is a terminal."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "kg", *arguments], cwd=cwd, stdout=theirs, stderr=theirs, env=ENVIRONMENT
    ) as running:
        os.close(theirs)
        out = b""
        while True:
            try:
                data = os.read(ours, 65536)
            except OSError:  # the other end is closed
                break
            if not data:
                break
            out += data
        running.wait(60)
    os.close(ours)
    return out.decode()


def test_a_query_ends_in_time_or_is_told(place: Path) -> None:
    assert "stopped after 0.5 seconds" in error(kg("query", "--timeout", "0.5", "-e", ENDLESS, cwd=place))
    deep = "SELECT (1" + "+1" * 20_000 + " AS ?x) {}"
    (place / "deep.rq").write_text(deep, encoding="utf-8")
    assert "nested too deeply" in error(kg("query", "deep.rq", cwd=place))
    (place / "dir.rq").mkdir()
    assert "dir.rq: cannot be read: Is a directory" in error(kg("query", "dir.rq", cwd=place))


ENDLESS_RULE = f"""# problem: 无 | endless
# solution: 去掉 | take it out
# severity: warning
{ENDLESS.replace("(COUNT(*) AS ?n)", "(COUNT(*) AS ?focus)")}
"""


@pytest.mark.parametrize(
    "command",
    [
        ("query", "-e", ENDLESS),
        ("check", "--queries", "rules"),
        ("export", "--query", "endless.rq", "-o", "endless.csv"),
    ],
    ids=lambda command: command[0],
)
def test_ctrl_c_ends_a_query_whoever_asks(place: Path, command: tuple[str, ...]) -> None:
    (place / "rules").mkdir(exist_ok=True)
    (place / "rules" / "endless-violation.rq").write_text(ENDLESS_RULE, encoding="utf-8")
    (place / "endless.rq").write_text(ENDLESS, encoding="utf-8")
    with subprocess.Popen(
        [sys.executable, "-m", "kg", *command], cwd=place, env=ENVIRONMENT, start_new_session=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8",
    ) as asking:  # fmt: skip
        children = Path(f"/proc/{asking.pid}/task/{asking.pid}/children")
        while not children.read_text().strip():
            time.sleep(0.05)
        time.sleep(0.3)
        os.killpg(asking.pid, signal.SIGINT)
        out, err = asking.communicate(timeout=20)
    assert asking.returncode == 130
    assert out == ""
    assert len(err.splitlines()) <= 1
    assert not list(place.glob("endless.csv")) + list(place.glob("*.part"))


def test_output_is_one_record_a_line_whatever_a_text_holds(place: Path) -> None:
    (place / "odd.txt").write_text("今年新建学校50所。\u2028第\x85二\x1c句\r。\n", encoding="utf-8")
    out = kg("extract", "odd.txt", cwd=place).stdout
    assert out.count("\n") == 1
    assert json.loads(out)["id"] == "odd"
    assert not re.search("[\x00-\x09\x0b-\x1f]", out)
