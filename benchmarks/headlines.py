"""Titles that are headlines: "Ferry Sinks Off Varde, Nine Rescued | Coast Post".

A headline says what its story then says again; the title of an encyclopedia's article names what it is about. Judged
questions come with titles of the latter kind, or without. A reader that knows no others takes a headline that answers
for all there is, and finds no answer in the text under it. So some windows get a headline, made of one of their
sentences or of the question.
"""

import random
import re
from collections.abc import Sequence

from embeddings.documents import Span
from qa.answering.windows import Window
from qa.question.stop_words import says_nothing

# Shares: a headline in the place of a title; one made of the question's words, one of the sentence that answers, and
# one of any sentence; capitals in all its words; a paper's name after it; a small word left out.
HEADLINED = 0.35
OF_QUESTION = {True: 0.15, False: 0.45}
OF_ANSWER = 0.7
CAPITALS = 0.3
SIGNED = 0.3
SHORTENED = 0.6
WORDS = 13
PAPERS = ("Post", "Times", "News", "Herald", "Daily", "Chronicle", "Online", "Business", "Politics", "Weekly")

_OPENING = re.compile(r"(?:and|but|so|however|moreover|in addition|also),?\s+", re.IGNORECASE)
_LEFT_OUT = {"the", "a", "an", "is", "was", "are", "were", "has", "have", "had", "been"}
_NAME = re.compile(r"\b[A-Z][a-z]{3,}\b")


def headlined(window: Window, question: str, answers: Sequence[Span], chance: random.Random) -> Window:
    """Return a window with a headline in the place of its title by chance, else as it is."""
    if chance.random() >= HEADLINED:
        return window
    if chance.random() < OF_QUESTION[bool(answers)]:
        words = [word for word in question.rstrip("? ").split() if not says_nothing(word)]
    else:
        words = _sentence(window, answers, chance).split()
    words = [word for word in words if word.lower() not in _LEFT_OUT or chance.random() >= SHORTENED]
    headline = " ".join(words[:WORDS]).rstrip(" .,;:?!")
    if not any(map(str.isalpha, headline)):
        return window
    headline = headline[0].upper() + headline[1:]
    if chance.random() < CAPITALS:
        headline = " ".join(word[:1].upper() + word[1:] for word in headline.split())
    if chance.random() < SIGNED:
        names = _NAME.findall(window.text) or ["Morning"]
        headline += f"{chance.choice((' | ', ' - '))}{chance.choice(names)} {chance.choice(PAPERS)}"
    return window._replace(title=headline)


def _sentence(window: Window, answers: Sequence[Span], chance: random.Random) -> str:
    """Return a sentence of a window, mostly one that answers."""
    answering = [own for own in window.sentences if any(own[0] <= start < own[1] for start, _ in answers)]
    pool = answering if answering and chance.random() < OF_ANSWER else window.sentences
    sentence = " ".join(window.text[slice(*chance.choice(pool))].split())
    return _OPENING.sub("", sentence, count=1) if _OPENING.match(sentence) else sentence
