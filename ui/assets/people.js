// Voices: a tab beside the conversation with who speaks in the archive, and all that one of them says.
const [voicesShown, voicesButton, voiceName] = [find("#voices"), find("#voices-button"), find("#voice-name")];
let listening = 0;

function showVoices(isShown) {
  if (isShown) showSearch(false);
  voicesShown.hidden = !isShown;
  voicesButton.setAttribute("aria-expanded", isShown);
  room.classList.toggle("searching", isShown);
  (isShown ? voiceName : field).focus();
}

async function hearVoices(asked) {
  const mine = ++listening;
  const answer = await call("voices", asked);
  if (mine !== listening) return;
  const wrong = answer.html === undefined ? answer.error || answer.failed : "";
  find("#voices-wrong").textContent = wrong;
  voiceName.setAttribute("aria-invalid", wrong !== "");
  if (wrong) return;
  find("#voices-found").replaceChildren(fragment(answer.html));
  say(answer.said);
}

voicesButton.addEventListener("click", () => {
  showVoices(voicesShown.hidden);
  if (!voicesShown.hidden && !find("#voices-found").childElementCount) hearVoices({});
});
voicesShown.querySelector(".back button").addEventListener("click", () => showVoices(false));
searchButton.addEventListener("click", () => {
  if (searchShown.hidden || voicesShown.hidden) return;
  voicesShown.hidden = true;
  voicesButton.setAttribute("aria-expanded", false);
});
find("#voices-form").addEventListener("submit", (event) => {
  event.preventDefault();
  hearVoices({ name: voiceName.value.trim() });
});
find("#voices-found").addEventListener("click", async (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  const { speaker = "", to = "", first = "0" } = button.dataset;
  voiceName.value = speaker;
  await hearVoices({ name: speaker, to, first: Number(first) });
  find("#voices-found .counted")?.focus();
});
voicesShown.addEventListener("keydown", (event) => event.key === "Escape" && showVoices(false));
