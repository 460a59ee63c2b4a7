import pytest

from embeddings.documents import Fact
from embeddings.readers import xml
from embeddings.readers.content import File, FileContent, FileContents, NotRead


def read(data: bytes | str) -> FileContent:
    data = data.encode() if isinstance(data, str) else data
    return xml.read(File("a.xml", data, lambda *_: FileContents(()))).documents[0]


def test_a_tei_document() -> None:
    content = read(
        "<?xml version='1.0'?><TEI xmlns='http://www.tei-c.org/ns/1.0'>"
        "<teiHeader><fileDesc><titleStmt><title>Talks</title></titleStmt></fileDesc></teiHeader>"
        "<text><body><div><head>Day one</head><p>They met.</p></div></body></text></TEI>"
    )
    assert (content.title, content.text) == ("Talks", "Day one\n\nThey met.")
    assert [place.name for place in content.places] == ["Day one"]


def test_an_article_of_a_journal() -> None:
    content = read(
        "<article><front><article-meta><title-group><article-title>Rivers</article-title></title-group><abstract><p>Short.</p>"
        "</abstract></article-meta></front><body><p>Long.</p></body><back><ref-list><ref><mixed-citation>Ek 2010"
        "</mixed-citation></ref></ref-list></back></article>"
    )
    assert content.text == "Rivers\n\nShort.\n\nLong.\n\nEk 2010"


def test_books_feeds_and_pages() -> None:
    assert read("<FictionBook><body><section><p>They met.</p></section></body></FictionBook>").text == "They met."
    assert read("<book><title>T</title><para>They met.</para></book>").text == "T\n\nThey met."
    assert read("<rss><channel><item><title>Talks</title></item></channel></rss>").text == "Talks"
    page = "<html xmlns='http://www.w3.org/1999/xhtml'><body><p>They met.</p><p>Then.</p></body></html>"
    assert read(page).text == "They met.\n\nThen."


def test_a_debate_of_akoma_ntoso() -> None:
    content = read(
        "<akomaNtoso xmlns='http://docs.oasis-open.org/legaldocml/ns/akn/3.0'><debate><meta><notes><note><p>Apart.</p>"
        "</note></notes></meta><preface><p>THE <docProponent>ASSEMBLY</docProponent></p></preface><debateBody>"
        "<debateSection><heading>MOTIONS</heading><speech by='#a'><from>Ms Ruiz:</from><p>I move.</p><p>Now.</p>"
        "</speech><speech by='#b'><from>The Chair</from><p>Order!</p></speech></debateSection></debateBody></debate>"
        "</akomaNtoso>"
    )
    assert content.text == "THE ASSEMBLY\n\nMOTIONS\n\nMs Ruiz: I move.\n\nNow.\n\nThe Chair: Order!"
    assert ([place.name for place in content.places], content.poor) == (["MOTIONS"], "")


def test_a_sitting_of_a_corpus_of_debates() -> None:
    content = read(
        "<TEI xmlns='http://www.tei-c.org/ns/1.0'><text><body><div><head>Water</head><u who='#AnaRuiz'><seg>It rose."
        "</seg></u><u who='#BoEk'><seg>It did.</seg></u></div></body></text></TEI>"
    )
    assert content.text == "Water\n\nAna Ruiz: It rose.\n\nBo Ek: It did."


def test_timed_text() -> None:
    content = read(
        "<tt xmlns='http://www.w3.org/ns/ttml' xml:lang='en'><head><metadata><title>Talks</title></metadata></head>"
        "<body><p begin='00:00:01' end='00:00:02'>They met<br/>in</p><p begin='00:00:02'>Lisbon.</p></body></tt>"
    )
    assert (content.title, content.language, content.text) == ("Talks", "en", "They met in Lisbon.")
    assert [(place.kind, place.name) for place in content.places] == [("time", "00:00:01"), ("time", "00:00:02")]


def test_xml_of_no_known_kind_says_so() -> None:
    content = read("<levels><title>Water</title><p>It <b>rose</b>.</p></levels>")
    assert (content.title, content.text) == ("Water", "Water\n\nIt rose.")
    assert Fact("read as", "text of XML elements", "loccit") in content.facts


def test_encodings_are_as_stated_or_as_they_are() -> None:
    text = "<?xml version='1.0' encoding='ENC'?><a>Café à Genève</a>"
    for encoding in ("utf-8", "iso-8859-1", "utf-16"):
        assert read(text.replace("ENC", encoding).encode(encoding)).text == "Café à Genève"
    assert read(text.replace("ENC", "utf-8").encode("latin-1")).text == "Café à Genève"
    assert read(text.replace("ENC", "no-such").encode()).text == "Café à Genève"


def test_broken_xml_is_read_as_far_as_it_goes_and_says_so() -> None:
    content = read("<a><p>Grain & fish</p><p>Then")
    assert content.text == "Grain fish\n\nThen"
    assert content.poor.startswith("broken XML, read as far as it goes")


def test_an_id_that_stands_twice_breaks_nothing() -> None:
    content = read("<TEI><text><p xml:id='a'>They met.</p><p xml:id='a'>Then.</p></text></TEI>")
    assert (content.text, content.poor) == ("They met.\n\nThen.", "")


def test_comments_and_instructions_are_not_read() -> None:
    assert read("<a><!-- no --><?php no ?>Yes<!-- no -->, all.</a>").text == "Yes, all."


def test_entities_of_html_and_of_the_document_are_written_out() -> None:
    declared = "<!DOCTYPE a [<!ENTITY port 'Harbour'>]>"
    assert read(f"{declared}<a>The &port; Post, <b/>&port;</a>").text == "The Harbour Post, Harbour"
    assert read("<!DOCTYPE a SYSTEM 'no.dtd'><a>Caf&eacute; &unknown;</a>").text == "Café &unknown;"


def test_what_stands_outside_is_not_fetched(tmp_path: object) -> None:
    secret = f"{tmp_path}/secret.txt"
    with open(secret, "w") as file:  # noqa: PTH123  # a plain path is what an entity names
        file.write("secret words")
    content = read(f"<!DOCTYPE a [<!ENTITY x SYSTEM 'file://{secret}'>]><a>See &x; here</a>")
    assert "secret" not in content.text
    assert "See" in content.text


@pytest.mark.parametrize(
    "text",
    [
        "<!DOCTYPE a [<!ENTITY b 'bb'>" + "".join(f"<!ENTITY c{n} '&b;&b;&b;'>" for n in range(9)) + "]><a>&c8;</a>",
        f"<!DOCTYPE a [<!ENTITY b '{'b' * 900}'>]><a>{'&b;' * 2000}</a>",
        f"<!DOCTYPE a [<!ENTITY b '{'b' * 9000}'>]><a>&b;</a>",
    ],
)
def test_bombs_of_entities_are_refused(text: str) -> None:
    with pytest.raises(NotRead, match="as bombs do"):
        read(text)


def test_elements_without_end_are_refused() -> None:
    with pytest.raises(NotRead, match="256 deep"):
        read("<a>" * 5000 + "x" + "</a>" * 5000)


@pytest.mark.parametrize("data", [b"", b"<", b"no xml at all", b"\0\1\2"])
def test_what_is_no_xml_is_refused(data: bytes) -> None:
    with pytest.raises(NotRead, match="broken XML"):
        read(data)
