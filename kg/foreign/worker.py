"""The process that reads RDF made elsewhere: a file on standard input, canonical N-Triples on standard output.

    python -m kg.foreign.worker FORMAT SECONDS

1. Limits of memory and processor time are set: a parser that runs away, or recurses until it dies, dies alone.
2. The bytes are looked through (`scan`), then parsed by Oxigraph, which fetches nothing.  Relative IRIs are
   resolved against a scheme of ours, by which they are known and refused.
3. Named graphs are folded into one.
4. Blank nodes get canonical labels (W3C RDF Dataset Canonicalization, RDFC-1.0), so that the same graph gives the
   same bytes however its nodes are called.  The algorithm is exponential for graphs made to be so, and slow for
   nodes that differ only by what is far from them: hence the limit.

A refusal is one line of JSON and exit code 3; on success a first line of JSON tells of the file.
"""

from __future__ import annotations

import contextlib
import io
import json
import re
import resource
import sys

import pyoxigraph as ox

from kg.foreign import scan
from kg.foreign.scan import RefusedError

REFUSED = 3
_MEMORY, _MEMORY_A_BYTE = 2_000_000_000, 60
# An IRI that is relative, whichever way (a path, //host, #fragment, nothing at all), keeps the scheme of its base.
_SCHEME = "x-kg-relative:"
_BASE = _SCHEME + "//none/"
_PLACED = {"turtle", "trig", "ntriples", "nquads"}  # whose errors have a line
_FORMATS = {
    "turtle": ox.RdfFormat.TURTLE, "trig": ox.RdfFormat.TRIG, "ntriples": ox.RdfFormat.N_TRIPLES,
    "nquads": ox.RdfFormat.N_QUADS, "rdfxml": ox.RdfFormat.RDF_XML, "jsonld": ox.RdfFormat.JSON_LD,
}  # fmt: skip
_CONTEXT = re.compile(rb'"@(?:context|import)"\s*:\s*(?:\[[^"{]*)?"')


def main() -> None:
    """Read, and say what came of it."""
    data = sys.stdin.buffer.read()
    limit(len(data), int(sys.argv[2]))
    try:
        lines, graphs = read(data, sys.argv[1])
    except RefusedError as fault:
        print(json.dumps({"en": fault.en, "zh": fault.zh, "line": fault.line, "column": fault.column}))  # noqa: T201
        sys.exit(REFUSED)
    sys.stdout.buffer.write(json.dumps({"graphs": graphs}).encode() + b"\n")
    sys.stdout.buffer.writelines(lines)


def limit(size: int, seconds: int) -> None:
    """Set limits for a file of so many bytes; a system that has none goes without."""
    for what, most in ((resource.RLIMIT_CPU, seconds), (resource.RLIMIT_AS, _MEMORY + _MEMORY_A_BYTE * size)):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(what, (most, resource.getrlimit(what)[1]))
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))


def read(data: bytes, form: str) -> tuple[list[bytes], int]:
    """Return the lines of canonical N-Triples, sorted, and how many named graphs were folded."""
    data = scan.text(data)
    if form == "rdfxml":
        scan.xml(data)
    elif form == "jsonld":
        scan.json(data)
    triples: set[ox.Triple] = set()
    graphs: set[object] = set()
    try:
        for quad in ox.parse(io.BytesIO(data), _FORMATS[form], base_iri=None if form in _PLACED else _BASE):
            _allow(quad, data)
            triples.add(quad.triple)
            graphs.add(quad.graph_name)
    except SyntaxError as error:
        raise _fault(error, data) from error
    except MemoryError as error:
        raise RefusedError(f"a value in it is too long: {error}", f"其中有过长的值：{error}") from error
    if not triples:
        raise RefusedError("holds no statement", "不含任何陈述")
    lines = (ox.serialize(_canonical(triples), format=ox.RdfFormat.N_TRIPLES) or b"").splitlines(keepends=True)
    return sorted(lines), len(graphs - {ox.DefaultGraph()})


def _canonical(triples: set[ox.Triple]) -> list[ox.Triple]:
    if not any(isinstance(term, ox.BlankNode) for triple in triples for term in (triple.subject, triple.object)):
        return list(triples)
    dataset = ox.Dataset(ox.Quad(t.subject, t.predicate, t.object) for t in triples)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return [quad.triple for quad in dataset]


def _allow(quad: ox.Quad, data: bytes) -> None:
    """Raise RefusedError for what our stores and their tools do not know, and for relative IRIs."""
    value = quad.object
    if isinstance(value, ox.Triple) or (isinstance(value, ox.Literal) and value.direction):
        raise RefusedError(
            "uses RDF 1.2 (triple terms or directions of text); RDF 1.1 is understood",
            "用了 RDF 1.2（三元组项或文字方向）；只支持 RDF 1.1",
        )
    datatype = value.datatype if isinstance(value, ox.Literal) else None
    for term in (quad.subject, quad.predicate, value, quad.graph_name, datatype):
        if isinstance(term, ox.NamedNode) and term.value.startswith(_SCHEME):
            raise _relative(term.value.removeprefix(_BASE).removeprefix(_SCHEME), data)


def _relative(iri: str, data: bytes) -> RefusedError:
    found = re.search(rb"""["']""" + re.escape(iri.encode()) + rb"""["']""", data)
    return RefusedError(
        f"<{iri}> is a relative IRI and the file has no base; write it in full",
        f"<{iri}> 是相对 IRI，而文件没有 base；请写全",
        *(scan.place(data, found.start()) if found else ()),
    )


def _fault(error: SyntaxError, data: bytes) -> RefusedError:
    said = re.sub(r"^Parser error at line .*?: | \(line \d+\)$", "", error.msg or str(error)).strip()
    if "LoadDocumentCallback" in said:
        found = _CONTEXT.search(data)
        return RefusedError(
            "has a remote @context; nothing is fetched from the network, so write the context into the file",
            "引用了远程 @context；本程序不联网，请把上下文写入文件",
            *(scan.place(data, found.start()) if found else ()),
        )
    if "No scheme found" in said:
        return RefusedError(
            "a relative IRI, and the file has no base; write it in full",
            "有相对 IRI，而文件没有 base；请写全", error.lineno, error.offset,
        )  # fmt: skip
    return RefusedError(said, said, error.lineno, error.offset)


if __name__ == "__main__":
    main()
