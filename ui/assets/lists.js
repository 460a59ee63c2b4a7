// How the pages that list something call the server and show what it sends. Runs once, after server.js.
async function call(name, data) {
  refused = "";
  const failed = "The server does not answer. Is it still running?";
  try {
    return (await server[name](data)) ?? { error: refused || failed };
  } catch {
    return { error: refused || failed };
  }
}

// Only for what the server rendered and escaped.
function show(selector, html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  find(selector).replaceChildren(template.content);
}
