"""Writing a store: generations are published whole or not at all, by one writer at a time."""

from __future__ import annotations

import multiprocessing
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from stored import EX, build, generations, quad, subjects

from kg.errors import QueryError, StoreError
from kg.query import run
from kg.store import Store
from kg.store.files import replace_file


def test_a_new_generation_starts_from_the_current_one(tmp_path: Path) -> None:
    build(tmp_path, 1, 2, graph="one")
    build(tmp_path, 3, graph="two")
    with Store.open(tmp_path) as store:
        assert subjects(store) == {"1", "2", "3"}


def test_replacing_a_graph_touches_no_other(tmp_path: Path) -> None:
    build(tmp_path, 1, 2, graph="one")
    build(tmp_path, 3, graph="two")
    build(tmp_path, 2, 4, graph="one")
    with Store.open(tmp_path) as store:
        assert subjects(store) == {"2", "3", "4"}


def test_a_graph_replaced_twice_in_one_generation_is_the_last(tmp_path: Path) -> None:
    with Store.writing(tmp_path) as writer:
        writer.replace_graph(EX + "one", [quad(1)])
        writer.replace_graph(EX + "one", [quad(2)])
        writer.publish()
    with Store.open(tmp_path) as store:
        assert subjects(store) == {"2"}


def test_a_graph_replaced_by_nothing_is_gone(tmp_path: Path) -> None:
    build(tmp_path, 1)
    build(tmp_path)
    with Store.open(tmp_path) as store:
        assert len(store) == 0
        assert list(store.oxigraph.named_graphs()) == []


def test_quads_of_another_graph_are_no_replacement(tmp_path: Path) -> None:
    with Store.writing(tmp_path) as writer, pytest.raises(ValueError, match="other graphs"):
        writer.replace_graph(EX + "one", [quad(1, "two")])


def test_a_removed_graph_leaves_no_text_on_disk(tmp_path: Path) -> None:
    with Store.writing(tmp_path) as writer:
        writer.replace_graph(EX + "one", [quad(n, text=f"SECRET-{n}") for n in range(3000)])
        writer.replace_graph(EX + "two", [quad(n, "two", f"PUBLIC-{n}") for n in range(3000)])
        writer.publish()
    with Store.writing(tmp_path) as writer:
        writer.remove_graph(EX + "one")
        writer.remove_graph(EX + "never-there")
        writer.publish()
    on_disk = b"".join(p.read_bytes() for p in tmp_path.rglob("*") if p.is_file())
    assert b"SECRET" not in on_disk
    assert b"PUBLIC" in on_disk
    with Store.open(tmp_path) as store:
        assert len(store) == 3000


def test_many_changes_have_the_data_written_anew(tmp_path: Path) -> None:
    for text in ("first", "second"):
        with Store.writing(tmp_path) as writer:
            writer.replace_graph(EX + "one", [quad(n, text=f"{text}-{n}") for n in range(100)])
            writer.publish()
    with Store.writing(tmp_path) as writer:
        assert writer.manifest.stale == 0
        assert {q.object.value.partition("-")[0] for q in writer.quads()} == {"second"}


def test_a_tenth_changed_has_the_data_compacted(tmp_path: Path) -> None:
    """Compacted data are in as few files as data written at once; else what was removed adds to them."""

    def files(*numbers: int) -> int:
        build(tmp_path, *numbers)
        return len(list(tmp_path.rglob("*.sst")))

    fresh = files(*range(1000))
    assert files(*range(950)) > fresh
    assert files(*range(800)) == fresh
    with Store.writing(tmp_path) as writer:
        assert writer.manifest.stale == 200  # compacted, not written anew


def test_what_was_loaded_in_bulk_is_compacted_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.store.writer._FEW", 100)
    monkeypatch.setattr("kg.store.writer._CHUNK", 2000)
    build(tmp_path / "compacted", *range(300))
    monkeypatch.setattr("kg.store.writer._COMPACT", 2)
    build(tmp_path / "as-loaded", *range(300))
    compacted, loaded = (len(list((tmp_path / name).rglob("*.sst"))) for name in ("compacted", "as-loaded"))
    assert compacted < loaded


@pytest.fixture
def small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    """A quad or two are more than is gathered at once."""
    monkeypatch.setattr("kg.store.writer._CHUNK", 150)
    monkeypatch.setattr("kg.store.writer._FEW", 100)


def lines(*numbers: int) -> list[bytes]:
    return [ox.serialize([quad(n)], format=ox.RdfFormat.N_QUADS) for n in numbers]


@pytest.mark.usefixtures("small_chunks")
def test_more_quads_than_are_gathered_at_once(tmp_path: Path) -> None:
    build(tmp_path, *range(47))
    with Store.open(tmp_path) as store:
        assert len(store) == 47


@pytest.mark.usefixtures("small_chunks")
def test_a_graph_that_comes_in_pieces_replaces_the_one_before(tmp_path: Path) -> None:
    build(tmp_path, 1, 2, 3)
    build(tmp_path, 9, graph="two")
    with Store.writing(tmp_path) as writer:
        writer.load_graph(EX + "one", lines(3, 4, 5, 6))
        assert writer.manifest.stale == 3
        writer.publish()
    with Store.open(tmp_path) as store:
        assert subjects(store) == {"3", "4", "5", "6", "9"}
    assert not [path for path in tmp_path.rglob("*") if "tmp" in path.name]


@pytest.mark.usefixtures("small_chunks")
def test_a_graph_that_fails_on_its_way_changes_nothing(tmp_path: Path) -> None:
    def failing() -> Iterator[bytes]:
        yield from lines(7, 8, 9, 10)
        raise ZeroDivisionError

    build(tmp_path, 1)
    with Store.writing(tmp_path) as writer:
        for graph in ("one", "two"):
            with pytest.raises(ZeroDivisionError):
                writer.load_graph(EX + graph, failing())
        writer.publish()
    with Store.open(tmp_path) as store:
        assert subjects(store) == {"1"}


@pytest.fixture
def on_disk(monkeypatch: pytest.MonkeyPatch) -> list[str | int]:
    """What reaches the disk, in order: the inode of each file synced, the name of each file put in place."""
    done: list[str | int] = []
    fsync, replace = os.fsync, Path.replace

    def synced(descriptor: int) -> None:
        done.append(os.fstat(descriptor).st_ino)
        fsync(descriptor)

    def replaced(path: Path, target: Path) -> Path:
        done.append(Path(target).name)
        return replace(path, target)

    monkeypatch.setattr(os, "fsync", synced)
    monkeypatch.setattr(Path, "replace", replaced)
    return done


def test_a_file_is_on_disk_before_it_takes_the_place_and_the_place_after(tmp_path: Path, on_disk: list) -> None:
    replace_file(tmp_path / "current", "7\n")
    assert (tmp_path / "current").read_text() == "7\n"
    assert on_disk == [(tmp_path / "current").stat().st_ino, "current", tmp_path.stat().st_ino]


def test_a_generation_is_on_disk_before_it_is_current(tmp_path: Path, on_disk: list) -> None:
    build(tmp_path, 1)
    folder = tmp_path / "generations" / "1"
    parts = {path.stat().st_ino for path in (*folder.rglob("*"), folder, folder.parent)}
    assert len(parts) > 6
    assert parts <= set(on_disk[: on_disk.index("current")])


def test_nothing_is_published_when_the_writer_fails(tmp_path: Path) -> None:
    build(tmp_path, 1)
    with pytest.raises(ZeroDivisionError), Store.writing(tmp_path) as writer:
        writer.replace_graph(EX + "one", (quad(1 // n) for n in (1, 0)))
    with Store.open(tmp_path) as store:
        assert subjects(store) == {"1"}
    assert generations(tmp_path) == ["1"]


def test_nothing_is_published_without_being_asked(tmp_path: Path) -> None:
    with Store.writing(tmp_path) as writer:
        writer.replace_graph(EX + "one", [quad(1)])
    with pytest.raises(StoreError, match="nothing has been built"):
        Store.open(tmp_path)


def test_a_published_generation_takes_no_more_quads(tmp_path: Path) -> None:
    with Store.writing(tmp_path) as writer:
        writer.publish()
        with pytest.raises(StoreError, match="not open for writing"):
            writer.replace_graph(EX + "one", [quad(1)])


def test_a_killed_writer_leaves_the_store_as_it_was_and_the_next_sweeps(tmp_path: Path) -> None:
    build(tmp_path, 1)
    code = f"""
import os
from kg.store import Store
import pyoxigraph as ox
with Store.writing({str(tmp_path)!r}) as writer:
    writer.replace_graph("https://example.org/x", [ox.Quad(*[ox.NamedNode("https://example.org/x")] * 4)])
    os._exit(9)
"""
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 9
    assert generations(tmp_path) == ["1", "2"]
    with Store.open(tmp_path) as store:
        assert subjects(store) == {"1"}
    build(tmp_path, 5, graph="two")
    with Store.open(tmp_path) as store:
        assert subjects(store) == {"1", "5"}
    assert len(generations(tmp_path)) == 1


def test_a_second_writer_is_told_who_the_first_is(tmp_path: Path) -> None:
    with Store.writing(tmp_path), pytest.raises(StoreError, match=f"process {os.getpid()}"):
        Store.writing(tmp_path, wait=0.1).__enter__()


def test_whoever_waits_is_told_once_for_whom(tmp_path: Path) -> None:
    told: list[str] = []
    with Store.writing(tmp_path), pytest.raises(StoreError):
        Store.writing(tmp_path, 0.3, told.append).__enter__()
    assert len(told) == 1
    assert told[0].startswith(f"process {os.getpid()} on ")


def test_a_lost_current_is_mended(tmp_path: Path) -> None:
    build(tmp_path, 1)
    (tmp_path / "current").unlink()
    with Store.open(tmp_path) as store:
        assert subjects(store) == {"1"}
    build(tmp_path, 2, graph="two")
    with Store.open(tmp_path) as store:
        assert subjects(store) == {"1", "2"}


def _write_in_a_child(path: Path) -> None:
    with Store.writing(path, wait=20) as writer:
        writer.replace_graph(EX + "child", [quad(2, "child")])
        writer.publish()


def test_a_second_writer_waits_and_builds_on_the_first(tmp_path: Path) -> None:
    with Store.writing(tmp_path) as writer:
        child = multiprocessing.get_context("spawn").Process(target=_write_in_a_child, args=(tmp_path,))
        child.start()
        writer.replace_graph(EX + "one", [quad(1)])
        writer.publish()
    child.join(30)
    with Store.open(tmp_path) as store:
        assert subjects(store) == {"1", "2"}


@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_a_forked_child_does_not_keep_the_lock(tmp_path: Path) -> None:
    with Store.writing(tmp_path) as writer:
        go, child_waits = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(child_waits)
            os.read(go, 1)
            os._exit(0)
        writer.publish()
    with Store.writing(tmp_path, wait=0):
        pass
    os.close(child_waits)
    os.waitpid(child, 0)
    os.close(go)


def test_damage_that_shows_while_something_is_written_is_told_as_damage(tmp_path: Path) -> None:
    build(tmp_path / "kg", *range(2000))
    for path in (tmp_path / "kg").rglob("*.sst"):
        content = bytearray(path.read_bytes())
        if len(content) > 10_000:
            content[2000:2040] = bytes(byte ^ 0xFF for byte in content[2000:2040])
            path.write_bytes(content)
    with pytest.raises(StoreError, match="the store is damaged"):
        build(tmp_path / "kg", 1)
    with Store.open(tmp_path / "kg") as store, pytest.raises(QueryError, match="the store is damaged"):
        _ = run(store, "SELECT * { ?s ?p ?o }").rows
