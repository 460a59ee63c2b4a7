// Standing questions on the archive page: shown with their news, asked again after a rebuild, added, seen, removed.
const standing = find("#standing");
let standingAsks = 0;

async function showStanding() {
  const mine = ++standingAsks;
  let answer = await call("show_standing", null);
  standing.hidden = answer.html === undefined;
  // Some at a time, so that the page shows what comes, and who leaves it stops nothing half done.
  while (mine === standingAsks && putStanding(answer) && answer.due) answer = await call("ask_due", null);
}

function putStanding(answer) {
  if (answer.html === undefined) {
    if (answer.error) find("#standing-told").textContent = answer.error;
    return false;
  }
  const opened = find("#standing-shown details")?.open;
  show("#standing-shown", answer.html);
  if (opened && find("#standing-shown details")) find("#standing-shown details").open = true;
  return true;
}

async function changeStanding(name, data) {
  standingAsks++;
  const answer = await call(name, data);
  find("#standing-told").textContent = answer.error || answer.said || "";
  if (putStanding(answer) && answer.due) showStanding();
  return !answer.error;
}

find("#standing-form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const asked = find("#standing-question");
  find("#standing-told").textContent = "Asking…";
  if (await changeStanding("add_question", { question: asked.value })) asked.value = "";
});
standing.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-standing]");
  if (!button) return;
  const numbers = button.dataset.number ? [Number(button.dataset.number)] : [];
  await changeStanding(button.dataset.standing === "remove" ? "remove_question" : "see_standing", { numbers });
  find("#standing-question").focus();
});
