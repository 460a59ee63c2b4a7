"""Questions that say more than the window that answers them: "How many boats sank, after the storm off Varde?".

People who know something of a matter put it into their question: a year, a place, who was there, a clause on what came
before. The sentence that answers seldom says it again, and one that does seldom answers. So a part of the questions
that a reader learns from get phrases of other sentences of their document, those that nothing answers just as those
that something does. Which words belong together is told by a few small words only, so that some of these are odd.
"""

import random
import re
from collections.abc import Iterator, Sequence

from context_windows import sentences_of
from train_questions import Question, plain

from qa.answering.windows import Window
from qa.question.stop_words import says_nothing

# Shares: a whole sentence stands before the question or after it; a phrase with a name or a number, not a clause; two
# phrases; a phrase that opens the question.
WHOLE_SENTENCE = 0.2
BEFORE = 0.7
PHRASE = 0.65
TWO = 0.25
OPENS = 0.25
SENTENCE_WORDS = range(5, 31)
# Of a window that answers a question the words are seldom taken, of one that does not mostly.
OF_WINDOW_IF_ANSWERED = 0.25
OF_WINDOW = 0.6
# A question is worded unlike the sentence that answers it if that has less of its telling words.
WORDED_ALIKE = 0.4

_PHRASE = re.compile(
    r"\b(?:in|on|at|by|from|after|before|during|under|against|for|with|since|near|between|to|of)\s+"
    r"(?:(?:the|a|an|his|her|its|their)\s+)?(?:[a-z’'-]+\s+){0,2}(?:[A-Z][\w’'-]+|\d[\d,.]*\d|\d)"
    r"(?:\s+(?:(?:of|and|the|de|von)\s+)?(?:[A-Z][\w’'-]+|\d{1,4}))*"
)
_CLAUSE = re.compile(
    r"\b(?:when|after|before|while|as|since|where|who|which|that|because|although)\s+[^,.;:?!()\"“”\[\]]{15,80}(?=[,.;:)])"
)
# What these open belongs to the word before it.
_BELONGS = ("who", "which", "that", "of ", "to ")
_ASKS = re.compile(
    r"(?:who|what|when|where|why|how|which|did|was|is|were|are|does|do|in|on|at|to|by|for)\b", re.IGNORECASE
)


def more_specific(text: str, sentences: Sequence[str], answers: Sequence[str], chance: random.Random) -> str:
    """Return a question with words of some sentences put to it, none of which hold an answer; or as it is."""
    if not sentences:
        return text
    fitting = [sentence.strip() for sentence in sentences]
    if chance.random() < WHOLE_SENTENCE:
        sentence = chance.choice(fitting)
        if len(sentence.split()) not in SENTENCE_WORDS or _tells(sentence, text, answers):
            return text
        return f"{sentence} {text}" if chance.random() < BEFORE else f"{text} {sentence}"
    phrases, clauses = (
        [found for found in _found_in(fitting, pattern) if not _tells(found, text, answers)]
        for pattern in (_PHRASE, _CLAUSE)
    )
    pool = phrases if not clauses or (phrases and chance.random() < PHRASE) else clauses
    if not pool:
        return text
    chosen = [chance.choice(pool)]
    if phrases and chance.random() < TWO:
        chosen = list(dict.fromkeys([*chosen, chance.choice(phrases)]))
    return _put_together(text, chosen, chance)


def _found_in(sentences: Sequence[str], pattern: re.Pattern[str]) -> Iterator[str]:
    return (match.group() for sentence in sentences for match in pattern.finditer(sentence))


def _tells(words: str, question: str, answers: Sequence[str]) -> bool:
    """Whether words hold an answer, or nothing that the question has not."""
    return plain(words) in plain(question) or any(answer and answer in plain(words) for answer in map(plain, answers))


def _put_together(text: str, phrases: Sequence[str], chance: random.Random) -> str:
    """Return a question with phrases after it, or the first of them before it."""
    asked, mark = text.rstrip("? "), "?" if text.rstrip().endswith("?") else ""
    first, *others = phrases
    if chance.random() < OPENS and not first.startswith(_BELONGS):
        asked = asked[:1].lower() + asked[1:] if _ASKS.match(asked) else asked
        return " ".join([f"{first[:1].upper()}{first[1:]}, {asked}", *others]) + mark
    return " ".join([asked, *phrases]) + mark


def other_sentences(
    question: Question, window: Window, answers: Sequence[tuple[int, int]], chance: random.Random
) -> list[str]:
    """Return sentences of which a question may say more: of its context without those that answer, or of the window."""
    of_window = [window.text[start:end] for start, end in window.sentences]
    answering = {
        window.text[start:end]
        for start, end in window.sentences
        if any(start < last and first < end for first, last in answers)
    }
    of_context = [question.context[part.start : part.end] for part in sentences_of(question.context)]
    others = [sentence for sentence in of_context if sentence not in answering]
    return of_window if chance.random() < (OF_WINDOW_IF_ANSWERED if answers else OF_WINDOW) else others or of_window


def worded_otherwise(questions: Sequence[Question]) -> list[Question]:
    """Return the questions that have few words in common with the sentence that answers them."""
    return [
        question
        for question in questions
        if question.answers and not question.sentence_answers and _share_of_words(question) < WORDED_ALIKE
    ]


def _share_of_words(question: Question) -> float:
    """Return which share of a question's telling words the sentences that answer it have, as they stand."""
    start, end = question.answers[0]
    parts = [part for part in sentences_of(question.context) if part.start < end and part.end > start]
    answering = " ".join(question.context[part.start : part.end] for part in parts).lower()
    words = [word for word in re.findall(r"\w+", question.text.lower()) if not says_nothing(word)]
    return sum(word in answering for word in words) / max(len(words), 1)
