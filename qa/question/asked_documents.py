"""Questions for documents, not for what they say: "Which ones mention Natanz?", "The latest story on sanctions"."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from qa.question.requests import ALL_OF_IT, whole_forms, without_request

Order = Literal["newest", "oldest"]

# Documents of any kind, and those that bear the name of their kind.
_KINDS = (
    r"(?:(?:articles?|documents?|files?|papers?|pieces?|sources?|stories|story|texts?)"
    r"|(?P<kind>(?:press|news)\s+release|letter|memo|memorandum|minutes|report|newsletter|e-?mail|mail|cable|telegram"
    r"|agenda|invoice)s?)"
)
_ABOUT = r"(?:about|on|regarding|concerning|related\s+to|covering|discussing|mentioning|naming)"
_MENTION = (
    r"(?:(?:that|which)\s+)?(?:mention(?:s|ed)?|discuss(?:es|ed)?|cover(?:s|ed)?|names?|contain(?:s|ed)?"
    r"|(?:speaks?|talks?|writes?|wrote|tells?)\s+(?:about|of|on)|(?:is|are|was|were)\s+about|deals?\s+with|refers?\s+to)"
)
_SUBJECT = r"(?P<subject>.+?)"
_PUBLISHED = (
    r"\s+(?:(?:that\s+|which\s+)?(?:was|were|are|is)\s+)?(?:published|written|dated|printed|from|of)\s+(?:in\s+|from\s+)?"
    r"(?P<first>(?:1[89]|20)\d\d)(?:\s*(?:to|until|through|and|[-–])\s*(?P<last>(?:1[89]|20)\d\d))?"
)
_ASK_FOR = (
    r"(?:(?:can|could|would|will)\s+you\s+)?(?:please\s+)?(?:show|list|find|give|get|name|bring)(?:\s+(?:me|us))?\s+"
    r"(?:(?:all|any|every|each|the|of)\s+)*"
)
_LATEST = r"(?P<order>latest|newest|most\s+recent|earliest|oldest)"
_ORDER_OF: dict[str, Order] = {
    **dict.fromkeys(("latest", "newest", "most recent", "last", "most recently"), "newest"),
    **dict.fromkeys(("earliest", "oldest", "first"), "oldest"),
}
_OF_ARCHIVE = rf"(?:\s+(?:in|of)\s+{ALL_OF_IT})?"
_FORMS = (
    # "How many documents mention Natanz?", "Which articles are about the ferry?"
    rf"how\s+many\s+{_KINDS}{_OF_ARCHIVE}\s+(?:are\s+there\s+)?(?:{_MENTION}|{_ABOUT})\s+{_SUBJECT}(?:{_PUBLISHED})?",
    rf"(?:which|what)\s+(?:of\s+the\s+)?{_KINDS}{_OF_ARCHIVE}\s+(?:do\s+)?(?:are\s+there\s+)?(?:{_MENTION}|{_ABOUT})\s+{_SUBJECT}"
    rf"(?:{_PUBLISHED})?",
    # "Show me the latest story on sanctions", "What is the earliest document about Kerry?"
    rf"(?:{_ASK_FOR}|what\s+(?:is|was|are|were)\s+)?(?:the\s+)?{_LATEST}\s+{_KINDS}\s+(?:{_ABOUT}|to\s+mention|{_MENTION})\s+"
    rf"{_SUBJECT}",
    # "What is the oldest document in the archive?"
    rf"(?:{_ASK_FOR}|(?:what|which)\s+(?:is|was|are|were)\s+)?(?:the\s+)?{_LATEST}\s+{_KINDS}{_OF_ARCHIVE}",
    # "List all documents from 2010", "Find the articles about Fordow published in 2009"
    rf"{_ASK_FOR}{_KINDS}{_PUBLISHED}",
    rf"(?:{_ASK_FOR})?(?:{_KINDS}|everything|anything|all)\s+(?:{_ABOUT}|{_MENTION})\s+{_SUBJECT}{_PUBLISHED}",
    rf"(?:which|what|how\s+many)\s+{_KINDS}{_OF_ARCHIVE}(?:\s+are\s+there)?{_PUBLISHED}",
    # "What did we publish last?", "What was published most recently?"
    r"what\s+(?:did\s+(?:we|you|they)\s+(?:publish|write|put\s+out|issue|release)|(?:has\s+been|was|is)\s+(?:published|written"
    r"|issued|released))\s+(?P<order>last|most\s+recently|latest|first)",
)
# One of these words stands in each of the forms.
_HINT = re.compile(rf"\b(?:{_KINDS}|everything|anything|all|last|latest|most\s+recently|first)\b", re.IGNORECASE)
# A subject that asks something is a question: "Which document says who paid?".
_ASKS = re.compile(
    r"[.!?;]\s|\b(?:who|whom|whose|what|when|where|which|why|how|whether|if)\b|\A(?:that|this|it|them|him|her)\b",
    re.IGNORECASE,
)
_SIGNS = re.compile(r"[\"“”*~()]")
_MOST_CHARACTERS = 300


@dataclass(frozen=True, slots=True)
class AskedDocuments:
    """Which documents a question asks for.

    `subject` are the words that they mention, None for any. `published` are the first and the last year of their dates,
    None for any. `order` is None where it says nothing of it.
    """

    subject: str | None
    published: tuple[int, int] | None
    order: Order | None
    kind: str | None = None


def asked_documents(question: str) -> AskedDocuments | None:
    """Return which documents a question asks for; None for most questions."""
    asked = without_request(question)
    if len(asked) > _MOST_CHARACTERS or not _HINT.search(asked):
        return None
    match = next((match for form in _forms() if (match := form.match(asked))), None)
    if match is None:
        return None
    words = match.groupdict()
    # Signs of an exact search are none here.
    subject = " ".join(_SIGNS.sub(" ", words.get("subject") or "").split()).strip(",'’ ") or None
    if subject and _ASKS.search(subject):
        return None
    first, last = words.get("first"), words.get("last") or words.get("first")
    order, kind = words.get("order"), words.get("kind")
    return AskedDocuments(
        subject=subject,
        published=(int(first), int(last)) if first and last else None,
        order=_ORDER_OF[" ".join(order.lower().split())] if order else None,
        kind=" ".join(kind.lower().split()) if kind else None,
    )


@cache
def _forms() -> tuple[re.Pattern[str], ...]:
    return whole_forms(*_FORMS)
