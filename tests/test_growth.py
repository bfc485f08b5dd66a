"""Time grows with the size of a text and no faster, whatever it is made of; so does memory."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from baits import BAITS, QUICK, SENTENCE
from growth import growth_at_most

from kg.extract import extract_document
from kg.model import Document
from kg.read import read_paths, read_text

NAMES = [name if name in QUICK else pytest.param(name, marks=pytest.mark.thorough) for name in BAITS]


@pytest.mark.parametrize("bait", NAMES)
def test_time_to_read_is_linear(tmp_path: Path, bait: str) -> None:
    def prepare(suffix: str) -> Callable[[int], Callable[[], object]]:
        def work(size: int) -> Callable[[], object]:
            path = tmp_path / f"{size}.{suffix}"
            path.write_text(BAITS[bait](size), encoding="utf-8")
            return lambda: list(read_paths([path]))

        return work

    for suffix in ("txt", "md"):
        assert growth_at_most(8, prepare(suffix), 24_000)


@pytest.mark.parametrize("bait", NAMES)
def test_time_to_extract_is_linear(bait: str) -> None:
    def prepare(size: int) -> Callable[[], object]:
        document = read_text(BAITS[bait](size) + "桥")
        return lambda: extract_document(document)

    assert growth_at_most(8, prepare, 12_000)


def test_a_line_of_ten_million_characters_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("桥" * 10_000_000, encoding="utf-8")
    document = next(read_paths([path]))
    assert isinstance(document, Document)
    assert [(p.start, p.end) for p in document.passages] == [(0, 10_000_000)]


@pytest.mark.thorough
def test_a_line_of_ten_million_characters_is_extracted(tmp_path: Path) -> None:
    line = written(tmp_path, "line", 30_000_000)
    imports = "from kg.extract import record_lines, record_part; from kg.extract.stretches import stretches"
    work = "all(record_lines(map(record_part, stretches(document))))"
    assert peak(line, imports, work) < 4 * 30 + 600


MEASURE = r"""
import re, sys
from pathlib import Path
from kg.read import read_paths
{imports}
for document in read_paths(sys.argv[1:]):
    {work}
# Not ru_maxrss, which begins with what the process had that this one was started by.
print(len(document.text), re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())[1])
"""


def peak(path: Path, imports: str = "", work: str = "pass") -> float:
    """The megabytes that a process of its own takes at most to read a file and work on the document."""
    script = MEASURE.format(imports=imports, work=work)
    done = subprocess.run(
        [sys.executable, "-c", script, path],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parent.parent,
    )
    return int(done.stdout.split()[1]) / 1024


def prose(size: int) -> str:
    """About so many bytes of prose in paragraphs, no two alike."""
    count = size // 3 // (len(SENTENCE) + 5)
    return "".join(f"{SENTENCE}第{n}点{'。' if n % 4 else '。' + chr(10)}" for n in range(count))


def written(folder: Path, kind: str, size: int) -> Path:
    text = prose(size)
    if kind == "layout":
        text = text.replace(
            "。第", "，第"
        )  # more than 5,000,000 lines and sentences are refused, and no prose has so many
        rows = [text[at : at + 36].replace("\n", "") for at in range(0, len(text), 36)]
        text = "".join(f"{'    ' if n % 4 == 0 else '  '}{row}\n" + "\f" * (n % 40 == 0) for n, row in enumerate(rows))
    if kind == "line":
        text = text.replace("\n", "")
    path = folder / f"a.{'md' if kind == 'md' else 'txt'}"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("kind", ["text", "line", "layout", "md"])
def test_memory_to_read_stays_within_four_times_the_document(tmp_path: Path, kind: str) -> None:
    none = peak(written(tmp_path, kind, 3_000))
    size = 5
    assert peak(written(tmp_path, kind, size * 1_000_000)) - none < 7 * size  # 4 times 200 MB, and 600 MB


@pytest.mark.thorough
@pytest.mark.parametrize("kind", ["text", "line", "layout", "md"])
def test_200_megabytes_are_read(tmp_path: Path, kind: str) -> None:
    path = written(tmp_path, kind, 200_000_000)
    assert peak(path) < 4 * path.stat().st_size / 1e6 + 600
