"""The text of a mail's body, from plain text or HTML."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import accumulate, groupby
from typing import Any, NamedTuple

from embeddings.documents import Span
from embeddings.readers.item_marks import set_marks
from embeddings.readers.markup import blocks, parsed, remove, simplify

# Where the plain text is so long beside the HTML, and has so many of its words, it says as much.
AS_LONG = 0.9
AS_MUCH = 0.8
# Of quotations within quotations so many are told.
DEEPEST = 9
# A table has so many rows at least.
FEWEST_ROWS = 2

# Characters that no text holds stand in HTML where a quotation or a signature begins and ends, while it becomes text.
_QUOTATION, _SIGNATURE = ("\ufdd0", "\ufdd1"), ("\ufdd2", "\ufdd3")
_MARKS = re.compile("[\ufdd0-\ufdd3]")
_HIDDEN = re.compile(r"(?:^|;)\s*(?:display:\s*none|visibility:\s*hidden|mso-hide:\s*all)", re.IGNORECASE)
_QUOTING = re.compile(
    r"\b(?:gmail_quote|yahoo_quoted|moz-cite-prefix|OutlookMessageHeader|protonmail_quote|zmail_extra|divRplyFwdMsg)\b"
)
_SIGNING = re.compile(r"\b(?:gmail_signature|moz-signature|protonmail_signature_block)\b")
_SIGNING_ID = re.compile(r"(?:x_)*(?:Signature|AppleMailSignature|ms-outlook-mobile-signature)")
_BETWEEN = " | "
# The signs before a line that is quoted, with the space after each.
_SIGNS = re.compile(r" *>(?: ?>)* ?")
_WORD = re.compile(r"\w+")


class Body(NamedTuple):
    """The text of a body, and the spans of it that its markup says are quoted or a signature."""

    text: str
    quotations: tuple[Span, ...] = ()
    signatures: tuple[Span, ...] = ()


def chosen(plain: Body, html: Body) -> Body:
    """Return the plain text where it says as much as the HTML and keeps the rows of its tables, else the HTML."""
    words, of_plain = (Counter(_WORD.findall(body.text.lower())) for body in (html, plain))
    says_as_much = of_plain.total() >= AS_LONG * words.total() and (words & of_plain).total() >= AS_MUCH * words.total()
    return plain if says_as_much and plain.text.strip() and not _loses_rows(plain, html) else html


def _loses_rows(plain: Body, html: Body) -> bool:
    """Whether plain text has the cells of a table each on a line, as Outlook writes it, so that no row is told."""
    rows = [[*map(str.strip, line.split(_BETWEEN))] for line in html.text.split("\n") if _BETWEEN in line]
    lines = plain.text.split("\n") if rows else []
    of_cells = {line.strip() for line in lines}
    return sum(all(not cell or cell in of_cells for cell in row) for row in rows) >= FEWEST_ROWS


def plain_body(text: str, *, flowed: bool = False, without_space: bool = False) -> Body:
    """Return a body of plain text; one of flowed lines, whose soft breaks end in a space, gets its paragraphs back."""
    lines = _unflowed(text.split("\n"), without_space=without_space) if flowed else text.split("\n")
    return _without_signs([line.rstrip(" \t\f\v\0") for line in lines])


def _without_signs(lines: list[str]) -> Body:
    """Return lines as a text without the ">" before those that are quoted, which are parted from the others."""
    kept: list[str] = []
    depths: list[int] = []
    for line in lines:
        # ">>> Look here <<<" is no quotation.
        signs = _SIGNS.match(line) if not line.endswith("<") else None
        depth = min(signs[0].count(">"), DEEPEST) if signs else 0
        words = line[signs.end() :] if signs else line
        is_new = bool(depths) and depth != depths[-1] and bool(words) and bool(kept[-1])
        for each in ("", words) if is_new else (words,):
            if each or (kept and kept[-1]):
                kept.append(each)
                depths.append(depth)
    while kept and not kept[-1]:
        kept.pop()
    return Body("\n".join(kept), tuple(_quoted_spans(kept, depths)))


def _quoted_spans(lines: list[str], depths: list[int]) -> Iterator[Span]:
    """Yield the spans of lines that stand at least so deep in quotations, for each depth."""
    ends = list(accumulate(len(line) + 1 for line in lines))
    for depth in range(1, max(depths, default=0) + 1):
        for is_quoted, run in groupby(range(len(lines)), key=lambda number: depths[number] >= depth):
            numbers = [number for number in run if lines[number]]
            if is_quoted and numbers:
                yield ends[numbers[0]] - len(lines[numbers[0]]) - 1, ends[numbers[-1]] - 1


def html_body(markup: str) -> Body:
    """Return a body of HTML as text. Raises NotReadWhole if it is nested too deep."""
    tree = parsed(_MARKS.sub("", markup))
    body = None if tree is None else tree.find(".//body")
    if body is None:
        return Body("")
    remove([element for element in body.xpath(".//*[@style]") if _HIDDEN.search(element.get("style"))])
    simplify(tree)
    set_marks(body)
    for element in body.iter("blockquote", "div"):
        if _is_quotation(element):
            _mark(element, *_QUOTATION)
        elif _SIGNING.search(element.get("class") or "") or _SIGNING_ID.fullmatch(element.get("id") or ""):
            _mark(element, *_SIGNATURE)
    marked = list(blocks(body))
    words = [plain for block in marked if (plain := _MARKS.sub("", block).strip())]
    return Body("\n\n".join(words), _spans(marked, *_QUOTATION), _spans(marked, *_SIGNATURE))


def joined(bodies: list[Body]) -> Body:
    """Return bodies as one, below each other."""
    text, quotations, signatures = "", list[Span](), list[Span]()
    for body in bodies:
        if not body.text.strip():
            continue
        text += "\n\n" if text else ""
        quotations += [(len(text) + start, len(text) + end) for start, end in body.quotations]
        signatures += [(len(text) + start, len(text) + end) for start, end in body.signatures]
        text += body.text
    return Body(text, tuple(quotations), tuple(signatures))


def _unflowed(lines: list[str], *, without_space: bool) -> list[str]:
    """Join the lines of paragraphs that a mail program has broken softly (RFC 3676)."""
    joined_lines: list[str] = []
    open_depth = -1
    for line in lines:
        content = line.lstrip(">")
        depth = len(line) - len(content)
        content = content.removeprefix(" ")
        is_signature = content == "-- "
        if open_depth == depth and not is_signature:
            joined_lines[-1] = (joined_lines[-1][:-1] if without_space else joined_lines[-1]) + content
        else:
            joined_lines.append(f"{'>' * depth} {content}" if depth else content)
        open_depth = depth if content.endswith(" ") and not is_signature else -1
    return joined_lines


def _is_quotation(element: Any) -> bool:
    if element.tag == "blockquote" and (element.get("type") == "cite" or element.get("cite")):
        return True
    return bool(_QUOTING.search(f"{element.get('class') or ''} {element.get('id') or ''}"))


def _mark(element: Any, opened: str, closed: str) -> None:
    element.text = opened + (element.text or "")
    if len(element):
        element[-1].tail = (element[-1].tail or "") + closed
    else:
        element.text += closed


def _spans(marked: list[str], opened: str, closed: str) -> tuple[Span, ...]:
    """Return the spans between two marks, of the text that blocks are without marks."""
    length = depth = start = 0
    spans: list[Span] = []
    for block in marked:
        words = _MARKS.sub("", block).strip()
        before = length
        length += len(words) + (2 if length and words else 0)
        for mark in _MARKS.findall(block):
            if mark == opened:
                depth += 1
                # What opens in a block begins with it: no one quotes in the middle of a line.
                start = length - len(words) if depth == 1 else start
            elif mark == closed and depth:
                depth -= 1
                end = before if block.startswith(closed) else length
                spans += [(start, end)] if not depth and end > start else []
    return tuple(spans)
