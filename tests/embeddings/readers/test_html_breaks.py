from embeddings.readers.html import read
from embeddings.readers.html_breaks import with_breaks
from embeddings.readers.markup import parsed

HEADING, FIRST, SECOND = "Pump fails", "The river rose on Friday.", "Nobody was hurt, said the mayor."


def _with_breaks(article: list[str], body: str) -> list[str]:
    return with_breaks(article, parsed(f"<html><body>{body}</body></html>").find("body"))


def test_a_run_of_blocks_is_parted_as_on_the_page() -> None:
    body = f"<h1>{HEADING}</h1><p>{FIRST}</p><p>An advert.</p><p>{SECOND}</p>"
    assert _with_breaks([f"{HEADING} {FIRST} {SECOND}"], body) == [HEADING, FIRST, SECOND]


def test_what_the_page_says_in_other_blocks_stays_as_it_is() -> None:
    body = f"<p>{FIRST}</p><p>{SECOND}</p>"
    assert _with_breaks([FIRST, f"{SECOND} More."], body) == [FIRST, f"{SECOND} More."]
    assert _with_breaks([], body) == []


def test_a_short_article_has_its_paragraphs() -> None:
    article = f"<article><h1>{HEADING}</h1><p>By Ana Ruiz</p><p>{FIRST}</p><p>{SECOND * 2}</p></article>"
    page = f"<html><body><nav><ul><li>Home</li></ul></nav><main>{article}</main><footer>Terms</footer></body></html>"
    text = read(page).text
    assert f"\n\n{FIRST}\n\n" in text
    assert HEADING not in text.split("\n\n")[-1]
