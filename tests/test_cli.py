"""The command line: what it prints where, in which language, and how it ends."""

from __future__ import annotations

import ast
import io
import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from commands import kg, one_line

from kg.cli.app import app
from kg.cli.examples import EXAMPLES
from kg.cli.exporting import _standard_output
from kg.cli.language import catalogue, detect, without_language
from kg.cli.report import visible
from kg.errors import UsageError

PACKAGE = Path(__file__).resolve().parent.parent / "kg"
TEXT = "甲县2022年政府工作报告\n今年，依托“惠农通”平台服务群众，城镇新增就业1.2万人以上。\n"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a text and a store built from it."""
    folder = tmp_path_factory.mktemp("cli")
    (folder / "a.txt").write_text(TEXT, encoding="utf-8")
    done = kg("build", "a.txt", cwd=folder)
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""
    assert re.search(r"documents +built 1 +unchanged 0 +failed 0", done.stderr)
    return folder


@pytest.mark.parametrize(
    ("arguments", "environment", "language"),
    [
        (["--lang", "zh", "build"], {"LANG": "en_US.UTF-8"}, "zh"),
        (["build", "--lang=en"], {"LANG": "zh_CN.UTF-8"}, "en"),
        (["build"], {"KG_LANG": "zh", "LANG": "en_US.UTF-8"}, "zh"),
        (["build"], {"LC_ALL": "zh_CN.UTF-8", "LANG": "en_US.UTF-8"}, "zh"),
        (["build"], {"LC_ALL": "", "LANG": "zh_TW"}, "zh"),
        (["build"], {}, "en"),
        (["show", "--", "--lang", "zh"], {}, "en"),
        (["--lang", "fr"], {"LANG": "zh_CN"}, "en"),
    ],
)
def test_the_language_is_the_one_asked_for(arguments: list[str], environment: dict[str, str], language: str) -> None:
    assert detect(arguments, environment) == language


def test_the_examples_in_the_help_can_be_typed() -> None:
    commands = dict(typer.main.get_group(app).commands)
    for name, group in list(commands.items()):
        commands |= {f"{name} {below}": command for below, command in getattr(group, "commands", {}).items()}
    assert {name for name in EXAMPLES if name} <= set(commands)
    for command, lines in EXAMPLES.items():
        shown = kg(*command.split(), "--help", cwd=PACKAGE).stdout
        for typed, _why in lines:
            words = shlex.split(typed.partition(" > ")[0])
            assert words[0] == "kg"
            called = next(name for name in (" ".join(words[1:3]), words[1]) if name in commands)
            known = {option for parameter in commands[called].params for option in parameter.opts}
            assert {word for word in words if word.startswith("-")} <= known, typed
            assert typed in shown


def test_every_message_has_its_chinese() -> None:
    messages = {
        node.args[0].value
        for path in (PACKAGE / "cli").glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "_" and isinstance(node.args[0], ast.Constant)
    }
    texts = catalogue()["texts"]
    assert len(messages) > 40
    assert messages == set(texts)
    fields = re.compile(r"\{[^}]*\}")
    assert all(sorted(fields.findall(en)) == sorted(fields.findall(zh)) for en, zh in texts.items())


@pytest.mark.parametrize(
    "command", ["read", "extract", "build", "remove", "query", "queries", "show", "check", "view", "demo", "review"]
)
def test_help_is_in_both_languages(command: str, tmp_path: Path) -> None:
    english, chinese = (kg("--lang", language, command, "--help", cwd=tmp_path).stdout for language in ("en", "zh"))
    assert english.startswith((f"Usage: kg {command}", f"Usage: python -m kg {command}"))
    assert "用法：" in chinese
    assert "显示本帮助后退出" in chinese
    body = "\n".join(line for line in chinese.splitlines() if not line.startswith("用法"))
    assert not re.search(r"[a-z]+ [a-z]+ [a-z]+ [a-z]+", body), "a sentence was left in English"


def test_read_prints_the_text_to_standard_output(place: Path) -> None:
    done = kg("read", "a.txt", cwd=place)
    assert (done.stdout, done.stderr, done.returncode) == (TEXT, "", 0)


def test_extract_prints_a_record_a_line(place: Path) -> None:
    record = json.loads(kg("extract", "a.txt", cwd=place).stdout)
    assert record["id"] == "a"
    assert record["text"] == TEXT
    assert {"start": 20, "end": 23, "type": "Programme", "text": "惠农通"} in record["entities"]
    assert record["targets"][0]["number"] == 12000
    assert {"entity": "惠农通", "verb": "依托"} in record["actions"]


@pytest.mark.slow
def test_records_come_in_order_whatever_the_number_of_processes(tmp_path: Path) -> None:
    # Enough for a pool to be started.
    texts = [f"第{number}号。{TEXT}{'今天天气很好。' * 2_000}" for number in range(30)]
    lines = (json.dumps({"id": str(number), "text": text}) for number, text in enumerate(texts))
    (tmp_path / "many.jsonl").write_text("\n".join([*lines, "{}"]), encoding="utf-8")
    one, two = (kg("extract", "many.jsonl", "--jobs", jobs, cwd=tmp_path) for jobs in "12")
    assert [json.loads(line)["id"] for line in one.stdout.splitlines()] == [str(number) for number in range(30)]
    assert (two.stdout, two.stderr, two.returncode) == (one.stdout, one.stderr, 1)


def test_extract_pretty_shows_the_text(place: Path) -> None:
    done = kg("extract", "a.txt", "--pretty", cwd=place)
    assert "惠农通" in done.stdout
    assert not done.stdout.startswith("{")


def test_query_prints_rows_and_formats(place: Path) -> None:
    assert "惠农通" in kg("query", "programmes", cwd=place).stdout
    rows = json.loads(kg("query", "programmes", "--format", "json", cwd=place).stdout)["results"]["bindings"]
    assert any("惠农通" in json.dumps(row, ensure_ascii=False) for row in rows)
    assert kg("query", "targets", "--format", "csv", "--bom", cwd=place).stdout.startswith("\ufeff")
    count = kg("query", "-e", "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }", "--format", "csv", cwd=place)
    assert int(count.stdout.splitlines()[1]) > 50
    assert kg("query", "-", cwd=place, stdin="ASK { ?s ?p ?o }").stdout.strip() == "true"
    for parameter in ("year=1900", "year＝１９００"):
        assert "nothing in the graph answers this" in kg("query", "targets", "-p", parameter, cwd=place).stderr


def test_a_listing_is_shown_in_pages_and_written_whole(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("".join(f"2022年新建公园{n}个。\n" for n in range(1, 105)), encoding="utf-8")
    kg("build", "a.txt", cwd=tmp_path)

    def answer(*options: str) -> tuple[int, str]:
        """Return how many rows are shown, and what is said of them."""
        done = kg("query", "targets", *options, cwd=tmp_path)
        assert done.returncode == 0
        return sum("公园" in line for line in done.stdout.splitlines()), done.stderr.strip()

    more = "go on with --offset {}, or give all with --limit 0"
    assert answer() == (100, f"rows 1–100; {more.format(100)}")
    assert answer("--offset", "100") == (4, "")
    assert answer("--limit", "0") == (104, "")
    assert answer("--limit", "3", "--offset", "2") == (3, f"rows 3–5; {more.format(5)}")
    assert answer("--limit", "104") == (104, "")
    assert answer("--offset", "104") == (0, "the answer has no row behind the first 104")
    assert answer("--format", "tsv") == (104, "")
    assert answer("--format", "tsv", "--limit", "2") == (2, "")


def test_queries_lists_names_and_questions(place: Path) -> None:
    listed = kg("queries", cwd=place).stdout
    assert re.search(r"^programmes +Which programmes", listed, re.MULTILINE)
    assert "哪些" in kg("--lang", "zh", "queries", cwd=place).stdout


def test_show_prints_a_card_with_quotes(place: Path) -> None:
    card = kg("show", "惠农通", cwd=place).stdout
    assert "依托" in card
    assert "“依托“惠农通”平台服务群众”" in card


def test_view_writes_one_page(place: Path) -> None:
    done = kg("view", "惠农通", "--hops", "2", "-o", "g.html", cwd=place)
    assert done.returncode == 0, done.stderr
    assert "惠农通" in (place / "g.html").read_text(encoding="utf-8")


def test_remove_takes_a_document_out(place: Path) -> None:
    (place / "b.txt").write_text(TEXT.replace("惠农通", "富农通"), encoding="utf-8")
    assert kg("build", "b.txt", cwd=place).returncode == 0
    assert "富农通" in kg("query", "programmes", cwd=place).stdout
    assert kg("remove", "b", cwd=place).returncode == 0
    assert "富农通" not in kg("query", "programmes", cwd=place).stdout


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["read", "none.txt"], 1, "none.txt"),
        (["build", "none.txt", "--store", "new"], 1, "none.txt"),
        (["query", "programmes", "--store", "none"], 1, "none"),
        (["query", "programs"], 2, "programmes"),
        (["query", "programmes", "-p", "yeer=2022"], 2, "yeer"),
        (["query", "programmes", "-p", "year"], 2, "--param year"),
        (["query", "-e", "SELECT * WHERE {\n ?s ?p }"], 1, ":2:"),
        (["query"], 2, "-e"),
        (["show", "惠农同"], 1, "惠农通"),
        (["remove", "c"], 1, "c"),
        (["view", "惠农同"], 1, "惠农通"),
        (["view", "--types", "Programm"], 2, "Programme"),
        (["build", "a.txt", "--place", "不存在县"], 2, "不存在县"),
        (["build", "a.txt", "--date", "2022-13"], 2, "2022-13"),
        (["build", "a.txt", "--base", "x"], 2, "--base"),
        (["build", "a.txt", "--lexicon", "none"], 1, "none"),
        (["query", "programmes", "-p", "year=1", "-p", "year=2"], 2, "year"),
        (["query", "programmes", "--bom"], 2, "--bom"),
        (["query", "programmes", "--limit", "-1"], 2, "--limit"),
        (["query", "programmes", "--offset", "9" * 30], 2, "999"),
        (["query", "-e", "SELECT * { ?s ?p ?o } LIMIT 9", "--limit", "2"], 2, "LIMIT"),
        (["build", "a.txt", "-j", "0"], 2, "--jobs"),
        (["query", "programmes", "--format", "foo"], 2, "--format"),
        (["view", "--hops", "x"], 2, "--hops"),
        (["read", "--lang", "fr", "a.txt"], 2, "--lang"),
        (["build"], 2, "paths"),
        (["read", "a.txt", "--nope"], 2, "--nope"),
        (["nope"], 2, "nope"),
    ],
)
def test_faults_are_one_line_with_an_honest_code(place: Path, arguments: list[str], code: int, says: str) -> None:
    done = kg("--lang", "zh", *arguments, cwd=place)
    assert done.returncode == code, done.stderr
    assert says in one_line(done)
    assert re.search("[一-鿿]", one_line(done).removeprefix("错误：").replace(says, ""))
    assert not re.search(r"[a-z]+ [a-z]+ [a-z]+ [a-z]+", one_line(done)), "left in English"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["buidl"], "没有命令“buidl”。是否想用“build”？  → 用法见 kg --help"),
        (["build"], "缺少参数 paths。  → 用法见 kg build --help"),
        (["review", "undo"], "缺少参数 ID。  → 用法见 kg review undo --help"),
        (["load", "none.ttl"], "none.ttl：无法读取：没有这个文件或文件夹"),
        (["read", "."], ".：文件夹中没有可读的文件（.jsonl .markdown .md .ndjson .text .txt）"),
        (["read", "report.pdf"], "pdftotext -layout 文件.pdf"),
        (["read", "report.docx"], "请先另存为纯文本（.txt）"),
    ],
)
def test_faults_say_what_to_do_next(tmp_path: Path, arguments: list[str], says: str) -> None:
    if arguments[-1].startswith("report"):
        (tmp_path / arguments[-1]).write_bytes(b"%PDF")
    line = one_line(kg("--lang", "zh", *arguments, cwd=tmp_path))
    assert line.startswith("错误：")
    assert line.endswith(says)


def test_a_build_that_reads_nothing_new_counts_no_zeros(place: Path) -> None:
    done = kg("build", "a.txt", cwd=place)
    documents, quads, speed = done.stderr.splitlines()
    assert documents.split() == ["documents", "built", "0", "unchanged", "1", "failed", "0"]
    assert quads.startswith("quads ")
    assert "seconds" in speed


def test_faults_are_told_in_english_too(place: Path) -> None:
    assert one_line(kg("query", "programs", cwd=place)).startswith("error: no query is named programs")
    assert one_line(kg("--lang", "en", "read", "none.txt", cwd=place)).startswith("error: none.txt: ")


def test_one_bad_file_does_not_stop_the_others(place: Path) -> None:
    (place / "empty.txt").write_text("", encoding="utf-8")
    done = kg("extract", "empty.txt", "a.txt", cwd=place)
    assert done.returncode == 1
    assert "empty.txt" in one_line(done)
    assert json.loads(done.stdout)["id"] == "a"


def test_a_closed_pipe_is_no_fault(place: Path) -> None:
    command = [sys.executable, "-m", "kg", "query", "-e", "SELECT * WHERE { ?s ?p ?o }"]
    with subprocess.Popen(command, cwd=place, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8") as kg_:
        assert kg_.stdout
        assert kg_.stderr
        kg_.stdout.readline()
        kg_.stdout.close()
        assert "Traceback" not in kg_.stderr.read()


def test_a_fault_of_ours_is_one_line(place: Path) -> None:
    code = (
        "import sys; from kg import cli, query; query.named_queries = lambda folders: 1 / 0;"
        "sys.argv[1:] = ['queries']; cli.main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=place, capture_output=True, encoding="utf-8", check=False, timeout=60
    )
    assert done.returncode == 1
    assert "ZeroDivisionError" in one_line(done)


@pytest.mark.parametrize(
    ("arguments", "rest"),
    [
        (["--lang", "zh", "read", "a"], ["read", "a"]),
        (["read", "a", "--lang=en"], ["read", "a"]),
        (["show", "--", "--lang", "zh"], ["show", "--", "--lang", "zh"]),
    ],
)
def test_the_language_may_stand_anywhere(arguments: list[str], rest: list[str]) -> None:
    assert without_language(arguments) == rest


def test_without_a_command_the_help_is_shown(tmp_path: Path) -> None:
    done = kg("--lang", "zh", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (2, "")
    assert "用法：" in done.stdout
    assert "build" in done.stdout


def test_an_output_that_cannot_be_written_is_no_fault_of_ours(place: Path) -> None:
    line = one_line(kg("--lang", "zh", "view", "-o", "none/g.html", cwd=place))
    assert line.startswith("错误：none/g.html：没有")
    assert "磁盘已满" in one_line(kg_to_full_disk(place))


def kg_to_full_disk(cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kg", "--lang", "zh", "query", "-e", "SELECT * WHERE { ?s ?p ?o }"]
    with Path("/dev/full").open("w") as full:
        return subprocess.run(command, cwd=cwd, stdout=full, stderr=subprocess.PIPE, encoding="utf-8", check=False)


def test_a_terminal_is_spared_control_characters() -> None:
    assert visible("a\x1b[31mb\x9b\x7f\tc\n") == "a␛[31mb\ufffd␡\tc\n"


def test_a_terminal_gets_text_without_control_characters_and_no_archives(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    shown = Terminal()
    monkeypatch.setattr("sys.stdout", shown)
    stream = _standard_output("csv")
    for byte in "红\x1b[31m\n平安".encode():  # a character may come in parts
        stream.write(bytes([byte]))
    assert shown.getvalue() == "红␛[31m\n平安"
    with pytest.raises(UsageError, match="xlsx is no text: name a file by -o"):
        _standard_output("xlsx")
