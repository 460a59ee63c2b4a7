"""Why these excerpts: the signals behind an answer, in words, as safe HTML."""

from collections.abc import Iterator, Sequence

from embeddings.index.sentence_keys import normalised
from qa.answering.confidence import CONFIDENT
from qa.answering.neighbours import overlaps_any
from qa.answering.subject_answers import ALL_COVERED, OF_ONE_DOCUMENT
from qa.answers import Answer, Excerpt, Hit, Signals
from qa.citations.lines import title_of
from qa.citations.standing import reason_line
from qa.question.coverage import ENOUGH_COVERED, Naming
from qa.wording import human_date
from ui.views.html import escape

# Cosines of the default model on judged questions: passages that answer are mostly above the first, passages on other
# subjects below the last. They only choose the words. The number stands beside them.
_CLOSENESS = ((0.7, "very close"), (0.5, "close"), (0.3, "somewhat close"), (-1.0, "not close"))
# The same for words compared one by one, whose highest is about 0.8.
_NEARNESS = ((0.6, "are near to"), (0.4, "are partly near to"), (0.0, "are hardly near to"))

# What the reader says of the best sentence, as a probability.
_READINGS = (
    (0.5, "seems to hold the answer"),
    (0.1, "may hold the answer"),
    (0.0, "does not seem to hold the answer"),
)
# What is listed where no one answer is asked for, and why: it holds for each that is shown, so no signals are named.
_OF_KIND = {
    "documents": "Documents were asked for. They are found as by an exact search, in any spelling and ending of the "
    "words, or by their dates, and each is cited by the first sentence that has the words, or by its first. Those "
    "whose title has them go first, then those that have them most often, where the question asks for no other order.",
    "archive": "No sentence of a document was asked for, so none was searched for.",
    "quotations": "Somebody’s words were asked for. Shown are sentences that hold them, as was found "
    "when the index was built, and where a subject was asked about, those in passages that hold its words; words in "
    "quotation marks go first.",
}


def why(answer: Answer, threshold: float) -> str:
    """Return what spoke for each excerpt of an answer; from a confidence of `threshold` on words are an answer."""
    shown = answer.excerpts or answer.nearest
    return f"{_explained(answer, shown, threshold)}<p class='fine'>{escape(_origin(answer))}</p>"


def _explained(answer: Answer, shown: Sequence[Excerpt], threshold: float) -> str:
    """Return what spoke for the excerpts of an answer that are shown; of one that is made of several, for each."""
    if answer.parts:
        of_parts = (
            f"<p class='part'><b dir='auto'>{escape(part.question)}</b></p>{_explained(part, shown, threshold)}"
            for part in answer.parts
        )
        return f"<p>{escape(_made_of(answer))}</p>{''.join(of_parts)}"
    if answer.kind in _OF_KIND:
        decision = _OF_KIND[answer.kind]
        reasons = [(excerpt, human_date(excerpt.document.published)) for excerpt in answer.excerpts]
    elif answer.namings:
        decision = _decision_on_subject(answer)
        reasons = list(zip(answer.excerpts, map(_named, answer.namings), strict=True))
    else:
        decision = _decision(answer, threshold)
        reasons = list(_reasons(answer.excerpts or answer.nearest, answer.hits))
    items = "".join(_item(excerpt, reason) for excerpt, reason in reasons if overlaps_any(excerpt, shown))
    return f"<p>{escape(decision)}</p>{f'<ol>{items}</ol>' if items else ''}"


def _made_of(answer: Answer) -> str:
    return (
        f"{len(answer.parts)} questions were answered, each by itself. The confidence of the whole, "
        f"{answer.confidence:.2f} of 1, is that of the least sure answer of which something is shown."
    )


def _decision(answer: Answer, threshold: float) -> str:
    if answer.low_confidence:
        bounds = f"from {threshold:g} on, words are shown as an answer, and from {CONFIDENT:g} on as a sure one"
    elif answer.status == "answered":
        bounds = f"from {max(threshold, CONFIDENT):g} on, words are shown as a sure answer"
    else:
        bounds = f"below {threshold:g}, the archive is taken not to say"
    shown = _beside(answer.confidence, threshold, CONFIDENT)
    confidence = f"The confidence that what was found answers the question is {shown} of 1; {bounds}."
    return f"{confidence} {reason_line(answer)}".rstrip()


def _beside(value: float, *bounds: float) -> str:
    """Return a figure in two digits, or in as many as tell it from bounds that it is below: 0.649 is not "0.65"."""
    figures = (f"{value:.{digits}f}" for digits in (2, 3, 4))
    return next((one for one in figures if not any(value < bound <= float(one) for bound in bounds)), f"{value:g}")


def _decision_on_subject(answer: Answer) -> str:
    asked = (
        f"Shown are passages that name the subject asked about, at most {OF_ONE_DOCUMENT} of one document: first those "
        "that hold most of its words (the title of their document counts, too), and among equals the nearest to it."
    )
    if answer.confidence >= ALL_COVERED:
        return f"{asked} The first holds all words of the subject: the confidence is {answer.confidence:.2f} of 1."
    confidence = (
        "The confidence is the share of the subject’s words that the first holds, where rare words count for more: "
        f"{_beside(answer.confidence, ENOUGH_COVERED)} of 1; below {ENOUGH_COVERED:g}, passages are marked as not sure."
    )
    return f"{asked} {confidence} {reason_line(answer)}".rstrip()


def _named(naming: Naming) -> str:
    """Say which words of a subject a passage holds, and which it lacks."""
    held, lacked = (", ".join(f"“{word}”" for word in words) for words in (naming.held, naming.lacked))
    if not lacked:
        return f"holds all words of the subject: {held}"
    return f"holds {held}, but not {lacked} ({naming.share:.2f} of 1)"


def _origin(answer: Answer) -> str:
    return f"Answered from generation {answer.generation} of the index. Every excerpt was checked against its source."


def _hit_of(excerpt: Excerpt, hits: Sequence[Hit]) -> Hit | None:
    """Return the hit that an excerpt was chosen from; one that is cited from its origin was chosen from a reprint."""
    for hit in hits:
        if hit.document.id == excerpt.document.id and hit.passage.start <= excerpt.start < hit.passage.end:
            return hit
    reprints, words = {reprint.id for reprint in excerpt.also_in}, normalised(excerpt.text)
    return next((hit for hit in hits if hit.document.id in reprints and words in normalised(hit.text)), None)


def _reasons(excerpts: Sequence[Excerpt], hits: Sequence[Hit]) -> Iterator[tuple[Excerpt, str]]:
    """Yield each excerpt with what spoke for its passage; for a passage yielded before, only that it is above."""
    all_signals = [hit.signals for hit in hits]
    explained: list[Hit] = []
    for excerpt in excerpts:
        hit = _hit_of(excerpt, hits)
        if hit is None:
            continue
        if hit in explained:
            yield excerpt, "another place of a passage above"
        else:
            yield excerpt, "; ".join([*_signals(hit.signals, all_signals), *_reading(hit)])
        explained.append(hit)


def _item(excerpt: Excerpt, reasons: str) -> str:
    return f"<li><cite dir='auto'>{escape(title_of(excerpt.document))}</cite>: {escape(reasons)}.</li>"


def _signals(signals: Signals, all_signals: Sequence[Signals]) -> list[str]:
    passage = _share(signals.bm25, [other.bm25 for other in all_signals])
    document = _share(signals.document_bm25, [other.document_bm25 for other in all_signals])
    return [
        f"the passage {passage} the question’s words (BM25 {signals.bm25:.1f})",
        f"its meaning is {_closeness(signals.passage_cosine)} to the question’s "
        f"(cosine {signals.passage_cosine:.2f} of 1)",
        f"that of its best sentence is {_closeness(signals.sentence_cosine)} to it ({signals.sentence_cosine:.2f})",
        f"its words {_nearness(signals.late_interaction)} those of the question, one by one "
        f"({signals.late_interaction:.2f})",
        f"the document as a whole {document} the question’s words (BM25 {signals.document_bm25:.1f})",
    ]


def _reading(hit: Hit) -> list[str]:
    if hit.reading is None:
        return []
    verdict = next(words for least, words in _READINGS if hit.reading >= least)
    return [f"read together with the question, it {verdict} ({hit.reading:.2f} of 1)"]


def _closeness(cosine: float) -> str:
    return next(words for least, words in _CLOSENESS if cosine >= least or least == -1.0)


def _nearness(late_interaction: float) -> str:
    if late_interaction <= 0:
        return "were not compared with"
    return next(words for least, words in _NEARNESS if late_interaction >= least)


def _share(value: float, values_of_hits: Sequence[float]) -> str:
    """Compare a BM25 value with the highest of the passages looked at; across questions it says nothing."""
    highest = max(values_of_hits)
    if value <= 0:
        return "has few or none of"
    if value == highest:
        return "has, of all looked at, most of"
    return "has many of" if value >= highest / 2 else "has some of"
