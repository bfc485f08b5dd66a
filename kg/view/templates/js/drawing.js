"use strict";
// The network on the canvas: positions are given, nothing moves by itself.

const at = data.network.nodes.map(({ x, y }) => ({ x, y }));
const discs = data.network.nodes.map(({ size }) => size);
const dataset = { nodes: null, edges: null };
const painted = { nodes: [], edges: [] };
let network = null;

// Positions are made for wide screens; on a tall one the graph is laid on its side.
function turnToScreen() {
  const { clientWidth, clientHeight } = byId("canvas");
  if (clientHeight < clientWidth) return;
  data.network.nodes.forEach((node, n) => {
    [node.x, node.y] = [node.y, node.x];
    at[n] = { x: node.x, y: node.y };
  });
}

function drawNetwork() {
  const paint = paints();
  dataset.nodes = new vis.DataSet(data.network.nodes.map((node, n) => ({ ...node, group: undefined, ...nodeLook(n, paint) })));
  dataset.edges = new vis.DataSet(drawnEdges(state.edges, paint));
  network = new vis.Network(byId("canvas"), dataset, {
    physics: false,
    layout: { improvedLayout: false },
    nodes: { borderWidthSelected: 3, labelHighlightBold: false },
    edges: { smooth: false, selectionWidth: 1, hoverWidth: 0.6, arrowStrikethrough: false },
    interaction: {
      hover: true,
      hideEdgesOnDrag: true,
      hideEdgesOnZoom: data.edges.length > 1500,
      keyboard: false, // It would take the focus whenever the mouse passes; `walkCanvas` does the same.
      tooltipDelay: 1e9,
      zoomSpeed: 0.7,
    },
  });
  network.canvas.frame.tabIndex = -1;
  byId("canvas").addEventListener("keydown", walkCanvas);
  network.on("beforeDrawing", drawLit);
  network.on("afterDrawing", drawLabels);
  network.on("click", ({ nodes, edges }) => {
    if (nodes.length) select({ node: nodes[0] });
    else if (edges.length) select({ edge: edges[0] });
    else select(null);
  });
  network.on("doubleClick", ({ nodes }) => nodes.length && focusOn(nodes[0]));
  network.on("hoverNode", ({ node, pointer }) => point(node, nodeTip(node), pointer.DOM));
  network.on("blurNode", () => point(null));
  network.on("hoverEdge", ({ edge, pointer }) => state.hover === null && showTip(edgeTip(edge), pointer.DOM));
  network.on("blurEdge", () => state.hover === null && showTip(null));
  network.on("dragStart", () => showTip(null));
  network.on("dragEnd", ({ nodes }) => {
    for (const n of nodes) at[n] = network.getPosition(n);
    rankLabels();
    network.redraw();
  });
  network.on("zoom", keepScale);
  network.once("afterDrawing", () => {
    document.documentElement.dataset.drawn = performance.now().toFixed(0);
  });
}

function drawnEdges(numbers, paint) {
  for (const n of numbers) painted.edges[n] = edgePainted(n);
  return [...numbers].map((n) => ({ ...data.network.edges[n], ...edgeLook(n, paint) }));
}

// Lines get thinner as one zooms out; those of the selection keep to be seen.
function drawLit(ctx) {
  const scale = network.getScale();
  if (!state.selected || scale > 0.8) return;
  ctx.save();
  ctx.lineWidth = 1.8 / scale;
  for (const e of state.edges) {
    if (dimmedEdge(e)) continue;
    const { from, to, relation } = data.edges[e];
    ctx.strokeStyle = data.lines[relation][state.theme];
    ctx.beginPath();
    ctx.moveTo(at[from].x, at[from].y);
    ctx.lineTo(at[to].x, at[to].y);
    ctx.stroke();
  }
  ctx.restore();
}

// The wheel cannot lose the graph.
function keepScale() {
  const scale = network.getScale();
  if (scale < 0.03 || scale > 6) zoomBy(1);
}

// Paints anew what looks otherwise than when it was painted last: most of a large graph stays as it is.
function refreshLooks() {
  const paint = paints();
  const otherwise = (kind, n, look) => {
    const before = painted[kind][n];
    painted[kind][n] = look;
    return before !== look;
  };
  const nodes = [...data.nodes.keys()].filter((n) => otherwise("nodes", n, `${state.theme} ${dimmedNode(n)}`));
  const edges = [...state.edges].filter((e) => otherwise("edges", e, edgePainted(e)));
  dataset.nodes.update(nodes.map((id) => ({ id, ...nodeLook(id, paint) })));
  dataset.edges.update(edges.map((id) => ({ id, ...edgeLook(id, paint) })));
  rankLabels();
  network.redraw();
}

function edgePainted(e) {
  return `${state.theme} ${Boolean(state.selected)} ${dimmedEdge(e)}`;
}

// Shows all that is to be seen, with room for names at the rim and for the open panel.
function fit(rim = 84, closest = 1.6) {
  const shown = [...state.nodes];
  if (!shown.length) return;
  const xs = shown.map((n) => at[n].x);
  const ys = shown.map((n) => at[n].y);
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const { clientWidth, clientHeight } = byId("canvas");
  const cover = covered();
  const wide = Math.max(clientWidth - cover.right, 80);
  const high = Math.max(clientHeight - cover.bottom, 80);
  const margin = Math.min(rim, wide * 0.2);
  const scale = Math.min((wide - 2 * margin) / (right - left + 1), (high - 2 * Math.min(44, margin)) / (bottom - top + 1), closest);
  network.moveTo({
    scale,
    position: { x: (left + right) / 2 + cover.right / 2 / scale, y: (top + bottom) / 2 + cover.bottom / 2 / scale },
  });
}

// Pixels of the canvas that the open panel covers.
function covered() {
  const panel = byId("panel");
  if (panel.hidden) return { right: 0, bottom: 0 };
  const [box, canvas] = [panel.getBoundingClientRect(), byId("canvas").getBoundingClientRect()];
  if (box.width > canvas.width * 0.8) return { right: 0, bottom: Math.max(0, canvas.bottom - box.top) };
  return { right: Math.max(0, canvas.right - box.left), bottom: 0 };
}

function centreOn(n) {
  const scale = Math.max(network.getScale(), 0.9);
  const cover = covered();
  network.moveTo({
    scale,
    position: { x: at[n].x + cover.right / 2 / scale, y: at[n].y + cover.bottom / 2 / scale },
    animation: calm() ? false : { duration: 350, easingFunction: "easeInOutQuad" },
  });
}

// Arrows move the view, + and - zoom, 0 fits.
function walkCanvas(event) {
  const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  const scale = network.getScale();
  if (event.key in steps) {
    const { x, y } = network.getViewPosition();
    const [dx, dy] = steps[event.key].map((step) => (step * 60) / scale);
    network.moveTo({ position: { x: x + dx, y: y + dy } });
  } else if (event.key === "+" || event.key === "=") zoomBy(1.25);
  else if (event.key === "-") zoomBy(0.8);
  else if (event.key === "0") fit();
  else return;
  event.preventDefault();
}

function zoomBy(factor) {
  network.moveTo({ scale: Math.min(6, Math.max(0.03, network.getScale() * factor)) });
}

function calm() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}

// Selects a node or an edge, {node} or {edge}, or nothing, null; the panel follows.
function select(choice) {
  state.selected = choice;
  network.unselectAll();
  if (choice && choice.node !== undefined) network.setSelection({ nodes: [choice.node] }, { highlightEdges: false });
  if (choice && choice.edge !== undefined) network.setSelection({ edges: [choice.edge], nodes: [] });
  refreshLooks();
  showPanel(choice);
}

function goTo(n) {
  if (!state.nodes.has(n)) clearFilters();
  if (!state.nodes.has(n)) leaveFocus();
  select({ node: n });
  if (state.view === "graph") centreOn(n);
}

// Shows a node with its neighbours alone, in rings around it, alike things side by side.
function focusOn(n) {
  state.focus = n;
  applyFilters();
  const order = Object.keys(data.looks);
  const around = [...state.nodes]
    .filter((other) => other !== n)
    .sort((a, b) => order.indexOf(data.nodes[a].type) - order.indexOf(data.nodes[b].type) || links[b].length - links[a].length || a - b);
  select({ node: n });
  const { clientWidth, clientHeight } = byId("canvas");
  const cover = covered();
  const wide = Math.sqrt(Math.min(1.7, Math.max(0.7, (clientWidth - cover.right - 200) / (clientHeight - cover.bottom - 80))));
  at[n] = { x: 0, y: 0 };
  for (let ring = 0, placed = 0; placed < around.length; ring++) {
    const room = 12 + 9 * ring;
    const count = Math.min(room, around.length - placed);
    for (let i = 0; i < count; i++, placed++) {
      const angle = (around.length === 2 ? 0 : -Math.PI / 2) + ((i + ((ring * 0.618) % 1)) / count) * 2 * Math.PI;
      const radius = 210 + 140 * ring;
      at[around[placed]] = { x: Math.cos(angle) * radius * wide, y: (Math.sin(angle) * radius) / wide };
    }
  }
  moveNodes();
  fit(120, 1.15);
}

function leaveFocus() {
  if (state.focus === null) return;
  state.focus = null;
  data.network.nodes.forEach(({ x, y }, n) => (at[n] = { x, y }));
  moveNodes();
  applyFilters();
}

function moveNodes() {
  dataset.nodes.update(at.map(({ x, y }, id) => ({ id, x, y })));
  // vis-network draws what lies in view by boxes that it renews only when it draws, and lines to where arrows were
  // when it drew last.
  for (const n of data.nodes.keys()) network.body.nodes[n].updateBoundingBox();
  rankLabels();
  network.redraw();
}

function nodeTip(n) {
  const node = data.nodes[n];
  const first = node.evidence[0];
  return [words("b", node.label), make("span", { text: `${called(node.kind || node.type)} · ${say("degree", { n: links[n].length })}` }),
    first ? words("q", data.sentences[first[0]].text) : null];
}

function edgeTip(e) {
  const edge = data.edges[e];
  const first = edge.evidence[0];
  return [words("b", data.nodes[edge.from].label), words("span", `${relationOf(edge)} →`), words("b", data.nodes[edge.to].label),
    first ? words("q", data.sentences[first[0]].text) : null];
}

function point(n, tip = null, place = null) {
  state.hover = n;
  rankLabels();
  network.redraw();
  showTip(tip, place);
}

function showTip(tip, place) {
  const box = byId("tip");
  box.hidden = !tip;
  if (!tip) return;
  box.replaceChildren(...tip.filter(Boolean));
  const { clientWidth, clientHeight } = byId("canvas");
  box.style.left = `${Math.max(4, Math.min(place.x + 14, clientWidth - box.offsetWidth - 8))}px`;
  box.style.top = `${Math.max(4, Math.min(place.y + 16, clientHeight - box.offsetHeight - 8))}px`;
}
