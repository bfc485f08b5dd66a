"""The build: what is done, what is done again, and what is left behind."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest
from written import TEXTS, nquads, write

from kg import ontology, pool
from kg.build import Progress, build_graph, product, remove_documents, sources
from kg.errors import InputError, KGError, StoreError, UnknownNameError, UsageError
from kg.iri import DEFAULT_BASE
from kg.store import Store, Writer


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the three texts."""
    return write(tmp_path)


def test_a_build_counts_what_it_found(folder: Path, tmp_path: Path) -> None:
    seen: list[Progress] = []
    summary = build_graph([folder], tmp_path / "kg", progress=seen.append)
    assert (summary.built, summary.unchanged, summary.failed) == (3, 0, 0)
    assert summary.characters == sum(map(len, TEXTS.values()))
    assert summary.mentions["Programme"] >= 2
    assert summary.statements.total() >= 3
    assert summary.measures >= 2
    assert summary.responsibilities == 2
    assert [progress.done for progress in seen] == [1, 2, 3]
    with Store.open(tmp_path / "kg") as store:
        assert summary.quads == len(store)
        assert set(store.documents) == {"a", "b", "c"}


def test_unchanged_documents_are_skipped_and_changed_ones_replaced(folder: Path, tmp_path: Path) -> None:
    build_graph([folder], tmp_path / "kg")
    before = nquads(tmp_path / "kg")
    again = build_graph([folder], tmp_path / "kg")
    assert (again.built, again.unchanged) == (0, 3)
    assert nquads(tmp_path / "kg") == before
    (folder / "b.txt").write_text(TEXTS["b.txt"].replace("5家", "6家"), encoding="utf-8")
    summary = build_graph([folder], tmp_path / "kg")
    assert (summary.built, summary.unchanged) == (1, 2)
    assert "6家" in nquads(tmp_path / "kg").decode()
    assert "5家" not in nquads(tmp_path / "kg").decode()


def test_a_new_version_of_kg_builds_again(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build_graph([folder], tmp_path / "kg")
    monkeypatch.setattr(sources, "__version__", "99")
    assert build_graph([folder], tmp_path / "kg").built == 3


def test_a_users_lexicon_builds_again_and_is_gone_without_it(folder: Path, tmp_path: Path) -> None:
    build_graph([folder], tmp_path / "kg")
    words = tmp_path / "words"
    words.mkdir()
    (words / "programme.toml").write_text('[name.scheme]\nwords = ["养老院"]\n', encoding="utf-8")
    assert build_graph([folder], tmp_path / "kg", lexicons=[words]).built == 3
    assert f"{DEFAULT_BASE}programme/养老院" in nquads(tmp_path / "kg").decode()
    assert build_graph([folder], tmp_path / "kg").built == 3
    assert f"{DEFAULT_BASE}programme/养老院" not in nquads(tmp_path / "kg").decode()


def test_removing_leaves_the_store_as_if_the_document_had_never_been(folder: Path, tmp_path: Path) -> None:
    build_graph([folder], tmp_path / "all")
    remove_documents(["c"], tmp_path / "all")
    build_graph([folder / "a.txt", folder / "b.txt"], tmp_path / "two", options=None)
    assert nquads(tmp_path / "all") == nquads(tmp_path / "two")


def test_a_document_named_twice_is_removed_once(folder: Path, tmp_path: Path) -> None:
    build_graph([folder], tmp_path / "store")
    remove_documents(["a", "b", "a"], tmp_path / "store")
    with Store.open(tmp_path / "store") as store:
        assert set(store.documents) == {"c"}


def test_removing_an_unknown_document_removes_nothing(folder: Path, tmp_path: Path) -> None:
    build_graph([folder], tmp_path / "kg")
    before = nquads(tmp_path / "kg")
    with pytest.raises(UnknownNameError):
        remove_documents(["a", "zz"], tmp_path / "kg")
    assert nquads(tmp_path / "kg") == before
    with pytest.raises(StoreError):
        remove_documents(["a"], tmp_path / "none")
    assert not (tmp_path / "none").exists()


def test_order_of_paths_makes_no_difference(folder: Path, tmp_path: Path) -> None:
    paths = [folder / name for name in TEXTS]
    build_graph(paths, tmp_path / "forth")
    for path in reversed(paths):
        build_graph([path], tmp_path / "back")
    assert nquads(tmp_path / "forth") == nquads(tmp_path / "back")


@pytest.mark.slow
def test_number_of_processes_makes_no_difference(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build_graph([folder], tmp_path / "one", jobs=1)
    monkeypatch.setattr(pool, "WORTH_A_POOL", 1)
    monkeypatch.setattr(pool, "_BATCH", 40)
    summary = build_graph([folder], tmp_path / "two", jobs=2)
    assert summary.built == 3
    assert nquads(tmp_path / "one") == nquads(tmp_path / "two")


@pytest.mark.slow
def test_a_build_that_fails_leaves_no_process(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(writer: Writer, graph: str, pieces: Iterable[bytes]) -> None:
        next(iter(pieces))
        assert len(multiprocessing.active_children()) == 2
        raise StoreError("store", "no space", "空间不足")

    monkeypatch.setattr(pool, "WORTH_A_POOL", 1)
    monkeypatch.setattr(pool, "_BATCH", 40)
    monkeypatch.setattr(Writer, "load_graph", full)
    with pytest.raises(StoreError) as caught:
        build_graph([folder], tmp_path / "store", jobs=2)
    assert caught.value.__traceback__  # which holds on to what was at work
    assert multiprocessing.active_children() == []


def test_what_cannot_be_read_is_told_and_the_rest_is_built(folder: Path, tmp_path: Path) -> None:
    (folder / "empty.txt").write_text("", encoding="utf-8")
    faults: list[KGError] = []
    summary = build_graph([folder, tmp_path / "missing.txt"], tmp_path / "kg", fault=faults.append)
    assert (summary.built, summary.failed) == (3, 2)
    assert {Path(str(fault.path)).name for fault in faults} == {"empty.txt", "missing.txt"}


def test_where_nothing_can_be_read_the_store_is_counted_as_it_is(folder: Path, tmp_path: Path) -> None:
    built = build_graph([folder], tmp_path / "store")
    (tmp_path / "empty.txt").write_text("", encoding="utf-8")
    summary = build_graph([tmp_path / "empty.txt"], tmp_path / "store")
    assert (summary.built, summary.failed, summary.quads) == (0, 1, built.quads)


def test_a_fault_of_ours_in_one_document_spares_the_others(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = product.extract_document

    def failing(document, decisions):  # type: ignore[no-untyped-def]
        if document.id == "b":
            raise ZeroDivisionError("planted")
        return honest(document, decisions)

    monkeypatch.setattr(product, "extract_document", failing)
    faults: list[KGError] = []
    summary = build_graph([folder], tmp_path / "kg", jobs=1, fault=faults.append)
    assert (summary.built, summary.failed) == (2, 1)
    assert isinstance(faults[0], InputError)
    assert "planted" in str(faults[0])


def test_nothing_to_build_makes_no_generation(tmp_path: Path) -> None:
    summary = build_graph([tmp_path / "missing.txt"], tmp_path / "kg")
    assert (summary.built, summary.failed, summary.quads) == (0, 1, 0)
    with pytest.raises(StoreError):
        Store.open(tmp_path / "kg")


@pytest.mark.parametrize("base", ["data", "https://a.example/x", "https://a.example/ x/", "javascript:\n/"])
def test_a_base_that_is_no_iri_is_refused(folder: Path, tmp_path: Path, base: str) -> None:
    with pytest.raises(UsageError):
        build_graph([folder], tmp_path / "kg", base=base)


def test_a_store_keeps_its_base(folder: Path, tmp_path: Path) -> None:
    build_graph([folder / "a.txt"], tmp_path / "kg", base="https://data.example/kg/")
    build_graph([folder / "b.txt"], tmp_path / "kg")
    assert b"<https://data.example/kg/document/b>" in nquads(tmp_path / "kg")
    assert DEFAULT_BASE.encode() not in nquads(tmp_path / "kg")
    with pytest.raises(StoreError, match=r"data\.example"):
        build_graph([folder / "c.txt"], tmp_path / "kg", base="https://other.example/")


def test_shared_entities_are_typed_and_labelled_once(folder: Path, tmp_path: Path) -> None:
    build_graph([folder], tmp_path / "kg")
    lines = nquads(tmp_path / "kg").decode().splitlines()
    labels = [line for line in lines if line.startswith(f"<{DEFAULT_BASE}programme/惠农通>") and "#label>" in line]
    assert len(labels) == 1
    assert labels[0].endswith(f"<{DEFAULT_BASE}graph/entities> .")


def test_an_id_that_another_file_has_already_is_told_and_nothing_replaced(folder: Path, tmp_path: Path) -> None:
    build_graph([folder / "a.txt"], tmp_path / "kg")
    before = nquads(tmp_path / "kg")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "a.txt").write_text(TEXTS["b.txt"], encoding="utf-8")
    faults: list[KGError] = []
    summary = build_graph([tmp_path / "other" / "a.txt"], tmp_path / "kg", fault=faults.append)
    assert (summary.built, summary.failed) == (0, 1)
    assert str(folder / "a.txt") in str(faults[0])
    assert nquads(tmp_path / "kg") == before
    (folder / "a.txt").unlink()  # it has moved: the new place takes over
    assert build_graph([tmp_path / "other" / "a.txt"], tmp_path / "kg").built == 1


def test_another_way_to_the_same_file_changes_nothing(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_graph([folder / "a.txt"], tmp_path / "kg")
    monkeypatch.chdir(folder)
    assert build_graph([Path("a.txt")], tmp_path / "kg").unchanged == 1
    assert str(folder) not in nquads(tmp_path / "kg").decode()


def test_another_ontology_builds_again(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build_graph([folder / "a.txt"], tmp_path / "kg")
    monkeypatch.setattr(ontology, "load", lambda: replace(known, quads=known.quads[1:]))
    assert build_graph([folder / "a.txt"], tmp_path / "kg").built == 1


known = ontology.load()


def test_removing_the_last_document_leaves_nothing(folder: Path, tmp_path: Path) -> None:
    build_graph([folder / "a.txt"], tmp_path / "kg", base="https://one.example/")
    remove_documents(["a"], tmp_path / "kg")
    assert nquads(tmp_path / "kg") == b""
    build_graph([folder / "b.txt"], tmp_path / "kg", base="https://two.example/")
    assert b"one.example" not in nquads(tmp_path / "kg")


@pytest.mark.slow
def test_workers_go_by_the_users_lexicons_too(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    words = tmp_path / "words"
    words.mkdir()
    (words / "programme.toml").write_text('[name.scheme]\nwords = ["养老院"]\n', encoding="utf-8")
    monkeypatch.setattr(pool, "WORTH_A_POOL", 1)
    build_graph([folder], tmp_path / "kg", jobs=2, lexicons=[words])
    assert f"{DEFAULT_BASE}programme/养老院" in nquads(tmp_path / "kg").decode()
