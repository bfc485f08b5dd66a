"use strict";
// Search by name or other name: a list of hits, walked with the arrow keys.

const MOST_HITS = 40;
const hits = { found: [], active: -1 };

// Widths, case, spaces and quotation marks do not count.
function folded(text) {
  return text.normalize("NFKC").toLowerCase().replace(/[\s"'“”‘’《》〈〉「」\p{Cf}]/gu, "");
}

const searchable = data.nodes.map((node) => [node.label, ...node.aliases].map(folded));

// Nodes that have `query` in a name: equal names first, then beginnings, then by relations.
function find(query) {
  const wanted = folded(query);
  if (!wanted) return [];
  const found = [];
  searchable.forEach((names, n) => {
    const ranks = names.map((name) => (name === wanted ? 0 : name.startsWith(wanted) ? 1 : name.includes(wanted) ? 2 : 3));
    const rank = Math.min(...ranks);
    if (rank < 3) found.push({ n, rank, name: ranks.indexOf(rank) });
  });
  return found.sort((a, b) => a.rank - b.rank || links[b.n].length - links[a.n].length || a.n - b.n);
}

// The text with the part that matches marked, where it stands in it as typed.
function marked(text, query) {
  const span = words("span", undefined, { class: "name" });
  const begin = text.toLowerCase().indexOf(query.trim().toLowerCase());
  if (begin < 0) span.textContent = text;
  else {
    const end = begin + query.trim().length;
    span.append(text.slice(0, begin), make("mark", { text: text.slice(begin, end) }), text.slice(end));
  }
  return span;
}

function showHits() {
  const input = byId("search");
  const list = byId("hits");
  const all = find(input.value);
  hits.found = all.slice(0, MOST_HITS);
  hits.active = hits.found.length ? 0 : -1;
  list.replaceChildren(...hits.found.map(({ n, name }, index) => {
    const node = data.nodes[n];
    const alias = name > 0 ? words("small", node.aliases[name - 1]) : null;
    const option = make("li", { role: "option", id: `hit-${index}` }, swatch(node.type), marked(node.label, input.value), alias,
      make("small", { class: "type", text: called(node.kind || node.type) }));
    option.addEventListener("mousedown", (event) => event.preventDefault());
    option.addEventListener("click", () => take(index));
    return option;
  }));
  if (input.value.trim()) list.append(make("li", { class: "note", role: "presentation", text: all.length ? say("search.hits", { n: all.length }) : say("search.none") }));
  openHits(Boolean(input.value.trim()));
  markActive();
}

function openHits(open) {
  byId("hits").hidden = !open;
  byId("search").setAttribute("aria-expanded", String(open));
  if (!open) byId("search").removeAttribute("aria-activedescendant");
}

function markActive() {
  byId("hits").querySelectorAll("[role=option]").forEach((option, index) => {
    option.setAttribute("aria-selected", String(index === hits.active));
    if (index === hits.active) {
      option.scrollIntoView({ block: "nearest" });
      byId("search").setAttribute("aria-activedescendant", option.id);
    }
  });
}

function take(index) {
  if (index < 0) return;
  const { n } = hits.found[index];
  openHits(false);
  goTo(n);
}

function walkHits(event) {
  const count = hits.found.length;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    if (byId("hits").hidden) showHits();
    else if (count) hits.active = (hits.active + (event.key === "ArrowDown" ? 1 : count - 1)) % count;
    markActive();
  } else if (event.key === "Enter" && !byId("hits").hidden) {
    event.preventDefault();
    take(hits.active);
  } else if (event.key === "Escape" && !byId("hits").hidden) {
    event.stopPropagation();
    openHits(false);
  }
}

function startSearch() {
  const input = byId("search");
  input.addEventListener("input", showHits);
  input.addEventListener("keydown", walkHits);
  input.addEventListener("focus", () => input.value.trim() && showHits());
  input.addEventListener("blur", () => openHits(false));
}
