"""The store as it is read: whole generations, whatever is written meanwhile; what is no store is told."""

from __future__ import annotations

import fcntl
import threading
from pathlib import Path

import corpus
import pytest
import rdflib
from stored import EX, build, generations, quad, subjects

from kg.errors import StoreError
from kg.store import BuiltDocument, Manifest, Store


def test_what_is_published_is_read(tmp_path: Path) -> None:
    with Store.writing(tmp_path / "new" / "store") as writer:
        corpus.fill(writer, corpus.quads())
        writer.manifest.base = EX
        writer.manifest.documents["甲"] = BuiltDocument("hash", "0.1", "words", "甲.txt")
        assert len(writer) == len(list(writer.quads()))
        writer.publish()
    with Store.open(tmp_path / "new" / "store") as store:
        assert set(store.quads()) == set(corpus.quads())
        assert len(store) == len(set(corpus.quads()))
        assert store.base == EX
        assert dict(store.documents) == {"甲": BuiltDocument("hash", "0.1", "words", "甲.txt")}


def test_a_reader_goes_on_while_builds_publish(tmp_path: Path) -> None:
    build(tmp_path, 1)
    reader = Store.open(tmp_path)
    for n in (2, 3):
        build(tmp_path, n)
        with Store.open(tmp_path) as newer:
            assert subjects(newer) == {str(n)}
    assert subjects(reader) == {"1"}
    assert generations(tmp_path) == ["1", "3"]
    reader.close()
    build(tmp_path, 4)
    assert generations(tmp_path) == ["4"]


def test_readers_in_threads_always_find_a_whole_generation(tmp_path: Path) -> None:
    build(tmp_path, *range(20))
    seen: set[int] = set()
    stop = threading.Event()

    def read() -> None:
        while not stop.is_set():
            with Store.open(tmp_path) as store:
                seen.add(len(list(store.quads())))

    threads = [threading.Thread(target=read, daemon=True) for _ in range(2)]
    for thread in threads:
        thread.start()
    for size in (30, 20, 30, 20):
        build(tmp_path, *range(size))
    stop.set()
    for thread in threads:
        thread.join(30)
    assert seen
    assert seen <= {20, 30}


def test_a_reader_whose_generation_is_swept_before_it_is_held_takes_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(tmp_path, 1)
    lock, shared = fcntl.flock, []

    def sweep_first(descriptor: int, operation: int) -> None:
        if operation & fcntl.LOCK_SH and not shared:
            shared.append(descriptor)
            build(tmp_path, 2)
            assert generations(tmp_path) == ["2"]
        lock(descriptor, operation)

    monkeypatch.setattr(fcntl, "flock", sweep_first)
    with Store.open(tmp_path) as store:
        assert subjects(store) == {"2"}
    assert shared


def test_the_same_quads_in_any_order_dump_the_same_bytes(tmp_path: Path) -> None:
    quads = sorted(set(corpus.quads()), key=str)
    dumps = []
    for name, order in (("a", quads), ("b", quads[::-1]), ("c", quads[1::2] + quads[::2])):
        with Store.writing(tmp_path / name) as writer:
            corpus.fill(writer, order)
            writer.publish()
        with Store.open(tmp_path / name) as store:
            dumps.append(store.nquads())
    assert dumps[0] == dumps[1] == dumps[2] == Store.in_memory(quads).nquads()
    assert dumps[0].count(b"\n") == len(quads)
    assert dumps[0].splitlines() == sorted(dumps[0].splitlines())


def test_a_text_with_line_breaks_is_one_line_of_the_dump() -> None:
    store = Store.in_memory([quad(1, text="一\n二\r三\u2028四\x85"), quad(0)])
    assert store.nquads().count(b"\n") == 2


@pytest.mark.filterwarnings("ignore:Dataset:DeprecationWarning")  # rdflib calls what it deprecates
def test_the_dataset_is_the_union_of_all_graphs_and_read_only(tmp_path: Path) -> None:
    build(tmp_path, 1, graph="one")
    build(tmp_path, 2, graph="two")
    with Store.open(tmp_path) as store:
        dataset = store.dataset()
        rows = list(dataset.query("SELECT ?s { ?s <https://example.org/says> ?t } ORDER BY ?s"))
        assert [str(row.s) for row in rows] == [EX + "1", EX + "2"]
        assert len(list(dataset.quads((None, None, None, None)))) == 2
        with pytest.raises(RuntimeError):
            dataset.add((rdflib.URIRef(EX), rdflib.URIRef(EX), rdflib.Literal("x")))


@pytest.fixture
def places(tmp_path: Path) -> Path:
    """A folder with every kind of thing that is no store."""
    (tmp_path / "empty").mkdir()
    (tmp_path / "file").write_text("x")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "thesis.txt").write_text("mine")
    return tmp_path


@pytest.mark.parametrize(
    ("name", "says"),
    [("missing", "no store here"), ("empty", "no store here"), ("file", "not a store"), ("other", "not a store")],
)
def test_what_is_no_store_is_said_to_be_none(places: Path, name: str, says: str) -> None:
    with pytest.raises(StoreError, match=says) as caught:
        Store.open(places / name)
    assert caught.value.exit_code == 1
    assert "\n" not in caught.value.render("zh")


@pytest.mark.parametrize("name", ["file", "other"])
def test_nothing_is_written_into_what_is_no_store(places: Path, name: str) -> None:
    with pytest.raises(StoreError, match="not a store"):
        Store.writing(places / name).__enter__()
    assert sorted(p.name for p in (places / "other").iterdir()) == ["thesis.txt"]


def test_an_empty_folder_becomes_a_store(places: Path) -> None:
    build(places / "empty", 1)
    with Store.open(places / "empty") as store:
        assert len(store) == 1


def test_a_newer_format_is_refused(tmp_path: Path) -> None:
    build(tmp_path, 1)
    (tmp_path / "format").write_text("kg store 99\n")
    for enter in (lambda: Store.open(tmp_path), lambda: Store.writing(tmp_path).__enter__()):
        with pytest.raises(StoreError, match="newer kg"):
            enter()


@pytest.mark.parametrize(
    "harm",
    [
        lambda path: (path / "format").write_text("rubbish"),
        lambda path: (path / "current").write_text("x"),
        lambda path: (path / "current").write_text("7"),
        lambda path: (path / "current").write_text("../../etc"),
        lambda path: (path / "generations/1/manifest.json").write_text("{"),
        lambda path: (path / "generations/1/manifest.json").write_text("[]"),
        lambda path: (path / "generations/1/manifest.json").write_text('{"base": "x", "documents": {"a": {}}}'),
        lambda path: (path / "generations/1/data/CURRENT").unlink(),
        lambda path: [p.write_bytes(b"x") for p in (path / "generations/1/data").glob("*.sst")],
    ],
)  # fmt: skip
def test_a_damaged_store_is_named_as_such(tmp_path: Path, harm) -> None:
    build(tmp_path, 1)
    harm(tmp_path)
    for enter in (lambda: Store.open(tmp_path), lambda: Store.writing(tmp_path).__enter__()):
        with pytest.raises(StoreError, match="damaged"):
            enter()
    with pytest.raises(StoreError, match="damaged"):  # no lock was left behind
        Store.writing(tmp_path, wait=0).__enter__()


def test_a_folder_that_may_not_be_written_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(StoreError, match="cannot be written: Permission denied"):
        Store.writing(tmp_path / "store").__enter__()


def test_a_manifest_is_the_same_bytes_in_any_order(tmp_path: Path) -> None:
    one, two = BuiltDocument("h", "1", "f"), BuiltDocument("i", "1", "f", "乙.txt")
    Manifest(documents={"a": one, "b": two}).save(tmp_path / "1")
    Manifest(documents={"b": two, "a": one}).save(tmp_path / "2")
    assert (tmp_path / "1").read_bytes() == (tmp_path / "2").read_bytes()
    assert Manifest.load(tmp_path / "1") == Manifest(documents={"a": one, "b": two})
