"use strict";
// The panel: all that is known of a node or of an edge, with its evidence.

let returnTo = null;

function showPanel(choice) {
  const panel = byId("panel");
  if (!choice) {
    hidePanel();
    return;
  }
  if (panel.hidden) returnTo = document.activeElement;
  panel.replaceChildren(...(choice.node !== undefined ? nodePanel(choice.node) : edgePanel(choice.edge)).filter(Boolean));
  panel.hidden = false;
  panel.scrollTop = 0;
}

function hidePanel() {
  const panel = byId("panel");
  if (panel.contains(document.activeElement) && returnTo && returnTo.isConnected) returnTo.focus();
  panel.hidden = true;
  panel.replaceChildren();
}

function panelHead(title, ...badges) {
  const close = make("button", { class: "close", "aria-label": say("close"), title: say("close"), text: "×", on: () => select(null) });
  return make("header", {}, make("p", { class: "badges" }, ...badges), words("h2", title, { id: "panel-title" }), close);
}

function badge(type, text) {
  return make("span", { class: "badge" }, swatch(type), text);
}

function nodePanel(n) {
  const node = data.nodes[n];
  const kind = node.kind && node.kind !== node.type ? make("span", { class: "kind", text: called(node.kind) }) : null;
  const buttons = make("p", { class: "actions" },
    make("button", { text: say("focus"), on: () => { showView("graph"); focusOn(n); } }),
    make("button", { text: say("locate"), on: () => { showView("graph"); goTo(n); } }));
  return [panelHead(node.label, badge(node.type, called(node.type)), kind), buttons, facts(node), node.type === "PolicyDocument" ? null : evidenceList(node), members(node), relations(n)];
}

function facts(node) {
  const list = make("dl");
  const add = (term, ...content) => list.append(make("dt", { text: term }), make("dd", {}, ...content));
  if (node.aliases.length) add(say("aliases"), ...node.aliases.map((alias) => words("span", alias, { class: "alias" })));
  for (const [name, value] of node.facts) add(say(`fact.${name}`), words("span", factText(name, value)));
  const source = data.sources.find(({ iri }) => iri === node.iri);
  const link = source && webLink(source.url, source.url);
  if (link) add(say("source"), link);
  if (node.type !== "PolicyDocument" && node.sources.length > 1)
    add(say("documents"), ...node.sources.slice(0, 12).map((s) => words("div", data.sources[s].title)), node.sources.length > 12 ? "…" : null);
  return list.children.length ? list : null;
}

function members(node) {
  if (!node.members.length) return null;
  const list = make("ul", { class: "members" });
  const section = make("section", {}, make("h3", { text: `${say("members")} (${node.members.length})` }), list);
  appendInParts(list, node.members, (label) => words("li", label), 60);
  return section;
}

// The neighbours of a node by relation, the most telling first, each a button that leads there.
function relations(n) {
  if (!links[n].length) return null;
  const section = make("section", { class: "relations" }, make("h3", { text: `${say("neighbours")} (${links[n].length})` }));
  for (const relation of Object.keys(data.lines)) {
    const found = links[n].filter(({ edge }) => data.edges[edge].relation === relation);
    if (!found.length) continue;
    found.sort((a, b) => data.edges[b.edge].total - data.edges[a.edge].total || a.node - b.node);
    const list = make("ul");
    section.append(make("h4", {}, lineSwatch(relation), say(`relation.${relation}`), make("span", { class: "count", text: found.length })), list);
    appendInParts(list, found, (link) => neighbour(n, link), 10);
  }
  return section;
}

function neighbour(n, { edge, node }) {
  const way = data.lines[data.edges[edge].relation].arrow ? (data.edges[edge].from === n ? "→" : "←") : "–";
  return make("li", {},
    make("button", { class: "link way", title: say("evidence"), "aria-label": `${say("evidence")}: ${relationOf(data.edges[edge])}`, on: () => select({ edge }) },
      words("span", data.edges[edge].label || "", { class: "verb" }), way),
    make("button", { class: "link", on: () => goTo(node) }, swatch(data.nodes[node].type), words("span", data.nodes[node].label)));
}

function edgePanel(e) {
  const edge = data.edges[e];
  const end = (n) => make("button", { class: "link end", on: () => goTo(n) }, swatch(data.nodes[n].type), words("span", data.nodes[n].label));
  const ends = make("p", { class: "ends" }, end(edge.from), make("span", { class: "arrow", text: data.lines[edge.relation].arrow ? "→" : "–" }), end(edge.to));
  return [panelHead(relationOf(edge), make("span", { class: "badge" }, lineSwatch(edge.relation), say(`relation.${edge.relation}`))), ends, evidenceList(edge)];
}
