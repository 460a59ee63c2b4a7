import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.documents import Fact
from embeddings.readers.content import FileContent, NotReadWhole
from embeddings.readers.markdown import FRONT_MATTER_CHARACTERS, read


def matter(front: str, body: str = "Body text.") -> FileContent:
    return read(f"---\n{front}\n---\n{body}\n")


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("One *two* **three** _four_ `five`.", "One two three four five."),
        ("One [two](https://e.org 'three') <https://e.org/4>.", "One two https://e.org/4."),
        ("One [two][ref].\n\n[ref]: https://e.org", "One two."),
        ("One ![a map](map.png) two.", "One a map two."),
        ("Run `qa  *x*` now.", "Run qa  *x* now."),
        ("One \\*two\\* &amp; &eacute; &#8212;", "One *two* & é —"),
        ("“Curly” – it’s… 'straight' -- \"too\" ...", "“Curly” – it’s… 'straight' -- \"too\" ..."),
        ("One\ntwo  \nthree", "One\ntwo\nthree"),
        ("One.\n\n\n\nTwo.", "One.\n\nTwo."),
        ("- a\n- b\n  1. c\n  2. d", "- a\n\n- b\n\n1. c\n\n2. d"),
        ("3) a\n   more\n\n   and b\n3) c\n\nd", "3) a\nmore\n\nand b\n\n4) c\n\nd"),
        ("0. a\n0. b", "0. a\n\n1. b"),
        ("- ## a\n\n  b", "a\n\nb"),
        ("<ul><li>a<li><p>b</ul>", "- a\n\n- b"),
        ("> Said *he*.\n>\n> And she.", "Said he.\n\nAnd she."),
        ("One.\n\n---\n\nTwo.", "One.\n\nTwo."),
        ("```py\nx = 1\n\ny = *x\n```", "x = 1\n\ny = *x"),
        ("| A | *B* |\n|---|:-:|\n| 1 | a\\|b |\n| 2 | |", "A | B\n\n1 | a|b\n\n2 |"),
        ("", ""),
    ],
    ids=[
        "emphasis",
        "links",
        "reference",
        "image",
        "code span",
        "escapes and entities",
        "characters stay",
        "line breaks",
        "blank lines",
        "lists",
        "counted list",
        "list from nought",
        "list of headings",
        "list of HTML",
        "quotation",
        "rule",
        "code block",
        "table",
        "nothing",
    ],
)
def test_the_text_is_what_a_reader_of_the_page_sees(markdown: str, text: str) -> None:
    assert read(markdown) == FileContent(text)


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("One <b>two</b><br/> three.", "One two\nthree."),
        ("One<!-- hidden --> two.", "One two."),
        ("<!-- hidden\n\nstill hidden -->\n\nSeen.", "Seen."),
        ("<div class='x'>\nSeen <i>too</i>\n</div>", "Seen too"),
        ("<script>\nvar hidden = 1;\n\nhidden()\n</script>\n\nSeen.", "Seen."),
        ("<STYLE>p { color: red }</STYLE>\n\nSeen.", "Seen."),
        ("One <script>hidden()</script> two.", "One two."),
        ("One <style>p { color: red }</style> two.", "One two."),
        ("<div>Fish &amp; chips</div>", "Fish & chips"),
        ("2 < 3 and 4 > 3", "2 < 3 and 4 > 3"),
    ],
    ids=[
        "tags within a line",
        "comment within a line",
        "comment",
        "block",
        "script",
        "style",
        "script within a line",
        "style within a line",
        "entity in a block",
        "no tag",
    ],
)
def test_tags_go_and_contents_stay_but_for_scripts_and_styles(markdown: str, text: str) -> None:
    assert read(markdown) == FileContent(text)


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("Due on ~~3 *May*~~ 17 June.", "Due on 17 June."),
        ("Due on <del>3 May</del> <s>4 May</s> 17 June.", "Due on 17 June."),
        ("~~All of this paragraph.~~\n\nAnd this.", "And this."),
        ("It ran at 10<sup>5</sup> pascals.", "It ran at 10^5 pascals."),
        ("Losses of 340<sup>2</sup> *barrels* of H<sub>2</sub>O.", "Losses of 340[2] barrels of H2O."),
        ("| A | B |\n|---|---|\n| Ana<br>Bo | 10<sup>3</sup> ~~4~~ |", "A | B\n\nAna Bo | 10^3"),
        (
            "<table><tr><th>Van</th><th>Plate</th></tr>\n<tr><td>Red</td><td><ul><li>K1</li><li>K2</li></ul></td></tr></table>",
            "Van | Plate\n\nRed | K1; K2",
        ),
        ("| A | B |\n|---|---|\n| <ul><li>K1</li><li>K2</li></ul> | x |", "A | B\n\nK1; K2 | x"),
        (
            "<table>\n<tr><td rowspan=2>Red</td><td>K1</td></tr>\n\n<tr><td>K2</td></tr>\n</table>\n\nEnd.",
            "Red | K1\n\nRed | K2\n\nEnd.",
        ),
        ("<p>One</p><p>Two</p>", "One\n\nTwo"),
        ("One <plaintext> two.\n\nThree.", "One two.\n\nThree."),
        ("One &lt;b&gt; <i>`<s>`</i> two.", "One <b> <s> two."),
        ("A <sup>never closed\n\nNext.", "A never closed\n\nNext."),
    ],
)
def test_html_and_struck_words_are_read_as_on_a_web_page(markdown: str, text: str) -> None:
    assert read(markdown).text == text


def test_deep_quotations_are_read_whole_or_not_at_all() -> None:
    assert read("> " * 40 + "words").text == "words"
    assert read("- " * 20 + "words").text == "- words"
    for mark in ("> ", "- "):
        with pytest.raises(NotReadWhole) as raised:
            read(mark * 60 + "words")
        assert str(raised.value).startswith("nests quotations or lists over 50 deep, where the rest cannot be read")


def test_an_images_description_is_read_without_its_markup() -> None:
    assert read("![a *small* map](map.png)") == FileContent("a small map")


def test_front_matter_states_what_it_states() -> None:
    front = (
        "title: River talks\nauthor: Ana de Souza\npublisher: The Harbour Post\ndate: 2011-04-05\n"
        "url: https://example.org/river\nlang: en\ntags: [river, talks]"
    )
    assert matter(front, "# Day one\n\nThe talks began.") == FileContent(
        "Day one\n\nThe talks began.",
        title="River talks",
        author="Ana de Souza",
        publisher="The Harbour Post",
        published="2011-04-05",
        url="https://example.org/river",
        language="en",
    )


@pytest.mark.parametrize(
    ("front", "name", "value"),
    [
        ("headline: River talks", "title", "River talks"),
        ("Title: River talks", "title", "River talks"),
        ("title: 'River: talks'", "title", "River: talks"),
        ("title: 1984", "title", "1984"),
        ("authors: [Ana de Souza, Bo Ek]", "author", "Ana de Souza, Bo Ek"),
        ("by: Ana de Souza", "author", "Ana de Souza"),
        ("source: The Harbour Post", "publisher", "The Harbour Post"),
        ("link: https://e.org", "url", "https://e.org"),
        ("language: pt-BR", "language", "pt-BR"),
        ("date: 5 April 2011", "published", "2011-04-05"),
        ("date: 2011-04", "published", "2011-04"),
        ("date: 2011-04-05 10:30:00", "published", "2011-04-05"),
        ("publish_date: April 2011", "published", "2011-04"),
        ("published: soon\ndate: 2011", "published", "2011"),
        ("doc_date: '1947-05-27'\ndoc_num: 395", "published", "1947-05-27"),
        ("date_published: 5 April 2011", "published", "2011-04-05"),
        ("publicationDate: 5 April 2011", "published", "2011-04-05"),
        ("pub-date: 2011\ndate: 2010", "published", "2010"),
        ("update: 2011\ncreated_date: 2011\nbirthdate: 2011", "published", None),
        ("date: 03/04/2011", "published", None),
        ("date: 2011-02-30", "published", None),
        ("title:", "title", None),
        ("title: {a: b}", "title", None),
        ("title: null", "title", None),
        ("author: ~", "author", None),
    ],
)
def test_fields_go_by_several_names(front: str, name: str, value: str | None) -> None:
    assert matter(front) == FileContent("Body text.", **{name: value})


@pytest.mark.parametrize(
    ("front", "name", "value"),
    [
        ("lang: no", "language", "no"),
        ("title: Yes", "title", "Yes"),
        ("title: 10:30", "title", "10:30"),
        ("title: 007", "title", "007"),
        ("title: 2001-09-11", "title", "2001-09-11"),
        ("title: 1.10", "title", "1.10"),
    ],
    ids=["Norwegian", "yes", "an hour", "a figure", "a date", "a version"],
)
def test_a_value_is_what_is_written_not_what_yaml_makes_of_it(front: str, name: str, value: str) -> None:
    assert getattr(matter(front), name) == value


def test_front_matter_that_is_no_yaml_is_read_line_by_line() -> None:
    front = 'title: River talks: day two\nauthor: "Ana de Souza"\nno field here\ndate: 2011-04-05'
    assert matter(front) == FileContent(
        "Body text.", title="River talks: day two", author="Ana de Souza", published="2011-04-05"
    )


@pytest.mark.parametrize("end", ["---", "...", "---  "])
def test_front_matter_may_end_in_several_ways(end: str) -> None:
    assert read(f"---\ntitle: River talks\n{end}\nBody text.") == FileContent("Body text.", title="River talks")


def test_front_matter_alone_leaves_no_text() -> None:
    assert read("---\ntitle: River talks\n---") == FileContent("", title="River talks")


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("---\nJust a line\n---\n\nBody.", "Just a line\n\nBody."),
        ("---\n- a\n- b\n---\n\nBody.", "- a\n\n- b\n\nBody."),
        ("One.\n\n---\ntitle: no\n\nTwo.", "One.\n\ntitle: no\n\nTwo."),
        ("---\ntitle: no end", "title: no end"),
    ],
    ids=["a line between rules", "a list between rules", "not at the top", "without an end"],
)
def test_other_blocks_between_rules_are_text(markdown: str, text: str) -> None:
    assert read(markdown).text == text


def test_a_long_block_between_rules_is_text() -> None:
    long = f"title: {'x' * FRONT_MATTER_CHARACTERS}"
    assert matter(long) == FileContent(f"{long}\n\nBody text.")
    assert matter("title: short\nnote: " + "x" * (FRONT_MATTER_CHARACTERS - 100)).title == "short"


@pytest.mark.parametrize(
    ("markdown", "stated"),
    [
        ("# River talks\n\n*By Ana Ruiz, 3 May 2011*\n\nBody.", ("River talks", "Ana Ruiz", "2011-05-03")),
        ("# River talks\n\nThe Post, 3 May 2011\n\nBody.", ("River talks", None, "2011-05-03")),
        ("# River talks\n\nBy Ana Ruiz\\\n3 May 2011\n\nBody.", ("River talks", "Ana Ruiz", "2011-05-03")),
        (
            "# Memorandum\n\nFrom: Ana Ruiz\nTo: Bo Ek\nDate: 3 May 2011\nSubject: The lock\n\nBody.",
            ("The lock", "Ana Ruiz", "2011-05-03"),
        ),
        # What the front matter states goes before, and a day in the heading of a section is the section's.
        ("---\nauthor: Bo Ek\n---\n# River talks\n\nBy Ana Ruiz, 3 May 2011", ("River talks", "Bo Ek", "2011-05-03")),
        ("# Changes\n\n## 3 May 2011\n\nBody.", ("Changes", None, None)),
        ("# River talks\n\nOn 3 May 2011 they met.", ("River talks", None, None)),
    ],
)
def test_lines_below_the_title_state_who_wrote_the_page_and_when(
    markdown: str, stated: tuple[str | None, str | None, str | None]
) -> None:
    content = read(markdown)
    assert (content.title, content.author, content.published) == stated


@pytest.mark.parametrize(
    ("markdown", "title"),
    [
        ("# River *talks*\n\n## Day one", "River talks"),
        ("River talks\n===========\n\nBody.", "River talks"),
        ("## Day one\n\n# River talks", "River talks"),
        ("## Day one\n\nBody.", None),
        ("Body.", None),
    ],
)
def test_without_front_matter_the_first_heading_of_level_one_is_the_title(markdown: str, title: str | None) -> None:
    assert read(markdown).title == title


@pytest.mark.parametrize(
    "front",
    [
        "title: [unclosed",
        "title: *nowhere",
        "title: !!python/object/apply:os.system ['true']",
        "title: \x07",
        "? [a, b]\n: c",
        'title: !!int ""',
        "title: !!bool maybe",
        "title: !!timestamp soon",
        "title: 0x" + "f" * 5000,
        "title: " + "[" * 5000,
    ],
    ids=["bracket", "alias", "python", "control", "list as key", "int", "bool", "timestamp", "huge", "deep"],
)
def test_reading_never_fails_on_front_matter(front: str) -> None:
    assert matter(front).text == "Body text."


@given(
    st.text(max_size=200)
    | st.lists(
        st.sampled_from(
            ["---\n", "title: a\n", "# H\n", "<b>", "</", "<!--", "[a](", "`", "|a|b|\n|-|-|\n", "> ", "&#"]
        )
        | st.text(max_size=5),
        max_size=20,
    ).map("".join)
)
def test_reading_never_fails(text: str) -> None:
    content = read(text)
    assert content.text == content.text.strip()


def test_what_is_stated_has_its_origin() -> None:
    content = read("---\nauthor: Ana de Souza\ndate: 2011-04-05\n---\n# River talks\n\nThey began.")
    assert content.facts == (
        Fact("author", "Ana de Souza", "front matter"),
        Fact("published", "2011-04-05", "front matter"),
        Fact("title", "River talks", "heading"),
    )


def test_marks_of_notes_are_in_brackets() -> None:
    text = "It fell.[^1] He *said*[^note]: no. `[^a-z]`\n\n[^1]: In November.\n[^note]: He wrote it.\n"
    assert read(text).text == "It fell.[1] He said[note]: no. [^a-z]\n\n[1] In November.\n[note] He wrote it."


def test_a_heading_far_below_the_top_is_no_title() -> None:
    turns = "\n\n".join(f"It rose by {number}." for number in range(9))
    assert read(f"{turns}\n\n# Break\n\nIt fell.").title is None
    assert read(f"It rose.\n\n# Water\n\n{turns}").title == "Water"


def test_the_first_line_below_a_title_of_the_front_matter_may_be_the_day() -> None:
    text = "Cablegram 17 LISBON, 3 May 1947, 5.15 p.m.\n\nSECRET\n\nThey met."
    assert read(f"---\ntitle: Bo Ek to Ana Ruiz\n---\n{text}").published == "1947-05-03"
    assert read(text).published is None
