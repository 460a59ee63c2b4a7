// The width of the source pane, in hundredths of the desk: by dragging its edge, or by its arrow keys. Kept in this browser.
const [divider, desk] = [find("#divider"), find(".desk")];
const WIDTH = "loccit.source-width";
const [NARROWEST, WIDEST, USUAL, STEP] = [25, 75, 51, 2];

function setWidth(wanted) {
  const width = Math.min(WIDEST, Math.max(NARROWEST, Math.round(wanted)));
  if (!Number.isFinite(width)) return;
  divider.setAttribute("aria-valuenow", width);
  divider.setAttribute("aria-valuetext", `${width} percent`);
  desk.style.setProperty("--source-width", `${width / (100 - width)}fr`);
  try {
    if (width === USUAL) localStorage.removeItem(WIDTH);
    else localStorage.setItem(WIDTH, width);
  } catch {
    // It then holds until the page is left.
  }
}

const widthNow = () => Number(divider.getAttribute("aria-valuenow"));
const leftToRight = () => getComputedStyle(desk).direction === "ltr";

// Where the pointer is says how much of the desk lies beyond it.
function drag(event) {
  const box = desk.getBoundingClientRect();
  const beyond = leftToRight() ? box.right - event.clientX : event.clientX - box.left;
  setWidth((100 * beyond) / box.width);
}

divider.addEventListener("pointerdown", (event) => {
  if (event.button !== 0) return;
  event.preventDefault();
  divider.focus();
  divider.setPointerCapture(event.pointerId);
  divider.addEventListener("pointermove", drag);
});
for (const kind of ["pointerup", "pointercancel", "lostpointercapture"]) {
  divider.addEventListener(kind, () => divider.removeEventListener("pointermove", drag));
}
divider.addEventListener("dblclick", () => setWidth(USUAL));
divider.addEventListener("keydown", (event) => {
  // The edge moves as the arrow points; the source is what lies beyond it.
  const wider = leftToRight() ? "ArrowLeft" : "ArrowRight";
  const narrower = leftToRight() ? "ArrowRight" : "ArrowLeft";
  const wanted = { [wider]: widthNow() + STEP, [narrower]: widthNow() - STEP, Home: NARROWEST, End: WIDEST, Enter: USUAL };
  if (!(event.key in wanted)) return;
  event.preventDefault();
  setWidth(wanted[event.key]);
});

try {
  if (localStorage.getItem(WIDTH)) setWidth(Number(localStorage.getItem(WIDTH)));
} catch {
  // A browser that keeps nothing shows the usual width.
}
