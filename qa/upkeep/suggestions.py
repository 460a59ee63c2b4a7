"""Example questions that an archive answers, made of its own sentences.

Patterns turn a statement into a question: "Kerry told Barnier that ..." becomes "What did Kerry tell Barnier?". Only
questions that the archive then answers, from the document they were made of, are suggested.
"""

import re
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qa.archive import Archive

# About so many documents are searched for statements, spread over the whole archive, each in so many characters.
SEARCHED_DOCUMENTS = 60
SEARCHED_CHARACTERS = 20_000
QUESTIONS_OF_A_DOCUMENT = 3
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
_NO_SUBJECT_WORDS = """
    January February March April May June July August September October November December Monday Tuesday Wednesday
    Thursday Friday Saturday Sunday English French Persian American Iranian
"""
_NO_SUBJECT = frozenset(_NO_SUBJECT_WORDS.split())
SHORTEST_NAME = 3
_TAKES_ARTICLE = re.compile(
    r"(?:Department|Council|Agency|Union|Ministry|House|Commission|Government|Court|Committee|Post)$"
    r"|^(?:Emir|King|Pope|Shah|Sultan|Treaty) of\b"
)
_LATER_NAME = rf"[^.?!\n]{{0,120}}?\b(?:about|on|with|against|to|in|from|of) {_NAME}"
_PATTERNS = [
    (re.compile(rf"\b{_NAME} told {_NAME}\b"), "What did {0} tell {1}?"),
    (re.compile(rf"\b{_NAME} (?:asked|urged) {_NAME}\b"), "What did {0} ask of {1}?"),
    (re.compile(rf"\b{_NAME} (?:offered|proposed) (?:to |an? |the ){_LATER_NAME}"), "What did {0} offer?"),
    (re.compile(rf"\b{_NAME} was (?:adopted|signed|founded|published|elected|built|opened)\b"), "When was {0} {verb}?"),
    (re.compile(rf"\b{_NAME} warned\b{_LATER_NAME}"), "What did {0} say about {1}?"),
    (re.compile(rf"\b{_NAME} (?:said|announced|declared)\b{_LATER_NAME}"), "What did {0} say about {1}?"),
]
_CAPITALISED_WORD = re.compile(r"[A-Z][\w’'-]+")
_VERB = re.compile(r"was (adopted|signed|founded|published|elected|built|opened)")


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
        answer = archive.ask(question)
        if answer.status == "answered" and any(excerpt.document.id == document_id for excerpt in answer.excerpts):
            suggested.append(question)
            subjects_asked |= subjects
    return suggested


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
            names = [_name(phrase) for phrase in match.groups()]
            if all(names) and len(set(names)) == len(names):
                verb = _VERB.search(match[0])
                questions.setdefault(question.format(*names, verb=verb[1] if verb else ""))
    return list(questions)


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
