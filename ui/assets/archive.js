// The archive page: what is in the archive, and changing it. Runs once, after lists.js.
const told = find("#told");
let first = 0;
let asked = 0;

async function showHoldings() {
  const state = await call("hold", null);
  if (state.error) {
    find("#status").textContent = state.error;
    return;
  }
  show("#status", state.status);
  show("#summary", state.summary);
  find("#documents-section").hidden = !state.ready;
  for (const section of ["#adding", "#changes"]) find(section).hidden = Boolean(state.refused);
  find("#no-changes").hidden = !state.refused;
  find("#no-changes").textContent = state.refused || "";
  if (!state.refused) {
    find("#limits").textContent = state.limits;
    find("#files").accept = state.accept;
    show("#sources", state.sources);
    show("#generations", state.generations);
  }
  if (state.ready) await showDocuments();
}

async function showDocuments() {
  const mine = ++asked;
  const answer = await call("list_documents", { words: find("#look-for").value, first });
  if (mine !== asked) return;
  if (answer.error) find("#documents").textContent = answer.error;
  else show("#documents", answer.html);
}

function say(text) {
  told.textContent = text || "";
  // What it is about may stand far below.
  if (text) told.scrollIntoView({ block: "nearest" });
}

// Files go one by one, so that each can be told by itself.
async function add(files) {
  const failed = [];
  let count = 0;
  for (const file of files) {
    say(`Adding ${file.name}…`);
    try {
      const { path } = await upload(file);
      const answer = await call("add_file", { path, name: file.name });
      if (answer.error) failed.push(answer.error);
      else count++;
    } catch (error) {
      failed.push(`${file.name}: ${whyNotSent(error)}`);
    }
  }
  say([count ? `${count} added.` : "", ...failed].filter(Boolean).join(" "));
  if (count) await rebuild();
}

// Gradio's client hands on what the server said as "HTTP 507: {…}".
function whyNotSent(error) {
  try {
    return JSON.parse(error.message.replace(/^.*?HTTP \d+: /, "")).error;
  } catch {
    return "could not be sent; it may be larger than this server takes.";
  }
}

async function rebuild(allowEmpty = false) {
  const answer = await call("rebuild", { allow_empty: allowEmpty });
  if (answer.error) say(answer.error);
  else await watchProgress();
}

// Shows what is being done until it is done, then what the archive holds.
async function watchProgress() {
  await followProgress();
  await showHoldings();
  showStanding();
}

// Returns whether anything was being done.
async function followProgress() {
  let shown;
  for (let done = false; ; done = true) {
    const state = await call("progress", null);
    if (state.error) {
      say(state.error);
      return done;
    }
    // A button that is replaced while it is pressed does nothing; what is new is shown with what comes next.
    const isPressed = state.running && find("#progress-shown button:active");
    if (state.html !== shown && !isPressed) {
      const cancelling = find("#progress-shown [data-do]") === document.activeElement;
      show("#progress-shown", state.html);
      if (cancelling) find("#progress-shown [data-do]")?.focus();
      shown = state.html;
    }
    find("#rebuild-button").disabled = state.running;
    if (!state.running) return done;
    await new Promise((waited) => setTimeout(waited, 400));
  }
}

async function change(name, data) {
  const answer = await call(name, data);
  say(answer.error || answer.said);
  await watchProgress();
}

element.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  const { from, remove, unfollow, generation } = button.dataset;
  if (from !== undefined) {
    first = Number(from);
    showDocuments();
  }
  if (remove !== undefined) change("remove_file", { path: remove });
  if (unfollow !== undefined) change("unfollow", { path: unfollow });
  if (generation !== undefined) change("go_back", { generation });
  if (button.dataset.do === "cancel") call("cancel", null);
  if (button.dataset.do === "allow-empty") rebuild(true);
  if (button.id === "rebuild-button") {
    say("");
    rebuild();
  }
});
find("#look-for").addEventListener("input", () => {
  first = 0;
  showDocuments();
});
find("#files").addEventListener("change", (event) => {
  const files = [...event.target.files];
  event.target.value = "";
  add(files);
});
for (const kind of ["dragover", "dragleave", "drop"]) {
  find("#drop").addEventListener(kind, (event) => {
    event.preventDefault();
    find("#drop").classList.toggle("over", kind === "dragover");
    if (kind === "drop") add([...event.dataTransfer.files]);
  });
}

// The table is not shown a second time for nothing: a click on what is replaced meanwhile would do nothing.
showHoldings()
  .then(followProgress)
  .then((done) => done && showHoldings().then(showStanding));
showStanding();
