"use strict";
// The page as a whole: language, theme, panes, keys; and its start.

// Puts the page into the language of the state: fixed texts first, then all that is built.
function showLanguage() {
  document.documentElement.lang = state.language === "zh" ? "zh-CN" : "en";
  for (const element of document.querySelectorAll("[data-text]")) element.textContent = say(element.dataset.text);
  for (const element of document.querySelectorAll("[data-label]")) element.setAttribute("aria-label", say(element.dataset.label));
  for (const element of document.querySelectorAll("[data-hint]")) element.title = say(element.dataset.hint);
  for (const element of document.querySelectorAll("[data-placeholder]")) element.placeholder = say(element.dataset.placeholder);
  if (!data.title) {
    byId("title").textContent = say("title");
    document.title = say("title");
  }
  const gathered = data.nodes.filter((node) => node.type === "Community").length;
  byId("gathered").hidden = !data.gathered;
  byId("help").hidden = Boolean(data.gathered);
  byId("gathered").textContent = data.gathered ? say("status.gathered", { n: data.gathered, m: gathered }) : "";
  showThemeName();
  buildFilters();
  showStatus();
  showPanel(state.selected);
  if (state.view === "table") showTable();
  rankLabels();
  network.redraw();
}

function showThemeName() {
  byId("theme").textContent = say(state.theme === "dark" ? "theme.light" : "theme.dark");
}

function setTheme(theme) {
  state.theme = theme;
  document.documentElement.dataset.theme = theme;
  showThemeName();
  refreshLooks();
  buildFilters();
  showPanel(state.selected);
  if (state.view === "table") showTable();
}

function resetAll() {
  byId("search").value = "";
  openHits(false);
  select(null);
  leaveFocus();
  clearFilters();
  data.network.nodes.forEach(({ x, y }, n) => (at[n] = { x, y }));
  moveNodes();
  fit();
}

function showFilters(there) {
  document.body.dataset.filters = there ? "open" : "closed";
  byId("toggle-filters").setAttribute("aria-expanded", String(there));
}

function startPage() {
  document.documentElement.dataset.theme = state.theme;
  state.nodes = new Set(data.nodes.keys());
  calmRelations();
  state.edges = new Set([...data.edges.keys()].filter((e) => !state.off.relations.has(data.edges[e].relation)));
  document.body.dataset.view = "graph";
  showFilters(innerWidth > 860);
  rankLabels();
  turnToScreen();
  drawNetwork();
  fit();
  showLanguage();
  startSearch();
  startDownloads();
  byId("download-csv").hidden = true;
  byId("show-graph").addEventListener("click", () => showView("graph"));
  byId("show-table").addEventListener("click", () => showView("table"));
  byId("skip").addEventListener("click", (event) => {
    event.preventDefault();
    showView("table");
    byId("table").focus();
  });
  byId("toggle-filters").addEventListener("click", () => showFilters(document.body.dataset.filters !== "open"));
  byId("reset").addEventListener("click", resetAll);
  byId("fit").addEventListener("click", () => fit());
  byId("zoom-in").addEventListener("click", () => zoomBy(1.4));
  byId("zoom-out").addEventListener("click", () => zoomBy(1 / 1.4));
  byId("theme").addEventListener("click", () => setTheme(state.theme === "dark" ? "light" : "dark"));
  byId("language").addEventListener("click", () => {
    state.language = state.language === "zh" ? "en" : "zh";
    showLanguage();
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", (event) => setTheme(event.matches ? "dark" : "light"));
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      if (state.selected) select(null);
      else resetAll();
    } else if (event.key === "/" && !/^(input|textarea)$/i.test(event.target.tagName)) {
      event.preventDefault();
      byId("search").focus();
    }
  });
}

startPage();
