import time

from lxml import etree

from embeddings.readers.content import STRUCK, Omitted
from embeddings.readers.xml_generic import generic_text
from embeddings.readers.xml_text import Text, children_of, text_of, words_of
from embeddings.readers.xml_vocabularies import AKOMA_NTOSO, DOCBOOK, FB2, JATS, TEI, Vocabulary, local_name


def read(text: str, vocabulary: Vocabulary) -> Text:
    return text_of([etree.fromstring(text)], vocabulary)


def places(read_text: Text) -> list[tuple[str, str, str]]:
    return [(place.kind, place.name, read_text.text[place.start : place.end]) for place in read_text.places]


def test_a_tei_text_is_its_paragraphs_with_notes_after_them() -> None:
    text = read(
        "<text xmlns='http://www.tei-c.org/ns/1.0'><body><pb n='4'/><div><head>The <hi>first</hi> day</head>"
        "<p>They met<note>In May.</note> in\n   <placeName>Lisbon</placeName>.</p><pb n='5'/>"
        "<lg><l>Water rose,</l><l>and fell.</l></lg><list><item>Grain</item><item>Fish</item></list>"
        "<sp><speaker>Ana</speaker><p>No.</p></sp></div>"
        "<table><row><cell>State</cell><cell>Share</cell></row><row><cell>North</cell><cell>4</cell></row></table>"
        "<fw>running head</fw></body></text>",
        TEI,
    )
    section = (
        "The first day\n\nThey met in Lisbon.\n\nIn May.\n\nWater rose,\nand fell.\n\n- Grain\n\n- Fish\n\nAna: No."
    )
    assert text.text == f"{section}\n\nState | Share\n\nNorth | 4"
    assert places(text) == [
        ("section", "The first day", section),
        ("page", "4", "The first day\n\nThey met in Lisbon.\n\nIn May."),
        ("page", "5", text.text[text.text.index("Water") :]),
    ]


def test_an_article_of_a_journal() -> None:
    text = read(
        "<body><sec><label>1</label><title>Methods</title><p>We met<xref><sup>12</sup></xref> at 5 m<sup>2</sup>.</p>"
        "<sec><title>Place</title><p>Lisbon.</p></sec></sec>"
        "<table-wrap><label>Table 1.</label><caption><p>Shares</p></caption><table><tr><th>State</th><th>Share</th>"
        "</tr><tr><td>North <italic>coast</italic></td><td><p>4</p></td></tr></table></table-wrap>"
        "<ref-list><title>References</title><ref><label>12</label><element-citation><name><surname>Ek</surname>"
        "<given-names>B</given-names></name><year>2010</year></element-citation></ref></ref-list></body>",
        JATS,
    )
    assert text.text.split("\n\n") == [
        *("1 Methods", "We met[12] at 5 m².", "Place", "Lisbon.", "Table 1. Shares", "State | Share"),
        *("North coast | 4", "References", "12 Ek B 2010"),
    ]
    assert [(kind, name) for kind, name, _ in places(text)] == [
        ("section", "1 Methods"),
        ("section", "Place"),
        ("section", "References"),
    ]
    assert places(text)[1][2] == "Place\n\nLisbon."


def test_a_book_of_fiction_has_chapters() -> None:
    text = read(
        "<FictionBook><description><x>d</x></description><body><section><title><p>One</p></title><p>They met.</p>"
        "</section><section><title><p>Two</p></title><p>They left.</p></section></body>"
        "<binary>abc</binary></FictionBook>",
        FB2,
    )
    assert text.text == "One\n\nThey met.\n\nTwo\n\nThey left."
    assert places(text) == [("chapter", "One", "One\n\nThey met."), ("chapter", "Two", "Two\n\nThey left.")]


def test_a_manual() -> None:
    text = read(
        "<book><info><title>M</title></info><chapter><title>First</title><para>See<footnote><para>Below.</para></footnote>"
        " this.</para><itemizedlist><listitem><para>Grain</para></listitem></itemizedlist></chapter></book>",
        DOCBOOK,
    )
    assert text.text == "First\n\nSee this.\n\nBelow.\n\n- Grain"


def test_helpers() -> None:
    root = etree.fromstring("<a xmlns='urn:x'><b>One <c>two</c>\n</b><b/></a>")
    assert local_name(root) == "a"
    assert [words_of(element) for element in children_of(root, "b", "c")] == ["two"]
    assert words_of(root) == "One two"


def test_large_documents_are_read_in_linear_time() -> None:
    started = time.thread_time()
    pieces = ("<p>a</p>", "<x>a</x>b", "<note>n</note>", "<sup>1</sup>", "<r><a>1</a><b>2</b></r>", "<pb n='1'/>")
    for piece in (*pieces, "<quote>a</quote>b", "<item>a</item>"):
        root = etree.fromstring(f"<div>{piece * 30_000}</div>")
        for vocabulary in (TEI, JATS):
            text_of([root], vocabulary)
        generic_text(root)
    assert time.thread_time() - started < 30


def test_a_page_within_a_paragraph_begins_where_it_stands() -> None:
    text = read(
        "<text><pb n='1'/><p>The water <pb n='2'/> rose.</p><p>It fell.<pb n='3'/></p><p>Then</p>"
        "<p><pb n='4'/>rain.</p></text>",
        TEI,
    )
    assert text.text == "The water rose.\n\nIt fell.\n\nThen\n\nrain."
    assert places(text) == [
        ("page", "1", "The water"),
        ("page", "2", "rose.\n\nIt fell."),
        ("page", "3", "Then"),
        ("page", "4", "rain."),
    ]


def test_a_word_goes_on_over_a_line_or_a_page() -> None:
    text = read('<text><p>hy-<lb break="no"/>\n  phens en<pb n="2" break="no"/>ding</p></text>', TEI)
    assert text.text == "hyphens ending"
    assert places(text) == [("page", "2", "ding")]


def test_labels_stand_before_items_and_alone_where_nothing_follows() -> None:
    assert read("<list><label>Toll</label><item>A tax.</item></list>", TEI).text == "Toll: A tax."
    assert read("<list><label>4.</label><item>A tax.</item></list>", TEI).text == "4. A tax."
    items = "<list-item><label>(c)</label><p>Rye.</p></list-item><list-item><label>•</label><p>Salt.</p></list-item>"
    assert read(f"<list list-type='bullet'>{items}</list>", JATS).text == "(c) Rye.\n\n- Salt."
    figure = "<body><fig><label>Figure 1</label><graphic/></fig><p>Then rain.</p></body>"
    assert read(figure, JATS).text == "Figure 1\n\nThen rain."


def test_lists_count_as_they_state_and_the_mark_stands_before_the_first_words_of_an_item() -> None:
    inner = "<list list-type='alpha-lower'><list-item><p>of 2016</p></list-item></list>"
    items = f"<list-item><p>the log</p><p>and the map</p></list-item><list-item><p>papers</p>{inner}</list-item>"
    assert read(f"<list list-type='order'>{items}</list>", JATS).text.split("\n\n") == [
        *("1. the log", "and the map", "2. papers", "a. of 2016"),
    ]


def test_quotations_in_a_line_have_their_marks() -> None:
    assert read("<p>He said <q>\n No, <q>never</q> again\n</q>.</p>", TEI).text == "He said “No, ‘never’ again”."
    assert read("<p><quote>Nobody came</quote>, he said.</p>", TEI).text == "“Nobody came”, he said."
    assert read("<p>He said “<q>No</q>” and <q>«Non»</q>.</p>", TEI).text == "He said “No” and «Non»."
    assert read("<div><p>He said:</p><quote>Nobody came.</quote></div>", TEI).text == "He said:\n\nNobody came."
    assert read("<para>He said <quote>no</quote>.</para>", DOCBOOK).text == "He said “no”."


def test_a_number_that_leads_to_a_note_is_no_part_of_the_word_before_it() -> None:
    assert read("<p>by Hallmark.<xref rid='f1'>1</xref> It stood.</p>", JATS).text == "by Hallmark.[1] It stood."
    assert read("<p>in Table <xref rid='t1'>1</xref></p>", JATS).text == "in Table 1"


def test_a_note_in_a_paragraph_without_words_is_kept() -> None:
    assert read("<text><p> <note>Below.</note></p></text>", TEI).text == "Below."


def test_struck_words_are_left_out_and_said_to_be() -> None:
    tei = read(
        "<text><p>The toll <del>rose</del> <hi rend='strikethrough'>again </hi>fell "
        "<hi rend='bold'>fast</hi>.</p></text>",
        TEI,
    )
    assert (tei.text, [tuple(each) for each in tei.struck]) == (
        "The toll fell fast.",
        [("rose", STRUCK), ("again", STRUCK)],
    )
    jats = read("<body><p>Tolls <strike>rose</strike> fell.</p></body>", JATS)
    fb2 = read("<FictionBook><body><p>Tolls <strikethrough>rose</strikethrough> fell.</p></body></FictionBook>", FB2)
    docbook = read("<book><para>Tolls <emphasis role='strikethrough'>rose</emphasis> fell.</para></book>", DOCBOOK)
    assert {(text.text, text.struck[0].words) for text in (jats, fb2, docbook)} == {("Tolls fell.", "rose")}


def test_raised_and_lowered_letters_are_set_flat() -> None:
    tei = read(
        "<text><p>A deck of 5 m<hi rend='superscript'>2</hi> of CO<hi rend='sub'>2</hi>, 10<hi style='vertical-align:"
        " super'>5</hi> ships<hi rend='sup'><ref target='#n'>12</ref></hi>, <hi rend='superscript'>said by many"
        "</hi>.</p></text>",
        TEI,
    )
    assert tei.text == "A deck of 5 m² of CO2, 10^5 ships[12], said by many."
    fb2 = read("<FictionBook><body><p>A deck of 5 m<sup>2</sup> in 101<sub>2</sub>.</p></body></FictionBook>", FB2)
    assert fb2.text == "A deck of 5 m² in 101_2."


def test_the_numbers_of_a_law_stand_before_its_words_and_name_its_articles() -> None:
    text = read(
        "<body><chapter><num>CHAPTER 1</num><heading>WATER</heading><article><num>Article 1</num>"
        "<heading>Depth</heading><paragraph><num>1.</num><content>"
        "<p>It<authorialNote><p>See B.</p></authorialNote> rose.</p></content>"
        "</paragraph><list><intro><p>Of</p></intro><point><num>(a)</num><content><p>rain;</p></content></point></list>"
        "</article><article><num>Article 2</num><content><p>It <ins>fell</ins><del>sank</del>.</p></content></article>"
        "</chapter></body>",
        AKOMA_NTOSO,
    )
    first = "Article 1 Depth\n\n1. It rose.\n\nSee B.\n\nOf\n\n(a) rain;"
    assert text.text == f"CHAPTER 1 WATER\n\n{first}\n\nArticle 2 It fell."
    assert places(text) == [
        ("section", "CHAPTER 1 WATER", text.text),
        ("section", "Article 1 Depth", first),
        ("section", "Article 2", "Article 2 It fell."),
    ]
    assert text.struck == [Omitted("sank", STRUCK)]


def test_a_hidden_hyphen_of_an_old_print_parts_no_word() -> None:
    text = read("<text><p>his Con<lb rend='hidden' type='hyphenInWord'/>ferences and<lb/>more</p></text>", TEI)
    assert text.text == "his Conferences and\nmore"
