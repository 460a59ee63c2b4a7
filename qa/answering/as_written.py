"""A question in the forms in which a text writes the question's dates and names, for a model that reads both.

A model of language does not know that "2012" is "FY2012", "3 May 2001" is "the 3rd of May, 2001", or that "Yildiz" is
"Yıldız".
"""

import re

from embeddings.times.mentions import Mention, mentions
from qa.question.names import plain, tokens

_WORD = re.compile(r"[^\W\d_]+")
_FIGURE = re.compile("[0-9]")


def as_written_in(text: str, question: str) -> str:
    """Return a question whose dates and names are written as in a text, where that means the same."""
    return _with_names_of(text, _with_dates_of(text, question))


def _with_dates_of(text: str, question: str) -> str:
    # Reading a text for dates takes long, and most questions name none.
    if not _FIGURE.search(question):
        return question
    written = {_meaning(mention): text[mention.start : mention.end] for mention in reversed(mentions(text))}
    parts, end = [], 0
    for mention in mentions(question):
        if mention.start >= end and (words := written.get(_meaning(mention))):
            parts += [question[end : mention.start], words]
            end = mention.end
    return "".join([*parts, question[end:]])


def _meaning(mention: Mention) -> tuple[object, ...]:
    return mention.time, mention.days


def _with_names_of(text: str, question: str) -> str:
    """Return a question whose words have the accents and the letters that a text gives them."""
    if text.isascii() and question.isascii():
        return question
    written = tokens(text)
    forms = {plain(word): word for word in written}
    return _WORD.sub(lambda word: word[0] if word[0] in written else _same_case(word[0], forms), question)


def _same_case(word: str, forms: dict[str, str]) -> str:
    """Return the form of a word that differs in more than its capitals, else the word."""
    form = forms.get(plain(word), word)
    return word if form.casefold() == word.casefold() else form
