"""Example questions that an archive answers, made of its own sentences.

Patterns turn a statement into a question: "Salehi signed the Additional Protocol." becomes "Who signed the Additional
Protocol?". Only questions are suggested that the archive then answers surely, in few words, from the document they were
made of.
"""

import re
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from embeddings.times.months import MONTH_NAMES, WEEKDAYS

if TYPE_CHECKING:
    from qa.answers import Answer
    from qa.archive import Archive

# About so many documents are searched for statements, spread over the whole archive, each in so many characters.
SEARCHED_DOCUMENTS = 60
SEARCHED_CHARACTERS = 20_000
QUESTIONS_OF_A_DOCUMENT = 3
# What a newcomer reads at a glance: the excerpts of an answer, in characters.
SHORT = 400
# How many questions are asked at most to see whether the archive answers them.
MOST_ASKED = 24

# The length of a word is bounded: else a text like "X-X-X-..." would be searched again from each X.
_WORD, _FIRST = r"[A-Z][\w’'-]{0,40}\w", r"[A-Z][\w’'.-]{0,40}\w"
_NAME = rf"({_FIRST}(?: (?:bin |al-|of |the |de )?{_WORD}){{0,4}})"
# A sentence begins with a capital in any case, so these words are taken off the beginning of a name.
_NO_NAME = re.compile(
    r"(?:The|This|That|These|Those|It|He|She|They|We|I|You|His|Her|Their|Its|Our|In|On|At|By|For|From|As|An?|And|But|Or|So|If|"
    r"When|While|After|Before|Since|Until|Under|Over|Not|No|Nobody|Some|Many|Most|All|Both|Each|One|Two|Three|Who|What|"
    r"Then|There|Here|How|Why|Where|Later|Mr|Mrs|Ms|Dr|Sen|President|Secretary|Foreign)\b\.?",
)
_CALENDAR = frozenset((*MONTH_NAMES.split("|"), *map(str.capitalize, WEEKDAYS)))
_NO_SUBJECT = _CALENDAR | {"English", "French", "Persian", "American", "Iranian"}
SHORTEST_NAME = 3
_TAKES_ARTICLE = re.compile(
    r"(?:Department|Council|Agency|Union|Ministry|House|Commission|Government|Court|Committee|Post)$"
    r"|^(?:Emir|King|Pope|Shah|Sultan|Treaty) of\b"
)
_DONE = (
    "adopted|appointed|approved|arrested|bombed|born|built|created|elected|established|executed|founded|freed|hanged|held|"
    "invaded|killed|launched|nominated|opened|passed|published|ratified|released|sentenced|signed"
)
_PREPOSITION = (
    "(?:about|after|against|as|at|away|back|before|by|down|for|from|in|into|of|off|on|out|over|to|under|up|with)"
)
# Past tenses.
_PAST = (
    "became|began|broke|brought|built|flew|found|gave|held|led|left|lost|made|met|rang|sent|sold|swore|took|won|wrote|"
    "[a-z]{2,14}ed"
)
# What is said of a name at the beginning of a sentence, up to a stop: of somebody or something, by name. What points at
# something else says too little.
_REST = rf"(?P<verb>(?:{_PAST}) (?!{_PREPOSITION}\b)[^.?!,;:()“”\"\n]{{6,60}})(?=[.,;])"
_POINTS_ELSEWHERE = re.compile(
    r"\b(?:he|she|it|they|him|her|his|hers|its|them|their|this|that|these|those|we|us|our|you|your|i|me|my|who|whom|which|"
    r"there|then|so|such|other|another|same)\b",
    re.IGNORECASE,
)
_LATER_NAME = rf"[^.?!\n]{{0,120}}?\b(?:about|on|with|against|to|in|from|of) {_NAME}"
# The first are answered surely most often: those that ask for a day or a name.
_PATTERNS = [
    (re.compile(rf"\b{_NAME} (?:was|were) (?P<verb>{_DONE})\b"), "When was {0} {verb}?"),
    (re.compile(rf"(?:^|(?<=[.?!] )|(?<=\n)){_NAME} {_REST}"), "Who {verb}?"),
    (re.compile(rf"\b{_NAME} told {_NAME}\b"), "What did {0} tell {1}?"),
    (re.compile(rf"\b{_NAME} (?:asked|urged) {_NAME}\b"), "What did {0} ask of {1}?"),
    (re.compile(rf"\b{_NAME} (?:offered|proposed) (?:to |an? |the ){_LATER_NAME}"), "What did {0} offer?"),
    (re.compile(rf"\b{_NAME} warned\b{_LATER_NAME}"), "What did {0} say about {1}?"),
    (re.compile(rf"\b{_NAME} (?:said|announced|declared)\b{_LATER_NAME}"), "What did {0} say about {1}?"),
]
_CAPITALISED_WORD = re.compile(r"[A-Z][\w’'-]+")


def suggestions(archive: "Archive", most: int = 4) -> list[str]:
    """Return up to `most` questions that the archive answers, from different documents where it can."""
    suggested: list[str] = []
    subjects_asked: set[str] = set()
    for document_id, question in islice(_candidates(archive), MOST_ASKED):
        # One question of each person or thing, so that they differ.
        subjects = set(_CAPITALISED_WORD.findall(question[1:]))
        if len(suggested) == most:
            break
        if subjects & subjects_asked:
            continue
        if _is_good(archive.ask(question), document_id):
            suggested.append(question)
            subjects_asked |= subjects
    return suggested


def _is_good(answer: "Answer", document_id: str) -> bool:
    """Whether a question is answered surely and in few words, from the document that it was made of."""
    is_sure = answer.kind == "answer" and answer.status == "answered" and not answer.low_confidence
    is_short = sum(len(excerpt.text) for excerpt in answer.excerpts) <= SHORT
    return is_sure and is_short and any(excerpt.document.id == document_id for excerpt in answer.excerpts)


def _candidates(archive: "Archive") -> Iterator[tuple[str, str]]:
    """Yield pairs of a document's id and a question: the first question of each document, then the second ones ..."""
    documents = archive.documents()
    step = max(1, len(documents) // SEARCHED_DOCUMENTS)
    by_document = [(document.id, _questions(_text(archive, document.id))) for document in documents[::step]]
    seen: set[str] = set()
    for place in range(QUESTIONS_OF_A_DOCUMENT):
        for document_id, questions in by_document:
            if place < len(questions) and questions[place] not in seen:
                seen.add(questions[place])
                yield document_id, questions[place]


def _text(archive: "Archive", document_id: str) -> str:
    document = archive.document(document_id)
    return document.text[:SEARCHED_CHARACTERS] if document else ""


def _questions(text: str) -> list[str]:
    """Return the questions that a text answers by the patterns, each once, in the order of the patterns."""
    questions: dict[str, None] = {}
    for pattern, question in _PATTERNS:
        for match in pattern.finditer(text):
            verb = match.groupdict().get("verb", "")
            names = [_name(phrase) for phrase in match.groups() if phrase != verb]
            if all(names) and len(set(names)) == len(names) and (" " not in verb or _says_enough(verb)):
                questions.setdefault(question.format(*names, verb=verb))
    return list(questions)


def _says_enough(said: str) -> bool:
    """Whether what is said of somebody names somebody or something else, and points at nothing outside itself."""
    return bool(set(_CAPITALISED_WORD.findall(said)) - _CALENDAR) and not _POINTS_ELSEWHERE.search(said)


def _name(phrase: str) -> str:
    """Return a name as it stands in a question; "" for a phrase that names no person or thing."""
    name = phrase
    while (bare := re.sub(rf"^{_NO_NAME.pattern}\s*", "", name)) != name:
        name = bare
    words = name.split()
    if not words or len(name) < SHORTEST_NAME or not name[0].isupper() or _NO_SUBJECT & set(words):
        return ""
    name = re.sub(r"['’]s?$", "", name)
    return f"the {name}" if _TAKES_ARTICLE.search(name) else name
