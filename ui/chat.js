// Runs once for the conversation: one listener for all buttons, also those of later answers.
element.addEventListener("click", (event) => {
  const cited = event.target.closest("[data-cite]");
  const example = event.target.closest("[data-ask]");
  if (cited) trigger("cite", { place: cited.dataset.cite });
  if (example) trigger("example", { question: example.dataset.ask });
});
watch("value", () => {
  const turns = element.querySelectorAll(".turn");
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  turns[turns.length - 1]?.scrollIntoView({ behavior: calm ? "auto" : "smooth", block: "start" });
});
