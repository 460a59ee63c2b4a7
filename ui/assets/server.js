// What all pages have: who is logged in, why a call was refused, and how a file is saved. Runs once, before the page's own.
const find = (selector) => element.querySelector(selector);
find("#log-out").hidden = !window.gradio_config?.username;

// Gradio's client keeps to itself why a call failed; the response says it.
let refused = "";
const fetchPlainly = window.fetch;
window.fetch = async (...request) => {
  const response = await fetchPlainly(...request);
  if (!response.ok && String(request[0]).includes("component_server")) refused = await reasonOf(response.clone());
  return response;
};

async function reasonOf(response) {
  if (response.status === 401) return "You are no longer logged in. Load the page again to log in.";
  try {
    return String((await response.json()).error);
  } catch {
    return `The server answered with an error (${response.status}).`;
  }
}

function saveFile(text, name, type) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  // A busy machine begins to save it later.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

function fileName(text) {
  const words = text.normalize("NFKD").replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "");
  return words.slice(0, 60) || "answer";
}
