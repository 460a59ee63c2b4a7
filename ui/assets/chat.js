// The conversation: asks, shows turns, and what can be done with each. Runs once, between server.js and the others.
const room = element.querySelector(".room");
const [turnsShown, field, said] = [find("#turns"), find("#question"), find("#said")];
// One entry a turn shown: { question, filters, text }, text being the answer as Markdown.
let turns = [];
// Counts what was asked, so that an answer that comes after Stop is dropped.
let asking = 0;
let editing = null;
let working = false;

async function call(name, data) {
  refused = "";
  const failed = "The server does not answer. Is it still running? Try again when it is back.";
  try {
    return (await server[name](data)) ?? { failed: refused || failed };
  } catch {
    return { failed: refused || failed };
  }
}

function say(text) {
  said.textContent = "";
  setTimeout(() => (said.textContent = text), 50);
}

function before(number) {
  return turns.slice(0, number).map((turn) => turn.question);
}

// Asks as turn `number`; what stood there is replaced, what came after an edited question goes.
async function ask(question, number = turns.length, within = filters) {
  const mine = ++asking;
  const data = { number, question, before: before(number), filters: within };
  setWorking(question);
  const answer = await call("ask", data);
  if (mine !== asking) return;
  setWorking(null);
  turns[number] = { question, filters: within, text: answer.text || "" };
  emptySource();
  showTurn(number, answer, question);
  keep();
  if (answer.generation && answer.generation !== generation) look();
}

function showTurn(number, answer, question) {
  const article = fragment(answer.html || failedTurn(number)).firstElementChild;
  if (answer.failed) {
    article.querySelector(".question").textContent = question;
    article.querySelector(".answer p").textContent = answer.failed;
  }
  article.dataset.number = number;
  const old = turnsShown.children[number];
  if (old) old.replaceWith(article);
  else turnsShown.append(article);
  room.classList.toggle("asked", turns.length > 0);
  find("#save-all").hidden = !turns.some((turn) => turn.text);
  say(answer.said || answer.failed);
  scrollTo(article, "start");
}

function failedTurn(number) {
  return `<article class="turn" aria-labelledby="question-${number}">
<h2 class="question" id="question-${number}" dir="auto" tabindex="-1"></h2>
<div class="answer failed" role="alert"><p></p></div>
<p class="tools"><button type="button" data-do="edit">Edit</button>
<button type="button" data-do="retry">Ask again</button></p></article>`;
}

// Only for what the server rendered and escaped, or what is written here.
function fragment(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content;
}

function setWorking(question) {
  working = question !== null;
  find("#working").hidden = !working;
  find("#working p").textContent = ready ? "Looking through the archive…" : "Opening the archive; the question waits for it…";
  turnsShown.setAttribute("aria-busy", working);
}

function stop() {
  if (!working) return;
  asking++;
  setWorking(null);
  say("Stopped.");
  field.focus();
}

function scrollTo(target, block) {
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  target.scrollIntoView({ behavior: calm ? "auto" : "smooth", block });
}

function submit() {
  if (working) return;
  const question = field.value;
  if (!question.trim()) {
    say("The question is empty; type a question about the archive.");
    return field.focus();
  }
  const number = editing ?? turns.length;
  if (editing !== null) cutFrom(editing);
  editing = null;
  field.value = "";
  grow();
  ask(question, number);
}

function cutFrom(number) {
  turns = turns.slice(0, number);
  while (turnsShown.children.length > number) turnsShown.lastElementChild.remove();
}

function grow() {
  field.style.height = "auto";
  field.style.height = `${Math.min(field.scrollHeight + 2, 200)}px`;
}

function edit(number) {
  editing = number;
  field.value = turns[number].question;
  grow();
  field.focus();
  say("Editing; what was asked after this question will go.");
}

function leaveEditing() {
  if (editing === null) return;
  editing = null;
  field.value = "";
  grow();
  say("Not edited.");
}

async function explain(number, button) {
  const place = turnsShown.children[number].querySelector(".why");
  if (place.hidden && !place.innerHTML) {
    const { question, filters } = turns[number];
    const data = { number, question, before: before(number), filters };
    const answer = await call("explain", data);
    if (answer.html) place.replaceChildren(fragment(answer.html));
    else place.textContent = answer.failed;
  }
  place.hidden = !place.hidden;
  button.setAttribute("aria-expanded", !place.hidden);
  if (!place.hidden) scrollTo(place, "nearest");
}

async function copy(text, told) {
  try {
    await navigator.clipboard.writeText(text);
    say(told);
    return true;
  } catch {
    say("The browser does not allow copying here.");
    return false;
  }
}

// Saves the answer of a turn, or of all, in a format. The server writes it of the same questions.
async function saveAs(form, number) {
  const asked = turns.slice(0, number === null ? undefined : number + 1).map(({ question, filters }) => [question, filters]);
  const address = location.origin + location.pathname;
  const answer = await call("save", { form, turns: asked.slice(-50), only_last: number !== null, address });
  if (answer.text === undefined) return say(answer.error || answer.failed);
  const name = number === null && current ? current.name : turns[number ?? 0].question;
  saveFile(answer.text, fileName(name) + answer.suffix, answer.media_type);
  say("Saved.");
}

// A panel that its button opens is closed from within it, too.
function closeOnEscape(panel, button) {
  const close = (event) => {
    if (event.key !== "Escape" || panel.hidden || event.defaultPrevented) return;
    button.click();
    button.focus();
  };
  for (const place of [panel, button]) place.addEventListener("keydown", close);
}

// A link that asks this question again, with those before it that it is read with.
function linkTo(number) {
  const context = turnsShown.children[number].querySelector(".read-as") ? Math.max(0, number - 3) : number;
  const link = new URL(location.pathname, location.origin);
  for (const turn of turns.slice(context, number + 1)) link.searchParams.append("q", turn.question);
  addToLink(link, turns[number].filters);
  return link.href;
}

async function confirmOn(button, done) {
  if (!(await done)) return;
  const label = button.textContent;
  button.textContent = "Copied";
  setTimeout(() => (button.textContent = label), 1500);
}

const tools = {
  why: explain,
  copy: (number, button) => confirmOn(button, copy(turns[number].text, "The answer is copied, with its citations.")),
  link: (number, button) => confirmOn(button, copy(linkTo(number), "The link is copied.")),
  edit,
  retry: (number) => !working && ask(turns[number].question, number, turns[number].filters),
  lift: (number) => {
    setFilters({});
    if (!working) ask(turns[number].question, number);
  },
};

turnsShown.addEventListener("click", (event) => {
  const button = event.target.closest("[data-do]");
  if (button) tools[button.dataset.do](Number(button.closest(".turn").dataset.number), button);
});
find("#welcome").addEventListener("click", (event) => {
  const example = event.target.closest(".example");
  if (example && !working) ask(example.textContent);
});
find("#ask").addEventListener("submit", (event) => {
  event.preventDefault();
  submit();
});
field.addEventListener("input", grow);
field.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    submit();
  }
  if (event.key === "Escape" && !working) leaveEditing();
});
find("#stop-button").addEventListener("click", stop);
room.addEventListener("click", (event) => {
  const menu = event.target.closest("details.export");
  for (const open of room.querySelectorAll("details.export[open]")) if (open !== menu) open.open = false;
  const button = event.target.closest("[data-form]");
  if (!button) return;
  const article = button.closest(".turn");
  saveAs(button.dataset.form, article ? Number(article.dataset.number) : null);
  menu.open = false;
  menu.querySelector("summary").focus();
});
room.addEventListener("keydown", (event) => {
  const menu = event.target.closest("details.export[open]");
  if (event.key !== "Escape" || !menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});
// Wherever the keyboard is, a question can be stopped; where it is nowhere, the source is closed.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  if (working) stop();
  else if (event.target === document.body && room.classList.contains("reading")) closeSource();
});
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  field.focus();
});

// After a rebuild, the excerpts shown say what became of their words.
async function recheck() {
  const citations = [...turnsShown.querySelectorAll(".citation")].slice(-100);
  const references = [...new Set(citations.map((citation) => citation.dataset.reference))];
  if (!references.length) return;
  const { notes = {} } = await call("recheck", { references });
  for (const citation of citations) {
    const figure = citation.closest(".excerpt");
    figure.querySelector(".resolved")?.remove();
    if (notes[citation.dataset.reference]) figure.append(fragment(notes[citation.dataset.reference]));
  }
}

// The state of the archive is asked for until it can be asked, and while an index is being built.
let ready = false;
let generation = "";
let looking = 0;
async function look() {
  clearTimeout(looking);
  const state = await call("look", null);
  if (state.generation && generation && state.generation !== generation) recheck();
  generation = state.generation || generation;
  if (state.html) find("#status").replaceChildren(fragment(state.html));
  else find("#status").textContent = state.failed;
  if (state.empty && !(ready && state.ready)) find("#welcome").replaceChildren(fragment(state.empty));
  if (state.ready && !ready) {
    ready = true;
    refreshFilters();
    const offered = await call("offer", null);
    if (offered.html) find("#welcome").replaceChildren(fragment(offered.html));
  }
  if (!state.ready || state.building) looking = setTimeout(look, 2000);
}
