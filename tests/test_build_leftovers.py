"""Files that are gone, renamed or copied between builds: told, removed only where asked; documents removed by name."""

from __future__ import annotations

import shutil
from pathlib import Path
from types import SimpleNamespace

import pytest
from commands import kg
from written import TEXTS, nquads, write

from kg.build import Summary, build_graph, remove_documents
from kg.errors import UnknownNameError, UsageError
from kg.store import Store


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the three texts, built into `kg` beside it."""
    made = write(tmp_path)
    build_graph([made], tmp_path / "kg", jobs=1)
    return made


def build(folder: Path, *, prune: bool = False) -> Summary:
    return build_graph([folder], folder.parent / "kg", jobs=1, prune=prune, fault=lambda _: None)


def documents(folder: Path) -> set[str]:
    with Store.open(folder.parent / "kg") as store:
        return set(store.documents)


def test_a_document_whose_file_is_gone_is_told_and_kept(folder: Path) -> None:
    (folder / "a.txt").unlink()
    assert build(folder).gone == ("a",)
    assert documents(folder) == {"a", "b", "c"}


def test_prune_leaves_the_store_as_if_the_file_had_never_been(folder: Path, tmp_path: Path) -> None:
    (folder / "a.txt").unlink()
    (folder / "b.txt").rename(folder / "new.txt")
    summary = build(folder, prune=True)
    assert (summary.built, summary.unchanged, summary.removed) == (1, 1, ("a", "b"))
    build_graph([folder], tmp_path / "fresh", jobs=1)
    assert nquads(tmp_path / "kg") == nquads(tmp_path / "fresh")
    assert build(folder, prune=True).removed == ()


def test_prune_takes_nothing_from_elsewhere(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "texts2"
    shutil.copytree(folder, other)
    (other / "a.txt").rename(other / "z.txt")
    build_graph([other / "z.txt"], tmp_path / "kg", jobs=1)
    (other / "z.txt").unlink()
    assert build(folder, prune=True).gone == ()
    assert documents(folder) == {"a", "b", "c", "z"}


@pytest.mark.parametrize("emptied", [False, True])
def test_prune_takes_nothing_where_no_document_was_read(folder: Path, emptied: bool) -> None:
    shutil.rmtree(folder)
    if emptied:
        folder.mkdir()  # as an unmounted disk leaves it
    summary = build(folder, prune=True)
    assert (summary.failed, summary.removed) == (1, ())
    assert summary.gone == (("a", "b", "c") if emptied else ())
    assert documents(folder) == {"a", "b", "c"}


def test_a_file_that_cannot_be_looked_at_is_not_gone(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "b.txt").unlink()

    def denied(path: Path) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr("kg.build.leftovers.os", SimpleNamespace(stat=denied))
    assert build(folder, prune=True).gone == ()


def test_a_renamed_and_a_copied_document_are_told_with_the_one_they_repeat(folder: Path) -> None:
    (folder / "b.txt").rename(folder / "new.txt")
    shutil.copy(folder / "a.txt", folder / "twin.txt")
    summary = build(folder)
    assert summary.copies == (("new", "b"), ("twin", "a"))
    assert summary.gone == ("b",)
    assert build(folder).copies == ()  # once


def test_what_was_just_read_is_not_gone_though_it_lay_elsewhere_before(tmp_path: Path) -> None:
    folder = write(tmp_path, {"x.txt": TEXTS["a.txt"]})
    inner = folder / "inner"
    inner.mkdir()
    build_graph([folder / "x.txt"], tmp_path / "kg", jobs=1)
    (folder / "x.txt").rename(inner / "x.txt")
    summary = build_graph([inner / "x.txt", folder], tmp_path / "kg", jobs=1, prune=True)
    assert (summary.unchanged, summary.gone, documents(folder)) == (1, (), {"x"})


def test_records_of_a_file_that_is_gone_are_told(folder: Path) -> None:
    (folder / "d.jsonl").write_text('{"id": "r", "text": "丙县新建养老院5家。"}\n', encoding="utf-8")
    assert build(folder).gone == ()
    (folder / "d.jsonl").unlink()
    assert build(folder).gone == ("r",)


def test_the_build_says_it_in_a_line(folder: Path) -> None:
    (folder / "b.txt").rename(folder / "new.txt")
    done = kg("build", "texts", "--store", "kg", cwd=folder.parent)
    assert done.returncode == 0
    assert "1 documents are no longer in texts: b; kg remove b --store kg takes them out" in done.stderr
    assert "1 new documents have the text of another, word for word: new = b (whose file is gone)" in done.stderr
    pruned = kg("build", "texts", "--store", "kg", "--prune", cwd=folder.parent, KG_LANG="zh")
    assert "已移除 1 份在 texts 中已无原件的文件：b" in pruned.stderr
    assert documents(folder) == {"a", "c", "new"}


def test_a_document_is_removed_by_its_title_or_iri(folder: Path) -> None:
    store = folder.parent / "kg"
    assert remove_documents(["丙市关于推广“惠农通”的通知", "document/a"], store) == {"c": (), "a": ()}
    assert documents(folder) == {"b"}


def test_a_title_that_several_have_removes_none_and_names_their_ids(folder: Path) -> None:
    shutil.copy(folder / "c.txt", folder / "twin.txt")
    build(folder)
    with pytest.raises(UsageError, match="2 documents are called so; say which by its id: c, twin"):
        remove_documents(["b", "丙市关于推广“惠农通”的通知"], folder.parent / "kg")
    assert documents(folder) == {"a", "b", "c", "twin"}


def test_an_unknown_document_says_where_they_are_listed(folder: Path) -> None:
    with pytest.raises(UnknownNameError) as caught:
        remove_documents(["戊"], folder.parent / "kg")
    assert "no document in the graph is named '戊'" in caught.value.render("en")
    assert "kg query documents" in caught.value.render("zh")
    asked = kg("query", "targets", "-p", "document=无此文件", "--store", "kg", cwd=folder.parent)
    assert "`kg query documents` lists them" in asked.stderr
    assert len(TEXTS) == len(documents(folder))
