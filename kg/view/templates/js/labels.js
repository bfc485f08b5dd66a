"use strict";
// Names on the canvas, of which no two overlap.
// 1. Nodes are ranked: what is selected and its neighbours, documents, then by number of relations.
// 2. In this order each name takes the first free place below, right, left or above its node, in
//    pixels of the screen; where none is free it waits for the reader to zoom in.
// 3. Then the words on edges take what room is left.
// Places hold for one scale, so names do not jump when the graph is moved.

const labels = { scale: 0, boxes: [], drawn: [], order: [], widths: new Map() };
const LINE = 1.25;
const CELL = 80;
const LEADING = 30; // So many names may cover lesser nodes: in a crowded graph they tell where one is.

// Boxes by the cells of a grid they touch.
class Grid {
  constructor() {
    this.cells = new Map();
  }

  *touched(box) {
    for (let x = Math.floor(box.x / CELL); x * CELL < box.x + box.w; x++) {
      for (let y = Math.floor(box.y / CELL); y * CELL < box.y + box.h; y++) yield `${x} ${y}`;
    }
  }

  add(box) {
    for (const key of this.touched(box)) {
      if (!this.cells.has(key)) this.cells.set(key, []);
      this.cells.get(key).push(box);
    }
  }

  *over(box) {
    for (const key of this.touched(box)) {
      for (const other of this.cells.get(key) || []) {
        if (box.x < other.x + other.w && other.x < box.x + box.w && box.y < other.y + other.h && other.y < box.y + box.h)
          yield other;
      }
    }
  }

  free(box) {
    return this.over(box).next().done;
  }
}

function width(text, font, ctx) {
  const key = font + text;
  if (!labels.widths.has(key)) {
    ctx.font = font;
    labels.widths.set(key, ctx.measureText(text).width);
  }
  return labels.widths.get(key);
}

// The lines of a name: as even as they can be, cut at spaces where there are any, at most `most` of them.
function wrap(text, font, ctx, limit, most) {
  const total = width(text, font, ctx);
  if (total <= limit) return [text];
  const count = Math.min(most, Math.ceil(total / limit));
  const lines = [];
  let rest = [...text];
  while (lines.length < count - 1) {
    const wanted = Math.min(limit, (width(rest.join(""), font, ctx) / (count - lines.length)) * 1.06);
    let cut = 1;
    while (cut < rest.length && width(rest.slice(0, cut + 1).join(""), font, ctx) <= wanted) cut++;
    const gap = rest.lastIndexOf(" ", cut + 2);
    if (gap > cut * 0.5) cut = gap + 1;
    else if ("、，。；：）》”’".includes(rest[cut])) cut++; // No line begins with these.
    lines.push(rest.slice(0, cut).join("").trim());
    rest = rest.slice(cut);
  }
  let last = rest.join("").trim();
  if (width(last, font, ctx) > limit) {
    while (rest.length > 1 && width(rest.join("") + "…", font, ctx) > limit) rest.pop();
    last = rest.join("").trim() + "…";
  }
  return [...lines, last].filter(Boolean);
}

function near(n) {
  return Boolean(state.selected) && !dimmedNode(n);
}

// Ranks the names anew: after a change of what is shown, selected or pointed at.
function rankLabels() {
  const rank = (n) =>
    (n === state.hover ? 1e6 : 0) + (state.selected && state.selected.node === n ? 1e5 : 0) + (near(n) ? 1e4 : 0) +
    (n === state.focus ? 1e5 : 0) + (data.nodes[n].type === "PolicyDocument" ? 40 : 0) + links[n].length;
  const ranks = data.nodes.map((_, n) => rank(n));
  labels.order = [...state.nodes].sort((a, b) => ranks[b] - ranks[a] || a - b);
  labels.scale = 0;
}

function nodeLabel(n, ctx) {
  const marked = n === state.hover || (state.selected && state.selected.node === n);
  const strong = marked || data.nodes[n].type === "PolicyDocument";
  const size = strong ? 13 : 12;
  const font = `${strong ? 600 : 400} ${size}px ${FONT}`;
  const lines = wrap(clean(data.nodes[n].label), font, ctx, size * 12.2, marked ? 4 : 2);
  return { node: n, lines, font, size, w: Math.max(...lines.map((line) => width(line, font, ctx))), h: lines.length * size * LINE };
}

function placeNode(n, rank, scale, taken, solid, ctx) {
  const radius = discs[n] * scale;
  const marked = n === state.hover || near(n) || n === state.focus;
  const leading = rank < LEADING;
  if (!marked && radius < 3.4 && !leading) return null;
  const label = nodeLabel(n, ctx);
  const x = at[n].x * scale;
  const y = at[n].y * scale;
  const gap = radius + 5;
  const places = [
    [x - label.w / 2, y + gap],
    [x + gap + 2, y - label.h / 2],
    [x - gap - 2 - label.w, y - label.h / 2],
    [x - label.w / 2, y - gap - label.h],
  ];
  let best = null;
  for (const [left, top] of places) {
    const box = { ...label, x: left, y: top };
    if (!taken.free({ x: left - 3, y: top - 1, w: label.w + 6, h: label.h + 2 })) continue;
    let covered = 0;
    for (const other of solid.over(box)) {
      if (other.node !== n) covered += leading ? (other.rank < 2 * LEADING ? 2 : 0.02) : other.rank < rank ? 3 : 1;
    }
    if (!best || covered < best.covered) best = { box, covered };
    if (!covered) break;
  }
  return best && (n === state.hover || n === state.focus || best.covered < 2) ? best.box : null;
}

function edgeLabel(e, ctx) {
  const font = `400 11px ${FONT}`;
  const [line] = wrap(clean(relationOf(data.edges[e])), font, ctx, 100, 1);
  return { edge: e, lines: [line], font, size: 11, w: width(line, font, ctx), h: 11 * LINE };
}

function placeEdge(e, scale, taken, solid, ctx) {
  const from = at[data.edges[e].from];
  const to = at[data.edges[e].to];
  const [dx, dy] = [(to.x - from.x) * scale, (to.y - from.y) * scale];
  const bare = Math.hypot(dx, dy) - (discs[data.edges[e].from] + discs[data.edges[e].to]) * scale;
  if (bare < 34) return null;
  const label = edgeLabel(e, ctx);
  if (label.w > bare - 12 && Math.abs(dx) > Math.abs(dy)) return null;
  for (const share of [0.5, 0.62, 0.38, 0.74]) {
    const box = { ...label, x: from.x * scale + dx * share - label.w / 2, y: from.y * scale + dy * share - label.h / 2 };
    if (taken.free({ x: box.x - 3, y: box.y - 1, w: box.w + 6, h: box.h + 2 }) && solid.free(box)) return box;
  }
  return null;
}

// Which edges have their words written, in order: those of the selection, then the telling ones.
function wordedEdges(scale) {
  const silent = new Set(["mention", "together", "gathered", "target"]);
  const telling = (found) => found.filter((e) => found.length < 20 || !silent.has(data.edges[e].relation));
  const lit = [...state.edges].filter((e) => state.selected && !dimmedEdge(e));
  if (state.selected || scale < (state.nodes.size > 200 ? 1 : 0.5)) return telling(lit);
  return telling([...state.edges]);
}

function placeLabels(scale, ctx) {
  const taken = new Grid();
  const solid = new Grid();
  labels.boxes = [];
  labels.order.forEach((n, rank) => {
    const r = discs[n] * scale;
    if (r > 2.2) solid.add({ node: n, rank, x: at[n].x * scale - r, y: at[n].y * scale - r, w: 2 * r, h: 2 * r });
  });
  const keep = (box) => {
    if (!box) return;
    labels.boxes.push(box);
    taken.add(box);
  };
  labels.order.forEach((n, rank) => keep(placeNode(n, rank, scale, taken, solid, ctx)));
  wordedEdges(scale).forEach((e) => keep(placeEdge(e, scale, taken, solid, ctx)));
  labels.scale = scale;
}

// Draws the names in view; called with the network's canvas each time it is drawn.
function drawLabels(ctx) {
  const scale = network.getScale();
  const origin = network.canvasToDOM({ x: 0, y: 0 });
  const ratio = network.canvas.pixelRatio || 1;
  const { clientWidth, clientHeight } = byId("canvas");
  ctx.save();
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  if (labels.scale !== scale) placeLabels(scale, ctx);
  const [ground, ink, faint] = [css("--canvas"), css("--ink"), css("--faint")];
  const dim = blend(faint, ground, 0.6);
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.lineJoin = "round";
  ctx.lineWidth = 3.5;
  ctx.strokeStyle = ground;
  labels.drawn = [];
  for (const box of labels.boxes) {
    const [x, y] = [box.x + origin.x, box.y + origin.y];
    if (x > clientWidth || y > clientHeight || x + box.w < 0 || y + box.h < 0) continue;
    labels.drawn.push({ x, y, w: box.w, h: box.h, text: box.lines.join("\n"), node: box.node, edge: box.edge });
    ctx.font = box.font;
    ctx.fillStyle = box.edge !== undefined ? faint : dimmedNode(box.node) ? dim : ink;
    box.lines.forEach((line, n) => {
      const middle = y + (n + 0.5) * box.size * LINE;
      ctx.strokeText(line, x + box.w / 2, middle);
      ctx.fillText(line, x + box.w / 2, middle);
    });
  }
  ctx.restore();
}
