from embeddings.readers.html import read
from embeddings.readers.html_between import with_units_between
from embeddings.readers.markup import parsed

PROSE = (
    "The harbour office said on Tuesday that dredging of the northern channel begins in March and costs four million."
)
LAST = "Then the chair of the committee closed the meeting, and thanked the members for the many hours they had given."
PARAGRAPHS = "".join(f"<p>{PROSE} It is paragraph {number}.</p>" for number in range(5))


def _between(article: list[str], body: str) -> list[str]:
    return with_units_between(article, parsed(f"<html><body>{body}</body></html>").find("body"))


def test_lists_and_headings_between_paragraphs_belong_to_the_article() -> None:
    body = "<p>One.</p><h3>Costs</h3><ul><li>Oak</li><li>Pine <a href='/x'>here</a></li></ul><p>Two.</p>"
    assert _between(["One.", "Two."], body) == ["One.", "Costs", "Oak", "Pine here", "Two."]


def test_a_list_of_links_and_what_stands_elsewhere_do_not() -> None:
    links = "<p>One.</p><ul><li><a href='/x'>More of this</a></li></ul><p>Two.</p>"
    assert _between(["One.", "Two."], links) == ["One.", "Two."]
    boxed = "<p>One.</p><div><ul><li>Oak</li></ul></div><p>Two.</p>"
    assert _between(["One.", "Two."], boxed) == ["One.", "Two."]
    assert _between(["Not there."], boxed) == ["Not there."]


def test_what_the_article_says_in_other_words_is_not_said_twice() -> None:
    body = "<p>One.</p><ul><li>Oak</li><li>Pine</li></ul><p>Two.</p>"
    assert _between(["One.", "Oak Pine", "Two."], body) == ["One.", "Oak Pine", "Two."]


def test_behind_the_last_paragraph_only_a_plain_list_belongs() -> None:
    plain = "<p>One.</p><dl><dt>Berth</dt><dd>A place.</dd></dl><h2>Tags</h2><ul><li>Oak</li></ul>"
    assert _between(["One."], plain) == ["One.", "Berth", "A place."]
    comments = "<p>One.</p><ol class='comments'><li>I agree.</li></ol>"
    assert _between(["One."], comments) == ["One."]
    assert _between(["One."], "<p>One.</p><h2>Related</h2>") == ["One."]


def test_a_page_without_a_frame_keeps_its_lists() -> None:
    lists = "<ul><li>First finding, on fees</li><li>Second finding</li></ul>"
    body = f"<h1>Report</h1>{PARAGRAPHS}{lists}<p>{LAST}</p><dl><dt>Berth</dt><dd>A place.</dd></dl>"
    for page in (body, f"<table><tr><td>{body}</td></tr></table>"):
        text = read(f"<html><body>{page}</body></html>").text
        assert text.endswith(f"- First finding, on fees\n\n- Second finding\n\n{LAST}\n\nBerth\n\nA place.")
