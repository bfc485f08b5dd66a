"""All checks of a store: shapes and violation queries, each finding with its evidence."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from kg import iri, ontology
from kg.check.finding import Finding, Severity
from kg.check.queries import violation_queries
from kg.check.shapes import shape_queries
from kg.errors import QueryError, UsageError
from kg.query import guard
from kg.rdf import TITLE
from kg.resources import resource
from kg.store import Store

SHAPES = "shape"
_ELSEWHERE = {
    "zh": "按形状所述改正；自行构建的文件请重新构建", "en": "make it as the shape says; build a document of ours again",
}  # fmt: skip
_BASE = "base"
_JOBS = 2


@dataclass(frozen=True, slots=True)
class Check:
    """A question to a store: `name` ("quote", "shape/title"), severity, messages and solutions by language, SPARQL."""

    name: str
    severity: Severity
    messages: Mapping[str, str]
    solutions: Mapping[str, str]
    text: str


def checks(
    data: ox.Store,
    *,
    base: str = iri.DEFAULT_BASE,
    only: Collection[str] = (),
    folders: Iterable[Path] = (),
    shapes: Iterable[Path] = (),
) -> list[Check]:
    """Return the checks that there are for these data, by name; see `check`."""
    found = list(_of_queries(base, folders))
    files = [resource("ontology/shapes.ttl"), *shapes]
    # Reading shapes looks at the data; where none is wanted, it is left out.
    if not only or any(name.split("/")[0] == SHAPES for name in only) or not set(only) <= {c.name for c in found}:
        found += [
            Check(query.name, query.severity, query.messages or _unsaid(query.name), _ELSEWHERE, query.text)
            for path in files
            for query in shape_queries(path, data)
        ]
    names = sorted({check.name for check in found})
    for name in only:
        if name != SHAPES and name not in names:
            listed = ", ".join(n for n in names if "/" not in n)
            raise UsageError(
                f"no check is named {name}; there are: {listed}, {SHAPES} for all shapes, {SHAPES}/NAME for one",
                f"没有名为 {name} 的检查；已有：{listed}，{SHAPES} 指全部形状，{SHAPES}/名称 指其一",
            )
    return [c for c in found if not only or c.name in only or (SHAPES in only and c.name.startswith(SHAPES + "/"))]


def check(
    data: Store | ox.Store | Iterable[ox.Quad],
    *,
    base: str | None = None,
    only: Collection[str] = (),
    folders: Iterable[Path] = (),
    shapes: Iterable[Path] = (),
) -> Iterator[Finding]:
    """Yield what is wrong in a store or a set of quads, by check, document and place.

    All graphs count as one.  `base` is what IRIs of things begin with (by default the store's own), `only` the names of
    the checks to run ("quote", "shape" for all shapes, "shape/title" for one), `folders` hold further violation
    queries and `shapes` are further shapes in Turtle, beside the bundled ones.
    ResourceError for a query or shape that cannot be used, QueryError for one that Oxigraph cannot run, UsageError for
    an unknown name.
    """
    if isinstance(data, Store):
        base = base or data.base
        quads = data.oxigraph
    elif isinstance(data, ox.Store):
        quads = data
    else:
        quads = ox.Store()
        quads.bulk_extend(data)
    yield from findings(quads, checks(quads, base=base or iri.DEFAULT_BASE, only=only, folders=folders, shapes=shapes))


def findings(quads: ox.Store, chosen: Iterable[Check]) -> Iterator[Finding]:
    """Yield what `chosen` checks find, by check, document and place; two run at a time."""
    # Oxigraph lets go of the interpreter's lock while it works.
    with ThreadPoolExecutor(_JOBS) as pool:
        for found in pool.map(lambda one: _findings(quads, one), chosen):
            yield from found


def _of_queries(base: str, folders: Iterable[Path]) -> Iterator[Check]:
    for query in violation_queries(folders):
        guard.check(query.name, query.text)
        text = query.text
        for parameter in query.parameters:
            terms = [ox.Literal(base)] if parameter.name == _BASE else None
            text = parameter.bound(text, terms)
        yield Check(query.name, query.severity, query.problems, query.solutions, text)  # type: ignore[arg-type]


def _unsaid(name: str) -> dict[str, str]:
    return {"zh": f"不合形状 {name}", "en": f"does not conform to {name}"}


def _findings(quads: ox.Store, one: Check) -> list[Finding]:
    found = [_finding(quads, one, focus, details) for focus, details in _rows(quads, one)]
    return [finding for _, finding in sorted(found, key=lambda pair: (*pair[0], pair[1].details))]


def _rows(quads: ox.Store, one: Check) -> list[tuple[object, tuple[tuple[str, object], ...]]]:
    """Return what a check selects, each row once: the focus, and the other columns by name."""
    answer = None
    try:
        answer = quads.query(one.text, use_default_graph_as_union=True)
        if not isinstance(answer, ox.QuerySolutions) or _FOCUS not in answer.variables:
            raise QueryError(one.name, "selects no ?focus", "没有选出 ?focus")
        columns = [v.value for v in answer.variables if v != _FOCUS]
        # What stands in two graphs is found twice.
        rows = dict.fromkeys((row[_FOCUS], tuple((name, row[name]) for name in columns)) for row in answer)
        return list(rows)
    except SyntaxError as error:
        raise guard.syntax_error(one.name, one.text, str(error)) from error
    except (RuntimeError, OSError, ValueError) as error:
        raise guard.engine_error(one.name, error) from error
    finally:
        # An error takes this frame to another thread, where an answer must not go.
        del answer


_FOCUS = ox.Variable("focus")
_Place = tuple[str, int, str]


def _finding(
    quads: ox.Store, one: Check, focus: object, details: tuple[tuple[str, object], ...]
) -> tuple[_Place, Finding]:
    """Return a finding, and where it stands among others of its check."""
    where = _Evidence(quads, focus)
    shown = tuple((name, _shown(term)) for name, term in details if term is not None)
    finding = Finding(
        one.name, one.severity, _shown(focus), where.document, where.page, where.quote, shown, one.messages,
        one.solutions,
    )  # fmt: skip
    return (where.document, where.begin, finding.focus), finding


class _Evidence:
    """Where something stands: an annotation itself, an entity where it is first named."""

    def __init__(self, quads: ox.Store, focus: object) -> None:
        self._quads = quads
        self.document, self.page, self.quote, self.begin = "", None, "", 0  # type: str, int | None, str, int
        if not isinstance(focus, (ox.NamedNode, ox.BlankNode)):
            return
        node = focus
        if not self._objects(node, "quote") and not self._objects(node, "text"):
            named = [q.subject for name in _NAMING for q in self._pattern(None, name, node)]
            node = min((n for n in named if isinstance(n, ox.NamedNode)), key=str, default=node)
        document = self._objects(node, "inDocument") or [node]
        titles = [q.object for q in quads.quads_for_pattern(document[0], TITLE, None, None)]  # type: ignore[arg-type]
        is_document = bool(titles) or document[0] != node
        self.document = _shown(min(titles, key=str) if titles else document[0]) if is_document else ""
        self.quote = self._first(node, "quote") or self._first(node, "text")
        self.begin = _number(self._first(node, "begin")) or 0
        for passage in [*self._objects(node, "inPassage"), node]:
            self.page = self.page or _number(self._first(passage, "page"))

    def _pattern(self, subject: object, name: str, value: object) -> Iterator[ox.Quad]:
        predicate = ox.NamedNode(ontology.term(name))
        return self._quads.quads_for_pattern(subject, predicate, value, None)  # type: ignore[arg-type]

    def _objects(self, subject: object, name: str) -> list[object]:
        if not isinstance(subject, (ox.NamedNode, ox.BlankNode)):
            return []
        return sorted((q.object for q in self._pattern(subject, name, None)), key=str)

    def _first(self, subject: object, name: str) -> str:
        return next((_shown(term) for term in self._objects(subject, name)), "")


_NAMING = ("refersTo", "indicator", "area")


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _shown(term: object) -> str:
    return term.value if isinstance(term, (ox.NamedNode, ox.Literal)) else str(term)
