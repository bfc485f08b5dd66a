"use strict";
// A quote within its sentence, with the document, page and heading it comes from.

function quotation([number, start, end]) {
  const { source, page, heading, text } = data.sentences[number];
  const { title, url, iri } = data.sources[source];
  const sentence = make("blockquote", { dir: "auto" }, text.slice(0, start), make("mark", { text: text.slice(start, end) }), text.slice(end));
  const place = make("figcaption");
  const node = data.nodes.findIndex((candidate) => candidate.iri === iri);
  place.append(node >= 0 ? make("button", { class: "link", text: title, dir: "auto", on: () => goTo(node) }) : words("span", title));
  if (page !== null) place.append(make("span", { class: "page", text: say("evidence.page", { n: page }) }));
  if (heading) place.append(words("span", heading, { class: "heading" }));
  const link = webLink(url, `${say("source")} ↗`);
  if (link) place.append(link);
  return make("figure", {}, sentence, place);
}

// All quotes of a node or edge, a part at first; neighbouring quotes of one sentence stand together.
function evidenceList({ evidence, total }) {
  const list = make("section", { class: "evidence" }, make("h3", { text: say("evidence") }));
  if (!evidence.length) {
    list.append(make("p", { class: "note", text: say("evidence.none") }));
    return list;
  }
  if (total > evidence.length)
    list.append(make("p", { class: "note", text: say("evidence.some", { total, n: evidence.length }) }));
  appendInParts(list, evidence, quotation, 8);
  return list;
}

// Appends what `build` makes of the items, `size` at a time, with a button for more.
function appendInParts(parent, items, build, size) {
  let shown = 0;
  const more = make("button", { class: "more", on: show });
  function show() {
    const first = items.slice(shown, shown + size).map(build);
    shown += first.length;
    more.remove();
    parent.append(...first);
    if (shown < items.length) {
      more.textContent = say("more", { n: Math.min(size, items.length - shown) });
      parent.append(more);
    }
    if (shown > size && first.length) {
      const next = first[0].querySelector("button, a") || first[0];
      if (next.focus) next.focus({ preventScroll: true });
    }
  }
  show();
}
