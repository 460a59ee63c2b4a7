"""Questions that an archive answers, made of its own sentences: examples for who asks it for the first time.

Patterns over sentences turn a statement into a question ("Kerry told Barnier that ..." into "What did Kerry tell
Barnier?"); only questions that the archive then answers, from the document they were made of, are offered.
"""

import re
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qa.archive import Archive

# Of a large archive, documents spread over the whole of it are looked at, and not all that is found in one is tried.
MOST_DOCUMENTS = 60
MOST_TRIED = 24
SEARCHED_CHARACTERS = 20_000

# A word of a name has an end: else a text like "X-X-X-..." is gone through again from each X.
_WORD, _FIRST = r"[A-Z][\w’'-]{0,40}\w", r"[A-Z][\w’'.-]{0,40}\w"
_NAME = rf"({_FIRST}(?: (?:bin |al-|of |the |de )?{_WORD}){{0,4}})"
# A sentence's first word has a capital of its own, so it is a name only where a second word has one too, or where it
# is none of these.
_NO_NAME = re.compile(
    r"(?:The|This|That|These|Those|It|He|She|They|We|I|You|His|Her|Their|Its|Our|In|On|At|By|For|From|As|An?|And|But|Or|So|If|"
    r"When|While|After|Before|Since|Until|Under|Over|Not|No|Nobody|Some|Many|Most|All|Both|Each|One|Two|Three|Who|What|"
    r"Then|There|Here|How|Why|Where|Later|Mr|Mrs|Ms|Dr|Sen|President|Secretary|Foreign)\b\.?",
)
_NO_SUBJECT_LISTED = """
    January February March April May June July August September October November December Monday Tuesday Wednesday
    Thursday Friday Saturday Sunday English French Persian American Iranian
"""
_NO_SUBJECT = frozenset(_NO_SUBJECT_LISTED.split())
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
_CAPITAL = re.compile(r"[A-Z][\w’'-]+")
_VERB = re.compile(r"was (adopted|signed|founded|published|elected|built|opened)")


def suggestions(archive: "Archive", most: int = 4) -> list[str]:
    """Return up to `most` questions that the archive answers, from different documents where it can."""
    found: list[str] = []
    asked_of: set[str] = set()
    for document_id, question in islice(_candidates(archive), MOST_TRIED):
        # One question of each person or thing, so that they differ.
        about = set(_CAPITAL.findall(question[1:]))
        if len(found) == most:
            break
        if about & asked_of:
            continue
        answer = archive.ask(question)
        if answer.status == "answered" and any(one.document.id == document_id for one in answer.excerpts):
            found.append(question)
            asked_of |= about
    return found


def _candidates(archive: "Archive") -> Iterator[tuple[str, str]]:
    """Yield questions with the documents they are made of: the first of each document, then the second, and so on."""
    listed = archive.documents()
    every = max(1, len(listed) // MOST_DOCUMENTS)
    made = [(one.id, _questions(_text(archive, one.id))) for one in listed[::every]]
    seen: set[str] = set()
    for round_ in range(3):
        for document_id, questions in made:
            if round_ < len(questions) and questions[round_] not in seen:
                seen.add(questions[round_])
                yield document_id, questions[round_]


def _text(archive: "Archive", document_id: str) -> str:
    document = archive.document(document_id)
    return document.text[:SEARCHED_CHARACTERS] if document else ""


def _questions(text: str) -> list[str]:
    """Return the questions that the sentences of a text answer, each once, the kinds in the order of the patterns."""
    found: dict[str, None] = {}
    for pattern, asked in _PATTERNS:
        for match in pattern.finditer(text):
            names = [_name(said) for said in match.groups()]
            if all(names) and len(set(names)) == len(names):
                verb = _VERB.search(match[0])
                found.setdefault(asked.format(*names, verb=verb[1] if verb else ""))
    return list(found)


def _name(said: str) -> str:
    """Return a name as it stands in a question, empty for what is no name of someone or something."""
    name = said
    while (bare := re.sub(rf"^{_NO_NAME.pattern}\s*", "", name)) != name:
        name = bare
    words = name.split()
    if not words or len(name) < SHORTEST_NAME or not name[0].isupper() or _NO_SUBJECT & set(words):
        return ""
    name = re.sub(r"['’]s?$", "", name)
    return f"the {name}" if _TAKES_ARTICLE.search(name) else name
