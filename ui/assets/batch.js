// Many questions at once: a file of them is asked under the filters that are on, and its answers are downloaded.
const [batchShown, batchButton, batchProgress] = [find("#batch"), find("#batch-button"), find("#batch-shown")];
const BATCH = "loccit.batch";
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
  sessionStorage.setItem(BATCH, answer.batch);
  await watchBatch(answer);
}

async function watchBatch(answer) {
  const mine = ++watching;
  const { batch } = answer;
  for (let shown = ""; mine === watching; answer = await call("watch_batch", { batch })) {
    if (answer.error || answer.failed) {
      if (answer.error) sessionStorage.removeItem(BATCH);
      batchProgress.replaceChildren();
      return tellBatch(answer.error || answer.failed);
    }
    // A button that is replaced while it is pressed does nothing.
    if (answer.html !== shown) {
      const cancelling = batchProgress.querySelector("[data-batch]") === document.activeElement;
      const opened = batchProgress.querySelector("details")?.open;
      batchProgress.replaceChildren(fragment(answer.html));
      if (opened) batchProgress.querySelector("details").open = true;
      if (cancelling) batchProgress.querySelector("button, a")?.focus();
      shown = answer.html;
    }
    if (!answer.running) return say(batchProgress.querySelector(".ended").textContent);
    await new Promise((done) => setTimeout(done, 700));
  }
}

batchButton.addEventListener("click", () => showBatchPanel(batchShown.hidden));
find("#batch-file").addEventListener("change", (event) => {
  const [file] = event.target.files;
  event.target.value = "";
  if (file) beginBatch(file);
});
batchProgress.addEventListener("click", (event) => {
  if (event.target.closest("[data-batch]")) call("stop_batch", { batch: sessionStorage.getItem(BATCH) });
});

// A batch goes on when its page is loaded again.
async function findBatch() {
  const batch = sessionStorage.getItem(BATCH);
  if (!batch) return;
  const answer = await call("watch_batch", { batch });
  if (answer.html === undefined) return sessionStorage.removeItem(BATCH);
  showBatchPanel(true);
  await watchBatch(answer);
}
findBatch();
