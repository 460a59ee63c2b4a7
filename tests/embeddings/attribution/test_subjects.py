import pytest

from embeddings.attribution.subjects import owner_of, subject_of
from tests.embeddings.attribution.sentences import candidates_of


@pytest.mark.parametrize(
    ("text", "subject", "is_own"),
    [
        ("Ek said that it leaks.", "Ek", True),
        ("Ek came and said that it leaks.", "Ek", False),
        ("It was said by Ek that it leaks.", "Ek", True),
        # The parse takes the first verb of a series for what the second says.
        ("He thanked her, said he would “raise it upstairs” and asked her not to write.", "He", False),
        # Who is spoken to says nothing, and neither does the label of a picture.
        ("Mr. Ek, your own lawyer says it leaks.", "lawyer", True),
        ("Photo: Dockers unload grain in Odessa on Monday Officials said the port would reopen.", None, False),
    ],
)
def test_whose_a_verb_is(text: str, subject: str | None, *, is_own: bool) -> None:
    found = next(one for one in candidates_of(text) if one.lemma == "say")
    word, has_own = subject_of(found.sentence, found.cue)
    assert (found.sentence.words[word] if word >= 0 else None, has_own) == (subject, is_own)


def test_whose_a_noun_is() -> None:
    for text in ("Ek repeated the claim by Lind that it leaks.", "Ek repeated Lind's claim that it leaks."):
        found = next(one for one in candidates_of(text) if one.lemma == "claim")
        word, is_own = owner_of(found.sentence, found.cue)
        assert (found.sentence.words[word], is_own) == ("Lind", True)
