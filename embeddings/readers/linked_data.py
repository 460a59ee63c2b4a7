"""The text of an article that a page holds only as data for search engines: JSON-LD's articleBody."""

import json
from collections import deque
from typing import Any

from embeddings.readers.markup import blocks, collapsed, parsed, simplify


def article_body(tree: Any) -> list[str]:
    """Return the blocks of the longest articleBody of a page's JSON-LD; none where it has none."""
    bodies: list[str] = []
    for script in tree.iterfind('.//script[@type="application/ld+json"]'):
        if script.text and "articleBody" in script.text:
            bodies += _bodies(script.text)
    return _blocks(max(bodies, key=len)) if bodies else []


def _bodies(text: str) -> list[str]:
    try:
        # Pages hold line breaks within strings, which strict JSON forbids.
        data = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return []
    bodies = []
    queue = deque([data])
    while queue:
        node = queue.popleft()
        if isinstance(node, dict):
            body = node.get("articleBody")
            bodies += [body] if isinstance(body, str) else []
        if isinstance(node, dict | list):
            queue.extend(node.values() if isinstance(node, dict) else node)
    return bodies


def _blocks(body: str) -> list[str]:
    """Part a body into blocks: by its markup, which some write as entities, else by its lines."""
    tree = parsed(body) if "</" in body or "&lt;/" in body or "<br" in body else None
    if tree is None:
        return [block for line in body.split("\n") if (block := collapsed(line))]
    if "&lt;/" in body and (written := parsed(tree.text_content())) is not None:
        tree = written
    simplify(tree)
    return [block for block in blocks(tree) if block]
