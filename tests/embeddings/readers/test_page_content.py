import pytest

from embeddings.documents import Fact
from embeddings.readers.content import FileContent, NotRead
from embeddings.readers.ocr import NEEDED, Recognised
from embeddings.readers.page_content import SCAN_ANEW, PageWords, content_of, page_by_ocr
from embeddings.readers.pdf_words import Word


def _page(text: str, confidence: float | None = None) -> PageWords:
    words, x = [], 50.0
    for part in text.split():
        words.append(Word(part, x, 700, x + 5 * len(part), 710, 10, False, 0))
        x += 5 * len(part) + 3
    return PageWords(words, confidence)


def _content(*pages: PageWords) -> FileContent:
    return content_of(pages, [str(n + 1) for n in range(len(pages))], lambda _: [Fact("title", "Tides", "stated")])


def test_pages_become_a_text_with_places_and_facts() -> None:
    content = _content(_page("The first page ends."), _page("A second one."))
    assert content.text == "The first page ends.\n\nA second one."
    assert [content.text[place.start : place.end].strip() for place in content.places] == [
        "The first page ends.",
        "A second one.",
    ]
    assert (content.title, content.facts, content.poor) == ("Tides", (Fact("title", "Tides", "stated"),), "")


def test_what_ocr_read_badly_is_said_to_be_poor() -> None:
    content = _content(
        _page("The first page ends.", 50), _page("A second one of many more words.", 58), _page("Third.")
    )
    assert content.poor == f"read by OCR, poorly (mean confidence 55 of 100); {SCAN_ANEW}"
    assert content.facts[-1] == Fact("read by", "OCR", "mean confidence 55 of 100")


def test_pages_that_need_ocr_are_named() -> None:
    unread = PageWords(unread=NEEDED)
    pages = [_page("The first page ends."), unread, _page("A third one."), unread, unread]
    assert _content(*pages).poor == "pages 2, 4–5 need OCR; install it with: pip install 'loccit[ocr]'"
    assert _content(pages[0], unread).poor == "page 2 needs OCR; install it with: pip install 'loccit[ocr]'"
    assert _content(pages[0], page_by_ocr(Recognised([], 0.0, is_other_script=True))).poor == (
        "page 2 cannot be read by OCR in the languages that are installed for it; install its language for tesseract"
    )
    assert _content(pages[0], PageWords(unread="cannot be read: it is broken")).poor == (
        "page 2 cannot be read: it is broken"
    )


def test_pages_of_which_none_could_be_read_are_refused() -> None:
    with pytest.raises(NotRead, match="needs OCR"):
        _content(PageWords(unread=NEEDED), PageWords(unread=NEEDED))
    assert _content(PageWords()).text == ""
