// The page of clippings: shows them, puts them in order, changes, saves and imports them. Runs once, after lists.js.
const [told, shown] = [find("#told"), find("#clippings")];
const shelf = { notebook: new URLSearchParams(location.search).get("notebook") || "", tag: "", first: 0 };
const SHOWN = 25;
let dragged = null;

function say(text) {
  told.textContent = text || "";
}

async function showShelf() {
  const answer = await call("show_clippings", shelf);
  find("#status").textContent = answer.error || answer.said;
  if (answer.error) return;
  shelf.first = answer.first;
  show("#notebook", answer.notebooks);
  show("#tag", answer.tags);
  show("#clippings", answer.html);
  [shelf.notebook, shelf.tag] = [find("#notebook").value, find("#tag").value];
}

// Does something, says how it went, and shows the clippings as they are then.
async function change(name, data) {
  const answer = await call(name, data);
  if (!answer.error) await showShelf();
  say(answer.error || answer.said);
  return answer;
}

const numberOf = (item) => Number(item.dataset.number);

async function moveTo(item, position, focused = "") {
  const number = numberOf(item);
  await change("move_clipping", { number, position });
  const moved = shown.querySelector(`[data-number="${number}"]`);
  moved?.scrollIntoView({ block: "nearest" });
  const tools = [...(moved?.querySelectorAll("[data-do]") ?? [])].filter((button) => !button.disabled);
  if (focused) (tools.find((button) => button.dataset.do === focused) || tools[0])?.focus();
}

async function removeOne(item) {
  const answer = await change("remove_clipping", { numbers: [numberOf(item)] });
  if (answer.error) return;
  const [clipping] = answer.removed;
  const undo = document.createElement("button");
  undo.type = "button";
  undo.textContent = "Undo";
  undo.addEventListener("click", () => change("undo_removing", { clipping, position: clipping.position }));
  told.append(" ", undo);
  undo.focus();
}

const editForm = `<form class="keep-form">
<label>Notebook <input name="notebook" required maxlength="200" dir="auto"></label>
<label>Tags <input name="tags" dir="auto" placeholder="parted by commas"></label>
<label class="wide">Note <textarea name="note" rows="3" dir="auto"></textarea></label>
<button type="submit">Change</button> <button type="button" data-do="leave">Leave it as it is</button>
</form>`;

function edit(item) {
  if (item.querySelector("form")) return;
  const template = document.createElement("template");
  template.innerHTML = editForm;
  const form = template.content.firstElementChild;
  for (const name of ["notebook", "tags", "note"]) form.elements[name].value = item.dataset[name];
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const values = new FormData(form);
    const number = numberOf(item);
    await change("change_clipping", {
      number,
      notebook: values.get("notebook"),
      note: values.get("note"),
      tags: values.get("tags").split(","),
    });
    shown.querySelector(`[data-number="${number}"] [data-do=edit]`)?.focus();
  });
  item.append(form);
  form.elements.note.focus();
}

function leave(item) {
  item.querySelector("form").remove();
  item.querySelector("[data-do=edit]").focus();
}

const tools = {
  up: (item) => moveTo(item, Number(item.dataset.position) - 1, "up"),
  down: (item) => moveTo(item, Number(item.dataset.position) + 1, "down"),
  edit,
  leave,
  remove: removeOne,
};

async function save(form) {
  const address = location.origin + location.pathname.replace(/clippings\/?$/, "");
  const answer = await call("save_clippings", { ...shelf, form, address });
  if (answer.error) return say(answer.error);
  saveFile(answer.text, fileName(shelf.notebook || "Clippings") + answer.suffix, answer.media_type);
  const left = answer.left_out;
  say(left ? `Saved, without ${left} whose words the archive no longer has.` : "Saved.");
}

// A large file goes in parts, since no request may be large.
async function importFile(file) {
  let values;
  try {
    values = JSON.parse(await file.text()).clippings;
  } catch {
    values = null;
  }
  if (!Array.isArray(values)) return say(`${file.name} holds no clippings; choose what Save as JSON gave.`);
  let [came, there] = [0, 0];
  for (const part of parts(values)) {
    const answer = await call("import_file", { clippings: part });
    if (answer.error) {
      await showShelf();
      return say(came ? `${came} imported, then: ${answer.error}` : answer.error);
    }
    came += answer.came;
    there += answer.there;
  }
  await showShelf();
  say(`${came} imported; ${there} there already.`);
}

function* parts(values, most = 300_000) {
  let [part, size] = [[], 0];
  for (const value of values) {
    const length = JSON.stringify(value).length;
    if (part.length && size + length > most) {
      yield part;
      [part, size] = [[], 0];
    }
    part.push(value);
    size += length;
  }
  if (part.length) yield part;
}

shown.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  const { tag, page } = button.dataset;
  if (tag !== undefined) choose({ tag });
  if (page !== undefined) choose({ first: shelf.first + SHOWN * Number(page) });
  if (button.dataset.do) tools[button.dataset.do](button.closest(".clipping"));
});
shown.addEventListener("keydown", (event) => {
  const item = event.target.closest(".clipping");
  if (event.key === "Escape" && item?.querySelector("form")) leave(item);
});

function choose(wanted) {
  Object.assign(shelf, { first: 0 }, wanted);
  say("");
  return showShelf();
}

find("#notebook").addEventListener("change", (event) => choose({ notebook: event.target.value }));
find("#tag").addEventListener("change", (event) => choose({ tag: event.target.value }));
find("#import").addEventListener("change", (event) => {
  const [file] = event.target.files;
  event.target.value = "";
  if (file) importFile(file);
});
find(".shelf-tools").addEventListener("click", (event) => {
  const button = event.target.closest("[data-form]");
  if (!button) return;
  const menu = button.closest("details");
  menu.open = false;
  menu.querySelector("summary").focus();
  save(button.dataset.form);
});
find(".shelf-tools").addEventListener("keydown", (event) => {
  const menu = event.target.closest("details[open]");
  if (event.key !== "Escape" || !menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});

// A clipping is dragged by its handle to the place of another.
shown.addEventListener("dragstart", (event) => {
  dragged = event.target.closest?.(".handle")?.closest(".clipping") ?? null;
  if (!dragged) return;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", dragged.querySelector("blockquote").textContent);
  event.dataTransfer.setDragImage(dragged, 10, 10);
});
shown.addEventListener("dragover", (event) => {
  const over = dragged && event.target.closest(".clipping");
  mark(over);
  if (over) event.preventDefault();
});
shown.addEventListener("drop", (event) => {
  const over = dragged && event.target.closest(".clipping");
  if (!over) return;
  event.preventDefault();
  if (over !== dragged) moveTo(dragged, Number(over.dataset.position));
});
shown.addEventListener("dragend", () => {
  mark(null);
  dragged = null;
});

function mark(over) {
  for (const item of shown.querySelectorAll(".over")) item.classList.remove("over");
  if (over && over !== dragged) over.classList.add("over");
}

showShelf();
