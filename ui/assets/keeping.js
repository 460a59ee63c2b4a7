// "Keep" below an excerpt: a form that puts it into a notebook, with a note and tags. The server keeps it.
let keptIn = "Clippings";

const keepForm = `<form class="keep-form">
<label>Notebook <input name="notebook" list="notebooks" required maxlength="200" dir="auto" autocomplete="off"></label>
<label>Tags <input name="tags" dir="auto" autocomplete="off" placeholder="parted by commas"></label>
<label class="wide">Note <textarea name="note" rows="2" dir="auto"></textarea></label>
<button type="submit">Keep</button> <button type="button" data-keep="">Do not keep</button>
<p class="wrong" role="alert"></p>
</form>`;

async function offerNotebooks() {
  const { names = [] } = await call("notebooks_of_reader", null);
  find("#notebooks").replaceChildren(
    ...names.map((name) => {
      const option = document.createElement("option");
      option.value = name;
      return option;
    }),
  );
}

function openKeepForm(button) {
  const figure = button.closest(".excerpt");
  if (figure.querySelector(".keep-form")) return closeKeepForm(figure);
  const form = fragment(keepForm).firstElementChild;
  form.elements.notebook.value = keptIn;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    keepExcerpt(figure, form, button);
  });
  figure.append(form);
  button.setAttribute("aria-expanded", "true");
  form.elements.notebook.focus();
  form.elements.notebook.select();
  scrollTo(form, "nearest");
  offerNotebooks();
}

function closeKeepForm(figure) {
  figure.querySelector(".keep-form").remove();
  const button = figure.querySelector(".keep");
  button.setAttribute("aria-expanded", "false");
  button.focus();
}

async function keepExcerpt(figure, form, button) {
  const values = new FormData(form);
  const notebook = values.get("notebook");
  const answer = await call("keep_excerpt", {
    reference: button.dataset.keep,
    notebook,
    note: values.get("note"),
    tags: values.get("tags").split(","),
  });
  const wrong = answer.error || answer.failed;
  if (wrong) {
    form.querySelector(".wrong").textContent = wrong;
    return;
  }
  keptIn = answer.notebook;
  button.textContent = `Kept in “${answer.notebook}”`;
  closeKeepForm(figure);
  say(`Kept in ${answer.notebook}.`);
}

turnsShown.addEventListener("click", (event) => {
  const button = event.target.closest("[data-keep]");
  if (!button) return;
  if (button.dataset.keep) openKeepForm(button);
  else closeKeepForm(button.closest(".excerpt"));
});
turnsShown.addEventListener("keydown", (event) => {
  const form = event.target.closest(".keep-form");
  if (event.key === "Escape" && form) closeKeepForm(form.closest(".excerpt"));
});
