"""Questions for what a document states of itself: who wrote it, when it was published, who published it."""

import re
from dataclasses import dataclass
from typing import Literal

from embeddings.text.words import terms

# As the fields of a Document.
FactName = Literal["author", "published", "publisher"]

# Kinds of document, as people call them. Those of the second row may as well be what a document is about: a letter.
_PIECES = tuple("article column coverage dispatch essay news piece post reportage story".split())  # noqa: SIM905
_PAPERS = tuple(
    """
    book cable document e-mail email fax letter mail memo memoranda memorandum message minutes note paper report
    statement telegram text
    """.split()  # noqa: SIM905
)
# Who sent one, or signed it, wrote it.
_SENT_PAPERS = "cable|e-mail|email|fax|letter|mail|memo|memorandum|memoranda|message|note|telegram"
_SENT = r"(?:sent|signed|filed|transmitted|issued)"
_KINDS = "|".join((*_PIECES, *_PAPERS))
_WRITTEN = r"(?:written|authored|penned|drafted|compiled)"
_PUBLISHED = r"(?:written|published|posted|dated)"
# What stands between two words is bounded, or each of many "when" would be tried to the end of the question.
_ASKED: tuple[tuple[str, FactName], ...] = (
    (r"\bwho\s+(?:else\s+)?(?:has\s+)?(?:wrote|written|authored|penned|drafted|compiled)\b", "author"),
    (r"\bwho\s+(?:is|was|were|are)\s+the\s+(?:authors?|senders?|writers?)\b", "author"),
    # "Who sent the boat?" asks for nothing that a document states of itself.
    (
        rf"\bwho\s+(?:has\s+)?{_SENT}\s+(?:(?:the|this|that|these|those|an?)\s+)?(?:\w+\s+){{0,3}}?(?:{_SENT_PAPERS})s?\b",
        "author",
    ),
    (rf"\bby\s+whom\b.{{0,200}}\b(?:{_SENT_PAPERS})s?\b.{{0,60}}\b{_SENT}\b", "author"),
    (rf"\bby\s+whom\b.{{0,200}}\b{_WRITTEN}\b|\bwho\b.{{0,200}}\b{_WRITTEN}\s+by\b", "author"),
    (r"\b(?:which|what)\s+(?:author|columnist|correspondent|journalist|reporter|writer)s?\s+wrote\b", "author"),
    (rf"\bwhen\b.{{0,200}}\b{_PUBLISHED}\b|\bwhen\s+did\b.{{0,200}}\bwrite\b", "published"),
    (rf"\bwhen\b.{{0,80}}\b(?:{_SENT_PAPERS})s?\b.{{0,120}}\b{_SENT}\b", "published"),
    (rf"\b(?:what|which)\s+(?:date|day|month|year)\b.{{0,200}}\b{_PUBLISHED}\b", "published"),
    (rf"\b(?:what|which)\s+(?:is|was)\s+the\s+date\s+of\b.{{0,200}}\b(?:{_KINDS})s?\b", "published"),
    (r"\bwho\s+(?:has\s+)?published\b|\bwhere\b.{0,200}\bpublished\b", "publisher"),
    (r"\b(?:which|what)\s+(?:magazine|newspaper|outlet|paper|publisher|site)\b.{0,200}\bpublished\b", "publisher"),
)
# They say which fact is asked for, not of which document.
_ASKING = (
    "author authors authored columnist compiled correspondent date dated day drafted filed issued journalist magazine "
    "month newspaper outlet penned posted publish published publisher reporter sender sent signed site transmitted "
    "wrote write writer writers written year"
)
ASKING_TERMS = frozenset(terms(f"{_ASKING} {' '.join((*_PIECES, *_PAPERS))}"))
_KIND = re.compile(rf"\b({_KINDS})s?\b", re.IGNORECASE)
_MANY = re.compile(
    rf"\b(?:the|these|those|all)\s+(?:{_SENT_PAPERS})s(?:\s+(?:here|written|sent|signed))?\s*[?.!]*\s*\Z", re.IGNORECASE
)
_SUBJECT = re.compile(r"\b(?:about|on)\b|[“\"]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class AskedFact:
    """What a question asks to know of a document.

    `papers` are the kinds of document it names that may as well be a subject: "letter". `is_named` says whether the
    question speaks of a document at all, by its kind ("the article ..."), its subject ("wrote about ...") or a title in
    quotation marks. `are_many` says whether it asks of all of a kind and names no other subject: "the cables".
    """

    name: FactName
    papers: tuple[str, ...]
    is_named: bool
    are_many: bool = False


def asked_fact(question: str) -> AskedFact | None:
    """Return which fact of a document a question asks for, None for most questions."""
    name = next((name for pattern, name in _ASKED if re.search(pattern, question, re.IGNORECASE)), None)
    if name is None:
        return None
    kinds = [match.lower() for match in _KIND.findall(question)]
    papers = tuple(kind for kind in kinds if kind in _PAPERS)
    are_many = _MANY.search(question) is not None
    return AskedFact(name, papers, bool(kinds or _SUBJECT.search(question)), are_many)
