"""What the marks of a line say of it: that it is an item of a list, a row of a table, what introduces others, a turn.

Canonical text has no markup, so these are the signs that people write: enumerators, bars and tabs, colons.
"""

import re
from collections.abc import Sequence

_ITEM = re.compile(r"[-–—*•‣▪◦·]\s|\d{1,3}[.)]\s|\((?:\d{1,3}|[a-z]|[ivx]{1,5})\)\s|(?:[a-z]|[ivx]{1,5})\)\s")
# Cells stand between bars or tabs, or are set apart as columns by three spaces or more.
_CELL_END = re.compile(r"\s*\|\s*|\s*\t\s*|[^\S\n]{3,}")
# What draws a table and says nothing.
_RULE = re.compile(r"[-+=|:\s]*[-=][-+=|:\s]*")
LONGEST_ROW = 1000
# The name of whoever writes in a chat is no longer.
MOST_NAME_CHARACTERS = 100
_ANNOUNCES = re.compile(
    r"\b(?:the following|as follows|(?:listed|set out|set forth|given|described) below)\b[^.!?:]{0,80}\.\Z",
    re.IGNORECASE,
)
_INTRODUCES = re.compile(r"(?::|[:;,]\s?(?:-{1,2}|[–—])|\s?(?:--|—))[\"'”’)\]]*\Z")
# What ends an item of a list that goes on.
_GOES_ON = re.compile(r"(?:[;,]|[;,]?\s(?:and|or))\Z")
# "CHAIR:", "MS. PETRIE (by telephone):", "Q.", "Mr. HALLORAN.", "The SPEAKER."; names in capitals tell themselves.
_NAME_IN_CAPITALS = r"(?:(?:Mc|Mac|O[’']|D[’'])?[A-ZÀ-Þ][A-ZÀ-Þ.’'\-]+|[A-Z]\.)"
_TITLE = r"(?:(?:The|Mr|Mrs|Ms|Miss|Dr|Sir|Lord|Lady|Baroness|Senator|Sen|Rep|Chairman|Chairwoman|Chair)\.?\s+)"
_CAPITALS_LABEL = re.compile(
    rf"{_TITLE}{{0,2}}{_NAME_IN_CAPITALS}(?:\s+{_NAME_IN_CAPITALS}){{0,4}}(?:\s+of\s+[A-Z][\w. ]{{2,25}}?)?"
    r"(?:\s*[(\[][^)\]\n]{1,60}[)\]])?(?::|\.(?=\s))"
)
# "CHAPTER IV. MR. BOUNDERBY" and "MR. Smith" name nobody by the first full stop.
_ENDS_AS_TITLE = re.compile(r"\b(?:MR|MRS|MS|DR|ST)\.\Z")
# Initials alone name nobody: "U.S. officials".
_CAPITALS = re.compile(r"[A-ZÀ-Þ]{2}")
_NAME_LABEL = re.compile(
    r"(?:[\[(]?\d{1,2}:\d\d(?::\d\d)?[\])]?\s+)?[^\W\d_][\w.’'\-]*(?:\s+[^\W\d_][\w.’'\-]*){0,3}"
    r"(?:\s*[(\[][^)\]\n]{1,40}[)\]])?:(?=\s)"
)
# The head of a letter, an e-mail or a memorandum.
_LETTER_FIELD = re.compile(r"(?P<name>from|to|cc|date|sent|subject|re)\s*:\s*(?P<value>\S.*)", re.IGNORECASE)
# "Sponsored by Senators Aldous and Brink", "Members: Holm, Greer, Lind". Headings seldom have either form.
_STATED = re.compile(r"[^\W\d_]+ed by (?:the )?[A-Z].*|[^\W\d_]+(?: [^\W\d_]+)?: [^,]+,.*")
_QUESTION_OR_ANSWER = re.compile(r"(?:Q|A|Question|Answer)[.:](?=\s)")
# "Ana Ruiz [14:05]: words", "Ana Ruiz [14:05 UTC, to Bo Ek]: words", and "[14:05] Ana Ruiz left", which nobody says.
_CLOCK = r"(?:\d\d:\d\d(?: UTC)?|--:--)"
_CHAT_NAME = rf"[^\n]{{0,{MOST_NAME_CHARACTERS}}}?"
_MESSAGE = re.compile(
    rf"\[{_CLOCK}\](?=\s)|(?P<name>\S{_CHAT_NAME}) \[{_CLOCK}(?:, to (?P<to>[^\s\]]{_CHAT_NAME}))?\]:(?=\s)"
)


def is_item(line: str) -> bool:
    """Whether a line begins with the sign or the number of an item of a list."""
    return _ITEM.match(line) is not None


def is_numbered(line: str) -> bool:
    """Whether a line begins with a number or a letter as of an item: "4. Side effects", "(b) Costs"."""
    return is_item(line) and any(map(str.isalnum, line.split(maxsplit=1)[0]))


def name_and_value(line: str) -> tuple[str, str] | None:
    """Return the name, in small letters, and the value of a line in a letter's head: ("from", "Bo Ek"); else None."""
    match = _LETTER_FIELD.fullmatch(line)
    return (match["name"].lower(), match["value"].strip()) if match else None


def states_fact(line: str) -> bool:
    """Whether a line that is no sentence says something by itself: a letter's field, who did it, or what there is."""
    return name_and_value(line) is not None or _STATED.fullmatch(line) is not None


def is_rule(line: str) -> bool:
    """Whether a line only draws a table: "|---|---|"."""
    return _RULE.fullmatch(line) is not None


def cells(line: str) -> list[str]:
    """Return the cells of a row of a table, [] for a line that is none.

    Bars at both ends are its frame; a bar at the beginning alone, of a row of three or more, follows an empty cell.
    """
    bare = line.strip()
    if len(line) > LONGEST_ROW or "\n" in bare:
        return []
    # Most lines are prose, which is told at once: the only white space that is printable is a space.
    if bare.isprintable() and "|" not in bare and "   " not in bare:
        return []
    parts = _CELL_END.split(bare.strip("|").strip())
    if len(parts) < 2:  # noqa: PLR2004
        return []
    return ["", *parts] if bare.startswith("|") and not bare.endswith("|") else parts


def with_commas(row: str) -> str:
    """Return a row of a table with commas between its cells, each at its place."""
    return _CELL_END.sub(lambda gap: ",".ljust(len(gap[0])), row)


def introduces(paragraph: str) -> bool:
    """Whether a paragraph introduces what follows it, by a colon or a dash at its end.

    A line between dashes, "--- Forwarded message ---", parts what stands above it from what follows.
    """
    is_between = paragraph.startswith("--")
    return not is_between and _INTRODUCES.search(paragraph[-8:]) is not None and any(map(str.isalnum, paragraph))


def announces(paragraph: str) -> bool:
    """Whether the last sentence of a paragraph says that something follows: "The court makes the following orders."."""
    return _ANNOUNCES.search(paragraph) is not None


def goes_on(item: str) -> bool:
    """Whether an item of a list says by its end that another follows."""
    return _GOES_ON.search(item[-8:]) is not None


def capitals_label(paragraph: str) -> str | None:
    """Return the label of who speaks, as hearings and plays set it: a name in capitals, or "Q."."""
    if match := _QUESTION_OR_ANSWER.match(paragraph):
        return match[0]
    match = _CAPITALS_LABEL.match(paragraph)
    return match[0] if match and _CAPITALS.search(match[0]) and not _ENDS_AS_TITLE.search(match[0]) else None


def name_label(paragraph: str) -> str | None:
    """Return a few words before a colon at the start of a paragraph: a speaker, a term, or the name of a field."""
    # Without a colon it would try all that may be a name, which takes ten times as long.
    match = _NAME_LABEL.match(paragraph) if ":" in paragraph else None
    return match[0] if match and not match[0].islower() else None


def message_mark(paragraph: str) -> re.Match[str] | None:
    """Return the mark with which a message of a chat begins, as readers of chats write it; None for other paragraphs.

    Its groups "name" and "to" are who writes and to whom; a notice of the program has no name.
    """
    # Most paragraphs have no bracket, which is told at once.
    return _MESSAGE.match(paragraph) if "[" in paragraph else None


def begins_as_chat(text: str) -> bool:
    """Whether a text begins with a message of a chat: then its messages are those that bear its mark."""
    return message_mark(text[: 4 * MOST_NAME_CHARACTERS]) is not None


def marker_style(line: str) -> str | None:
    """Return the style of an item's sign or number, "(a)" for "(c)"; None without one."""
    match = _ITEM.match(line)
    return re.sub(r"[a-z]+", "a", re.sub(r"\d+", "1", match[0].strip())) if match else None


def rows_of_tables(lines: Sequence[str]) -> list[bool]:
    """Return which lines are rows of tables: of as many cells as the row above or below, or parted by the same sign."""
    rows = [cells(line) for line in lines]
    is_row = [False] * len(lines)
    for number in range(1, len(lines)):
        if _are_alike(lines[number - 1 : number + 1], rows[number - 1 : number + 1]):
            is_row[number - 1] = is_row[number] = True
    return is_row


def _are_alike(lines: Sequence[str], rows: Sequence[list[str]]) -> bool:
    if not any(rows):
        return False
    if any(map(is_rule, lines)):
        return True
    return all(rows) and (len(rows[0]) == len(rows[1]) or any(all(sign in line for line in lines) for sign in "|\t"))


def is_labelled(line: str) -> bool:
    """Whether a line begins with a label: who speaks, or what is explained."""
    return bool(capitals_label(line) or name_label(line))
