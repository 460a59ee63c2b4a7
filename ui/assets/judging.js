// "Useful" and "Not the answer" below an excerpt: what a reader says of it. A second press takes it back.
async function judgeExcerpt(button) {
  const article = button.closest(".turn");
  const number = Number(article.dataset.number);
  const pressed = button.getAttribute("aria-pressed") === "true";
  const useful = pressed ? null : button.dataset.judge === "useful";
  const answer = await call("judge_excerpt", {
    question: turns[number].question,
    // Only a follow-up is read with what was asked before.
    before: article.querySelector(".read-as") ? before(number).slice(-8) : [],
    reference: button.parentElement.querySelector("[data-keep]").dataset.keep,
    useful,
  });
  if (answer.said === undefined) return say(answer.error || answer.failed);
  for (const one of button.parentElement.querySelectorAll("[data-judge]")) {
    one.setAttribute("aria-pressed", one === button && !pressed);
  }
  say(answer.said);
}

turnsShown.addEventListener("click", (event) => {
  const button = event.target.closest("[data-judge]");
  if (button) judgeExcerpt(button);
});
