// Conversations are kept in this browser only: their questions, which are asked again when one is opened.
const KEPT = "loccit.conversations";
const MOST_KEPT = 100;
const [keptShown, keptButton] = [find("#kept"), find("#kept-button")];
let current = null;
let removed = null;

function kept() {
  try {
    const all = JSON.parse(localStorage.getItem(KEPT) || "[]");
    return all.filter((one) => one && typeof one.name === "string" && Array.isArray(one.turns));
  } catch {
    return [];
  }
}

function keepAll(all) {
  try {
    localStorage.setItem(KEPT, JSON.stringify(all.slice(0, MOST_KEPT)));
  } catch {
    say("This browser keeps no conversations, or no more of them.");
  }
  if (!keptShown.hidden) list();
}

// Keeps what is shown; another window's conversations stay as they are.
function keep() {
  const asked = turns.map(({ question, filters }) => ({ question, filters }));
  if (!asked.length) return;
  const all = kept();
  const known = current && all.find((one) => one.id === current.id);
  current = known || { id: String(Date.now()) + Math.random(), name: asked[0].question.trim().slice(0, 80) || "Without words" };
  current.turns = asked;
  keepAll([current, ...all.filter((one) => one.id !== current.id)]);
}

function startAnew() {
  stop();
  current = null;
  editing = null;
  cutFrom(0);
  room.classList.remove("asked");
  find("#save-all").hidden = true;
  if (room.classList.contains("reading")) closeSource();
  field.focus();
}

async function openKept(conversation) {
  startAnew();
  current = conversation;
  await askAll(conversation.turns);
  say(`“${conversation.name}”: asked again of the archive as it is now.`);
}

async function askAll(all) {
  for (const one of all) {
    const asked = ask(String(one.question), turns.length, one.filters || {});
    const mine = asking;
    await asked;
    if (mine !== asking) return;
  }
}

function list() {
  const all = kept();
  const items = all.map((conversation) => {
    const item = document.createElement("li");
    item.append(
      keptTool(conversation.name, "open", () => openKept(conversation)),
      keptTool("Rename", "", () => rename(item, conversation)),
      keptTool("Delete", "", () => remove(conversation)),
    );
    for (const tool of [...item.children].slice(1)) tool.setAttribute("aria-label", `${tool.textContent} “${conversation.name}”`);
    if (current?.id === conversation.id) item.firstElementChild.setAttribute("aria-current", "true");
    return item;
  });
  const shown = document.createElement("ul");
  shown.append(...items);
  const note = document.createElement("p");
  note.textContent = all.length
    ? "Kept in this browser only, as questions: they are asked again when you open one."
    : "No conversation is kept yet. They are kept in this browser only.";
  keptShown.replaceChildren(note, shown);
  if (removed) {
    const undo = keptTool(`Undo deleting “${removed.name}”`, "undo", () => {
      const back = removed;
      removed = null;
      keepAll([back, ...kept()]);
    });
    keptShown.append(undo);
  }
}

function keptTool(label, kind, action) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = label;
  button.className = kind;
  button.dir = "auto";
  button.addEventListener("click", action);
  return button;
}

function rename(item, conversation) {
  const input = document.createElement("input");
  input.value = conversation.name;
  input.maxLength = 200;
  input.dir = "auto";
  input.setAttribute("aria-label", "New name");
  const done = (taken) => {
    const name = input.value.trim();
    if (taken && name) {
      keepAll(kept().map((one) => (one.id === conversation.id ? { ...one, name } : one)));
      if (current?.id === conversation.id) current.name = name;
    } else list();
    keptShown.querySelector("button")?.focus();
  };
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== "Escape") return;
    // What gets the focus next would be pressed by the same Enter.
    event.preventDefault();
    done(event.key === "Enter");
  });
  item.replaceChildren(input, keptTool("Rename", "", () => done(true)));
  input.focus();
  input.select();
}

function remove(conversation) {
  removed = conversation;
  if (current?.id === conversation.id) {
    // An answer that comes later would keep it again.
    stop();
    current = null;
  }
  keepAll(kept().filter((one) => one.id !== conversation.id));
  keptShown.querySelector(".undo").focus();
}

keptButton.addEventListener("click", () => {
  keptShown.hidden = !keptShown.hidden;
  keptButton.setAttribute("aria-expanded", !keptShown.hidden);
  if (keptShown.hidden) return;
  list();
  scrollTo(keptShown, "nearest");
});
closeOnEscape(keptShown, keptButton);
find("#new-button").addEventListener("click", startAnew);

// A link may bring questions, or a place in a document.
async function followLink() {
  const given = new URLSearchParams(location.search);
  setFilters(filtersOf(given));
  await askAll(given.getAll("q").slice(0, 10).map((question) => ({ question, filters })));
  if (given.get("ref")) await openSource({ reference: given.get("ref") });
  const [start, end] = (given.get("at") || "0-0").split("-").map(Number);
  if (given.has("doc") && start >= 0 && end >= start) {
    await openSource({ document: given.get("doc"), start, end, text: given.get("text") || "", words: given.get("words") || "" });
  }
}

field.focus();
look();
followLink();
