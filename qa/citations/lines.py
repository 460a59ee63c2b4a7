"""What cites an excerpt, in words: title, publisher, date, place, where else it stands. Plain text, not HTML."""

from collections.abc import Iterator, Sequence

from embeddings.documents import INSIDE, Document, Span, is_date_of_file, is_date_of_scan
from embeddings.text.splitting import BLANK_LINES, paragraphs
from embeddings.times.resolving import published_time
from qa.answers import Answer, Difference, Excerpt, Fact, Reprint
from qa.wording import count_of, human_date

# Times that a line names; of the rest it says how many there are.
NAMED_TIMES = 4
# Reprints that a line names; of the rest it says how many there are.
NAMED_REPRINTS = 3
# Characters of a line before and behind an excerpt that are looked at; lines that are wrapped are shorter.
LINE_LOOKED_AT = 300


def title_of(document: Document | Reprint) -> str:
    """Return the document's title, or where it states none its file's name, and what it is there: "a.zip, b.txt"."""
    if document.title or isinstance(document, Reprint) or not document.member:
        return document.title or document.id.rpartition("/")[2]
    parts = [document.id.removesuffix(INSIDE + document.member), *document.member.split(INSIDE)]
    return ", ".join(part.rpartition("/")[2] for part in parts)


def citation_line(document: Document | Reprint) -> str:
    """Return publisher, author and date, in that order; what is not stated is left out, but for the date.

    The day on which only the file was made is called so: what stands in it may be older. Where the archive has others
    of the same title, author and date, the file's name stands behind: "Harbour Office · 3 May 2012 · minutes-2.pdf".
    """
    author, apart = (document.author, document.told_apart) if isinstance(document, Document) else (None, "")
    stated = [name for name in (document.publisher, author) if name]
    date = f"{_date_name(document)}{human_date(document.published)}"
    return " · ".join([*stated, date, *([apart] if apart else [])])


def _date_name(document: Document | Reprint) -> str:
    """Return what stands before a document's date where that is none of publication."""
    if isinstance(document, Reprint) or not is_date_of_file(document.facts):
        return ""
    return "scanned " if is_date_of_scan(document.facts) else "file of "


def excerpt_line(excerpt: Excerpt) -> str:
    """Return where in its document an excerpt stands, and what `citation_line` says of the document."""
    place, cited = excerpt.place, citation_line(excerpt.document)
    if excerpt.document.told_apart in place:
        # The place of a message or a sheet is often all that tells it from another.
        cited = cited.removesuffix(f" · {excerpt.document.told_apart}")
    return f"{place} · {cited}" if place else cited


def also_in_line(excerpt: Excerpt) -> str:
    """Return where else an excerpt stands: "also in Title, Publisher, date; …"; nothing if nowhere."""
    if not excerpt.also_in:
        return ""
    named = [
        ", ".join(
            [title_of(reprint), *([reprint.publisher] if reprint.publisher else []), human_date(reprint.published)]
        )
        for reprint in excerpt.also_in[:NAMED_REPRINTS]
    ]
    more = len(excerpt.also_in) - len(named)
    return f"also in {'; '.join(named)}{f'; and {more:,} more' if more else ''}"


def times_line(excerpt: Excerpt) -> str:
    """Return the times that an excerpt speaks of, but for that of its publication; nothing where there is none.

    A time that is named by another has the words that it came from: "speaks of 2010 (“Five years later”)".
    """
    published = published_time(excerpt.document.dated)
    named: dict[str, str] = {}
    for spoken in excerpt.times:
        if published is None or not spoken.time.overlaps(published):
            words = " ".join(excerpt.document.text[spoken.start : spoken.end].split())
            named.setdefault(str(spoken.time), f" (“{words}”)" if spoken.is_relative else "")
    listed = [f"{time}{words}" for time, words in list(named.items())[:NAMED_TIMES]]
    more = len(named) - len(listed)
    return f"speaks of {', '.join(listed)}{f' and {more:,} more' if more else ''}" if named else ""


def difference_lines(difference: Difference) -> list[str]:
    """Return what each side of a difference says, with the numbers of its excerpts: "“12” [1]", "newer: “14” [2]"."""
    return [
        f"{said} {' '.join(f'[{number}]' for number in numbers)}{several}"
        for said, numbers, several in difference_sides(difference)
    ]


def difference_sides(difference: Difference) -> Iterator[tuple[str, tuple[int, ...], str]]:
    """Yield of each side of a difference what it says, the numbers of its excerpts, and of how many sources it is."""
    for value in difference.values:
        newer = "newer: " if difference.newest in value.excerpts else ""
        several = f", {count_of(value.sources, 'source')}" if value.sources > 1 else ""
        yield f"{newer}“{value.words}”", value.excerpts, several


def fact_line(fact: Fact) -> str:
    """Return what a document states of itself: "Written by Ana de Souza", "Published 5 April 2011"."""
    match fact.name:
        case "author":
            return f"Written by {fact.value}"
        case "publisher":
            return f"Published by {fact.value}"
        case "published":
            return f"Dated {human_date(fact.value)}"


def context_line(excerpt: Excerpt) -> str:
    """Return the words that introduce an excerpt, each quoted, and a sign that others stand between: "“CHAIR:” […]"."""
    return "".join(f"“{' '.join(text.split())}” […] " for text in excerpt.context_texts).rstrip()


def quoted_lines(excerpt: Excerpt) -> list[str]:
    """Return the words of an excerpt, quoted, each item of a list and each row of a table as a line of its own."""
    blocks = [block for part in BLANK_LINES.split(excerpt.text) if (block := part.strip())]
    # A block of one line is a paragraph, whatever stands beside the excerpt.
    if all(len(block.splitlines()) == 1 for block in blocks):
        return _quoted(blocks)
    return _quoted([excerpt.text[start:end] for start, end in paragraphs_of(excerpt)])


def paragraphs_of(excerpt: Excerpt) -> list[Span]:
    """Return the paragraphs of an excerpt as [start, end) of its text, without the white space between them.

    The lines in which it begins and ends are looked at whole, since the end of a line by itself may seem a heading.
    """
    text, start, end = excerpt.document.text, excerpt.start, excerpt.end
    looked_at = text[max(start - LINE_LOOKED_AT, 0) : start], text[end : end + LINE_LOOKED_AT]
    first, last = start - len(looked_at[0].rpartition("\n")[2]), end + len(looked_at[1].partition("\n")[0])
    spans = [(first + opened - start, first + closed - start) for opened, closed in paragraphs(text[first:last])]
    within = [(max(opened, 0), min(closed, end - start)) for opened, closed in spans]
    return [(opened, closed) for opened, closed in within if opened < closed]


def quoted(text: str) -> list[str]:
    """Return words, quoted, as `quoted_lines` does those of an excerpt, where the document is not there."""
    return _quoted([text[start:end] for start, end in paragraphs(text)])


def _quoted(parts: Sequence[str]) -> list[str]:
    lines = [" ".join(part.split()) for part in parts]
    lines[0] = f"“{lines[0]}"
    lines[-1] += "”"
    return lines


def sources_line(answer: Answer) -> str:
    """Return how many excerpts, or nearest passages, an answer shows and from how many sources, as a sentence."""
    excerpts = answer.excerpts or answer.nearest
    noun = "excerpt" if answer.excerpts else "nearest passage"
    counts = [count_of(len(answer.facts), "fact")] if answer.facts else []
    counts += [count_of(len(excerpts), noun)] if excerpts or not answer.facts else []
    return f"{' and '.join(counts)} from {count_of(answer.sources, 'source')}."
