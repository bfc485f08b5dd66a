"use strict";
// Colours, shapes and sizes, for the network and for the legend.

const FONT =
  '-apple-system, "Segoe UI", Roboto, "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", sans-serif';
const DIMMED = 0.16;

function css(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

// `colour` as it looks with `share` of it on `ground`; both as #rrggbb.
function blend(colour, ground, share) {
  const parts = (hex) => [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16));
  const below = parts(ground);
  return "#" + parts(colour)
    .map((part, n) => Math.round(part * share + below[n] * (1 - share)).toString(16).padStart(2, "0"))
    .join("");
}

// Is this one out of the selection's light?
function dimmedNode(n) {
  const { selected } = state;
  if (!selected) return false;
  if (selected.edge !== undefined) {
    const edge = data.edges[selected.edge];
    return n !== edge.from && n !== edge.to;
  }
  return n !== selected.node && !links[n].some((link) => link.node === selected.node && state.edges.has(link.edge));
}

function dimmedEdge(n) {
  const { selected } = state;
  if (!selected) return false;
  if (selected.edge !== undefined) return n !== selected.edge;
  return data.edges[n].from !== selected.node && data.edges[n].to !== selected.node;
}

// What is painted on and what marks, as the theme has it; read once for many nodes.
function paints() {
  return { ground: css("--canvas"), accent: css("--accent") };
}

function nodeLook(n, { ground, accent }) {
  const look = data.looks[data.nodes[n].type];
  const colour = blend(look[state.theme], ground, dimmedNode(n) ? DIMMED : 1);
  const fill = look.hollow ? blend(look[state.theme], ground, dimmedNode(n) ? 0.04 : 0.16) : colour;
  return {
    borderWidth: look.hollow ? 2 : 0.5, // In pixels of the screen, at any scale.
    shapeProperties: { borderDashes: look.dashes ? [4, 3] : false },
    color: {
      background: fill,
      border: colour,
      highlight: { background: fill, border: accent },
      hover: { background: fill, border: accent },
    },
  };
}

function edgeLook(n, { ground, accent }) {
  const edge = data.edges[n];
  const line = data.lines[edge.relation];
  const lit = state.selected && !dimmedEdge(n);
  const colour = blend(line[state.theme], ground, dimmedEdge(n) ? DIMMED : 1);
  return {
    width: (lit ? 1.2 : 0) + Math.min((data.edges.length > 1500 ? 0.5 : 1) + Math.log2(Math.max(edge.total, 1)) * 0.5, 4),
    dashes: line.dashes ? [5, 4] : false,
    arrows: { to: { enabled: line.arrow, scaleFactor: 0.45 } },
    color: { color: colour, highlight: accent, hover: accent, inherit: false },
  };
}

// The sign of a type as a small picture, drawn like the node.
function swatch(type) {
  const look = data.looks[type];
  const picture = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  picture.setAttribute("viewBox", "0 0 16 16");
  picture.setAttribute("class", "swatch");
  picture.setAttribute("aria-hidden", "true");
  const shape = document.createElementNS("http://www.w3.org/2000/svg", "path");
  shape.setAttribute("d", OUTLINES[look.shape]);
  const colour = look[state.theme];
  shape.setAttribute("fill", look.hollow ? blend(colour, css("--canvas"), 0.16) : colour);
  shape.setAttribute("stroke", colour);
  shape.setAttribute("stroke-width", look.hollow ? "1.8" : "0.6");
  if (look.dashes) shape.setAttribute("stroke-dasharray", "2.6 1.8");
  picture.append(shape);
  return picture;
}

function lineSwatch(relation) {
  const line = data.lines[relation];
  const picture = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  picture.setAttribute("viewBox", "0 0 20 16");
  picture.setAttribute("class", "swatch wide");
  picture.setAttribute("aria-hidden", "true");
  const shape = document.createElementNS("http://www.w3.org/2000/svg", "path");
  shape.setAttribute("d", line.arrow ? "M1 8H18M14 4.5 18.5 8 14 11.5" : "M1 8H19");
  shape.setAttribute("fill", "none");
  shape.setAttribute("stroke", line[state.theme]);
  shape.setAttribute("stroke-width", "2");
  if (line.dashes) shape.setAttribute("stroke-dasharray", "3 2");
  picture.append(shape);
  return picture;
}

const OUTLINES = {
  dot: "M8 2a6 6 0 1 1 0 12 6 6 0 0 1 0-12Z",
  square: "M2.8 2.8h10.4v10.4H2.8Z",
  diamond: "M8 1.6 14.4 8 8 14.4 1.6 8Z",
  triangle: "M8 2.2 14.6 13.4H1.4Z",
  triangleDown: "M8 13.8 1.4 2.6h13.2Z",
  hexagon: "M4.8 2.4h6.4L14.4 8l-3.2 5.6H4.8L1.6 8Z",
  star: "M8 1.2 9.9 5.8l4.9.4-3.7 3.2 1.1 4.8L8 11.6l-4.2 2.6 1.1-4.8L1.2 6.2l4.9-.4Z",
};
