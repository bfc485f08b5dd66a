"use strict";
// What is shown, as files: a picture, GraphML for other tools, a table for a spreadsheet.

function save(name, blob) {
  const link = make("a", { href: URL.createObjectURL(blob), download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

function fileName(ending) {
  return `${clean(data.title || "graph").replace(/[\\/:*?"<>|]/g, " ").slice(0, 60).trim() || "graph"}.${ending}`;
}

// The graph as it is on the screen, on its ground, with title and legend.
function downloadPicture() {
  const canvas = byId("canvas").querySelector("canvas");
  const ratio = network.canvas.pixelRatio || 1;
  const strip = 54 * ratio;
  const picture = make("canvas", { width: canvas.width, height: canvas.height + strip });
  const ctx = picture.getContext("2d");
  ctx.fillStyle = css("--canvas");
  ctx.fillRect(0, 0, picture.width, picture.height);
  ctx.drawImage(canvas, 0, 0);
  ctx.scale(ratio, ratio);
  drawLegend(ctx, canvas.height / ratio, canvas.width / ratio);
  picture.toBlob((blob) => save(fileName("png"), blob), "image/png");
}

function drawLegend(ctx, top, wide) {
  ctx.textBaseline = "middle";
  ctx.fillStyle = css("--ink");
  ctx.font = `600 13px ${FONT}`;
  ctx.fillText(clean(data.title || say("title")).slice(0, 60), 14, top + 14);
  ctx.font = `400 12px ${FONT}`;
  let x = 14;
  for (const type of Object.keys(data.looks)) {
    if (![...state.nodes].some((n) => data.nodes[n].type === type)) continue;
    const name = called(type);
    const room = 22 + ctx.measureText(name).width + 16;
    if (x + room > wide) break;
    const look = data.looks[type];
    const outline = new Path2D(OUTLINES[look.shape]);
    ctx.save();
    ctx.translate(x, top + 28);
    ctx.fillStyle = look.hollow ? blend(look[state.theme], css("--canvas"), 0.16) : look[state.theme];
    ctx.strokeStyle = look[state.theme];
    ctx.lineWidth = 1.8;
    ctx.fill(outline);
    ctx.stroke(outline);
    ctx.restore();
    ctx.fillText(name, x + 22, top + 37);
    x += room;
  }
}

// Text for XML 1.0: characters it cannot hold are left out, those it reads as markup are escaped.
function xml(text) {
  return String(text)
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "")
    .replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

const NODE_KEYS = {
  label: (n) => data.nodes[n].label,
  type: (n) => data.nodes[n].type,
  kind: (n) => data.nodes[n].kind,
  iri: (n) => data.nodes[n].iri,
  aliases: (n) => data.nodes[n].aliases.join("；"),
  facts: (n) => data.nodes[n].facts.map(([name, value]) => `${say(`fact.${name}`)}: ${factText(name, value)}`).join("；"),
  members: (n) => data.nodes[n].members.join("；"),
  documents: (n) => titles(data.nodes[n].sources),
  quote: (n) => firstQuote(data.nodes[n]),
};
const EDGE_KEYS = {
  relation: (e) => data.edges[e].relation,
  label: (e) => relationOf(data.edges[e]),
  weight: (e) => data.edges[e].total,
  documents: (e) => titles(data.edges[e].sources),
  quote: (e) => firstQuote(data.edges[e]),
};

// What is shown as GraphML (graphml.graphdrawing.org, 1.0), which Gephi, yEd, Cytoscape and networkx read.
function graphml() {
  const key = (kind, name) =>
    `<key id="${kind}-${name}" for="${kind}" attr.name="${name}" attr.type="${name === "weight" ? "int" : "string"}"/>`;
  const content = (kind, keys, item) =>
    Object.entries(keys).map(([name, value]) => [name, String(value(item))]).filter(([, value]) => value !== "")
      .map(([name, value]) => `<data key="${kind}-${name}">${xml(value)}</data>`).join("");
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">',
    ...Object.keys(NODE_KEYS).map((name) => key("node", name)),
    ...Object.keys(EDGE_KEYS).map((name) => key("edge", name)),
    '<graph edgedefault="directed">',
    ...[...state.nodes].map((n) => `<node id="n${n}">${content("node", NODE_KEYS, n)}</node>`),
    ...[...state.edges].map((e) =>
      `<edge id="e${e}" source="n${data.edges[e].from}" target="n${data.edges[e].to}">${content("edge", EDGE_KEYS, e)}</edge>`),
    "</graph>",
    "</graphml>",
  ].join("\n");
}

// A cell that a spreadsheet would run as a formula is kept a text.
function cell(value) {
  const text = String(value).replace(/^(?=[=+\-@\t\r])/, typeof value === "number" ? "" : "'");
  return `"${text.replace(/"/g, '""')}"`;
}

// The table that is shown, with a byte-order mark for Excel.
function csv() {
  const columns = Object.entries(COLUMNS[table.shown]);
  const lines = sortedRows(table.shown).map((row) => columns.map(([, value]) => cell(value(row))).join(","));
  return "\ufeff" + [columns.map(([name]) => cell(say(`column.${name}`))).join(","), ...lines].join("\r\n") + "\r\n";
}

function startDownloads() {
  const [button, sheet] = [byId("download"), byId("downloads")];
  const open = (there) => {
    sheet.hidden = !there;
    button.setAttribute("aria-expanded", String(there));
  };
  button.addEventListener("click", () => {
    open(sheet.hidden);
    byId("download-png").hidden = state.view !== "graph";
    if (!sheet.hidden) sheet.querySelector("button:not([hidden])").focus();
  });
  sheet.addEventListener("click", () => open(false));
  document.addEventListener("click", (event) => !sheet.contains(event.target) && event.target !== button && open(false));
  sheet.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    open(false);
    button.focus();
  });
  byId("download-png").addEventListener("click", downloadPicture);
  byId("download-graphml").addEventListener("click", () => save(fileName("graphml"), new Blob([graphml()], { type: "application/xml" })));
  byId("download-csv").addEventListener("click", () => save(fileName("csv"), new Blob([csv()], { type: "text/csv" })));
}
