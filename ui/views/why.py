"""Why these excerpts: the signals behind an answer, in words. Pure: imports no Gradio."""

from collections.abc import Callable, Iterator, Sequence

from qa.answering.confidence import CONFIDENT
from qa.answering.verdicts import UNLIKELY_READING
from qa.answers import Answer, Excerpt, Hit, Signals
from ui.views.render import escape, title_of
from ui.views.states import reason_line

# Cosines of the default model on judged questions: passages that answer are mostly above the first, passages on other
# subjects below the last. They only choose the words; the number stands beside them.
_CLOSENESS = ((0.7, "very close"), (0.5, "close"), (0.3, "somewhat close"), (-1.0, "not close"))
# The same for words compared one by one, whose highest is about 0.8.
_NEARNESS = ((0.6, "are near to"), (0.4, "are partly near to"), (0.0, "are hardly near to"))

# What the reader says of the best sentence, as a probability.
_READINGS = (
    (0.5, "seems to hold the answer"),
    (UNLIKELY_READING, "may hold the answer"),
    (0.0, "does not seem to hold the answer"),
)


def why(answer: Answer, hits: Sequence[Hit], threshold: float) -> str:
    """Return what spoke for each excerpt of an answer, given the hits of the same question, best first.

    `threshold` is the confidence from which words are shown as an answer.
    """
    shown = answer.excerpts or answer.nearest
    found = [(excerpt, hit) for excerpt in shown if (hit := _hit_of(excerpt, hits))]
    items = "".join(_item(excerpt, said) for excerpt, said in _reasons(found, hits))
    listed = f"<ol>{items}</ol>" if items else ""
    return f"<p>{escape(_decision(answer, threshold))}</p>{listed}<p class='fine'>{escape(_origin(answer))}</p>"


def _decision(answer: Answer, threshold: float) -> str:
    if answer.low_confidence:
        said = f"from {threshold:g} on, words are shown as an answer, and from {CONFIDENT:g} on as a sure one"
    elif answer.status == "answered":
        said = f"from {max(threshold, CONFIDENT):g} on, words are shown as a sure answer"
    else:
        said = f"below {threshold:g}, the archive is taken not to say"
    sure = f"The confidence that what was found answers the question is {answer.confidence:.2f} of 1; {said}."
    return f"{sure} {reason_line(answer)}".rstrip()


def _origin(answer: Answer) -> str:
    return f"Answered from generation {answer.generation} of the index. Every excerpt was checked against its source."


def _hit_of(excerpt: Excerpt, hits: Sequence[Hit]) -> Hit | None:
    for hit in hits:
        if hit.document.id == excerpt.document.id and hit.passage.start <= excerpt.start < hit.passage.end:
            return hit
    return None


def _reasons(found: Sequence[tuple[Excerpt, Hit]], hits: Sequence[Hit]) -> Iterator[tuple[Excerpt, str]]:
    """Yield each excerpt with what spoke for its passage, which is said once of each."""
    said: list[Hit] = []
    for excerpt, hit in found:
        if hit in said:
            yield excerpt, "another place of a passage above"
        else:
            yield excerpt, "; ".join([*_signals(hit.signals, [one.signals for one in hits]), *_reading(hit)])
        said.append(hit)


def _item(excerpt: Excerpt, said: str) -> str:
    return f"<li><cite dir='auto'>{escape(title_of(excerpt.document))}</cite>: {escape(said)}.</li>"


def _signals(own: Signals, all_signals: Sequence[Signals]) -> list[str]:
    passage = _share(own, all_signals, lambda one: one.bm25)
    document = _share(own, all_signals, lambda one: one.document_bm25)
    return [
        f"the passage {passage} the question’s words (BM25 {own.bm25:.1f})",
        f"its meaning is {_closeness(own.passage_cosine)} to the question’s (cosine {own.passage_cosine:.2f} of 1)",
        f"that of its best sentence is {_closeness(own.sentence_cosine)} to it ({own.sentence_cosine:.2f})",
        f"its words {_nearness(own.late_interaction)} those of the question, one by one ({own.late_interaction:.2f})",
        f"the document as a whole {document} the question’s words (BM25 {own.document_bm25:.1f})",
    ]


def _reading(hit: Hit) -> list[str]:
    if hit.reading is None:
        return []
    found = next(word for least, word in _READINGS if hit.reading >= least)
    return [f"read together with the question, it {found} ({hit.reading:.2f} of 1)"]


def _closeness(cosine: float) -> str:
    return next(word for least, word in _CLOSENESS if cosine >= least or least == -1.0)


def _nearness(late_interaction: float) -> str:
    if late_interaction <= 0:
        return "were not compared with"
    return next(word for least, word in _NEARNESS if late_interaction >= least)


def _share(own: Signals, all_signals: Sequence[Signals], value: Callable[[Signals], float]) -> str:
    """Compare a signal with the highest among the hits of the same question, which alone it can be compared with."""
    highest = max(value(one) for one in all_signals)
    if value(own) <= 0:
        return "has few or none of"
    if value(own) == highest:
        return "has, of all found, most of"
    return "has many of" if value(own) >= highest / 2 else "has some of"
