"""Paragraphs that are a quotation alone: whoever spoke last in the paragraph before goes on, as in the news."""

import itertools
from collections.abc import Sequence

from embeddings.attribution.joining import Joined, give
from embeddings.attribution.quotations import Quotation, is_speech
from embeddings.documents import Span


def give_on(
    text: str,
    groups: Sequence[Sequence[Span]],
    quoted: Sequence[Sequence[Quotation]],
    joined: Sequence[Sequence[Joined]],
) -> None:
    """Give paragraphs that nobody is said to say to whoever ends the paragraph before with words or a statement.

    `groups` are the sentences of each paragraph, `quoted` its quotations, `joined` what is attributed in it. Where two
    such paragraphs follow each other, as in a novel, two persons talk, and none of the text is given.
    """
    alone = [_alone(text, group, several) for group, several in zip(groups, quoted, strict=True)]
    owned = {quotation.span for several in joined for one in several for quotation in one.quoted}
    alone = [None if quotation is None or quotation.span in owned else quotation for quotation in alone]
    if any(one and other for one, other in itertools.pairwise(alone)):
        return
    for number, quotation in enumerate(alone[1:], start=1):
        if quotation and not _opens_with_quotation(groups, quoted, number + 1):
            owner = _speaks_last(text, joined[number - 1], groups[number - 1])
            if owner:
                give(text, owner, [quotation])


def _alone(text: str, group: Sequence[Span], quoted: Sequence[Quotation]) -> Quotation | None:
    """Return the quotation that is all of a paragraph, None where it is not one that is closed and speech."""
    if len(quoted) != 1 or quoted[0].is_open or not is_speech(text, quoted[0]):
        return None
    start, end = group[0][0], group[-1][1]
    return (
        quoted[0] if not text[start : quoted[0].start].strip() and len(text[quoted[0].end : end].strip()) <= 1 else None
    )


def _opens_with_quotation(groups: Sequence[Sequence[Span]], quoted: Sequence[Sequence[Quotation]], number: int) -> bool:
    return number < len(groups) and bool(quoted[number]) and quoted[number][0].start == groups[number][0][0]


def _speaks_last(text: str, joined: Sequence[Joined], group: Sequence[Span]) -> Joined | None:
    """Return who says something in the last sentence of a paragraph, None where that is a question or two do."""
    start, end = group[-1]
    says = [
        one
        for one in joined
        if not one.is_within and not one.nested_in and "say" in one.candidate.classes and one.candidate.subject >= 0
        if start <= one.candidate.cue_span[0] < end or any(start < quotation.end <= end for quotation in one.quoted)
    ]
    asks = any("?" in text[quotation.start : quotation.end] for one in says for quotation in one.quoted)
    return says[0] if len(says) == 1 and says[0].content and not asks else None
