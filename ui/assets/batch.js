// Many questions at once: a file of them is asked under the filters that are on, and its answers are downloaded.
const [batchShown, batchButton, batchesShown] = [find("#batch"), find("#batch-button"), find("#batch-shown")];
// Where nothing is kept of readers, a batch is known only to the page that began it.
const BATCHES = "loccit.batches";
// In characters; a request has a megabyte at most.
const LONGEST_BATCH = 700_000;
let watching = 0;

function showBatchPanel(isShown) {
  batchShown.hidden = !isShown;
  batchButton.setAttribute("aria-expanded", isShown);
}

function tellBatch(text) {
  find("#batch-told").textContent = text || "";
}

async function beginBatch(file) {
  tellBatch("");
  let text;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(await file.arrayBuffer());
  } catch {
    return tellBatch(`${file.name} is not UTF-8; save it as CSV in UTF-8.`);
  }
  if (text.length > LONGEST_BATCH) return tellBatch(`${file.name} is too long for the page; part it, or run qa ask --batch.`);
  const answer = await call("begin_batch", { name: file.name, text, filters });
  if (answer.error || answer.failed) return tellBatch(answer.error || answer.failed);
  sessionStorage.setItem(BATCHES, JSON.stringify([answer.batch, ...knownBatches()].slice(0, 20)));
  await showBatches();
}

function knownBatches() {
  return JSON.parse(sessionStorage.getItem(BATCHES) || "[]");
}

// Shows the batches, and how they go on as long as one is being asked, as when the page is loaded again.
async function showBatches() {
  const mine = ++watching;
  for (let [shown, ran] = [null, false]; mine === watching; ) {
    const answer = await call("show_batches", { batches: knownBatches() });
    if (mine !== watching) return;
    if (answer.error || answer.failed) tellBatch(answer.error || answer.failed);
    // A button that is replaced while it is pressed does nothing; what is new is shown with what comes next.
    else if (answer.html !== shown && !(answer.running && batchesShown.querySelector("button:active")))
      replaceBatches((shown = answer.html));
    // A server that is started again goes on with what it was asked.
    if (!answer.failed && !answer.running) {
      if (ran) say(batchesShown.querySelector(".ended")?.textContent || "");
      return;
    }
    if (!ran && answer.running) showBatchPanel(true);
    ran = true;
    await new Promise((done) => setTimeout(done, 700));
  }
}

// What has the focus, or is opened, stays so.
function replaceBatches(html) {
  const [focused, token] = [document.activeElement, document.activeElement.closest?.("[data-token]")?.dataset.token];
  const opened = [...batchesShown.querySelectorAll("details[open]")].map((one) => one.closest("[data-token]").dataset.token);
  const isWithin = batchesShown.contains(focused);
  batchesShown.replaceChildren(fragment(html));
  for (const article of batchesShown.children) {
    if (opened.includes(article.dataset.token)) article.querySelector("details").open = true;
    if (isWithin && token === article.dataset.token) article.querySelector("button, a")?.focus();
  }
  if (isWithin && !batchesShown.contains(document.activeElement)) batchButton.focus();
}

batchButton.addEventListener("click", () => showBatchPanel(batchShown.hidden));
closeOnEscape(batchShown, batchButton);
find("#batch-file").addEventListener("change", (event) => {
  const [file] = event.target.files;
  event.target.value = "";
  if (file) beginBatch(file);
});
batchesShown.addEventListener("click", async (event) => {
  const work = event.target.closest("[data-batch]")?.dataset.batch;
  if (!work) return;
  const answer = await call(`${work}_batch`, { batch: event.target.closest("[data-token]").dataset.token });
  tellBatch(answer.error || answer.failed);
  await showBatches();
});

showBatches();
