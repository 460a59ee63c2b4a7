import time

from lxml import etree

from embeddings.readers.xml_text import Text, children_of, generic_text, local_name, text_of, words_of
from embeddings.readers.xml_vocabularies import DOCBOOK, FB2, JATS, TEI, Vocabulary


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


def test_other_documents_are_the_words_of_their_elements() -> None:
    root = etree.fromstring("<a><t>Water levels</t><b>They <i>rose</i> by <n>4</n>.</b><c><d>Then</d></c></a>")
    assert generic_text(root) == "Water levels\n\nThey rose by 4.\n\nThen"


def test_records_are_rows_below_the_names_of_their_values() -> None:
    root = etree.fromstring(
        "<a><r><name>Ana</name><age>3</age></r><r><name>Bo</name><age/></r><x><y>One</y><z>alone</z></x></a>"
    )
    assert generic_text(root) == "name | age\n\nAna | 3\n\nBo\n\nOne | alone"


def test_helpers() -> None:
    root = etree.fromstring("<a xmlns='urn:x'><b>One <c>two</c>\n</b><b/></a>")
    assert local_name(root) == "a"
    assert [words_of(element) for element in children_of(root, "b", "c")] == ["two"]
    assert words_of(root) == "One two"


def test_large_documents_are_read_in_linear_time() -> None:
    started = time.process_time()
    for piece in ("<p>a</p>", "<x>a</x>b", "<note>n</note>", "<sup>1</sup>", "<r><a>1</a><b>2</b></r>", "<pb n='1'/>"):
        root = etree.fromstring(f"<div>{piece * 30_000}</div>")
        for vocabulary in (TEI, JATS):
            text_of([root], vocabulary)
        generic_text(root)
    assert time.process_time() - started < 30
