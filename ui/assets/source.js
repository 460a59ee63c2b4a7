// The source pane: opens a document at the words cited, goes from mark to mark, finds words in it.
const pane = find("#source");
const emptyPane = pane.innerHTML;
let openedBy = null;
let shownDocument = null;
let found = { ranges: [], at: -1 };

function placeOf(citation) {
  const { doc, start, end, text } = citation.dataset;
  return { document: doc, start: Number(start), end: Number(end), text };
}

// A reprint is opened at the words that it has too, which its link holds.
function placeOfReprint(link) {
  return { document: link.dataset.doc, words: new URL(link.href).searchParams.get("words") || "" };
}

// All the places of the same document that the conversation cites.
function citedWith(place) {
  const shown = room.classList.contains("searching")
    ? room.querySelectorAll(".found .occurrence")
    : turnsShown.querySelectorAll(".citation");
  const all = [...shown].map(placeOf);
  const same = all.filter((one) => one.document === place.document && one.text === place.text);
  return same.slice(0, 1000).map((one) => [one.start, one.end]);
}

async function openSource(place, opener = null) {
  const answer = place.reference ? await call("follow", place) : await call("show", { ...place, cited: citedWith(place) });
  openedBy = opener;
  shownDocument = answer.document || place.document;
  pane.replaceChildren(fragment(paneTools), fragment(answer.html || `<p class="cut" role="alert"></p>`));
  showMarks(answer);
  if (!answer.html) pane.querySelector(".cut").textContent = answer.failed;
  for (const one of room.querySelectorAll(".talk a[aria-current]")) one.removeAttribute("aria-current");
  if (opener) opener.setAttribute("aria-current", "true");
  room.classList.add("reading");
  find("#divider").hidden = false;
  const cited = pane.querySelector("mark.current");
  goTo(cited);
  // Where the pane scrolls, the picture of the page is seen first, with the words marked in it.
  if (cited && !scroller()?.matches(".source")) bringIntoView(cited);
  else pane.scrollIntoView({ block: "nearest" });
}

const paneTools = `<div class="source-tools" role="toolbar" aria-label="In the source">
<button type="button" data-pane="previous">Previous mark</button>
<button type="button" data-pane="next">Next mark</button>
<label class="unseen" for="find">Find in the document</label>
<input id="find" type="search" placeholder="Find" dir="auto">
<span id="found" role="status"></span>
<button type="button" data-pane="close">Close</button>
</div>`;

// Marks that follow on one another without a gap are parts of one.
function marks() {
  return [...pane.querySelectorAll("mark")].filter((mark) => mark.previousSibling?.nodeName !== "MARK");
}

function goTo(mark) {
  if (!mark) return;
  pane.querySelector("mark.here")?.classList.remove("here");
  mark.classList.add("here");
  mark.tabIndex = -1;
  mark.focus({ preventScroll: true });
}

// What scrolls on a wide screen: the text, or below the picture of a page the whole document; else the window does.
function scroller() {
  return [".text", ".source"]
    .map((part) => pane.querySelector(part))
    .find((part) => getComputedStyle(part).overflowY === "auto");
}

function bringIntoView(target) {
  const scrolled = scroller();
  const box = target.getBoundingClientRect();
  if (scrolled) {
    scrolled.scrollTop += box.top - scrolled.getBoundingClientRect().top - scrolled.clientHeight / 3;
    if (pane.getBoundingClientRect().top < 0) pane.scrollIntoView({ block: "start" });
  } else {
    window.scrollBy({ top: box.top - innerHeight / 3 });
  }
}

function step(by) {
  const all = marks();
  if (!all.length) return;
  const here = all.findIndex((mark) => mark.classList.contains("here"));
  goTo(all[(here + by + all.length) % all.length]);
  bringIntoView(pane.querySelector("mark.here"));
  find("#found").textContent = `mark ${((here + by + all.length) % all.length) + 1} of ${all.length}`;
}

// A new answer is not read beside the source of an earlier one, which might be taken for its own.
function emptySource() {
  if (!room.classList.contains("reading")) return;
  pane.innerHTML = emptyPane;
  room.classList.remove("reading");
  find("#divider").hidden = true;
  showFound([]);
  openedBy?.removeAttribute("aria-current");
}

function closeSource() {
  emptySource();
  if (openedBy?.isConnected) {
    openedBy.focus();
  } else field.focus();
}

// Words are found without regard to case, in each paragraph; nothing of the document is changed to show them.
function findWords(words) {
  const wanted = words.trim().toLocaleLowerCase();
  const ranges = [];
  if (wanted) {
    for (const block of pane.querySelectorAll(".text > *")) ranges.push(...rangesIn(block, wanted));
  }
  showFound(ranges);
  const count = ranges.length.toLocaleString("en");
  find("#found").textContent = wanted ? `${count} found${ranges.length ? "; Enter goes to the next" : ""}` : "";
}

function rangesIn(block, wanted) {
  const nodes = [];
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  let text = "";
  while (walker.nextNode()) {
    nodes.push({ node: walker.currentNode, start: text.length });
    text += walker.currentNode.data;
  }
  const lower = text.toLowerCase();
  // Where lower case has another length, places would be wrong: then letters are compared as they are.
  const searched = lower.length === text.length ? lower : text;
  const ranges = [];
  for (let at = searched.indexOf(wanted); at >= 0; at = searched.indexOf(wanted, at + wanted.length)) {
    const range = new Range();
    const [first, last] = [at, at + wanted.length].map((place, edge) => {
      const held = nodes.findLast((one) => one.start < place || (edge === 0 && one.start === place));
      return [held.node, place - held.start];
    });
    range.setStart(...first);
    range.setEnd(...last);
    ranges.push(range);
  }
  return ranges;
}

function showFound(ranges) {
  found = { ranges, at: -1 };
  if (!CSS.highlights) return;
  CSS.highlights.set("found", new Highlight(...ranges));
  CSS.highlights.delete("found-here");
}

function nextFound(by) {
  const total = found.ranges.length;
  if (!total) return;
  found.at = (found.at + by + total) % total;
  const range = found.ranges[found.at];
  if (CSS.highlights) CSS.highlights.set("found-here", new Highlight(range));
  bringIntoView(range);
  find("#found").textContent = `${found.at + 1} of ${total} found`;
}

find(".talk").addEventListener("click", (event) => {
  const link = event.target.closest(".citation, .occurrence, .reprint");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  openSource(link.matches(".reprint") ? placeOfReprint(link) : placeOf(link), link);
});
// Passages like the one shown stand above its document; each opens in its place.
async function showSimilar(button) {
  const source = pane.querySelector(".source");
  const answer = await call("similar", { reference: button.dataset.reference, filters });
  if (!source.isConnected) return;
  source.querySelector(".similar")?.remove();
  source.querySelector("header").after(fragment(answer.html || `<p class="similar wrong" role="alert"></p>`));
  if (!answer.html) source.querySelector(".similar").textContent = answer.error || answer.failed;
  else source.querySelector("#similar-title").focus();
}

pane.addEventListener("click", (event) => {
  const alike = event.target.closest(".alike");
  if (!alike || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  openSource(placeOf(alike), openedBy);
});
pane.addEventListener("click", (event) => {
  const button = event.target.closest("[data-pane]");
  if (!button) return;
  if (button.dataset.pane === "close") closeSource();
  else if (button.dataset.pane === "only") askOnly(shownDocument);
  else if (button.dataset.pane === "similar") showSimilar(button);
  else if (button.dataset.pane === "star") giveStar(button);
  else if (button.dataset.pane === "tags") toggleTags(button);
  else step(button.dataset.pane === "next" ? 1 : -1);
});
pane.addEventListener("input", (event) => event.target.id === "find" && findWords(event.target.value));
pane.addEventListener("keydown", (event) => {
  if (event.key === "Escape") closeSource();
  if (event.key === "Enter" && event.target.id === "find") nextFound(event.shiftKey ? -1 : 1);
});
