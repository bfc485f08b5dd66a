"use strict";
// What the page knows, how things are called, and how elements are made.
// Everything that comes from a document reaches the page through `make` (textContent) or the canvas.

const data = JSON.parse(document.getElementById("data").textContent);

// Rows travel by column; a column of texts that come again and again as a dictionary, and where in it each stands.
function rows(columns) {
  const plain = Object.entries(columns).map(([key, column]) =>
    [key, Array.isArray(column) ? column : column.at.map((n) => column.texts[n])]);
  return (plain.length ? plain[0][1] : []).map((_, n) => Object.fromEntries(plain.map(([key, column]) => [key, column[n]])));
}

data.sentences = rows(data.sentences);
data.nodes = rows(data.nodes);
data.edges = rows(data.edges);
data.network = {
  nodes: rows(data.network.nodes),
  edges: rows(data.network.edges).map((edge, id) => ({ ...edge, id })),
};

const state = {
  language: data.language,
  view: "graph",
  theme: matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light",
  focus: null, // A node whose surroundings alone are shown.
  selected: null, // {node} or {edge}.
  hover: null,
  off: { types: new Set(), relations: new Set(), sources: new Set() },
  nodes: new Set(), // Numbers of what is shown now.
  edges: new Set(),
};

data.edges.forEach((edge, n) => {
  edge.from = data.network.edges[n].from;
  edge.to = data.network.edges[n].to;
});

// For each node: its edges, with the node at the other end.
const links = data.nodes.map(() => []);
data.edges.forEach((edge, n) => {
  links[edge.from].push({ edge: n, node: edge.to });
  if (edge.to !== edge.from) links[edge.to].push({ edge: n, node: edge.from });
});

function byId(id) {
  return document.getElementById(id);
}

function say(key, values = {}) {
  const text = data.messages[state.language][key];
  return text.replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
}

// A type or kind, as the ontology calls it.
function called(term) {
  const name = data.names[state.language][term] || term;
  return name.charAt(0).toUpperCase() + name.slice(1);
}

function relationOf(edge) {
  return edge.label || say(`relation.${edge.relation}`);
}

// The value of a fact; codes such as ">=" are spelled out.
function factText(name, value) {
  return data.messages[state.language][`${name}.${value}`] || value;
}

function fact(node, name) {
  const found = node.facts.find(([key]) => key === name);
  return found ? factText(name, found[1]) : "";
}

// Control and direction characters would disturb what stands beside them on a canvas or in a file.
function clean(text) {
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+/gu, " ").trim() || "?";
}

function quoteOf([sentence, start, end]) {
  return data.sentences[sentence].text.slice(start, end);
}

// An element with attributes; `text` becomes its text, `on` is called when it is clicked.
function make(tag, { text, on, ...attributes } = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== null && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  if (tag === "button") element.type = "button";
  if (text !== undefined) element.textContent = text;
  if (on) element.addEventListener("click", on);
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

// Text from a document: its direction marks work no further than its own element.
function words(tag, text, attributes = {}) {
  return make(tag, { text, dir: "auto", ...attributes });
}

// Only addresses of the web become links.
function webLink(url, text) {
  return /^https?:\/\//i.test(url)
    ? make("a", { href: url, text, target: "_blank", rel: "noopener noreferrer" })
    : null;
}
