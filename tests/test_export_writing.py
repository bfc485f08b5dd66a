"""Where an export goes: whole or not at all; what goes with what; the command."""

from __future__ import annotations

import csv
import errno
import io
import os
import subprocess
import sys
from pathlib import Path

import corpus
import openpyxl
import pyoxigraph as ox
import pytest
from commands import kg_bytes

from kg import ontology
from kg.errors import UsageError
from kg.export import FORMATS, TABLES, Request, export, format_of, table
from kg.export.workbook import write_workbook
from kg.output import Output
from kg.query import inline, question
from kg.store import Store

SELECT = inline("SELECT ?s ?n { ?s a pk:Programme ; rdfs:label ?n } ORDER BY ?s", "named")
CONSTRUCT = inline("CONSTRUCT { ?s a pk:Programme } WHERE { ?s a pk:Programme }", "graph")
SINGLE = [name for name in FORMATS if name not in {"csv", "parquet"}]


@pytest.fixture(scope="module")
def store() -> Store:
    return Store.in_memory([*corpus.quads(), *ontology.load().graph(corpus.BASE)])


def entries(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("name", SINGLE)
def test_a_file_takes_the_place_of_the_one_there(store: Store, tmp_path: Path, name: str) -> None:
    path = tmp_path / "out"
    path.write_text("old")
    export(store, path, name)
    out = io.BytesIO()
    export(store, out, name)
    assert path.read_bytes() == out.getvalue() != b""
    assert entries(tmp_path) == ["out"]


@pytest.mark.parametrize("name", ["csv", "parquet"])
def test_tables_go_to_a_folder_and_leave_alone_what_else_is_there(store: Store, tmp_path: Path, name: str) -> None:
    folder = tmp_path / "new" / "tables"
    folder.mkdir(parents=True)
    (folder / "mine.txt").write_text("mine")
    (folder / f"measures.{name}").write_text("old")
    counts = export(store, folder, name)
    assert entries(folder) == sorted([*(f"{each}.{name}" for each in TABLES), "mine.txt"])
    assert list(counts) == list(TABLES)
    assert (folder / "mine.txt").read_text() == "mine"
    assert (folder / f"measures.{name}").read_bytes() != b"old"


def test_one_table_goes_to_a_file_or_a_folder(store: Store, tmp_path: Path) -> None:
    request = Request(tables=["measures"])
    assert list(export(store, tmp_path / "m.csv", "csv", request)) == ["measures"]
    export(store, tmp_path / "folder", "csv", request)
    assert (tmp_path / "m.csv").read_bytes() == (tmp_path / "folder" / "measures.csv").read_bytes()
    with pytest.raises(UsageError, match="one table a file: name a folder by -o, or one of documents"):
        export(store, tmp_path / "all.csv", "csv")
    assert entries(tmp_path) == ["folder", "m.csv"]


def test_a_full_disk_leaves_what_was_there_and_nothing_half(tmp_path: Path) -> None:
    """The limit of a process on the size of files stands for the end of the disk."""
    for name in FORMATS:
        (tmp_path / name).mkdir()
        (tmp_path / name / "old").write_text("old") if name in SINGLE else (tmp_path / name / "old").mkdir()
    code = """if True:
        import sys, resource, corpus
        from pathlib import Path
        from kg.export import FORMATS, export
        from kg.store import Store
        store = Store.in_memory(corpus.quads())
        resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))
        for name in FORMATS:
            for target in ("old", "new"):
                try:
                    export(store, Path(name, target), name)
                except OSError as error:
                    print(name, target, error.errno, Path(error.filename).relative_to(Path.cwd()))
        """
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=False, cwd=tmp_path, timeout=100,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )  # fmt: skip
    assert done.stderr == ""
    first = {"csv": "/documents.csv", "parquet": "/documents.parquet"}
    assert done.stdout.splitlines() == [
        f"{name} {target} {errno.EFBIG} {name}/{target}{first.get(name, '')}"
        for name in FORMATS for target in ("old", "new")
    ]  # fmt: skip
    for name in FORMATS:
        assert entries(tmp_path / name) == ["old"]
        old = tmp_path / name / "old"
        assert old.read_text() == "old" if name in SINGLE else entries(old) == []


def test_a_workbook_that_cannot_be_put_together_is_an_error_of_the_system(store: Store) -> None:
    class Full(io.BytesIO):
        def write(self, data) -> int:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with pytest.raises(OSError, match="No space left") as caught:
        write_workbook([table(store, "documents")], Full())
    assert caught.value.errno == errno.ENOSPC


def two_files(folder: Path, then: BaseException | None = None) -> None:
    """Write two files into a new folder, and let something happen."""
    with Output() as output:
        output.folder(folder)
        output.file(folder / "a").write(b"a")
        output.file(folder / "b").write(b"b")
        if then is not None:
            raise then


def test_what_fails_at_the_end_of_several_files_leaves_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match=r"No space left on device: '.*/made/a'"):
        two_files(tmp_path / "made")
    assert entries(tmp_path) == []


def test_an_interrupted_export_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        two_files(tmp_path / "x" / "y", KeyboardInterrupt())
    assert entries(tmp_path) == []


def test_a_link_stays_a_link_and_a_device_a_device(tmp_path: Path) -> None:
    (tmp_path / "real").write_bytes(b"old")
    (tmp_path / "link").symlink_to("real")
    os.mkfifo(tmp_path / "pipe")
    reader = os.open(tmp_path / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    for name in ("link", "pipe"):
        with Output() as output:
            output.file(tmp_path / name).write(b"new")
    assert os.read(reader, 9) == b"new"
    os.close(reader)
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_bytes() == b"new"
    assert (tmp_path / "pipe").is_fifo()


@pytest.mark.parametrize("name", ["nquads", "csv"])
def test_a_place_that_cannot_be_written_is_an_error_of_the_system(store: Store, tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(OSError, match="file") as caught:
        export(store, tmp_path / "file" / "below", name)
    assert caught.value.errno == errno.ENOTDIR
    folder = tmp_path / "folder.nq"
    folder.mkdir()
    if name == "nquads":
        with pytest.raises(IsADirectoryError):
            export(store, folder, name)


@pytest.mark.parametrize(
    ("format_", "request_", "says"),
    [
        ("nquads", Request(tables=["mentions"]), "--table goes with csv, xlsx and parquet"),
        ("xlsx", Request(bom=True), "--bom goes with csv"),
        ("csv", Request(queries=[SELECT], documents=["x"]), "leave out --document"),
        ("gexf", Request(queries=[CONSTRUCT]), "not of a query"),
        ("xlsx", Request(parameters={"year": "2021"}), "--param goes with --query"),
        ("turtle", Request(queries=[SELECT]), "query named answers with rows"),
        ("xlsx", Request(queries=[CONSTRUCT]), "query graph does not answer with rows"),
        ("xlsx", Request(queries=[inline("ASK {}", "yes")]), "query yes does not answer with rows"),
        ("xlsx", Request(queries=[SELECT], parameters={"year": "2021"}), "no parameter year"),
        ("csv", Request(tables=["mention"]), "there are: documents"),
    ],
)
def test_what_does_not_go_together_is_wrong_usage(store: Store, format_: str, request_: Request, says: str) -> None:
    with pytest.raises(UsageError) as caught:
        export(store, io.BytesIO(), format_, request_)
    assert says in caught.value.render("en")
    assert caught.value.render("zh") != caught.value.render("en")


def test_queries_are_sheets_of_one_workbook_and_take_their_own_parameters(store: Store) -> None:
    out = io.BytesIO()
    request = Request(
        queries=[question("targets"), question("programmes"), SELECT, SELECT], parameters={"year": "2022"}
    )
    counts = export(store, out, "xlsx", request)
    assert list(counts) == ["targets", "programmes", "named", "named-2"]
    sheets = openpyxl.load_workbook(out).worksheets
    assert [sheet.title for sheet in sheets] == ["Targets and results", "Programmes", "named", "named-2"]
    assert {row[8].value for row in sheets[0].iter_rows(min_row=2)} == {"2022"}
    assert sheets[2].max_row == 1 + 5


@pytest.mark.parametrize(("path", "name"), [("a.nq", "nquads"), ("x.y.TTL", "turtle"), ("b.xlsx", "xlsx")])
def test_the_ending_of_a_file_says_its_format(path: str, name: str) -> None:
    assert format_of(Path(path)) == name
    with pytest.raises(UsageError, match=r"Give --format, or a file ending in one of \.nq"):
        format_of(Path("graph.rdfx"))


# --- The command


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, store: Store) -> Path:
    """A folder with a store on disk."""
    folder = tmp_path_factory.mktemp("export")
    with Store.writing(folder / ".kg") as writer:
        corpus.fill(writer, store.quads())
        writer.publish()
    return folder


def test_the_command_writes_a_workbook_and_says_what_is_in_it(place: Path) -> None:
    done = kg_bytes("export", "-o", "t.xlsx", cwd=place, KG_LANG="zh")
    assert (done.returncode, done.stdout) == (0, b"")
    assert done.stderr.decode().startswith("已写入 t.xlsx：文件 5, 实体 ")
    assert openpyxl.load_workbook(place / "t.xlsx").sheetnames[0] == "文件"


def test_one_file_goes_to_standard_output_and_nothing_else_does(place: Path, store: Store) -> None:
    done = kg_bytes("export", "--format", "nquads", cwd=place)
    assert set(ox.parse(done.stdout, format=ox.RdfFormat.N_QUADS)) == set(store.quads())
    done = kg_bytes("export", "--format", "csv", "--table", "documents", "-o", "-", cwd=place)
    rows = list(csv.reader(io.StringIO(done.stdout.decode(), newline="")))
    assert (rows[0][0], len(rows), done.stderr) == ("document title", 6, b"")
    done = kg_bytes("export", "--format", "xlsx", "-o", "-", "--query", "documents", cwd=place)
    assert openpyxl.load_workbook(io.BytesIO(done.stdout)).sheetnames == ["Documents"]


@pytest.mark.parametrize(
    ("arguments", "code", "says"),
    [
        (["-o", "x"], 2, "which format? Give --format, or a file ending in"),
        (["--format", "csv"], 2, "csv holds one table a file: name a folder by -o"),
        (["-o", "no/such/folder.nq"], 1, "no/such/folder.nq: No such file or directory"),
        (["-o", "/dev/full", "--format", "turtle"], 1, "/dev/full: No space left on device"),
        (["-o", "x.nq", "--type", "Hospitl"], 2, "no type 'Hospitl'; nearest: Hospital"),
    ],
)
def test_what_cannot_be_done_is_one_line(place: Path, arguments: list[str], code: int, says: str) -> None:
    before = entries(place)
    done = kg_bytes("export", *arguments, cwd=place)
    [line] = done.stderr.decode().splitlines()
    assert line.startswith("error: ")
    assert says in line
    assert (done.returncode, done.stdout) == (code, b"")
    assert entries(place) == before


def test_a_reader_that_has_enough_ends_it_quietly(place: Path) -> None:
    command = f"{sys.executable} -m kg export --format nquads | head -n 1"
    done = subprocess.run(["sh", "-c", command], cwd=place, capture_output=True, check=False, timeout=60)
    assert done.stdout.startswith(b"<https://kg.example.org/")
    assert done.stderr == b""
