"""Facts that documents state of themselves, as answers: who wrote one, when it was published, who published it.

A byline or a date is no sentence that could be chosen, and on a web page it often stands outside the text. So a
question for one is also answered from what the documents found state. docs/answers.md says when.
"""

from collections.abc import Iterable

from embeddings.documents import Document
from embeddings.text.words import terms
from qa.answering.verdicts import Verdict
from qa.answers import Excerpt, Fact, Hit
from qa.question.asked_facts import ASKING_TERMS, AskedFact, FactName
from qa.question.coverage import ENOUGH_COVERED, coverage
from qa.question.question import Question
from qa.retrieval.scope import Scope

# A question names a document by its title if it has so many of its terms, of so many at least: "Who wrote Hamlet?" does
# not ask for the author of a review.
TITLE_SHARE = 0.7
TITLE_TERMS = 3
# What is stated of telegrams and mails, and the field that names the office that one was sent from.
OFFICE = "origin"
OF_SENT = (OFFICE, "classification", "message id", "sent")
# What is stated of all of a kind.
OF_KIND = {
    **dict.fromkeys(("cable", "telegram"), (OFFICE, "classification")),
    **dict.fromkeys(("e-mail", "email", "mail", "message"), ("message id", "sent")),
}
# Documents whose facts are shown, at most: reprints state facts of their own.
MOST_FACTS = 3
MOSTOF_KIND = 12


def stated_facts(question: Question, hits: Iterable[Hit]) -> tuple[Fact, ...]:
    """Return the facts that a question asks for of the documents that it asks about, those it fits best; often none."""
    asked = question.asked_fact
    if asked is None:
        return ()
    subject = {word.term for word in question.subject_words} - ASKING_TERMS
    idf = {term: question.idf[term] for term in subject}
    documents = {hit.document.id: hit.document for hit in hits}
    fitting = [
        (coverage(_about(document), idf), document)
        for document in documents.values()
        if _stated(document, asked.name) and _may_be_meant(document, asked, question)
    ]
    best = max((covered for covered, _ in fitting), default=0.0)
    if best < ENOUGH_COVERED:
        return ()
    return tuple(
        Fact(document, asked.name, str(_stated(document, asked.name)), covered)
        for covered, document in fitting
        if covered == best
    )[:MOST_FACTS]


def facts_of_kind(question: Question, scope: Scope) -> tuple[Fact, ...]:
    """Return a fact that a question asks for of all documents of a kind, "Who wrote the cables?", each value once.

    They are the first MOSTOF_KIND in the order of the archive; none where it asks for other documents.
    """
    asked = question.asked_fact
    names = {name for kind in asked.papers for name in OF_KIND.get(kind, ())} if asked and asked.are_many else set()
    catalogue = scope.generation.catalogue
    numbers = {catalogue.number_of(document) for name in names for document, _ in catalogue.stating(name)}
    found: dict[str, Fact] = {}
    for number in sorted(one for one in numbers if one is not None):
        if asked and (scope.documents is None or scope.documents[number]) and len(found) < MOSTOF_KIND:
            document = catalogue.numbered(number)
            if value := _stated(document, asked.name):
                found.setdefault(value, Fact(document, asked.name, value, 1.0))
    return tuple(found.values())


def _stated(document: Document, name: FactName) -> str | None:
    """Return what a document states; the office that it was sent from where it names nobody."""
    stated: str | None = document.dated if name == "published" else getattr(document, name)
    return stated or (_own(document, OFFICE) if name == "author" else None)


def _own(document: Document, name: str) -> str | None:
    return next((fact.value for fact in document.facts if fact.name == name), None)


def _about(document: Document) -> list[str]:
    stated = (document.title, document.author, document.publisher, document.dated, _letter_head(document))
    return terms(" ".join(filter(None, stated)))


def _letter_head(document: Document) -> str:
    # What reads files takes 20 ms to import, and few questions ask for a fact.
    from embeddings.readers.plain_text import letter_head

    return letter_head(document.text)


def _may_be_meant(document: Document, asked: AskedFact, question: Question) -> bool:
    """Whether a question may mean a document itself: not a story of a letter where it asks for a letter."""
    title_terms = terms(document.title or "")
    shared = [term for term in title_terms if term in question.idf]
    if len(title_terms) >= TITLE_TERMS and len(shared) >= TITLE_SHARE * len(title_terms):
        return True
    if _letter_head(document) or any(_own(document, name) for name in OF_SENT):
        return True
    return title_terms[:1] in [terms(kind) for kind in asked.papers] if asked.papers else asked.is_named


def with_facts(verdict: Verdict, facts: tuple[Fact, ...]) -> Verdict:
    """Return a verdict that is answered by facts, if there are any; excerpts of the lines that state them come first.

    How sure it is that a fact answers is how much of the question its document covers.
    """
    if not facts:
        return verdict
    others = verdict.excerpts if verdict.is_answered else ()
    lines = [line for fact in facts if (line := _line(fact)) and not any(_holds(excerpt, line) for excerpt in others)]
    return Verdict(
        is_answered=True,
        is_sure=True,
        confidence=max(verdict.confidence, *(fact.score for fact in facts)),
        excerpts=(*lines, *others),
        reason=None,
    )


def _line(fact: Fact) -> Excerpt | None:
    """Return the line of a document's text that states a fact, None where it is stated elsewhere in the source."""
    from embeddings.readers.plain_text import stating_line

    document = fact.document
    line = stating_line(document.text, fact.name, fact.value)
    return Excerpt(document, *line, document.text[slice(*line)], fact.score) if line else None


def _holds(excerpt: Excerpt, line: Excerpt) -> bool:
    return excerpt.document.id == line.document.id and excerpt.start <= line.start and line.end <= excerpt.end
