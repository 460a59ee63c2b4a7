import pytest

from embeddings.documents import Fact
from embeddings.readers import languages
from embeddings.readers.content import FileContent
from embeddings.readers.languages import with_language, with_languages

ENGLISH = "The envoy came to the harbour at night, and nobody took notes of what he told the clerk of the port. " * 4
GERMAN = "Der Gesandte kam in der Nacht in den Hafen, und niemand schrieb auf, was er dem Schreiber sagte. " * 4


@pytest.mark.parametrize(("text", "language"), [(ENGLISH, "en"), (GERMAN, "de")])
def test_the_language_of_a_text_is_detected_and_says_so(text: str, language: str) -> None:
    content = with_language(FileContent(text))
    assert (content.language, content.facts) == (language, (Fact("language", language, "detected"),))


def test_what_is_stated_stays() -> None:
    content = FileContent(GERMAN, language="nds")
    assert with_language(content) is content


@pytest.mark.parametrize("stated", ["en", "en-US", "EN", "lang"])
def test_what_only_a_template_states_is_corrected(stated: str) -> None:
    content = with_language(FileContent(GERMAN, language=stated, facts=(Fact("language", stated, "page"),)))
    assert (content.language, content.facts) == ("de", (Fact("language", "de", "detected"),))


def test_what_may_be_meant_stays() -> None:
    for text, stated in ((ENGLISH, "en-GB"), (GERMAN[:150], "en"), (ENGLISH, "de"), ("0f3a" * 200, "en")):
        content = FileContent(text, language=stated)
        assert with_language(content) is content


def test_short_texts_have_a_language_too() -> None:
    assert with_language(FileContent(ENGLISH[:100])).language == "en"
    assert with_language(FileContent(GERMAN[:97])).language == "de"


def test_codes_are_of_no_language() -> None:
    assert with_language(FileContent("f09c1d7e5b2a48c3" * 60)).language is None


@pytest.mark.parametrize("text", [ENGLISH[:50], "12 | 40 | 31\n\n" * 100, "Ana Bo\n\n"])
def test_too_few_words_tell_no_language(text: str) -> None:
    assert with_language(FileContent(text)).language is None


def _rows(text: str, count: int) -> list[FileContent]:
    # Each row is another text, so that none is found by its neighbours.
    words = text.split()
    return [FileContent(" ".join([*words[at % 19 :], *words[: at % 19]])) for at in range(count)]


def test_the_rows_of_a_table_are_found_by_a_sample(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at: list[str] = []
    found = languages.with_language
    monkeypatch.setattr(languages, "with_language", lambda content: looked_at.append(content.text) or found(content))
    rows = with_languages(_rows(ENGLISH, 200))
    assert {(row.language, row.facts) for row in rows} == {("en", (Fact("language", "en", "detected"),))}
    assert looked_at == []


def test_rows_in_another_language_or_of_few_words_are_looked_at_each() -> None:
    # None of the odd rows is in the sample.
    rows = _rows(ENGLISH, 200)
    odd = {3: FileContent(GERMAN), 5: FileContent(ENGLISH[:50]), 6: FileContent(GERMAN, language="nds")}
    contents = [odd.get(at, row) for at, row in enumerate(rows)]
    found = with_languages(contents)
    assert [found[at].language for at in (3, 5, 6)] == ["de", None, "nds"]
    assert {row.language for at, row in enumerate(found) if at not in odd} == {"en"}


def test_of_rows_in_two_languages_each_gets_its_own() -> None:
    both = [row for pair in zip(_rows(ENGLISH, 60), _rows(GERMAN, 60), strict=True) for row in pair]
    assert [row.language for row in with_languages(both)] == ["en", "de"] * 60


@pytest.mark.parametrize("count", [0, 1, 3])
def test_few_documents_are_looked_at_each(count: int) -> None:
    assert [row.language for row in with_languages(_rows(GERMAN, count))] == ["de"] * count
