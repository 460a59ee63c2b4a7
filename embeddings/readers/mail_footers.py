"""What the server of a mailing list adds below a mail: how to leave the list, and where it is kept."""

import re
from collections.abc import Sequence

# A footer has no more lines, and no more characters on one.
FOOTER_LINES = 12
LINE_CHARACTERS = 300
# "______", "------", "--~--~---~": what parts it from the mail.
_RULE = re.compile(r"[-_=~*]{1,200}")
_SHORTEST_RULE = 10
_OF_LIST = re.compile(
    r"\bmailing list\b|\bunsubscribe\b|/listinfo/|/mailman3?/|\bsubscribed to the\b|\blist archives?\b|\bmailinglist\b"
    r"|\bliste de diffusion\b|\blista de (?:correo|discuss)",
    re.IGNORECASE,
)
_OPENING = re.compile(
    r"(?:to (?:unsubscribe|post to this|subscribe or unsubscribe)|you(?:'re| are| received| can)"
    r" .{0,60}\bsubscribe[dr]?\b|unsubscribe:)",
    re.IGNORECASE,
)


def footer_begin(texts: Sequence[str], end: int) -> int:
    """Return the number of the first line of the footers of lists that the lines before `end` end in, else `end`."""
    begin = end
    while (first := _paragraph_begin(texts, begin)) is not None and _is_footer(texts[first:begin]):
        begin = first
    return begin


def _paragraph_begin(texts: Sequence[str], end: int) -> int | None:
    """Return where the last paragraph before a line begins; None for none, and for one of many lines."""
    last = end
    while last and not texts[last - 1].strip():
        last -= 1
    first = last
    while first and texts[first - 1].strip() and last - first <= FOOTER_LINES:
        first -= 1
        if _is_rule(texts[first]) and first + 1 < last:
            break
    return first if 0 < last - first <= FOOTER_LINES else None


def _is_rule(line: str) -> bool:
    stripped = line.strip()
    return len(stripped) >= _SHORTEST_RULE and bool(_RULE.fullmatch(stripped))


def _is_footer(lines: Sequence[str]) -> bool:
    filled = [line for line in lines if line.strip()]
    if any(len(line) > LINE_CHARACTERS for line in filled):
        return False
    is_parted = _is_rule(filled[0]) and any(map(_OF_LIST.search, filled[1:]))
    return is_parted or bool(_OPENING.match(filled[0].strip()) and any(map(_OF_LIST.search, filled)))
