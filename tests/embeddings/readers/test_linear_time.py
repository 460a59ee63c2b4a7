"""Reading takes time in proportion to a file's length, whatever stands in it."""

import gc
from collections.abc import Callable, Iterator
from contextlib import suppress
from time import thread_time

import pytest

from embeddings.readers import html, markdown, plain_text
from embeddings.readers.content import FileContent, NotReadWhole

LINES = "<p>The clerks of the harbour met on Monday and put off the dredging of the basin until the spring.</p>" * 4

# By name: what is repeated, and around it the rest of the page.
PAGES = {
    "comments": ("<!--", LINES, ""),
    "comments in words": ("a <!-- b ", LINES, ""),
    "links": ("<a>", LINES, ""),
    "title": ("harbour ", "<title>", f"</title>{LINES}"),
    "title of spaces": (" ", "<title>a", f"b</title>{LINES}"),
    "heading": ("harbour ", "<h1>", f"</h1>{LINES}"),
    "author": ("by Ana ", "<meta name='author' content='", f"'>{LINES}"),
    "byline": ("Ana and ", "<p>By ", f"</p>{LINES}"),
    "open elements": ("<b>", LINES, "words"),
    "open struck words": ("<s>a ", LINES, ""),
    "struck words": ("<s>a</s> b ", f"{LINES}<p>", ""),
    "raised numbers": ("10<sup>5</sup> ", f"{LINES}<p>", ""),
    "rows": ("<tr><td rowspan='9'>a</td><td>b</td></tr>", f"{LINES}<table>", "</table>"),
    "spanning cells": ("<td rowspan='99'>a</td>", f"{LINES}<table><tr>", "</tr><tr><td>b</td></tr></table>"),
    "attributes": ("a='b' ", f"{LINES}<p ", ">"),
    "hidden parts": ("<p hidden class='a'>b</p>", LINES, ""),
    "styles": ("text-decoration:", f"{LINES}<p style='", "'>"),
    "data between": ("/*\n", f"{LINES}<script type='application/ld+json'>", "</script>"),
    "data": ('{"articleBody":', f"{LINES}<script type='application/ld+json'>", "</script>"),
    "preformatted lines": ("a\n\nb <b>c\nd</b>\n", f"{LINES}<pre>", "</pre>"),
    "lists in lists": ("<ul><li>a<ol><li>", LINES, "words"),
    "lists of headings": ("<ul><li>a<h2>b</h2>", LINES, ""),
    "items": ("<li>a", f"{LINES}<ol>", "</ol>"),
    "tables in tables": ("<table><tr><td>", LINES, "words"),
    "declarations": ("<html ", "", ""),
}
TEXTS = {
    "block of comments": ("<!--", "", ""),
    "blocks": ("<div>a</div>\n\n", "", ""),
    "comments": ("<!--", "a ", ""),
    "comments in words": ("a <!-- b ", "", ""),
    "tags": ("<a>", "a ", ""),
    "half tags": ("<a b='", "a ", ""),
    "quotations": (">", "", "a"),
    "lists": ("- ", "", "a"),
    "struck words": ("~~a~~ b ", "", ""),
    "half struck words": ("~~a ", "", ""),
    "links": ("[a](", "", ""),
    "front matter": ("a: b\n", "---\n", ""),
    "rules": ("--- \n", "---\n", ""),
    "rows": ("|c<br>d|e|\n", "|a|b|\n|-|-|\n", ""),
    "scripts": ("<script>", "a ", ""),
}
# The shorter of two inputs, in characters; long enough that the work outweighs the start.
CHARACTERS = 8_000

PLAIN_TEXTS = {
    "numbers": ("14\n\n", "", ""),
    "one number": ("1", "", ""),
    "roman numbers": ("x", "", ""),
    "dashes": ("- ", "", "14"),
    "spaces in a head": (" ", "The harbour", "14"),
    "form feeds": ("\f\n", "", ""),
    "heads": ("The harbour\n\n14\n\n", "", ""),
    "bylines": ("By Ana ", "", ""),
    "letter heads": ("From: Ana\nTo: Bo\n", "", ""),
    "address": ("<", "From: Ana ", "\nTo: Bo"),
}


@pytest.fixture(autouse=True)
def _no_collection() -> Iterator[None]:
    """Python's search for garbage comes when it will and takes longer the more there is."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


def seconds(read: Callable[[str], FileContent], text: str) -> float:
    start = thread_time()
    with suppress(NotReadWhole):
        read(text)
    return thread_time() - start


def check(read: Callable[[str], FileContent], parts: tuple[str, str, str]) -> None:
    """Ten times the text in linear time: the slowest of the short runs beside the quickest of the long.

    Twenty times the time leaves room for a busy machine and for garbage of others; what is quadratic takes a hundred.
    """
    repeated, before, after = parts
    short, long = (before + repeated * (size // len(repeated)) + after for size in (CHARACTERS, 10 * CHARACTERS))
    read_short = [seconds(read, short) for _ in range(5)]
    # The first long run that is quick enough settles it.
    assert any(seconds(read, long) <= 20 * max(read_short) + 0.01 for _ in range(4))


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_read_in_linear_time(name: str) -> None:
    check(html.read, PAGES[name])


@pytest.mark.parametrize("name", TEXTS)
def test_markdown_is_read_in_linear_time(name: str) -> None:
    check(markdown.read, TEXTS[name])


@pytest.mark.parametrize("name", PLAIN_TEXTS)
def test_plain_text_is_read_in_linear_time(name: str) -> None:
    check(plain_text.read, PLAIN_TEXTS[name])
