"""RDF made elsewhere, read in a process of its own: what is understood, and how hostile files are refused."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import InputError, UsageError
from kg.foreign import FORMATS, read_foreign, reading, worker
from kg.foreign.scan import RefusedError

A = "https://a.example/"
BASE = "https://kg.example.org/id/"
TURTLE = f"""@prefix a: <{A}> .
a:school a:name "云溪学校"@zh ; a:pupils 1200 ; a:head [ a:name "甲" ; a:knows [ a:name "乙" ] ] .
a:list a:items ( 1 2 2 ) .
"""
XML = f"""<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:a="{A}">
<rdf:Description rdf:about="%s"><a:name>x</a:name></rdf:Description>
</rdf:RDF>
"""


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_every_format_reads_the_same_graph_to_the_same_bytes(tmp_path: Path) -> None:
    triples = [quad.triple for quad in ox.parse(TURTLE, ox.RdfFormat.TURTLE)]
    triples = triples[1::2] + triples[::-2]
    forms = {
        "ttl": ox.RdfFormat.TURTLE, "trig": ox.RdfFormat.TRIG, "nt": ox.RdfFormat.N_TRIPLES,
        "nq": ox.RdfFormat.N_QUADS, "rdf": ox.RdfFormat.RDF_XML, "jsonld": ox.RdfFormat.JSON_LD,
    }  # fmt: skip
    read = {
        ending: read_foreign(write(tmp_path, f"x.{ending}", ox.serialize(triples, format=form) or b""))
        for ending, form in forms.items()
    }
    assert len(read) == len(FORMATS)
    assert {graph.ntriples for graph in read.values()} == {read["ttl"].ntriples}
    assert read["ttl"].ntriples.count(b"\n") == len(triples)


def test_blank_nodes_by_other_names_are_the_same_iris_and_none_is_left(tmp_path: Path) -> None:
    parts = [f'_:%s <{A}knows> _:%s .', f'_:%s <{A}name> "x" .', f'<{A}s> <{A}head> _:%s .']  # fmt: skip
    texts = []
    for x, y in (("one", "two"), ("two", "one"), ("c14n1", "c14n0")):
        lines = [parts[0] % (x, y), parts[1] % y, parts[2] % x]
        texts.append("\n".join(lines if x != "two" else lines[::-1]))
    read = [read_foreign(write(tmp_path, f"{n}.nt", text)) for n, text in enumerate(texts)]
    found = [list(graph.lines(BASE, "x")) for graph in read]
    assert found[0] == found[1] == found[2]
    assert b"_:" not in b"".join(found[0])
    terms = {
        term for quad in ox.parse(b"".join(found[0]), ox.RdfFormat.N_TRIPLES) for term in (quad.subject, quad.object)
    }
    assert sum(str(term).startswith(f"<{BASE}genid/x/") for term in terms) == 2


def test_text_that_looks_like_a_blank_node_stays(tmp_path: Path) -> None:
    text = f'<{A}s> <{A}p> " _:b0 .", "_:b1" .\n_:b0 <{A}p> "a _:b0 ." .\n'
    lines = b"".join(read_foreign(write(tmp_path, "x.ttl", text)).lines(BASE, "x"))
    assert lines.count(b"_:b0") == 2
    assert lines.count(b"_:b1") == 1
    assert lines.count(b"genid") == 1


def test_nodes_that_look_alike_stay_apart_and_order_makes_no_difference(tmp_path: Path) -> None:
    edges = [(0, 1), (1, 2), (2, 0), (3, 4), (4, 5), (5, 3), (6, 6), (7, 8)]
    seen = set()
    for step in (1, 2, 4, 5):
        lines = edges[step:] + edges[:step][::-1]
        text = "".join(f"_:b{x * step % 9} <{A}p> _:b{y * step % 9} .\n" for x, y in lines)
        data, _ = worker.read(text.encode(), "ntriples")
        seen.add(b"".join(data))
    assert len(seen) == 1
    assert seen.pop().count(b"\n") == len(edges)


def test_a_graph_of_another_name_has_other_iris(tmp_path: Path) -> None:
    graph = read_foreign(write(tmp_path, "x.ttl", TURTLE))
    assert set(graph.lines(BASE, "x")) != set(graph.lines(BASE, "y"))


def test_named_graphs_are_folded_and_counted(tmp_path: Path) -> None:
    text = f"<{A}s> <{A}p> <{A}o> <{A}g1> .\n<{A}s> <{A}p> <{A}o> <{A}g2> .\n<{A}s> <{A}p> <{A}o> .\n"
    graph = read_foreign(write(tmp_path, "x.nq", text))
    assert (graph.graphs, graph.ntriples.count(b"\n")) == (2, 1)


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    assert read_foreign(write(tmp_path, "x.ttl", b"\xef\xbb\xbf" + TURTLE.encode())).ntriples


BOMB = '<!DOCTYPE r [<!ENTITY a "x"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
REFUSED = {
    "doctype.rdf": (XML.replace("<rdf:RDF", BOMB + "<rdf:RDF") % A, "2:", "DOCTYPE"),
    "external.rdf": (
        XML.replace("<rdf:RDF", '<!DOCTYPE r [<!ENTITY e SYSTEM "file:///etc/passwd">]><rdf:RDF') % A, "2:", "DOCTYPE",
    ),
    "relative.rdf": (XML % "school", "3:", "<school> is a relative IRI"),
    "deep.rdf": (
        XML.replace("x</a", "<b>" * 100_000 + "</b>" * 100_000 + "</a") % A, "3:", "nested deeper than 200",
    ),
    "broken.rdf": (XML.replace("</a:name>", "</a:nam>") % A, "3:", "mismatched tag"),
    "gbk.rdf": (
        (XML % A).replace('"1.0"', '"1.0" encoding="GBK"').replace(">x<", ">云溪<").encode("gbk"), "3:", "not UTF-8",
    ),
    "remote.jsonld": ('{"@context": "https://a.example/c.jsonld", "name": "x"}', "1:", "remote @context"),
    "import.jsonld": ('{"@context": {"@import": "https://a.example/c.jsonld"}}', "1:", "remote @context"),
    "relative.jsonld": (f'{{"{A}p":\n {{"@id": "school"}}}}', "2:", "<school> is a relative IRI"),
    "type.jsonld": (f'{{"@id": "{A}s", "@type": "School"}}', "1:", "<School> is a relative IRI"),
    "host.jsonld": (f'{{"@id": "//host/x", "{A}p": 1}}', "1:", "<//host/x> is a relative IRI"),
    "deep.jsonld": ('{"a":' * 100_000 + "1" + "}" * 100_000, "1:", "nested deeper than 200"),
    "context.jsonld": ('{"@context":{"a":{"@id":"http://a","@context":' * 16_000, "1:", "nested deeper than 200"),
    "broken.jsonld": ('{"@id": "x"\n"y": 1}', "2:", "comma"),
    "relative.ttl": (f"<{A}s> <{A}p> 1 .\n<school> <{A}p> 1 .\n", "2:1", "relative IRI"),
    "broken.ttl": (f"<{A}s> <{A}p> 1 .\n\n<{A}s> <{A}p> \"x .\n", "3:", ""),
    "latin.ttl": (f"<{A}s> <{A}p>\n \"é\" .".encode("latin-1"), "2:3", "not UTF-8"),
    "utf16.ttl": (TURTLE.encode("utf-16"), "", "is UTF-16"),
    "empty.ttl": ("", "", "is empty"),
    "bom.ttl": (b"\xef\xbb\xbf \n", "", "is empty"),
    "comment.ttl": ("# nothing\n", "", "holds no statement"),
    "empty.jsonld": ("{}", "", "holds no statement"),
    "triple.ttl": (f"<{A}s> <{A}p> <<( <{A}s> <{A}p> 1 )>> .", "", "RDF 1.2"),
    "triples.nt": (
        f"<{A}s> <{A}p> " + f"<<( <{A}s> <{A}p> " * 100_000 + f"<{A}>" + " )>>" * 100_000 + " .",
        "",
        "nested too deeply",
    ),
    "long.nt": (f'<{A}s> <{A}p> "' + "x" * 20_000_000 + '" .', "", "too long"),
    "nul.ttl": (f"<{A}s> <{A}p> \x00 .", "1:", ""),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_a_hostile_or_broken_file_is_refused_in_one_line(tmp_path: Path, name: str) -> None:
    content, place, says = REFUSED[name]
    path = write(tmp_path, name, content)
    with pytest.raises(InputError) as caught:
        read_foreign(path)
    for language in ("en", "zh"):
        line = caught.value.render(language)
        assert line.startswith(f"{path}:{place}" if place else str(path))
        assert "\n" not in line
        assert len(line) < 400
    assert says in str(caught.value)


def test_a_doctype_is_refused_before_the_parser_sees_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker.ox, "parse", lambda *_, **__: pytest.fail("parsed"))
    with pytest.raises(RefusedError, match="DOCTYPE"):
        worker.read((XML.replace("<rdf:RDF", BOMB + "<rdf:RDF") % A).encode(), "rdfxml")


def test_blank_nodes_made_to_be_alike_end_at_the_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "SECONDS", 1)
    clique = "".join(f"_:b{x} <{A}p> _:b{y} .\n" for x in range(14) for y in range(14) if x != y)
    with pytest.raises(InputError, match="look alike"):
        read_foreign(write(tmp_path, "x.nt", clique))


def test_what_is_no_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "folder.ttl").mkdir()
    with pytest.raises(InputError, match="not a file"):
        read_foreign(tmp_path / "folder.ttl")
    with pytest.raises(InputError, match="No such file"):
        read_foreign(tmp_path / "none.ttl")
    with pytest.raises(UsageError, match="--format"):
        read_foreign(write(tmp_path, "x.txt", TURTLE))
    assert read_foreign(tmp_path / "x.txt", "turtle").graphs == 0
