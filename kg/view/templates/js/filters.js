"use strict";
// What is shown: types, relations and documents that are switched on, around the focus if there is one.
// The list of types is the legend too.

function intersects(sources) {
  const { off } = state;
  return !sources.length || !off.sources.size || sources.some((source) => !off.sources.has(source));
}

function applyFilters() {
  const { off, focus } = state;
  const nodeOn = (n) => !off.types.has(data.nodes[n].type) && intersects(data.nodes[n].sources);
  const edgeOn = (e) => !off.relations.has(data.edges[e].relation) && intersects(data.edges[e].sources);
  const near = focus === null ? null : new Set([focus, ...links[focus].filter(({ edge }) => edgeOn(edge)).map(({ node }) => node)]);
  const nodes = new Set(data.nodes.keys());
  for (const n of nodes) if (n !== focus && !(nodeOn(n) && (!near || near.has(n)))) nodes.delete(n);
  const edges = new Set();
  data.edges.forEach((edge, e) => {
    if (edgeOn(e) && nodes.has(edge.from) && nodes.has(edge.to)) edges.add(e);
  });
  const changed = [...data.nodes.keys()].filter((n) => state.nodes.has(n) !== nodes.has(n));
  dataset.nodes.update(changed.map((id) => ({ id, hidden: !nodes.has(id) })));
  dataset.edges.remove([...state.edges].filter((e) => !edges.has(e)));
  dataset.edges.add(drawnEdges([...edges].filter((e) => !state.edges.has(e)), paints()));
  state.nodes = nodes;
  state.edges = edges;
  const { selected } = state;
  if (selected && !(selected.node !== undefined ? nodes.has(selected.node) : edges.has(selected.edge))) select(null);
  rankLabels();
  network.redraw();
  showStatus();
  if (state.view === "table") showTable();
}

function showStatus() {
  const parts = [say("status", { nodes: state.nodes.size, allNodes: data.nodes.length, edges: state.edges.size, allEdges: data.edges.length })];
  if (state.focus !== null) parts.push(say("status.focus", { name: clean(data.nodes[state.focus].label) }));
  if (!data.nodes.length) parts.push(say("empty"));
  byId("status").textContent = parts.join(" · ");
}

// In a crowded graph the weakest relations are switched off at first; the legend says so and brings them back.
const CROWD = 7000;

function calmRelations() {
  const found = counts(data.edges, "relation");
  let left = data.edges.length;
  for (const relation of ["gathered", "together", "mention"]) {
    if (left <= CROWD) return;
    if (found.has(relation)) state.off.relations.add(relation);
    left -= found.get(relation) || 0;
  }
}

function clearFilters() {
  Object.values(state.off).forEach((set) => set.clear());
  calmRelations();
  buildFilters();
  applyFilters();
}

function counts(items, key) {
  const found = new Map();
  for (const item of items) for (const value of [item[key]].flat()) found.set(value, (found.get(value) || 0) + 1);
  return found;
}

function buildFilters() {
  const types = counts(data.nodes, "type");
  const relations = counts(data.edges, "relation");
  const sources = counts(data.nodes, "sources");
  group("filter-types", "types", state.off.types, Object.keys(data.looks).filter((type) => types.has(type)),
    (type) => ({ sign: swatch(type), text: called(type), count: types.get(type) }));
  group("filter-relations", "relations", state.off.relations, Object.keys(data.lines).filter((name) => relations.has(name)),
    (name) => ({ sign: lineSwatch(name), text: say(`relation.${name}`), count: relations.get(name) }));
  const told = [...data.sources.keys()].filter((source) => sources.has(source));
  group("filter-documents", "documents", state.off.sources, told,
    (source) => ({ text: data.sources[source].title, count: sources.get(source) }), told.length > 12);
}

// One group of switches; `off` is the set of what is switched off.
function group(id, title, off, values, describe, findable = false) {
  const rows = values.map((value) => {
    const { sign, text, count } = describe(value);
    const box = make("input", { type: "checkbox" });
    box.checked = !off.has(value);
    box.addEventListener("change", () => {
      if (box.checked) off.delete(value);
      else off.add(value);
      applyFilters();
    });
    const only = (event) => {
      event.preventDefault();
      setAll(values.filter((other) => other !== value), [value]);
    };
    const row = make("label", { class: "switch-row" }, box, sign, words("span", text, { class: "name", title: text }), make("span", { class: "count", text: count }));
    row.addEventListener("dblclick", only);
    return { value, box, row, text };
  });
  function setAll(gone, there) {
    gone.forEach((value) => off.add(value));
    there.forEach((value) => off.delete(value));
    rows.forEach(({ value, box }) => (box.checked = !off.has(value)));
    applyFilters();
  }
  const head = make("h2", {}, make("span", { text: say(title) }),
    make("button", { class: "link", text: say("all"), "aria-label": `${say(title)}: ${say("all")}`, on: () => setAll([], visible()) }),
    make("button", { class: "link", text: say("none"), "aria-label": `${say(title)}: ${say("none")}`, on: () => setAll(visible(), []) }));
  const visible = () => rows.filter(({ row }) => !row.hidden).map(({ value }) => value);
  const list = make("div", { role: "group", "aria-label": say(title), class: "rows" }, ...rows.map(({ row }) => row));
  byId(id).hidden = !rows.length;
  byId(id).replaceChildren(head, ...(findable ? [finder(rows)] : []), list);
}

function finder(rows) {
  const input = make("input", { type: "search", class: "find", placeholder: say("documents.find"), "aria-label": say("documents.find") });
  input.addEventListener("input", () => {
    const wanted = folded(input.value);
    for (const { row, text } of rows) row.hidden = !folded(text).includes(wanted);
  });
  return input;
}
