// Runs once for the source pane: the cited words are brought into view and to the keyboard's place.
watch("value", () => {
  const cited = element.querySelector("mark");
  if (!cited) return;
  const pane = element.querySelector(".text");
  if (getComputedStyle(pane).overflowY === "auto") {
    pane.scrollTop = cited.offsetTop - pane.offsetTop - pane.clientHeight / 3;
    if (element.getBoundingClientRect().top < 0) element.scrollIntoView({ block: "start" });
  } else {
    cited.scrollIntoView({ block: "center" });
  }
  cited.focus({ preventScroll: true });
});
