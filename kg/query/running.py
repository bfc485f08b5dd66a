"""A query with its parameters, run on a store."""

from __future__ import annotations

from collections.abc import Mapping

from kg.errors import UsageError
from kg.query.guard import check, engine_error, names_graphs, syntax_error
from kg.query.named import NamedQuery, inline
from kg.query.paging import paged
from kg.query.parameters import terms
from kg.query.result import PREFIXES, Answer, Result
from kg.store import Store


def run(
    store: Store,
    query: NamedQuery | str,
    values: Mapping[str, str] | None = None,
    *,
    limit: int | None = None,
    offset: int = 0,
) -> Result:
    """Return the result of a query (a `NamedQuery`, or SPARQL as text) with parameters as a user types them: `limit`
    rows of it (None: all) from `offset` on, counted from 0.

    The default graph is the union of all graphs, or of those that the query names by FROM; the usual prefixes
    (`PREFIXES`) need no declaration.  QueryError, with line and column, for a malformed query, an update, SERVICE or
    deep nesting; UsageError for a parameter that is unknown, missing or of the wrong type, for a page that is none, or
    of a query that limits itself; UnknownNameError for a name that is not in the store.  It takes the time and memory
    that it takes: `bounded` sets limits.
    """
    if isinstance(query, str):
        query = inline(query)
    check(query.name, query.text)
    bound = terms(query.parameters, values or {}, store)
    text = query.text
    for parameter in query.parameters:
        text = parameter.bound(text, bound.get(parameter.name))

    whole, text = text, paged(text, limit, offset)
    union = not names_graphs(query.text)

    def execute() -> Answer:
        return store.oxigraph.query(text, use_default_graph_as_union=union, prefixes=PREFIXES)

    try:
        return Result(query.name, execute, store.base)
    except SyntaxError as error:
        if text != whole and not _message(store, query.text):
            raise UsageError(
                f"query {query.name} has a LIMIT of its own, or ends with VALUES: it takes no page",
                f"查询 {query.name} 自带 LIMIT，或以 VALUES 结尾，不能分页",
            ) from error
        raise syntax_error(query.name, query.text, _message(store, query.text) or str(error)) from error
    except (RuntimeError, OSError, ValueError) as error:
        raise engine_error(query.name, error) from error


def _message(store: Store, text: str) -> str:
    """Return what Oxigraph says of a query as it was written, so that columns are those of the file."""
    try:
        store.oxigraph.query(text, prefixes=PREFIXES)
    except SyntaxError as error:
        return str(error)
    except (RuntimeError, OSError, ValueError):
        pass
    return ""
