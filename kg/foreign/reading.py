"""A file of RDF made elsewhere as a graph, read in a process of its own (`kg.foreign.worker`)."""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kg import iri
from kg.errors import InputError, UsageError
from kg.foreign.worker import REFUSED

# Of processor time, for any file and for each megabyte of it; honest files take a tenth.
SECONDS, SECONDS_A_MEGABYTE = 20, 4
# Formats by name, with the endings of files.
FORMATS = {
    "turtle": (".ttl", ".turtle"), "trig": (".trig",), "ntriples": (".nt",), "nquads": (".nq",),
    "rdfxml": (".rdf", ".owl", ".xml"), "jsonld": (".jsonld", ".json"),
}  # fmt: skip


# In a line of canonical N-Triples: its subject, or its object; a literal before the full stop ends otherwise.
_BLANK = re.compile(rb"^_:(?P<subject>[^ ]+)(?= )|(?<= )_:(?P<object>[^ ]+)(?= \.$)")


@dataclass(frozen=True, slots=True)
class Foreign:
    """A graph: its canonical N-Triples, their SHA-256, and how many named graphs of the file are folded into it."""

    ntriples: bytes
    content_hash: str
    graphs: int

    def lines(self, base: str, name: str) -> Iterator[bytes]:
        """Yield the lines of N-Triples with IRIs in place of blank nodes (RDF 1.1 Concepts, section 3.5).

        The same graph loaded by the same `name` into a store of the same `base` gives the same IRIs.
        """

        def named(match: re.Match[bytes]) -> bytes:
            label = (match["subject"] or match["object"]).decode()
            return f"<{iri.skolem_iri(base, name, self.content_hash, label)}>".encode()

        for line in io.BytesIO(self.ntriples):
            yield _BLANK.sub(named, line) if b"_:" in line else line


def read_foreign(path: Path, format: str | None = None) -> Foreign:  # noqa: A002
    """Return the graph in the file at `path`, in one of `FORMATS` (by default that of its ending).

    InputError, with line and column where they are known, for a file that is refused; UsageError where the
    format is not known.
    """
    form = format or next((name for name, endings in FORMATS.items() if path.suffix.lower() in endings), None)
    if form not in FORMATS:
        names = ", ".join(FORMATS)
        raise UsageError(
            f"{path}: the format cannot be told from its name; give --format, one of {names}",
            f"{path}：从文件名看不出格式；请用 --format 指定，可用 {names}",
        )
    try:
        if path.exists() and not path.is_file():
            raise InputError(path, "is not a file; give one file of RDF", "不是文件；请给出一个 RDF 文件")
        with path.open("rb") as file:
            seconds = SECONDS + SECONDS_A_MEGABYTE * os.fstat(file.fileno()).st_size // 1_000_000
            done = subprocess.run(  # noqa: S603 - this Python, and a format of ours
                [sys.executable, "-P", "-m", "kg.foreign.worker", form, str(seconds)],
                stdin=file, capture_output=True, check=False,
                env={**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p)},
            )  # fmt: skip
    except OSError as error:
        raise InputError(path, f"cannot be read: {error.strerror}", f"无法读取：{error.strerror}") from error
    if done.returncode:
        raise _refusal(path, done)
    head, _, ntriples = done.stdout.partition(b"\n")
    return Foreign(ntriples, hashlib.sha256(ntriples).hexdigest(), json.loads(head)["graphs"])


def _refusal(path: Path, done: subprocess.CompletedProcess[bytes]) -> InputError:
    if done.returncode == REFUSED:
        said = json.loads(done.stdout)
        place = ":".join(str(n) for n in (said["line"], said["column"]) if n is not None)
        return InputError(path, said["en"], said["zh"], place)
    if done.returncode < 0 or b"MemoryError" in done.stderr or b"memory allocation" in done.stderr:
        return InputError(
            path, "takes too much time or memory to read: it is nested too deeply, or has many blank nodes that look "
            "alike (give them IRIs)", "读取所需时间或内存过多：嵌套过深，或有许多彼此难分的空白节点（请给它们 IRI）",
        )  # fmt: skip
    last = (done.stderr.decode("utf-8", "replace").strip().splitlines() or ["no reason given"])[-1]
    return InputError(path, f"cannot be read: {last}", f"无法读取：{last}")
