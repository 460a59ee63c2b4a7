from lxml import etree

from embeddings.documents import Fact
from embeddings.readers.xml_facts import (
    akoma_ntoso_facts,
    docbook_facts,
    fb2_facts,
    generic_facts,
    jats_facts,
    tei_facts,
)


def stated(facts: list[Fact]) -> dict[str, str]:
    return {fact.name: fact.value for fact in reversed(facts)}


def test_the_head_of_a_tei_document() -> None:
    root = etree.fromstring(
        "<TEI xmlns='http://www.tei-c.org/ns/1.0' xml:lang='en'><teiHeader><fileDesc><titleStmt>"
        "<title type='short'>T</title>"
        "<title type='main'>Talks</title><author>Ana</author><author>Bo</author><editor>Kim</editor></titleStmt>"
        "<publicationStmt><publisher>The Press</publisher><date when='2011-04'>April</date></publicationStmt>"
        "<sourceDesc><p>Box 4</p></sourceDesc></fileDesc>"
        "<profileDesc><creation><date when='1890-03-01'/></creation></profileDesc></teiHeader></TEI>"
    )
    assert stated(tei_facts(root)) == {
        "title": "Talks",
        "author": "Ana; Bo",
        "editor": "Kim",
        "publisher": "The Press",
        "published": "2011-04",
        "written": "1890-03-01",
        "source": "Box 4",
        "language": "en",
    }
    assert {fact.origin for fact in tei_facts(root)} == {"TEI header"}


def test_a_speech_is_of_the_day_on_which_it_was_held() -> None:
    root = etree.fromstring(
        "<TEI><teiHeader><fileDesc><publicationStmt><date when='2021-06-08'/></publicationStmt></fileDesc><profileDesc>"
        "<settingDesc><setting><date when='2019-02-18'/></setting></settingDesc></profileDesc></teiHeader></TEI>"
    )
    assert stated(tei_facts(root)) == {"published": "2019-02-18"}


def test_the_meta_part_of_a_law() -> None:
    root = etree.fromstring(
        "<akomaNtoso xmlns='http://docs.oasis-open.org/legaldocml/ns/akn/3.0'><act><meta><identification><FRBRWork>"
        "<FRBRdate date='2014-07-17' name='enacted'/><FRBRauthor href='#assembly'/></FRBRWork><FRBRExpression>"
        "<FRBRdate date='2014-07-30'/><FRBRauthor href='#editor'/></FRBRExpression></identification>"
        "<publication date='2014-07-20' showAs='Gazette'/><references>"
        "<TLCOrganization eId='assembly' showAs='Assembly'/><TLCPerson eId='editor' showAs='Bo Ek'/></references>"
        "</meta><preface><p><docTitle>An Act on <b>water</b>"
        "</docTitle></p></preface></act></akomaNtoso>"
    )
    assert stated(akoma_ntoso_facts(root)) == {
        "title": "An Act on water",
        "author": "Assembly",
        "publisher": "Gazette",
        "published": "2014-07-17",
    }
    preface = next(root.iter("{*}preface"))
    for name, words, attributes in (("shortTitle", "Water Act", {}), ("docDate", "18 July", {"date": "2014-07-18"})):
        etree.SubElement(
            preface, f"{{http://docs.oasis-open.org/legaldocml/ns/akn/3.0}}{name}", attributes
        ).text = words
    assert stated(akoma_ntoso_facts(root)) | {"title": "Water Act", "published": "2014-07-18"} == stated(
        akoma_ntoso_facts(root)
    )


def test_authors_of_an_article_that_a_program_wrote_as_tei() -> None:
    ana = "<author><persName><forename>Ana</forename><surname>Ruiz</surname></persName><email>a@x.org</email></author>"
    of_source = f"<sourceDesc><biblStruct><analytic>{ana}<author>Bo Ek</author></analytic></biblStruct></sourceDesc>"
    head = "<TEI><teiHeader><fileDesc><titleStmt>{}</titleStmt>{}</fileDesc></teiHeader></TEI>"
    assert stated(tei_facts(etree.fromstring(head.format("", of_source))))["author"] == "Ana Ruiz; Bo Ek"
    stated_above = etree.fromstring(head.format("<author><surname>Lind</surname>, Kim</author>", of_source))
    assert stated(tei_facts(stated_above))["author"] == "Lind, Kim"


def test_the_front_of_an_article() -> None:
    root = etree.fromstring(
        "<article xml:lang='en'><front><journal-meta><journal-title>Water</journal-title><publisher>"
        "<publisher-name>The Press</publisher-name></publisher></journal-meta><article-meta>"
        "<article-id pub-id-type='doi'>10.1/x</article-id><title-group><article-title>On <i>rivers</i></article-title>"
        "</title-group><contrib-group><contrib contrib-type='author'><name><surname>Ruiz</surname><given-names>Ana"
        "</given-names></name></contrib><contrib contrib-type='editor'><name><surname>Ek</surname></name></contrib>"
        "<contrib contrib-type='author'><collab>The Group</collab></contrib></contrib-group>"
        "<pub-date><year>2011</year></pub-date><pub-date><day>5</day><month>4</month><year>2011</year></pub-date>"
        "</article-meta></front></article>"
    )
    assert stated(jats_facts(root)) == {
        "title": "On rivers",
        "author": "Ana Ruiz, The Group",
        "publisher": "Water",
        "publishing house": "The Press",
        "published": "2011-04-05",
        "doi": "10.1/x",
        "language": "en",
    }


def test_the_description_of_a_book() -> None:
    root = etree.fromstring(
        "<FictionBook xmlns='x'><description><title-info><author><first-name>Ana</first-name>"
        "<last-name>Ruiz</last-name></author>"
        "<book-title>Talks</book-title><date value='2011-04-05'>then</date><lang>en</lang></title-info>"
        "<publish-info><publisher>The Press</publisher><year>2012</year></publish-info></description></FictionBook>"
    )
    assert stated(fb2_facts(root)) == {
        "title": "Talks",
        "author": "Ana Ruiz",
        "publisher": "The Press",
        "published": "2011-04-05",
        "language": "en",
    }


def test_the_head_of_a_manual() -> None:
    root = etree.fromstring(
        "<book lang='en'><bookinfo><title>Talks</title><author><firstname>Ana</firstname><surname>Ruiz</surname>"
        "</author><pubdate>5 April 2011</pubdate></bookinfo></book>"
    )
    facts = stated(docbook_facts(root))
    assert facts == {"title": "Talks", "author": "Ana Ruiz", "published": "2011-04-05", "language": "en"}


def test_other_documents_state_the_first_title_and_what_dublin_core_says() -> None:
    root = etree.fromstring(
        "<r xmlns:dc='http://purl.org/dc/elements/1.1/'><invention-title>A lid</invention-title><title>Other</title>"
        "<dc:creator>Ana</dc:creator><dc:date>2011-04-05T10:00:00Z</dc:date></r>"
    )
    assert generic_facts(root) == [
        Fact("title", "A lid", "XML element"),
        Fact("author", "Ana", "Dublin Core"),
        Fact("published", "2011-04-05", "Dublin Core"),
    ]


def test_the_outermost_elements_state_of_their_document() -> None:
    record = "<mods><titleInfo><title>Ruiz v. Ek</title></titleInfo><originInfo>{}</originInfo>{}</mods>"
    origin = (
        "<publisher>The Press</publisher><dateIssued>2014-01-07</dateIssued><dateCaptured>2015-02-01</dateCaptured>"
    )
    parts = "<part><originInfo><dateIssued>2013-05-01</dateIssued></originInfo></part>" * 2
    expected = {"title": "Ruiz v. Ek", "publisher": "The Press", "published": "2014-01-07"}
    for more in ("", parts):
        assert stated(generic_facts(etree.fromstring(record.format(origin, more)))) == expected
    letter = "<letter><author>Ana Ruiz</author><date>soon</date><pubDate>5 April 2011</pubDate><p>It rose.</p></letter>"
    assert stated(generic_facts(etree.fromstring(letter))) == {"author": "Ana Ruiz", "published": "2011-04-05"}
    books = "<books>" + "<book><author>A</author><date>2011</date></book>" * 2 + "</books>"
    assert generic_facts(etree.fromstring(books)) == []
    assert generic_facts(etree.fromstring(f"<a><author>{'a' * 301}</author></a>")) == []
