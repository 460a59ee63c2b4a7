import pytest

from embeddings.readers.content import NotReadWhole
from embeddings.readers.markup import DEEPEST, blocks, collapsed, parsed, remove, simplify, spaced_once


def rendered(page: str) -> list[str]:
    tree = parsed(page)
    simplify(tree)
    return list(blocks(tree))


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<p>The flats cover 1,400<sup>12</sup> acres.", "The flats cover 1,400[12] acres."),
        ("<p>It ran at 10<sup>5</sup> pascals.", "It ran at 10^5 pascals."),
        ("<p>It ran at <b>10</b><sup><i>5</i></sup> pascals.", "It ran at 10^5 pascals."),
        ("<p>On day 10<sup><a href='#n5'>5</a></sup> it broke.", "On day 10[5] it broke."),
        ("<p>On day 10<a href='#n5'><sup>5</sup></a> it broke.", "On day 10[5] it broke."),
        ("<p>340<span style='vertical-align: super; font-size: 8px'>2</span> tons.", "340[2] tons."),
        ("<p>The 19<sup>th</sup> of May, 4 km<sup>2</sup>.", "The 19th of May, 4 km²."),
        ("<p>H<sub>2</sub>O and 101<sub>2</sub>", "H2O and 101_2"),
        ("<p>He said<sup>1</sup><sup>,</sup><sup>2</sup> so.", "He said[1],[2] so."),
        ("<p>on 10<br><sup>5</sup> See Smith.", "on 10\n[5] See Smith."),
    ],
)
def test_raised_text_is_not_read_as_digits_of_the_number_before(page: str, text: str) -> None:
    assert rendered(page) == [text]


@pytest.mark.parametrize("tag", ["video", "audio", "canvas", "iframe"])
def test_what_media_say_to_browsers_that_cannot_play_them_is_no_text(tag: str) -> None:
    media = f"<{tag}><div><p>Your browser cannot play this.</p></div></{tag}>"
    page = f"<p>The port.</p>{media} Filmed in May.<p>Its dues.</p>"
    assert rendered(page) == ["The port.", "Filmed in May.", "Its dues."]


@pytest.mark.parametrize("tag", ["del", "s", "strike", "span style='text-decoration: line-through'"])
def test_struck_words_are_left_out(tag: str) -> None:
    page = f"<p>The report is due on <{tag}>3 <b>May</b></{tag.split(maxsplit=1)[0]}> 17 June, not later.</p>"
    assert rendered(page) == ["The report is due on 17 June, not later."]


def test_a_page_that_is_struck_through_is_read() -> None:
    assert rendered("<s><p>The whole report is due on 17 June.</p></s><p>End.</p>") == [
        "The whole report is due on 17 June.",
        "End.",
    ]


@pytest.mark.parametrize(
    ("page", "texts"),
    [
        ("<p>one<br>two</p>", ["one\ntwo"]),
        ("<div>one<div>two</div>three</div>", ["one", "two", "three"]),
        ("<b>one<br>two</b>", ["one\ntwo"]),
        ("<li>one<li>two", ["one", "two"]),
        ("<dl><dt>one<dd>two</dl>", ["one", "two"]),
        ("<p>o<b>n</b>e<wbr>two", ["onetwo"]),
        ("<p>one <b> two</b>\n three", ["one two three"]),
        ("<pre>one\n  two</pre>", ["one\ntwo"]),
        ("<p>one<comment>two</comment></p>", ["one"]),
        ("<script>x</script><style>y</style><template>z</template>one<svg><text>w</text></svg>", ["one"]),
        ("<template shadowrootmode='open'><p>one</p></template>", ["one"]),
    ],
)
def test_words_are_parted_where_a_browser_parts_them(page: str, texts: list[str]) -> None:
    assert rendered(page) == texts


@pytest.mark.parametrize(
    ("cells", "row"),
    [
        ("<td>Map room<td><ul><li>Monday<li>Tuesday</ul>", "Map room | Monday; Tuesday"),
        ("<td>Map room<td><ol><li>Ask first.<li>Then read.</ol>", "Map room | Ask first. Then read."),
        ("<td>Ana<br>Bo<td><p>maps</p><p>charts</p>", "Ana Bo | maps charts"),
        ("<td>Ana</td><th>K<b>D</b>4</th>", "Ana | KD4"),
        ("<td><td>Ana", "| Ana"),
        ("<td>Ana<td><td>", "Ana"),
    ],
)
def test_a_row_of_a_table_is_a_line(cells: str, row: str) -> None:
    assert rendered(f"<table><tr><th>A<th>B</tr><tr>{cells}</tr></table>") == ["A | B", row]


def test_a_cell_names_each_row_that_it_spans() -> None:
    page = (
        "<table><tr><th>Room<th>Day<th>Hours</tr>"
        "<tr><td rowspan=3>Court room<td>Monday<td rowspan='2'>noon</tr><tr><td>Tuesday</tr><tr><td>Friday<td>dawn</tr>"
        "<tr><td>Map room<td colspan=2>closed</tr></table>"
    )
    assert rendered(page) == [
        "Room | Day | Hours",
        "Court room | Monday | noon",
        "Court room | Tuesday | noon",
        "Court room | Friday | dawn",
        "Map room | closed",
    ]


def test_a_long_cell_is_not_repeated() -> None:
    long = "A long account of the court room. " * 6
    page = f"<table><tr><td rowspan=2>{long}<td>Monday</tr><tr><td>Tuesday</tr></table>"
    assert rendered(page) == [f"{collapsed(long)} | Monday", "Tuesday"]


def test_a_table_that_sets_a_page_is_read_in_its_paragraphs() -> None:
    page = "<table><tr><td><h2>News</h2><p>One.</p></td><td><p>Two.</p><p>Three.</p></td></tr><tr><td>Four</table>"
    assert rendered(page) == ["News", "One.", "Two.", "Three.", "Four"]


def test_a_menu_in_a_table_stays_one() -> None:
    tree = parsed("<table><tr><td>A<td>B<tr><td><a>Home</a><br><a>News</a><td>x</table>")
    simplify(tree)
    assert [link.text for link in tree.iter("a")] == ["Home News"]


def test_removing_keeps_the_text_around() -> None:
    tree = parsed("<p>a<i>1</i>b<i>2</i><i>3</i>c<b>d</b><i>4</i>e</p>")
    remove(list(tree.iter("i")))
    assert rendered("<p>x") == ["x"]
    assert "".join(tree.itertext()) == "abcde"


def test_deep_pages_are_read_whole_or_not_at_all() -> None:
    assert rendered("<div>" * (DEEPEST - 10) + "words") == ["words"]
    with pytest.raises(NotReadWhole) as raised:
        parsed("<div>" * (DEEPEST + 10) + "words")
    assert str(raised.value) == "nests elements over 2,048 deep, where the rest cannot be read; save it flatter"


@pytest.mark.parametrize("page", ["", " ", "<!-- only this -->", "\0", "\ud800"])
def test_nothing_is_no_tree(page: str) -> None:
    assert parsed(page) is None


def test_characters_that_xml_cannot_hold_do_not_end_the_text() -> None:
    assert rendered("<p>one\0two\x01three\ud800four") == ["onetwothreefour"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "the mill",
        " the mill",
        "the mill ",
        "the  mill",
        "the\u00a0mill",
        "the\u2003mill",
        "the\tmill",
        "the\x85mill",
        "the\u200bmill",
        "\u3000the mill",
    ],
)
def test_each_run_of_white_space_is_made_one_space_whatever_it_is(text: str) -> None:
    assert spaced_once(text) == " ".join(text.split())


def test_elements_of_a_page_are_of_one_class_whatever_their_names() -> None:
    tree = parsed("<form><label>Name</label><input><select><option>one</select></form><p>The mill")
    assert len({type(element) for element in tree.iter()}) == 1
    assert tree.text_content() == "NameoneThe mill"
