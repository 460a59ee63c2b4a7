from collections.abc import Callable
from pathlib import Path

from embeddings.index.selection import Selection
from embeddings.models.encoder import Encoder
from qa.answering.sentence_answers import Judges
from qa.archive import Archive
from qa.evaluation.assessment import assess_within
from qa.question.question import analyse
from qa.retrieval.scope import Scope

# No reader and no reranker judge.
NOBODY = Judges(None, None, 0.0)
FILES = {
    "paris.txt": "Kerry told Barnier that sanctions remained an alternative.\n\nHe flew home on Monday.",
    "oman.txt": "The sultan of Oman invited both sides to Muscat. They came in secret and left at night.",
}


def test_an_assessment_is_what_ask_makes_of_the_same_documents(
    index_of: Callable[[dict[str, str]], Path], encoder: Encoder
) -> None:
    archive = Archive.open(index_of(FILES), encoder=encoder)
    generation = archive._generation
    text = "What had Kerry told Barnier about sanctions?"
    question = analyse(text, (), encoder, generation.lexical)
    whole = assess_within(question, Scope(generation), NOBODY)
    answer = archive.ask(text)
    assert (whole.fitting[0].excerpt, whole.confidence) == (answer.excerpts[0], answer.confidence)
    hidden = assess_within(question, Scope(generation, Selection(hidden=("paris.txt",))), NOBODY)
    assert [checked.excerpt.document.id for checked in hidden.checked] == ["oman.txt"]
    assert hidden.confidence < whole.confidence
