"""Lexicons: every word is usable, a user's folders go on top, and what is wrong is said with its line."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg import lexicon
from kg.errors import ResourceError
from kg.extract import extract_document
from kg.folding import fold
from kg.read import read_text
from kg.resources import resource

FILES = sorted(resource("ontology/lexicon").glob("*.toml"))


@pytest.fixture(autouse=True)
def _bundled_afterwards() -> Iterator[None]:
    yield
    lexicon.use(())


def tables(content: dict[str, object]) -> Iterator[dict[str, object]]:
    if "words" in content:
        yield content
    for value in content.values():
        if isinstance(value, dict):
            yield from tables(value)


def test_there_are_lexicons() -> None:
    assert len(FILES) >= 8
    assert lexicon.names() == tuple(path.stem for path in FILES)


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_words_are_sorted_folded_and_stand_once(path: Path) -> None:
    found = list(tables(tomllib.loads(path.read_text(encoding="utf-8"))))
    assert found
    for table in found:
        words = table["words"]
        assert words == sorted(set(words))
        assert words == [fold(word) for word in words]


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_every_file_says_where_its_words_come_from(path: Path) -> None:
    assert "origin" in path.read_text(encoding="utf-8").lower()


def test_a_group_holds_the_words_of_its_tables() -> None:
    programme = lexicon.load("programme")
    assert set(programme.tables["head.platform"].words) < set(programme.words("head"))
    assert programme.kinds("head")["平台"] == "Platform"
    with pytest.raises(KeyError):
        programme.words("heads")


def test_unknown_lexicon_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        lexicon.load("nothing")


def test_a_folder_adds_words_and_tables_and_changes_the_fingerprint(tmp_path: Path) -> None:
    before = lexicon.fingerprint()
    (tmp_path / "programme.toml").write_text(
        '[head.platform]\nwords = ["甲乙柜"]\n[name.mine]\nclass = "Platform"\nwords = ["丙 丁"]\n', encoding="utf-8"
    )
    lexicon.use([tmp_path])
    programme = lexicon.load("programme")
    assert {"甲乙柜", "平台"} <= set(programme.words("head"))
    assert programme.kinds("name")["丙丁"] == "Platform"
    assert lexicon.fingerprint() != before
    lexicon.use(())
    assert lexicon.fingerprint() == before


def test_what_is_compiled_of_words_follows_them(tmp_path: Path) -> None:
    calls = []

    @lexicon.compiled
    def count() -> int:
        calls.append(1)
        return len(lexicon.load("programme").words("name"))

    size = count()
    assert count() == size
    assert len(calls) == 1
    (tmp_path / "programme.toml").write_text('[name.mine]\nwords = ["甲乙丙丁"]\n', encoding="utf-8")
    lexicon.use([tmp_path])
    assert count() == size + 1


@pytest.mark.parametrize(
    ("name", "content", "place"),
    [
        ("programme.toml", '[head.platform]\nwords = ["平台"\n', ":3"),
        ("programme.toml", '\n[head.platform]\nwords = ["平台",\n 3]\n', ":4"),
        ("programme.toml", '[head.platform]\nwords = ["平台",\n "  "]\n', ":3"),
        ("programme.toml", '[head.platform]\nwords = "平台"\n', ":1"),
        ("programme.toml", '[name.mine]\nclass = 3\nwords = ["平台"]\n', ":1"),
        ("programme.toml", '\n\n[heads]\nwords = ["平台"]\n', ":3"),
        ("programme.toml", "[empty]\n", ":1"),
        ("programme.toml", 'word = ["平台"]\n', ":1"),
        ("programmes.toml", '[head]\nwords = ["平台"]\n', ""),
    ],
)
def test_a_fault_is_one_line_with_its_place_and_changes_nothing(
    tmp_path: Path, name: str, content: str, place: str
) -> None:
    before = lexicon.fingerprint()
    (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(ResourceError) as caught:
        lexicon.use([tmp_path])
    for language in ("zh", "en"):
        message = caught.value.render(language)
        assert message.startswith(f"{tmp_path / name}{place}")
        assert "\n" not in message
    assert lexicon.fingerprint() == before


def test_a_folder_that_is_none_and_a_file_of_other_encoding_are_faults(tmp_path: Path) -> None:
    with pytest.raises(ResourceError):
        lexicon.use([tmp_path / "none"])
    (tmp_path / "programme.toml").write_bytes('[head.platform]\nwords = ["系统集成"]'.encode("gb18030"))
    with pytest.raises(ResourceError):
        lexicon.use([tmp_path])


@pytest.mark.parametrize("name", lexicon.names())
def test_a_users_table_in_a_group_is_used_or_refused_at_once(name: str, tmp_path: Path) -> None:
    tables = lexicon.load(name).tables
    for group in sorted({key.split(".")[0] for key in tables if "." in key}):
        kind = next((t.kind for key, t in tables.items() if key.startswith(group + ".") and t.kind), "")
        line = f'class = "{kind}"\n' if kind else ""
        (tmp_path / f"{name}.toml").write_text(f'[{group}.fresh]\n{line}words = ["新词牌"]\n', encoding="utf-8")
        if f"{name}.{group}" in {"comparator.after", "comparator.before", "quote.after", "quote.before"}:
            with pytest.raises(ResourceError, match=rf"{name}\.toml:1: "):
                lexicon.use([tmp_path])
            continue
        lexicon.use([tmp_path])
        document = read_text(
            "今年，我们将实施“护航”新词牌，推进乡村环境新词牌建设，由县教育局新词牌负责，新词牌达3家。"
        )
        assert extract_document(document).mentions
        lexicon.use([])


@pytest.mark.parametrize("kind", ["Platfrom", "Hospital"])
def test_a_class_that_does_not_fit_is_refused_with_its_line(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "programme.toml"
    path.write_text(f'# ours\n[head.museum]\nwords = ["馆通"]\nclass = "{kind}"\n', encoding="utf-8")
    with pytest.raises(ResourceError, match=rf"programme\.toml:4: .*{kind}"):
        lexicon.use([tmp_path])
