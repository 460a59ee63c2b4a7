import pytest

from embeddings.readers.markup import blocks, parsed, simplify


def _read(markup: str) -> list[str]:
    tree = parsed(markup)
    simplify(tree)
    return list(blocks(tree))


@pytest.mark.parametrize(
    ("markup", "read"),
    [
        ('<p>by Hallmark.<a href="#fn1" class="footnote-ref">1</a> It stood.</p>', "by Hallmark.[1] It stood."),
        ('<p>he said.”<a href="notes.xhtml#n12"><span>12</span></a></p>', "he said.”[12]"),
        ('<p>the report<a href="#e1">iv</a> on it</p>', "the report[iv] on it"),
        ('<p>the report<a href="#e1"><sup>2</sup></a> on it</p>', "the report[2] on it"),
        ('<p>\n <a href="#sdfootnote1anc">1</a>She was elected.</p>', "[1] She was elected."),
    ],
)
def test_the_number_that_leads_to_a_note_is_no_part_of_the_word_before_it(markup: str, read: str) -> None:
    assert _read(markup) == [read]


@pytest.mark.parametrize(
    "markup",
    [
        '<p>see section <a href="#s3">3</a> of it</p>',
        '<p>see section\n<a href="#s3">3</a> of it</p>',
        '<p>(<a href="#s3">3</a>)</p>',
        '<p>in the year<a href="/years/1999">199</a></p>',
        '<p>page <a href="#p3">3</a></p>',
        '<p><a href="#fn1">1</a> Smith</p>',
    ],
)
def test_other_numbers_in_links_stay_as_they_are(markup: str) -> None:
    assert "[" not in _read(markup)[0]


def test_links_that_only_lead_back_say_nothing() -> None:
    markup = (
        '<h2>Costs<a class="headerlink" href="#costs">¶</a></h2>'
        '<ol><li>Dissolved in 2004.&nbsp;<a href="#fnref1" role="doc-backlink">↩︎</a></li></ol>'
        '<p><a href="#cite_ref-1">^</a> Smith, 2004. <a href="https://example.org/">↩</a> <a href="#top">Top</a></p>'
    )
    assert _read(markup) == ["Costs", "Dissolved in 2004.", "Smith, 2004. ↩ Top"]
