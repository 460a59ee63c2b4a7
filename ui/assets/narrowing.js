// Filters: what the search is narrowed to, in the form in which the server takes them.
const [narrowShown, narrowButton, narrowedShown] = [find("#narrow"), find("#narrow-button"), find("#narrowed")];
const LISTS = ["publishers", "authors", "documents", "languages", "speakers", "to", "tags"];
const DATES = ["published_from", "published_to", "about"];
let filters = {};

function setFilters(wanted) {
  filters = wanted;
  if (ready) return refreshFilters();
}

// What is pressed is not replaced before it is let go: the click would come to nothing.
let released = Promise.resolve();
narrowShown.addEventListener("pointerdown", (event) => {
  if (event.button !== 0) return;
  released = new Promise((done) => {
    for (const kind of ["pointerup", "pointercancel", "blur"]) addEventListener(kind, () => setTimeout(done), { once: true });
  });
});

async function refreshFilters() {
  const wanted = filters;
  const answer = await call("narrow", wanted);
  await released;
  if (wanted !== filters) return;
  const focused = narrowShown.contains(document.activeElement) ? document.activeElement : null;
  if (answer.panel !== undefined) {
    narrowShown.replaceChildren(fragment(answer.panel));
    narrowedShown.replaceChildren(fragment(answer.line));
    narrowButton.classList.toggle("on", answer.line !== "");
  } else showWrong(answer.error || answer.failed);
  if (!focused) return;
  const { name, value, dataset } = focused;
  const same = [...narrowShown.querySelectorAll("input, [data-years]")].filter((one) => one.name === name && one.dataset.years === dataset.years);
  (same.find((one) => one.type === "text" || one.value === value) || same[0])?.focus();
}

// What is wrong with a filter stands in the panel if that is open, and always with what is on.
function showWrong(reason) {
  const told = document.createElement("p");
  told.className = "wrong";
  told.setAttribute("role", "alert");
  told.textContent = reason;
  narrowShown.querySelector(".wrong")?.remove();
  narrowShown.append(told);
  const lift = keptTool("Lift all filters", "", () => setFilters({}));
  narrowedShown.replaceChildren(document.createTextNode(reason), lift);
}

function collected() {
  const form = new FormData(narrowShown.querySelector("form"));
  const wanted = {};
  for (const name of LISTS) if (form.getAll(name).length) wanted[name] = form.getAll(name);
  for (const name of DATES) if (form.get(name).trim()) wanted[name] = form.get(name).trim();
  if (!form.has("undated")) wanted.undated = "leave_out";
  if (form.has("starred")) wanted.starred = true;
  if (filters.documents) wanted.documents = filters.documents;
  return wanted;
}

function lift(name, value) {
  if (name === "all") return setFilters({});
  const left = { ...filters };
  if (LISTS.includes(name)) left[name] = left[name].filter((one) => one !== value);
  if (!LISTS.includes(name) || !left[name].length) delete left[name];
  return setFilters(left);
}

function askOnly(name) {
  setFilters({ documents: [name] });
  field.focus();
}

function addToLink(link, within) {
  for (const name of LISTS) for (const value of within[name] || []) link.searchParams.append(name, value);
  for (const name of [...DATES, "undated", "starred"]) if (within[name]) link.searchParams.set(name, within[name]);
}

function filtersOf(given) {
  const wanted = {};
  for (const name of LISTS) if (given.has(name)) wanted[name] = given.getAll(name);
  for (const name of [...DATES, "undated"]) if (given.get(name)) wanted[name] = given.get(name);
  if (given.get("starred") === "true") wanted.starred = true;
  return wanted;
}

narrowShown.addEventListener("change", () => setFilters(collected()));
// A year is chosen by its button, and left by it.
narrowShown.addEventListener("click", (event) => {
  const button = event.target.closest("[data-years]");
  if (!button) return;
  const year = button.getAttribute("aria-pressed") === "true" ? "" : button.value;
  const named = button.dataset.years === "about" ? ["about"] : ["published_from", "published_to"];
  for (const name of named) narrowShown.querySelector(`input[name=${name}]`).value = year;
  setFilters(collected());
});
narrowShown.addEventListener("submit", (event) => event.preventDefault());
narrowedShown.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-lift]");
  if (!button) return;
  await lift(button.dataset.lift, button.dataset.value);
  (narrowedShown.querySelector("button") || field).focus();
});
narrowButton.addEventListener("click", () => {
  narrowShown.hidden = !narrowShown.hidden;
  narrowButton.setAttribute("aria-expanded", !narrowShown.hidden);
});
closeOnEscape(narrowShown, narrowButton);
