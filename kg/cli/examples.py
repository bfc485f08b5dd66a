"""What one types: the examples at the end of each command's help."""

from __future__ import annotations

from rich.cells import cell_len

from kg.cli.language import _

# By command, "" for kg itself: what is typed, and what it is for.
EXAMPLES: dict[str, tuple[tuple[str, str], ...]] = {
    "": (
        ("kg build reports/", _("read a folder into the graph")),
        ("kg query targets -p year=2022", _("all targets and results of one year")),
        ("kg view 浙食链 --open", _("one programme in the graph")),
        ("kg review retype 浙食链 Programme", _("a wrong type put right, everywhere")),
    ),
    "read": (("kg read page.txt", _("columns joined, running heads gone")),),
    "extract": (
        ("kg extract page.txt --pretty", _("marked up, in the terminal")),
        ("kg extract reports/ > found.jsonl", _("one record a document")),
    ),
    "build": (
        ("kg build reports/", _("a folder, into .kg")),
        ("kg build 2022.txt --place 秀洲区 --date 2022", _("what the text does not say of itself")),
        ("kg build reports/ --prune", _("and out goes what is no longer there")),
    ),
    "load": (
        ("kg load schools.ttl", _("into the graph graph/loaded/schools")),
        ("kg load dump.xml --format rdfxml --name census", _("when names do not say it")),
    ),
    "stats": (
        ("kg stats", _("documents, entities, quads by kind")),
        ("kg stats --format turtle > void.ttl", _("a VoID description, for catalogues")),
    ),
    "remove": (("kg remove 2021", _("the document that was read from 2021.txt")),),
    "query": (
        ("kg query targets -p year=2022", _("all targets and results of one year")),
        ("kg query targets -p kind=Target -p place=秀洲区", _("what one place has promised")),
        ("kg query targets --format csv > targets.csv", _("for programs; for Excel see kg export")),
        ("kg query -e 'SELECT * { ?s ?p ?o } LIMIT 9'", _("SPARQL of your own")),
    ),
    "queries": (
        ("kg queries", _("all of them")),
        ("kg queries targets", _("one of them: its parameters")),
    ),
    "show": (("kg show 基层治理四平台", _("what is done to it, by whom, with which targets")),),
    "check": (
        ("kg check", _("exit 0 where nothing is wrong, else 1 and a list")),
        ("kg check --only quote --only shape", _("one query, and all shapes")),
        ("kg check --format csv > findings.csv", _("every finding, for a spreadsheet")),
    ),
    "review": (
        ("kg review", _("what to look at first")),
        ("kg review retype 浙食链 Programme", _("a wrong type put right, everywhere")),
        ("kg review accept 3f9c21aa", _("what the list suggests")),
        ("kg review reject 一张网 --document 2022", _("no name, in one document")),
        ("kg review respan 通达工程 村村通达工程", _("the name is longer")),
        ("kg review merge 浙江食品链 浙食链", _("two names of one thing")),
        ("kg review part 五个一 --document 2022", _("another thing of the same name")),
        ("kg build reports/", _("decisions are applied: only what they touch is built")),
        ("kg review export -o gold.jsonl", _("what was decided, for score.py")),
    ),
    "review accept": (
        ("kg review accept 3f9c21aa", _("what the list suggests")),
        ("kg review accept 一老一小 Programme --here", _("only where the list shows it")),
    ),
    "review reject": (("kg review reject 一张网 --document 2022", _("no name, in one document")),),
    "review retype": (
        ("kg review retype 浙食链 Programme", _("a wrong type put right, everywhere")),
        ("kg review retype 浙食链 项目举措 --context 推广“浙食链”", _("only where these words stand")),
    ),
    "review respan": (("kg review respan 通达工程 村村通达工程", _("the name is longer")),),
    "review merge": (("kg review merge 浙江食品链 浙食链", _("two names of one thing")),),
    "review part": (("kg review part 五个一 --document 2022", _("another thing of the same name")),),
    "review undo": (("kg review undo 3f9c21aa", _("by the id that kg review decided lists")),),
    "review export": (("kg review export -o gold.jsonl", _("what was decided, for score.py")),),
    "view": (
        ("kg view --open", _("the whole graph")),
        ("kg view 浙食链 --hops 2 --open", _("one programme and what is around it")),
        ("kg view --types Programme,Institution -o who.html", _("only some types")),
    ),
    "export": (
        ("kg export -o graph.xlsx", _("a workbook for Excel, a sheet a table")),
        ("kg export -o 2022.xlsx --query targets -p year=2022", _("what a query answers, for Excel")),
        ("kg export --format csv --bom -o tables/", _("a folder, a CSV file a table")),
        ("kg export --format csv --table quantities > quantities.csv", _("one table")),
        ("kg export -o 2021.ttl --document 2021", _("one document, and what it refers to")),
        ("kg export -o hospitals.graphml --type Hospital", _("for Gephi or Cytoscape")),
        ("kg export -o graph.nq", _("everything, with the graphs it stands in")),
    ),
}


def examples(command: str) -> str | None:
    """Return the examples of a command as an epilog, None where it has none."""
    if command not in EXAMPLES:
        return None
    wide = max(cell_len(typed) for typed, _why in EXAMPLES[command])
    lines = (f"  {typed}{' ' * (wide - cell_len(typed))}  # {why}" for typed, why in EXAMPLES[command])
    # The mark \\b keeps lines as they are.
    return "\n".join(["\b", _("Examples:"), *lines])
