import pytest

from embeddings.documents import Fact
from embeddings.readers.content import FileContent
from embeddings.readers.languages import with_language

ENGLISH = "The envoy came to the harbour at night, and nobody took notes of what he told the clerk of the port. " * 4
GERMAN = "Der Gesandte kam in der Nacht in den Hafen, und niemand schrieb auf, was er dem Schreiber sagte. " * 4


@pytest.mark.parametrize(("text", "language"), [(ENGLISH, "en"), (GERMAN, "de")])
def test_the_language_of_a_text_is_detected_and_says_so(text: str, language: str) -> None:
    content = with_language(FileContent(text))
    assert (content.language, content.facts) == (language, (Fact("language", language, "detected"),))


def test_what_is_stated_stays() -> None:
    content = FileContent(GERMAN, language="nds")
    assert with_language(content) is content


@pytest.mark.parametrize("text", [ENGLISH[:80], "12 | 40 | 31\n\n" * 100, "Ana Bo\n\n"])
def test_too_few_words_tell_no_language(text: str) -> None:
    assert with_language(FileContent(text)).language is None
