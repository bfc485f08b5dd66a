"use strict";
// The same data as tables: nodes, quantities, relations; sorted by any column, as filtered as the graph.

const QUANTITIES = new Set(["Target", "Result", "Baseline"]);
const PART = 200;
const table = { shown: "nodes", sort: { nodes: ["relations", -1], targets: ["indicator", 1], edges: ["relation", 1] } };

function titles(sources) {
  return sources.map((source) => data.sources[source].title).join("；");
}

// As many titles as a cell has room for; a file has them all.
function someTitles(sources) {
  return titles(sources.slice(0, 2)) + (sources.length > 2 ? ` +${sources.length - 2}` : "");
}

function firstSentence({ evidence }) {
  return evidence.length ? data.sentences[evidence[0][0]].text : "";
}

function firstQuote({ evidence }) {
  return evidence.length ? quoteOf(evidence[0]) : "";
}

function firstPage({ evidence }) {
  return evidence.length ? data.sentences[evidence[0][0]].page ?? "" : "";
}

// Columns of each table: name → what stands in it for a row (a number of a node or an edge).
const COLUMNS = {
  nodes: {
    name: (n) => data.nodes[n].label,
    type: (n) => called(data.nodes[n].type),
    kind: (n) => (data.nodes[n].kind && data.nodes[n].kind !== data.nodes[n].type ? called(data.nodes[n].kind) : ""),
    relations: (n) => links[n].length,
    total: (n) => data.nodes[n].total,
    documents: (n) => titles(data.nodes[n].sources),
    quote: (n) => firstSentence(data.nodes[n]),
  },
  targets: {
    indicator: (n) => fact(data.nodes[n], "indicator"),
    comparator: (n) => fact(data.nodes[n], "comparator"),
    value: (n) => fact(data.nodes[n], "value"),
    status: (n) => called(data.nodes[n].type),
    period: (n) => fact(data.nodes[n], "period"),
    area: (n) => fact(data.nodes[n], "area"),
    documents: (n) => titles(data.nodes[n].sources),
    page: (n) => firstPage(data.nodes[n]),
    quote: (n) => firstQuote(data.nodes[n]),
  },
  edges: {
    from: (e) => data.nodes[data.edges[e].from].label,
    relation: (e) => relationOf(data.edges[e]),
    to: (e) => data.nodes[data.edges[e].to].label,
    documents: (e) => titles(data.edges[e].sources),
    page: (e) => firstPage(data.edges[e]),
    quote: (e) => firstQuote(data.edges[e]),
  },
};

function rowsOf(kind) {
  if (kind === "edges") return [...state.edges];
  return [...state.nodes].filter((n) => QUANTITIES.has(data.nodes[n].type) === (kind === "targets"));
}

function sortedRows(kind) {
  const [column, way] = table.sort[kind];
  const collator = new Intl.Collator(state.language === "zh" ? "zh-CN" : "en", { numeric: true });
  return rowsOf(kind)
    .map((row) => [row, COLUMNS[kind][column](row)])
    .sort(([a, x], [b, y]) => way * (typeof x === "number" && typeof y === "number" ? x - y : collator.compare(String(x), String(y))) || a - b)
    .map(([row]) => row);
}

function showTable() {
  const kinds = Object.keys(COLUMNS).filter((kind) => kind !== "targets" || data.nodes.some((node) => QUANTITIES.has(node.type)));
  if (!kinds.includes(table.shown)) table.shown = "nodes";
  const tabs = make("div", { class: "tabs", role: "group", "aria-label": say("view.table") }, ...kinds.map((kind) => {
    const tab = make("button", { "aria-pressed": String(kind === table.shown), id: `tab-${kind}`,
      on: () => { table.shown = kind; showTable(); byId(`tab-${kind}`).focus(); } },
      say(`table.${kind}`), make("span", { class: "count", text: rowsOf(kind).length }));
    return tab;
  }));
  const rows = sortedRows(table.shown);
  const body = make("tbody");
  const caption = make("caption", { text: `${say(`table.${table.shown}`)} · ${say("count", { n: rows.length })}` });
  const grid = make("table", {}, caption, make("thead", {}, make("tr", {}, ...Object.keys(COLUMNS[table.shown]).map(columnHead))), body);
  byId("table").replaceChildren(tabs, make("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": say(`table.${table.shown}`) }, grid));
  fillRows(body, rows);
}

function columnHead(column) {
  const [sorted, way] = table.sort[table.shown];
  const name = say(`column.${column}`);
  const active = sorted === column;
  const button = make("button", { title: say("sort", { name }), on: () => {
    table.sort[table.shown] = [column, active ? -way : 1];
    showTable();
    byId("table").querySelector(`th[data-column="${column}"] button`).focus();
  } }, name, make("span", { "aria-hidden": "true", class: "mark", text: active ? (way > 0 ? "▲" : "▼") : "" }));
  return make("th", { scope: "col", "data-column": column, "aria-sort": active ? (way > 0 ? "ascending" : "descending") : "none" }, button);
}

function fillRows(body, rows, from = 0) {
  body.append(...rows.slice(from, from + PART).map(tableRow));
  const next = from + PART;
  if (next >= rows.length) return;
  const more = make("tr", { class: "more" }, make("td", { colspan: "9" },
    make("button", { text: say("more", { n: Math.min(PART, rows.length - next) }), on: () => { more.remove(); fillRows(body, rows, next); body.children[next].querySelector("button").focus(); } })));
  body.append(more);
}

function tableRow(row) {
  const choice = table.shown === "edges" ? { edge: row } : { node: row };
  const cells = Object.entries(COLUMNS[table.shown]).map(([column, value], index) => {
    const item = table.shown === "edges" ? data.edges[row] : data.nodes[row];
    const text = column === "documents" ? someTitles(item.sources) : String(value(row));
    if (index > 0) return words("td", text, { "data-column": column });
    const sign = table.shown === "edges" ? null : swatch(data.nodes[row].type);
    return make("th", { scope: "row", "data-column": column }, make("button", { class: "link", on: () => { select(choice); byId("panel").focus(); } }, sign, words("span", text)));
  });
  return make("tr", {}, ...cells);
}

function showView(view) {
  state.view = view;
  byId("graph").hidden = view !== "graph";
  byId("table").hidden = view !== "table";
  byId("show-graph").setAttribute("aria-pressed", String(view === "graph"));
  byId("show-table").setAttribute("aria-pressed", String(view === "table"));
  byId("download-csv").hidden = view !== "table";
  document.body.dataset.view = view;
  if (view === "table") showTable();
  else network.redraw();
}
