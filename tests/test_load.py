"""Loading RDF made elsewhere: what it may say, what it may not touch, and that order makes no difference."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import written
from written import nquads

from kg import iri
from kg.build import build_graph, remove_documents
from kg.check import check
from kg.cli.app import app
from kg.errors import InputError, UnknownNameError, UsageError
from kg.iri import DEFAULT_BASE as BASE
from kg.iri import ONTOLOGY as PK
from kg.load import BrokenGraphError, load_file
from kg.query import find_entity, named_queries, run
from kg.store import Store

A = "https://a.example/"
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
GRAPH = f"<{BASE}graph/loaded/x>"
PROGRAMME = f"{BASE}programme/惠农通"
PREFIXES = f"""@prefix pk: <{PK}> . @prefix a: <{A}> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix dcterms: <http://purl.org/dc/terms/> .
"""
SCHOOL = f"""{PREFIXES}
a:school a a:School ; rdfs:label "云溪学校"@zh ; a:runs <{PROGRAMME}> ;
    a:in <{BASE}place/330411> ; a:head [ a:age 50 ] .
<{PROGRAMME}> a:budget 12.5 ; rdfs:label "Huinongtong"@en ; a a:Thing ; skos:exactMatch a:hnt .
"""
TEXTS = {name: written.TEXTS[name] for name in ("a.txt", "b.txt")}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with texts, a store built from them, and a file that speaks of what they name."""
    build_graph([written.write(tmp_path, TEXTS)], tmp_path / "kg")
    (tmp_path / "x.ttl").write_text(SCHOOL, encoding="utf-8")
    return tmp_path


def lines(store: Path, *parts: str) -> list[str]:
    return [line for line in nquads(store).decode().splitlines() if all(part in line for part in parts)]


def test_a_file_gets_a_graph_of_its_own_and_no_other_changes(folder: Path) -> None:
    before = nquads(folder / "kg").splitlines()
    done = load_file(folder / "x.ttl", folder / "kg")
    assert (done.name, f"<{done.graph}>", done.outcome, done.folded) == ("x", GRAPH, "loaded", 0)
    after = nquads(folder / "kg").splitlines()
    added = set(after) - set(before)
    assert not set(before) - set(after)
    entities = f"<{BASE}graph/entities> ."
    assert all(line.decode().endswith((f"{GRAPH} .", entities)) for line in added)
    # The places it refers to are ours: they get the names that ours have.
    assert {line.decode().split()[0].rsplit("/", 1)[1] for line in added if line.decode().endswith(entities)} == {
        "330411>", "330400>", "330000>", "100000>",
    } & {line.decode().split()[0].rsplit("/", 1)[1] for line in after}  # fmt: skip
    assert len(lines(folder / "kg", f"<{BASE}place/330411>", "#label>")) == 1
    assert not lines(folder / "kg", "_:")


def test_entities_of_ours_keep_one_label_and_classes_of_ours_and_get_the_rest(folder: Path) -> None:
    before = lines(folder / "kg", f"<{PROGRAMME}> ")
    done = load_file(folder / "x.ttl", folder / "kg")
    assert done.withheld == 2
    said = set(lines(folder / "kg", f"<{PROGRAMME}> ")) - set(before)
    assert not any("#label>" in line or "#type>" in line for line in said if line.startswith(f"<{PROGRAMME}>"))
    assert any("budget> " in line for line in said)
    assert any("#exactMatch> " in line for line in said)


def test_a_file_gives_no_other_names_to_what_documents_name(folder: Path) -> None:
    said = f'{PREFIXES} <{PROGRAMME}> skos:altLabel "骗子工程"@zh .'
    (folder / "x.ttl").write_text(said, encoding="utf-8")
    assert load_file(folder / "x.ttl", folder / "kg").withheld == 1
    with Store.open(folder / "kg") as store, pytest.raises(UnknownNameError):
        find_entity(store, "骗子工程")
    remove_documents(["a", "b"], folder / "kg")
    with Store.open(folder / "kg") as store:
        assert find_entity(store, "骗子工程") == (PROGRAMME,)
        assert list(check(store)) == []


def test_named_queries_count_the_same_before_and_after(folder: Path) -> None:
    def answers() -> dict[str, object]:
        with Store.open(folder / "kg") as store:
            return {
                query.name: sorted(map(str, run(store, query).rows))
                for query in named_queries()
                if all(parameter.optional for parameter in query.parameters) and query.name != "counts"
            }

    before = answers()
    assert len(before) > 4
    whole = "".join(line for line in nquads(folder / "kg").decode().splitlines(keepends=True))
    (folder / "copy.nq").write_text(whole, encoding="utf-8")
    load_file(folder / "x.ttl", folder / "kg")
    done = load_file(folder / "copy.nq", folder / "kg")
    assert answers() == before
    assert done.withheld == done.statements  # all of it stands in our own graphs


def test_the_same_content_is_unchanged_however_it_is_written(folder: Path) -> None:
    load_file(folder / "x.ttl", folder / "kg")
    before = nquads(folder / "kg")
    generation = (folder / "kg" / "current").read_text()
    (folder / "x.ttl").write_text(SCHOOL.replace("[ a:age 50 ]", "_:me") + "\n_:me a:age 50 .", encoding="utf-8")
    done = load_file(folder / "x.ttl", folder / "kg")
    assert (done.outcome, done.withheld) == ("unchanged", 2)
    assert nquads(folder / "kg") == before
    assert (folder / "kg" / "current").read_text() == generation


def test_other_content_replaces_the_graph(folder: Path) -> None:
    load_file(folder / "x.ttl", folder / "kg")
    (folder / "x.ttl").write_text(SCHOOL.replace("云溪", "江湾"), encoding="utf-8")
    assert load_file(folder / "x.ttl", folder / "kg").outcome == "replaced"
    load_file(folder / "x.ttl", folder / "fresh")
    assert lines(folder / "kg", "江湾")
    assert not lines(folder / "kg", "云溪")
    assert [line for line in lines(folder / "fresh", f"{GRAPH} .") if f"<{PROGRAMME}> " not in line] == [
        line for line in lines(folder / "kg", f"{GRAPH} .") if f"<{PROGRAMME}> " not in line
    ]


def test_loaded_and_built_in_any_order_is_the_same_store(folder: Path) -> None:
    load_file(folder / "x.ttl", folder / "kg")
    load_file(folder / "x.ttl", folder / "other")
    build_graph([folder / "texts" / "b.txt"], folder / "other")
    build_graph([folder / "texts" / "a.txt"], folder / "other")
    assert nquads(folder / "other") == nquads(folder / "kg")


def test_what_was_withheld_stands_once_nothing_of_ours_says_it(folder: Path) -> None:
    load_file(folder / "x.ttl", folder / "kg")
    assert not lines(folder / "kg", "Huinongtong")
    remove_documents(["a", "b"], folder / "kg")
    assert len(lines(folder / "kg", "Huinongtong", GRAPH)) == 1
    load_file(folder / "x.ttl", folder / "alone")
    assert nquads(folder / "alone") == nquads(folder / "kg")


def test_a_loaded_graph_is_removed_by_its_name_and_leaves_nothing(folder: Path) -> None:
    before = nquads(folder / "kg")
    load_file(folder / "x.ttl", folder / "kg")
    remove_documents(["x"], folder / "kg")
    assert nquads(folder / "kg") == before
    texts = [p.read_bytes() for p in (folder / "kg").rglob("*") if p.is_file()]
    assert not any("云溪学校".encode() in text for text in texts)
    with pytest.raises(UnknownNameError):
        remove_documents(["x"], folder / "kg")


def test_a_loaded_graph_survives_builds(folder: Path) -> None:
    load_file(folder / "x.ttl", folder / "kg")
    (folder / "texts" / "b.txt").write_text(TEXTS["b.txt"].replace("5家", "6家"), encoding="utf-8")
    build_graph([folder / "texts"], folder / "kg")
    assert lines(folder / "kg", "云溪学校", GRAPH)
    with Store.open(folder / "kg") as store:
        assert store.loaded["x"].source == str(folder / "x.ttl")


@pytest.mark.parametrize(
    "said",
    ['pk:Target rdfs:label "x"@en .', "pk:year rdfs:range a:Thing .", "<https://kg.example.org/ontology> a a:Thing ."],
)
def test_the_ontologys_terms_are_not_a_files_to_define(folder: Path, said: str) -> None:
    before = nquads(folder / "kg")
    (folder / "x.ttl").write_text(PREFIXES + said, encoding="utf-8")
    with pytest.raises(InputError, match="not a file's to define"):
        load_file(folder / "x.ttl", folder / "kg", check=False)
    assert nquads(folder / "kg") == before


def test_a_file_cannot_speak_for_our_documents_or_annotate_them_by_our_ids(folder: Path) -> None:
    with Store.open(folder / "kg") as store:
        mention = next(q.subject for q in store.quads() if "/m/" in str(q.subject))
    said = f'<{BASE}document/a> pk:year 1999 ; dcterms:title "x" ; a:note "y" . {mention} pk:quote "z" .'
    (folder / "x.ttl").write_text(PREFIXES + said, encoding="utf-8")
    assert load_file(folder / "x.ttl", folder / "kg").withheld == 3
    assert len(lines(folder / "kg", GRAPH)) == 1


def spoken_for(store: Path) -> str:
    """Turtle of a target that stands by its own word in our document a, of a passage in that, and of what in this."""
    with Store.open(store) as opened:
        passage = next(q.subject for q in opened.quads() if "/a/p/" in str(q.subject))
    evidence = "pk:begin 1 ; pk:end 3 ; pk:confidence 1.0"
    value = """pk:indicator <https://kg.example.org/id/indicator/假指标> ; pk:indicatorText "假" ; pk:valueText "9万" ;
        pk:value 90000.0 ; pk:comparator "=" ; pk:change "level" ; pk:period "2021" ; pk:periodBasis "sentence" """
    target = f'a pk:QuantityStatement, pk:Target ; pk:quote "2021" ; {evidence} ; {value}'
    return f"""{PREFIXES} a:q1 {target} ; pk:inDocument <{BASE}document/a> ; pk:inPassage {passage} ; a:mine 1 .
        a:q2 {target} ; pk:inPassage a:p . a:p a pk:Passage ; pk:inDocument <{BASE}document/a> .
        a:note rdfs:seeAlso <{BASE}document/a> ; a:about {passage}, a:q1 ; rdfs:label "a"@en . """


def test_a_file_has_no_evidence_of_our_documents(folder: Path) -> None:
    def told() -> tuple[object, ...]:
        with Store.open(folder / "kg") as store:
            queries = {query.name: query for query in named_queries()}
            return tuple(list(run(store, queries[name]).rows) for name in ("targets", "documents"))

    before = told()
    (folder / "x.ttl").write_text(spoken_for(folder / "kg"), encoding="utf-8")
    done = load_file(folder / "x.ttl", folder / "kg")
    assert done.statements - done.withheld == 4
    assert {line.split()[0] for line in lines(folder / "kg", GRAPH)} == {f"<{A}note>"}
    assert not lines(folder / "kg", "假指标")
    assert told() == before
    with Store.open(folder / "kg") as store:
        assert [f for f in check(store) if f.severity == "violation"] == []


def test_evidence_of_ours_stands_once_the_document_is_gone_whatever_came_first(folder: Path) -> None:
    (folder / "x.ttl").write_text(spoken_for(folder / "kg"), encoding="utf-8")
    load_file(folder / "x.ttl", folder / "kg")
    load_file(folder / "x.ttl", folder / "other", check=False)
    assert lines(folder / "other", "假指标", GRAPH)
    build_graph([folder / "texts"], folder / "other")
    assert nquads(folder / "other") == nquads(folder / "kg")
    assert remove_documents(["a"], folder / "kg") == {"a": ("x",)}
    assert len(lines(folder / "kg", "假指标", GRAPH)) == 2


def test_removing_a_document_tells_who_describes_it_too(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    where = ["--store", str(folder / "kg")]
    (folder / "copy.nq").write_bytes(nquads(folder / "kg"))
    load_file(folder / "copy.nq", folder / "kg")
    load_file(folder / "x.ttl", folder / "kg")
    app(["remove", "a", *where], standalone_mode=False)
    removed, standing = capfd.readouterr().err.splitlines()
    assert removed == "removed a"
    assert standing.startswith("a is still described by what was loaded as copy;")
    app(["stats", *where, "--format", "json"], standalone_mode=False)
    assert json.loads(capfd.readouterr().out)["documents"] == 2
    app(["check", *where], standalone_mode=False)
    assert "quads of 2 documents against" in capfd.readouterr().err
    app(["remove", "copy", *where], standalone_mode=False)
    assert capfd.readouterr().err.splitlines() == ["removed copy"]
    assert not lines(folder / "kg", f"<{BASE}document/a")


OTHERS = f"""{PREFIXES} a:d a pk:PolicyDocument ; dcterms:title "丁" ; pk:contentHash "h" ; pk:mentions a:e .
a:e a pk:Programme ; rdfs:label "丁通"@zh .
a:p a pk:Passage ; pk:inDocument a:d ; pk:begin 0 ; pk:end 5 ; pk:text "推广丁通。" ; pk:number 0 ; pk:paragraph 0 .
a:m a pk:Mention ; pk:inDocument a:d ; pk:inPassage a:p ; pk:refersTo a:e ; pk:begin 2 ; pk:end 4 ; pk:confidence 1.0 ;
    pk:quote "丁通" .
"""


def test_what_loaded_graphs_say_of_a_thing_is_checked_together(folder: Path) -> None:
    (folder / "x.ttl").write_text(OTHERS, encoding="utf-8")
    load_file(folder / "x.ttl", folder / "kg")
    (folder / "y.ttl").write_text(f'{PREFIXES} a:m pk:quote "骗子" .', encoding="utf-8")
    with pytest.raises(BrokenGraphError) as caught:
        load_file(folder / "y.ttl", folder / "kg")
    assert {finding.focus for finding in caught.value.findings} == {f"{A}m"}
    (folder / "y.ttl").write_text(f"{PREFIXES} a:m a:note 1 . a:d a:note 2 . a:e a:note 3 .", encoding="utf-8")
    assert load_file(folder / "y.ttl", folder / "kg").outcome == "loaded"


def test_two_files_that_say_the_same_say_it_once(folder: Path) -> None:
    (folder / "y.ttl").write_text(f'{PREFIXES} a:s a:p "both", "mine" .', encoding="utf-8")
    (folder / "x.ttl").write_text(f'{PREFIXES} a:s a:p "both" .', encoding="utf-8")
    load_file(folder / "y.ttl", folder / "kg")
    load_file(folder / "x.ttl", folder / "kg")
    assert len(lines(folder / "kg", '"both"')) == 1
    remove_documents(["x"], folder / "kg")
    assert len(lines(folder / "kg", '"both"', "loaded/y")) == 1


def test_a_graph_that_breaks_the_shapes_is_refused_and_nothing_changes(folder: Path) -> None:
    before = nquads(folder / "kg")
    (folder / "x.ttl").write_text(f"{PREFIXES} a:m a pk:Mention ; pk:begin 5 ; pk:end 3 .", encoding="utf-8")
    with pytest.raises(BrokenGraphError, match="violations of the shapes") as caught:
        load_file(folder / "x.ttl", folder / "kg")
    assert {finding.focus for finding in caught.value.findings} == {f"{A}m"}
    assert all(finding.message("zh") for finding in caught.value.findings)
    assert nquads(folder / "kg") == before
    done = load_file(folder / "x.ttl", folder / "kg", check=False)
    assert done.outcome == "loaded"
    build_graph([folder / "texts"], folder / "kg")  # what it lacks is not missed


def test_what_refers_to_ours_is_checked_with_them(folder: Path) -> None:
    said = f'{PREFIXES} a:i a pk:Institution, pk:School ; rdfs:label "甲校"@zh ; pk:jurisdiction <{BASE}place/330411> .'
    (folder / "x.ttl").write_text(said, encoding="utf-8")
    assert load_file(folder / "x.ttl", folder / "kg").withheld == 0
    (folder / "x.ttl").write_text(said.replace("place/330411", "programme/惠农通"), encoding="utf-8")
    with pytest.raises(BrokenGraphError):
        load_file(folder / "x.ttl", folder / "kg")


def test_names_that_are_taken_or_none_are_refused(folder: Path) -> None:
    for name in ("a", "", " ", "x" * 999, "x\n", "\u202e"):
        with pytest.raises(UsageError):
            load_file(folder / "x.ttl", folder / "kg", name=name)
    assert load_file(folder / "x.ttl", folder / "kg", name="学校/2022 年").graph.endswith("loaded/学校%2F2022%20年")


def test_a_store_from_before_there_was_loading_opens(folder: Path) -> None:
    for path in (folder / "kg").glob("generations/*/manifest.json"):
        record = json.loads(path.read_text())
        del record["loaded"]
        path.write_text(json.dumps(record))
    with Store.open(folder / "kg") as store:
        assert store.loaded == {}
    assert load_file(folder / "x.ttl", folder / "kg").outcome == "loaded"


def test_blank_nodes_become_iris_below_our_base() -> None:
    address = iri.skolem_iri(BASE, "学 校", "hash", "c14n0")
    assert address.startswith(f"{BASE}genid/学%20校/")
    assert (
        len({address, iri.skolem_iri(BASE, "学 校", "other", "c14n0"), iri.skolem_iri(BASE, "x", "hash", "c14n0")}) == 3
    )


def test_what_a_file_names_is_found_by_name(folder: Path) -> None:
    load_file(folder / "x.ttl", folder / "kg")
    with Store.open(folder / "kg") as store:
        assert find_entity(store, "云溪学校") == (A + "school",)
        assert find_entity(store, "惠农通") == (PROGRAMME,)
        assert find_entity(store, A + "school") == (A + "school",)


@pytest.mark.parametrize("namespace", [PK, PK.rstrip("#") + "/"])
def test_slips_of_the_pen_in_our_terms_are_told(folder: Path, namespace: str) -> None:
    text = f"""@prefix pk: <{namespace}> . @prefix a: <{A}> . a:x a pk:Scool ; pk:hedd "<{PK}quoted>" ."""
    (folder / "slips.ttl").write_text(text, encoding="utf-8")
    for outcome in ("loaded", "unchanged"):
        done = load_file(folder / "slips.ttl", folder / "kg")
        assert (done.outcome, [name.rsplit("/")[-1] for name in done.unknown]) == (outcome, ["Scool", "hedd"])
    assert load_file(folder / "x.ttl", folder / "kg").unknown == ()


def test_the_command_says_what_came_of_it_and_what_is_wrong(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    where = ["--store", str(folder / "kg")]
    app(["load", str(folder / "x.ttl"), *where], standalone_mode=False)
    first, second = capsys.readouterr().err.splitlines()  # in whichever language
    assert GRAPH.strip("<>") in first
    assert " 8 " in first
    assert second.startswith("2 ")
    (folder / "y.nq").write_text(f"<{A}m> a <{PK}Mention> .".replace(" a ", f" <{TYPE}> ") + "\n", encoding="utf-8")
    with pytest.raises(BrokenGraphError):
        app(["load", str(folder / "y.nq"), *where], standalone_mode=False)
    assert f"{A}m: " in capsys.readouterr().err
    app(["stats", *where, "--format", "json"], standalone_mode=False)
    assert json.loads(capsys.readouterr().out)["loaded"] == {"x": 8}
    app(["stats", *where], standalone_mode=False)
    assert re.search(r"^  x +8$", capsys.readouterr().out, re.MULTILINE)
