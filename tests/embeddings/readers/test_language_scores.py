from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from py3langid.langid import MODEL_FILE, LanguageIdentifier, visit_counts

from embeddings.readers.language_scores import Identifier, identifier

WORDS = ("the harbour ", "niemand schrieb ", "ne répondit pas ", "не писал ", "没有人 ", "aŭ ĉu ", "12; ", "\n")


@pytest.fixture(scope="module")
def fast() -> Identifier:
    return identifier()


@pytest.fixture(scope="module")
def library() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


@given(text=st.lists(st.sampled_from(WORDS) | st.text(max_size=5), max_size=60).map("".join))
def test_each_sequence_is_found_as_often_as_the_library_finds_it(
    fast: Identifier, library: LanguageIdentifier, text: str
) -> None:
    data = text.encode("utf-8", "surrogatepass")
    expected = visit_counts(library.tk_nextmove, library._rowbase, library.tk_output, data)
    assert Counter(fast._visited(data).tolist()) == (expected or Counter())


@pytest.mark.parametrize("text", [*(words * 40 for words in WORDS), "".join(WORDS) * 20, ""])
def test_languages_are_as_likely_as_the_library_says(fast: Identifier, library: LanguageIdentifier, text: str) -> None:
    language, likely = library.classify(text)
    assert fast.classify(text) == (language, pytest.approx(likely, abs=1e-4))
