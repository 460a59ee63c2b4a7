// The star and the tags of the document in the source pane: shown, given and taken away. The server keeps them.
function showMarks({ marks, tags = [] }) {
  const places = pane.querySelector(".places");
  if (!marks || !places) return;
  places.after(fragment(marks));
  find("#tags-given").replaceChildren(
    ...tags.map((tag) => {
      const option = document.createElement("option");
      option.value = tag;
      return option;
    }),
  );
}

// Gives the document something, and puts the keyboard back on what was pressed.
async function giveMark(given, pressed) {
  const shown = pane.querySelector(".marks");
  const answer = await call("mark", { document: shown.dataset.document, ...given });
  if (answer.error || answer.failed) {
    shown.querySelector("form").hidden = false;
    shown.querySelector(".wrong").textContent = answer.error || answer.failed;
    return;
  }
  if (!shown.isConnected) return;
  shown.replaceWith(fragment(answer.marks));
  pane.querySelector(`.marks [data-pane=${pressed}]`).focus();
  say(answer.said);
  if (ready) refreshFilters();
}

function giveStar(button) {
  return giveMark({ starred: button.getAttribute("aria-pressed") !== "true" }, "star");
}

function toggleTags() {
  const form = pane.querySelector(".marks-form");
  const opener = pane.querySelector(".marks [data-pane=tags]");
  form.hidden = !form.hidden;
  opener.setAttribute("aria-expanded", !form.hidden);
  (form.hidden ? opener : form.elements.tags).focus();
}

pane.addEventListener("submit", (event) => {
  event.preventDefault();
  giveMark({ tags: event.target.elements.tags.value.split(",") }, "tags");
});
