"""Who speaks, paragraph by paragraph: by the labels of a hearing, an interview or a play, and within quotations."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise

from embeddings.text.line_marks import begins_as_chat, capitals_label, message_mark, name_label

# A text labels its speakers where so many paragraphs begin with labels, of which at least two differ and one recurs.
FEWEST_LABELS = 3
# Where the labels are not in capitals, so great a share of what follows them are sentences; fields of a form are not.
SENTENCES_SHARE = 0.6
# What the head of a hearing, of minutes or of a memorandum states of it.
_FIELDS = frozenset(
    [
        *("absent", "agenda", "apologies", "attendance", "attendees", "date", "evidence", "members", "participants"),
        *("place", "present", "record", "subject", "time", "transcript", "venue", "witnesses"),
    ]
)
_ENDS_SENTENCE = re.compile(r"[.!?…][\"'”’)\]]*\Z")
_QUOTATION = re.compile(r"“[^”]*(?:”|\Z)|\"[^\"]*(?:\"|\Z)")
# "(Laughter.)", "[Recess]": nobody's words, and no turn ends there.
_DIRECTION = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")


def turns(paragraphs: Sequence[str], are_headings: Sequence[bool]) -> list[tuple[int, int] | None]:
    """Return for each paragraph the number of the one that opens its turn and the length of the label there, or None.

    A turn goes on until the next label or heading. One that no other follows may be at most as long as the others are,
    since nothing says where it ends. Of a chat, which begins with the mark of a message, each message is a turn,
    whatever stands in it, and a notice is nobody's.
    """
    if paragraphs and begins_as_chat(paragraphs[0]):
        return _messages(paragraphs)
    lengths = _label_lengths(paragraphs)
    opened: list[tuple[int, int] | None] = [None] * len(paragraphs)
    longest = max(
        (end - first for first, end in pairwise(lengths) if not any(are_headings[first + 1 : end])), default=1
    )
    for first, length in lengths.items():
        end = next((n for n in range(first + 1, len(paragraphs)) if n in lengths or are_headings[n]), len(paragraphs))
        end = end if end in lengths else min(end, first + longest)
        for number in range(first, end):
            if number == first or not _DIRECTION.fullmatch(paragraphs[number]):
                opened[number] = first, length
    return opened


def _messages(paragraphs: Sequence[str]) -> list[tuple[int, int] | None]:
    opened: list[tuple[int, int] | None] = []
    for number, paragraph in enumerate(paragraphs):
        if mark := message_mark(paragraph):
            opened.append((number, mark.end()) if mark["name"] else None)
        else:
            opened.append(opened[-1])
    return opened


def continued_quotations(paragraphs: Sequence[str]) -> dict[int, int]:
    """Return the numbers of the paragraphs in which a quotation goes on, with that of the one in which it began.

    Such a paragraph opens with a quotation mark, and the one before it was left without a closing one.
    """
    began: dict[int, int] = {}
    for number, (before, after) in enumerate(pairwise(paragraphs), start=1):
        if after[0] in '“"' and _is_left_open(before):
            began[number] = began.get(number - 1, number - 1)
    return began


def outside_quotations(paragraph: str) -> str:
    """Return a paragraph with spaces in place of its quotations, also of one that it leaves open."""
    return _QUOTATION.sub(lambda match: " " * len(match[0]), paragraph)


def _is_left_open(paragraph: str) -> bool:
    return paragraph.count("“") > paragraph.count("”") or paragraph.count('"') % 2 == 1


def _label_lengths(paragraphs: Sequence[str]) -> dict[int, int]:
    """Return the lengths of the labels at the beginnings of paragraphs, by their numbers; none if no speakers are."""
    capitals = {number: label for number, text in enumerate(paragraphs) if (label := capitals_label(text))}
    leading_on = _leading_on(paragraphs, capitals)
    capitals = {n: label for n, label in capitals.items() if label not in leading_on and not _is_field(label)}
    names = {number: label for number, text in enumerate(paragraphs) if (label := name_label(text))}
    names = {n: label for n, label in names.items() if label not in leading_on and not _is_field(label)}
    if not _are_speakers(list(capitals.values())) and not (
        _are_speakers(list(names.values())) and _are_mostly_sentences([paragraphs[number] for number in names])
    ):
        return {}
    return {number: len(label) for number, label in sorted({**names, **capitals}.items())}


def _is_field(label: str) -> bool:
    """Whether a label names what stands in the head of minutes or a hearing, and nobody: "Members present:"."""
    return label.rstrip(": ").split()[-1].lower() in _FIELDS


def _leading_on(paragraphs: Sequence[str], labels: Mapping[int, str]) -> set[str]:
    """Return the labels that recur and have no sentence after them, as "READ MORE:" has the heading of another text."""
    counts = Counter(labels.values())
    speaking = {label for number, label in labels.items() if _ENDS_SENTENCE.search(paragraphs[number])}
    return {label for label, count in counts.items() if count > 1} - speaking


def _are_speakers(labels: Sequence[str]) -> bool:
    counts = Counter(labels)
    return len(labels) >= FEWEST_LABELS and len(counts) > 1 and max(counts.values()) > 1


def _are_mostly_sentences(texts: Sequence[str]) -> bool:
    return sum(bool(_ENDS_SENTENCE.search(text)) for text in texts) >= SENTENCES_SHARE * len(texts)
