import json

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from embeddings.readers.content import FileContent, NotReadWhole
from embeddings.readers.html import read

PAGE = """<!DOCTYPE html>
<html lang="en-GB"><head>
<title>River talks resume in Lisbon | The Harbour Post</title>
<meta name="author" content="Ana de Souza">
<meta property="og:site_name" content="The Harbour Post">
<meta property="article:published_time" content="2011-04-05T10:00:00Z">
<link rel="canonical" href="https://example.org/river">
<style>.style-words { color: red }</style><script>var script = "script words";</script>
</head><body>
<nav><ul><li><a href="/">Nav words</a></li><li>World</li></ul></nav>
<header><p>Masthead words</p></header>
<article>
<h1>River talks resume in Lisbon</h1>
<p>By Ana de Souza</p>
<p>April 5, 2011</p>
<p>Envoys &amp; clerks met at the Caf&eacute; Lisboa &#8211; &ldquo;a first&rdquo; &#x2014; to speak of the river
   and of   its water, which the fishermen of the northern villages need for the coming ten years.</p>
<p>The <b>second</b> day brought <a href="/promise">a promise</a> of 3.5 million litres,<br>and a line break.</p>
<p>Advertisement</p>
<h2>What was asked</h2>
<ul><li>Trade in grain</li><li>Rights of <em>fishing</em></li></ul>
<table><tr><th>State</th><th>Share</th></tr><tr><td>Norland</td><td>40</td></tr></table>
<blockquote>
<p>“We go,” said the envoy of the north to the reporters who had waited outside in the rain.</p>
</blockquote>
<!-- comment words -->
<p>Share this article</p>
</article>
<aside><p>Aside words about other stories of the day</p></aside>
<form><p>Form words</p><button>Button words</button></form>
<section id="comments" class="comments"><h3>Comments</h3><p>Reader words: what a fine article, thank you.</p></section>
<footer><p>Footer words</p></footer>
</body></html>"""

BLOCKS = [
    "River talks resume in Lisbon",
    "Envoys & clerks met at the Café Lisboa – “a first” — to speak of the river and of its water, which the "
    "fishermen of the northern villages need for the coming ten years.",
    "The second day brought a promise of 3.5 million litres,\nand a line break.",
    "What was asked",
    "- Trade in grain",
    "- Rights of fishing",
    "State | Share",
    "Norland | 40",
    "“We go,” said the envoy of the north to the reporters who had waited outside in the rain.",
]


def test_a_page_is_its_article_and_what_it_states_of_itself() -> None:
    assert read(PAGE) == FileContent(
        "\n\n".join(BLOCKS),
        title="River talks resume in Lisbon",
        author="Ana de Souza",
        publisher="The Harbour Post",
        published="2011-04-05",
        url="https://example.org/river",
        language="en-GB",
    )


@pytest.mark.parametrize(
    "words", ["Nav", "Masthead", "script", "style-words", "Aside", "Form", "Button", "comment", "Reader", "Footer"]
)
def test_what_surrounds_the_article_is_not_in_the_text(words: str) -> None:
    assert words in PAGE
    assert words not in read(PAGE).text


@pytest.mark.parametrize("written", ["ana de souza", "ANA DE SOUZA", "Ana de Souza", "bell hooks"])
def test_a_name_is_spelt_as_the_page_spells_it(written: str) -> None:
    assert read(PAGE.replace("Ana de Souza", written)).author == written


def test_what_a_page_does_not_state_is_unknown() -> None:
    body = "".join(f"<p>{block}</p>" for block in BLOCKS)
    content = read(f"<html><body><article>{body}</article></body></html>")
    stated = (content.author, content.publisher, content.published, content.url, content.language)
    assert stated == (None, None, None, None, None)


def test_a_date_within_the_article_is_not_its_date() -> None:
    body = "".join(f"<p>{block} This was on 3 March 2009.</p>" for block in BLOCKS)
    assert read(f"<html><body><article>{body}</article></body></html>").published is None


def test_a_table_or_list_of_a_page_without_article_is_kept() -> None:
    page = (
        "<html><body><div>First bare line<br>second bare line</div><blockquote><p>Quoted words.</p></blockquote>"
        "<ol><li>One item</li><li>Another</li></ol></body></html>"
    )
    assert read(page).text == "First bare line\nsecond bare line\n\nQuoted words.\n\n1. One item\n\n2. Another"


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<html><body><p>One short line.</p></body></html>", "One short line."),
        ("<p>One line.</p><p>Another line.</p>", "One line.\n\nAnother line."),
        ("<p>One line.</p>", "One line."),
        (
            "<html><head><title>River talks</title></head><body><h1>River talks</h1><p>They began on Monday.</p>"
            "<p>They ended on Friday.</p></body></html>",
            "River talks\n\nThey began on Monday.\n\nThey ended on Friday.",
        ),
        (
            "<html><head><title>River talks</title></head><body><nav>Nav words</nav><h1>River talks</h1>"
            "<p>They began on Monday.</p><p>Advertisement</p><footer>Footer words</footer></body></html>",
            "River talks\n\nThey began on Monday.",
        ),
        (
            "<html><body><h1>River talks</h1><p>They <b>began</b>\non Monday.<br>They ended.</p>"
            "<table><tr><td>a</td><td>b</td></tr></table></body></html>",
            "River talks\n\nThey began on Monday.\nThey ended.\n\na | b",
        ),
    ],
    ids=["a line", "no html element", "a single element", "a heading and two lines", "with furniture", "with markup"],
)
def test_short_pages_are_read_in_blocks_too(page: str, text: str) -> None:
    assert read(page).text == text


def test_a_byline_of_a_short_page_leaves_its_text() -> None:
    page = (
        '<html><head><title>River talks</title><meta name="author" content="Ana de Souza"></head><body>'
        "<h1>River talks</h1><p>By Ana de Souza</p><p>They began on Monday.</p></body></html>"
    )
    assert read(page) == FileContent("River talks\n\nThey began on Monday.", title="River talks", author="Ana de Souza")


@pytest.mark.parametrize("page", ["", " ", "<html></html>", "<html><body></body></html>", "<!-- only this -->"])
def test_a_page_without_an_article_has_no_text(page: str) -> None:
    assert read(page).text == ""


@pytest.mark.parametrize(
    "page",
    [
        "<?xml version='1.0' encoding='iso-8859-1'?><html><body><p>Café.</p></body></html>",
        "<html><head><meta charset='iso-8859-1'></head><body><p>Café.</p></body></html>",
    ],
    ids=["xml", "meta"],
)
def test_an_encoding_the_page_declares_does_not_count_any_more(page: str) -> None:
    # The bytes were decoded before; the declaration spoke of those.
    assert read(page).text == "Café."


@pytest.mark.parametrize(
    "page",
    ["<div>" * 500 + "words", "<html><body>\0\x01words</body>", "<p>&#0;&#xD800;&bogus;</p>", "<![CDATA[x]]>", "<p"],
    ids=["deep", "control characters", "bad entities", "cdata", "cut short"],
)
def test_reading_broken_pages_does_not_fail(page: str) -> None:
    assert isinstance(read(page), FileContent)


LINES = [
    "The harbour authority met on 14 March to decide on the dredging of the inner basin, which had silted up.",
    "Its chair said that the dredger would begin work in May and that the basin would be closed for nine weeks.",
    "The cost was put at four million, of which the county pays half, and two of the members voted against it.",
]
ARTICLE = "".join(f"<p>{line}</p>" for line in LINES)


@pytest.mark.parametrize(
    "body",
    [
        f"<form id='aspnetForm'><input type='hidden'/><div id='main'>{ARTICLE}</div></form>",
        f"<header class='content'>{ARTICLE}</header><footer>Imprint</footer>",
        f"<nav><a href='/'>Home</a></nav><aside>{ARTICLE}</aside>",
        f"<noscript>{ARTICLE}</noscript>",
        f"<fieldset><legend>Minutes</legend>{ARTICLE}</fieldset>",
        "<div>" * 400 + ARTICLE + "</div>" * 400,
        "<div id='root'></div>",
    ],
    ids=["form", "header", "aside", "noscript", "fieldset", "deep", "data"],
)
def test_an_article_is_read_wherever_it_stands(body: str) -> None:
    data = json.dumps({"@type": "NewsArticle", "articleBody": "\n".join(LINES)})
    script = f'<script type="application/ld+json">{data}</script>' if "root" in body else ""
    text = read(f"<html><head><title>Minutes</title>{script}</head><body>{body}</body></html>").text
    assert [block for block in text.split("\n\n") if block in LINES] == LINES
    assert "Home" not in text


def test_an_article_of_which_most_stands_in_a_form_is_read_whole() -> None:
    later = "".join(f"<p>{number}. {line}</p>" for number in range(4) for line in LINES)
    page = f"<html><body><main><article>{ARTICLE * 2}<form>{later}</form></article></main></body></html>"
    text = read(page).text
    assert all(f"{number}. {line}" in text for number in range(4) for line in LINES)


def test_the_words_of_a_line_stay_together() -> None:
    line = "On <time>3 May</time> <label>he</label> ran <code>dredge --all</code>, <q>at once</q>, to 10<sup>5</sup>."
    page = f"<html><body><article>{ARTICLE}<p>{line}</p></article></body></html>"
    assert read(page).text.split("\n\n")[3:] == ["On 3 May he ran dredge --all, at once, to 10^5."]


def test_the_blocks_of_a_division_are_parted() -> None:
    page = f"<html><body><article>{ARTICLE}<div>The <b>first</b> vote<div>was lost</div>by two.</div></article></body>"
    assert " ".join(read(page).text.split()).endswith("The first vote was lost by two.")


def test_a_table_of_an_article_is_read_whole() -> None:
    table = (
        "<table><tr><th>Room</th><th>Hours</th></tr><tr><td>Maps</td><td><ul><li>Monday</li><li>Friday</li></ul></td></tr>"
        "<tr><td rowspan='2'>Court</td><td>noon</td></tr><tr><td>dawn</td></tr></table>"
    )
    page = f"<html><body><article>{ARTICLE}{table}{ARTICLE}</article></body></html>"
    assert read(page).text.split("\n\n")[3:7] == [
        "Room | Hours",
        "Maps | Monday; Friday",
        "Court | noon",
        "Court | dawn",
    ]


def test_the_language_is_that_of_the_page_not_of_a_comment() -> None:
    page = f"<!--[if lt IE 7]><html lang='en'><![endif]--><html lang='fr'><body>{ARTICLE}</body></html>"
    assert read(page).language == "fr"
    assert read(f"<b>Warning</b> <html lang='de-DE'><body>{ARTICLE}</body></html>").language == "de-DE"


def test_a_page_nested_too_deep_is_not_read_in_part() -> None:
    with pytest.raises(NotReadWhole, match="nests elements over 2,048 deep"):
        read(f"<html><body>{ARTICLE}{'<div>' * 3000}words")


@pytest.mark.parametrize("name", ["b<i", "b=", "b&", 'b"', "b'", "b!", "bé·", "o:p", "b:<i"])
def test_a_slip_of_the_pen_in_a_tag_costs_no_page(name: str) -> None:
    assert "It fell at dawn again." in read(f"<article>{ARTICLE}<p>It fell <{name}>at dawn</{name}> again.</p>").text


@settings(max_examples=60)
@example("<A<p>&amp;")
@given(
    st.lists(
        st.sampled_from(["<p>", "</p>", "<div>", "<table><tr><td>", "</table>", "<!--", "<script>", "&amp;", "words. "])
        | st.text(max_size=8),
        max_size=20,
    ).map("".join)
)
def test_reading_never_fails(page: str) -> None:
    assert "<script>" not in read(page).text


def test_data_of_an_odd_kind_cost_no_page() -> None:
    data = '{"@context": "http://schema.org", "@graph": [{"@type": "Article", "headline": 7, "author": {"name": 3}}]}'
    page = f'<title>Talks</title><script type="application/ld+json">{data}</script><p>They met at the harbour.</p>'
    assert read(f"<html><head>{page}").text == "They met at the harbour."


def test_lines_of_preformatted_text_stay_lines() -> None:
    head = "FM AMEMBASSY OSLO\nTO SECSTATE WASHDC\n\n"
    body = "\n\n".join(
        f"{number}. (C) The minister said on day {number}\nthat the toll would fall." for number in range(9)
    )
    page = read(f"<html><title>Cable</title><body><div><h1>Cable</h1><pre>{head}{body}</pre></div></body></html>")
    assert page.text.endswith(head + body)


@pytest.mark.parametrize("element", ["body", "article"])
def test_what_a_page_says_again_is_read_again(element: str) -> None:
    refrain = "And the water rose all night long in the old harbour of the town."
    verses = [f"The clerks of the harbour met on Monday and put off the dredging, as verse {n} says." for n in range(4)]
    lines = [line for verse in verses for line in (verse, refrain, refrain)]
    body = "".join(f"<p>{line}</p>" for line in lines)
    page = f"<html><head><title>The mole</title></head><{element}><h1>The mole</h1>{body}</{element}>"
    assert read(page).text.split("\n\n") == ["The mole", *lines]
    menu = f"<div><p>{verses[1]}</p></div><footer><p>{refrain}</p></footer>"
    assert read(f"{page}{menu}").text.split("\n\n")[: len(lines) + 1] == ["The mole", *lines]


def test_a_page_that_a_program_made_of_a_document_is_read_whole() -> None:
    body = (
        "<nav><a href='/'>Home</a></nav><h1>Tolls</h1><p>Ships that passed the Sound paid a toll at Elsinore.</p>"
        "<h2>Rates</h2><table><tr><th>Port</th><th>Toll</th></tr><tr><td>Riga</td><td>88</td></tr></table>"
        "<ul><li>rye and wheat</li><li>salt from Portugal</li></ul><p>The king takes a fifth of all wine.</p>"
    )
    text = read(f"<html><head><meta name=generator content=pandoc></head><body>{body}</body></html>").text
    assert text.split("\n\n") == [
        *("Tolls", "Ships that passed the Sound paid a toll at Elsinore.", "Rates", "Port | Toll", "Riga | 88"),
        *("- rye and wheat", "- salt from Portugal", "The king takes a fifth of all wine."),
    ]


def test_a_page_that_a_program_made_of_a_document_keeps_its_header_its_notes_and_words_that_sites_have_too() -> None:
    body = (
        "<header><h1>Tolls</h1><p class=author>Ana Ruiz</p><div>Abstract</div><p>What each ship paid.</p></header>"
        "<dl><dt>Pin</dt><dd>The rod that holds the jib.</dd><dt>Archive</dt><dd>The room of the papers.</dd></dl>"
        "<p>Ships that passed the Sound paid a toll.</p><aside role=doc-footnote>It was raised in 1567.</aside>"
    )
    text = read(f"<html><head><meta name=generator content=pandoc></head><body>{body}</body></html>").text
    assert text.split("\n\n") == [
        *("Tolls", "Ana Ruiz", "Abstract", "What each ship paid."),
        *("Pin", "The rod that holds the jib.", "Archive", "The room of the papers."),
        *("Ships that passed the Sound paid a toll.", "It was raised in 1567."),
    ]


def test_lists_of_contents_of_word_and_libreoffice_are_left_out() -> None:
    word = "<p class=MsoToc1><a href='#_Toc1'>1. Opening<span>. </span>1</a></p><p>The council met.</p>"
    office = "<div id='Table of Contents1'><p>Contents</p><p>1. Opening 1</p></div><p>The council met.</p>"
    for program, body in (("Microsoft Word 15", word), ("LibreOffice 7.4", office)):
        page = f"<html><head><meta name=Generator content='{program}'></head><body>{body}</body></html>"
        assert read(page).text == "The council met."
        assert read(page).left_out


@pytest.mark.parametrize("known_by", ["<body class='c1 doc-content'>", "<style>ol.lst-kix_a-0{}</style><body>"])
def test_a_document_of_google_docs_keeps_its_short_headings(known_by: str) -> None:
    dues = "The dues rose to nine crowns a year for all members. " * 6
    body = f"<h1>Opening</h1><h2>Dues</h2><p>{dues}</p><h2>Fees</h2><ul><li>Gym</li><li>Sauna</li></ul>"
    text = read(f"<html>{known_by}{body}</body></html>").text
    assert text.split("\n\n") == ["Opening", "Dues", dues.strip(), "Fees", "- Gym", "- Sauna"]


def test_running_heads_that_libreoffice_writes_into_a_page_are_no_text() -> None:
    body = (
        '<div title="header"><p>Port council: minutes</p></div><p>The council met.</p>'
        '<div title="footer"><p>Page 2</p></div>'
    )
    page = f"<html><head><meta name=generator content='LibreOffice 7.4'></head><body>{body}</body></html>"
    assert read(page).text == "The council met."
    assert "Port council: minutes" in [each.words for each in read(page).omitted]


def test_what_a_page_hides_is_no_part_of_its_text() -> None:
    line = "The clerks of the harbour met on Monday and put off the dredging of the basin until spring."
    notice = "You are reading this with a browser that we no longer support; parts of the page may look odd."
    page = f"<html><body><div>{f'<p>{line}</p>' * 8}<div style='display:none'><p>{notice}</p></div></div></body></html>"
    content = read(page)
    assert notice not in content.text
    assert notice in [each.words for each in content.omitted]
