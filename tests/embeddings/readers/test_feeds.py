import pytest
from lxml import etree

from embeddings.documents import Fact
from embeddings.readers.content import File, FileContent, FileContents, LimitReached, Limits
from embeddings.readers.feeds import feed_documents, is_feed

RSS = """<rss xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>The Harbour Post</title><language>en</language><description>News &amp;amp; talks</description>
<item><title>Talks &amp;amp; grain</title><link>https://example.org/1</link><dc:creator>Ana</dc:creator>
<pubDate>Tue, 05 Apr 2011 10:00:00 GMT</pubDate><category>Rivers</category><description>Short.</description>
<content:encoded>&lt;p&gt;They met.&lt;/p&gt;&lt;script&gt;x()&lt;/script&gt;&lt;p&gt;Then.&lt;/p&gt;</content:encoded>
</item><item><description>No title &lt; here</description></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>The Post</title>
<entry><title>Talks</title><link rel="self" href="https://example.org/x"/><link href="https://example.org/1"/>
<published>2011-04-05T10:00:00Z</published><author><name>Ana</name></author>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>They met.</p></div></content></entry></feed>"""


def read(text: str, limits: Limits = Limits()) -> list[FileContent]:  # noqa: B008  # it is frozen
    return feed_documents(etree.fromstring(text), File("a.xml", b"", lambda *_: FileContents(()), limits))


def test_each_item_is_a_document() -> None:
    about, first, second = read(RSS)
    assert (about.title, about.text, about.member) == ("The Harbour Post", "The Harbour Post\n\nNews & talks", "")
    assert (first.title, first.author, first.published) == ("Talks & grain", "Ana", "2011-04-05")
    assert (first.publisher, first.url, first.language) == ("The Harbour Post", "https://example.org/1", "en")
    assert first.text == "Talks & grain\n\nThey met.\n\nThen."
    assert first.member == "Talks & grain"
    assert Fact("subject", "Rivers", "feed") in first.facts
    assert (second.text, second.member) == ("No title < here", "item 2")


def test_atom_is_read_too() -> None:
    (entry,) = read(ATOM)
    assert entry.text == "Talks\n\nThey met."
    assert (entry.author, entry.published, entry.url) == ("Ana", "2011-04-05", "https://example.org/1")


def test_what_is_a_feed() -> None:
    assert is_feed(etree.fromstring(RSS))
    assert is_feed(etree.fromstring(ATOM))
    assert not is_feed(etree.fromstring("<rss><channel/></rss>"))
    assert not is_feed(etree.fromstring("<items><item/></items>"))


def test_items_are_counted() -> None:
    with pytest.raises(LimitReached, match="more than 1 items"):
        read(RSS, Limits(members=1))


def test_an_item_that_is_nested_too_deep_is_read_without_its_marks() -> None:
    deep = "&lt;div&gt;" * 3000 + "They met."
    assert read(f"<rss><channel><item><description>{deep}</description></item></channel></rss>")[0].text == "They met."


def test_words_beside_the_elements_of_an_item_are_of_it() -> None:
    (item,) = read("<rss><channel><item><description>Ana &amp; <b>Bo</b> met.</description></item></channel></rss>")
    assert item.text == "Ana & Bo met."


def test_elements_of_extensions_stand_behind_those_of_the_feed() -> None:
    (item,) = read(
        "<rss xmlns:media='http://search.yahoo.com/mrss/'><channel><item><media:title>cat.jpg</media:title>"
        "<media:description>A cat.</media:description><title>Talks</title><description>They met.</description>"
        "</item></channel></rss>"
    )
    assert item.text == "Talks\n\nThey met."


def test_the_text_of_a_video_and_of_a_page_within_an_item_is_read() -> None:
    (video,) = read(
        "<feed xmlns='http://www.w3.org/2005/Atom' xmlns:media='http://search.yahoo.com/mrss/'><entry><title>Talks</title>"
        "<media:group><media:title>Talks</media:title><media:description>They met.</media:description></media:group>"
        "</entry></feed>"
    )
    assert video.text == "Talks\n\nThey met."
    page = "<body xmlns='http://www.w3.org/1999/xhtml'><p>They met.</p></body>"
    assert read(f"<rss><channel><item>{page}</item></channel></rss>")[0].text == "They met."


def test_an_entry_without_an_author_has_that_of_its_feed_or_of_the_one_it_was_taken_from() -> None:
    source = "<source><title>The Mole</title><author><name>Bo</name></author></source>"
    first, second = read(
        "<feed xmlns='http://www.w3.org/2005/Atom'><title>Planet &lt;i&gt;Sound&lt;/i&gt;</title>"
        f"<author><name>Ana</name></author><entry><title>One</title></entry><entry><title>Two</title>{source}</entry></feed>"
    )
    assert (first.author, first.publisher) == ("Ana", "Planet Sound")
    assert (second.author, second.publisher) == ("Bo", "The Mole")


@pytest.mark.parametrize("words", ["ana@example.org (Ana Ruiz)", "Ana Ruiz &lt;ana@example.org&gt;", "Ana Ruiz"])
def test_items_of_rss_have_names_addresses_and_the_paper_that_they_were_taken_from(words: str) -> None:
    (item,) = read(
        f"<rss><channel><title>News on tolls</title><item><title>Talks</title><author>{words}</author>"
        "<guid isPermaLink='true'>https://example.org/1</guid><source url='https://example.org'>The Post</source>"
        "</item></channel></rss>"
    )
    assert (item.author, item.url, item.publisher) == ("Ana Ruiz", "https://example.org/1", "The Post")
    (item,) = read(
        "<rss><channel><item><title>T</title><guid isPermaLink='false'>https://x.org</guid></item></channel></rss>"
    )
    assert item.url is None


def test_the_day_of_a_change_stands_where_no_other_is_stated() -> None:
    (item,) = read(
        "<feed xmlns='http://purl.org/atom/ns#'><entry><title>T</title><modified>2004-01-02T00:00:00Z</modified></entry></feed>"
    )
    assert item.published == "2004-01-02"
