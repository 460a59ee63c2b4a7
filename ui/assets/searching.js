// Exact search: a tab beside the conversation. What is found stays until something else is searched for.
const [searchShown, searchButton, searched] = [find("#search"), find("#search-button"), find("#searched")];
let searching = 0;

function showSearch(isShown) {
  searchShown.hidden = !isShown;
  searchButton.setAttribute("aria-expanded", isShown);
  room.classList.toggle("searching", isShown);
  (isShown ? searched : field).focus();
}

async function searchFor(words) {
  const mine = ++searching;
  searched.value = words;
  const answer = await call("search", { search: words, exact: find("#exactly").checked, filters });
  if (mine !== searching) return;
  const wrong = answer.html === undefined ? answer.error || answer.failed : "";
  find("#search-wrong").textContent = wrong;
  searched.setAttribute("aria-invalid", wrong !== "");
  find("#search-found").replaceChildren(...(wrong ? [] : [fragment(answer.html)]));
  if (!wrong) say(answer.said);
}

searchButton.addEventListener("click", () => showSearch(searchShown.hidden));
searchShown.querySelector(".back button").addEventListener("click", () => showSearch(false));
find("#search-form").addEventListener("submit", (event) => {
  event.preventDefault();
  searchFor(searched.value);
});
find("#exactly").addEventListener("change", () => searched.value.trim() && searchFor(searched.value));
turnsShown.addEventListener("click", (event) => {
  const offer = event.target.closest("[data-search]");
  if (!offer) return;
  showSearch(true);
  searchFor(offer.dataset.search);
});
searchShown.addEventListener("keydown", (event) => event.key === "Escape" && showSearch(false));
