from lxml import etree

from embeddings.documents import Fact
from embeddings.readers.epub_metadata import ORIGIN, metadata_facts


def _facts(inside: str) -> dict[str, str]:
    root = etree.fromstring(
        '<package xmlns="http://www.idpf.org/2007/opf" xmlns:opf="http://www.idpf.org/2007/opf"'
        f' xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata>{inside}</metadata></package>'
    )
    facts = metadata_facts(root)
    assert all(fact == Fact(fact.name, fact.value, ORIGIN) for fact in facts)
    return {fact.name: fact.value for fact in facts}


def test_a_book_states_its_main_title_its_authors_and_its_publication() -> None:
    assert _facts(
        '<dc:title id="t1">Series of histories</dc:title><dc:title id="t2">Tolls of\n the Sound</dc:title>'
        '<meta refines="#t2" property="title-type">main</meta><dc:creator opf:role="aut">Ana Ruiz</dc:creator>'
        '<dc:creator id="c">Bo Ek</dc:creator><meta refines="#c" property="role">ill</meta>'
        "<dc:publisher>Sund</dc:publisher>"
        '<dc:date opf:event="modification">2020-01-01</dc:date><dc:date opf:event="publication">1911</dc:date>'
        '<meta property="dcterms:modified">2021-02-03T00:00:00Z</meta><dc:language>en-GB</dc:language>'
        "<dc:subject>Ships</dc:subject><dc:subject>Tolls</dc:subject>"
    ) == {
        "title": "Tolls of the Sound",
        "author": "Ana Ruiz",
        "publisher": "Sund",
        "published": "1911",
        "language": "en-GB",
        "subject": "Ships, Tolls",
    }


def test_what_is_not_stated_is_no_fact() -> None:
    assert _facts("<dc:title> </dc:title><dc:creator>Unknown</dc:creator><dc:date>some day</dc:date>") == {}


def test_what_only_properties_state_is_stated() -> None:
    assert _facts(
        '<dc:title>Tolls</dc:title><meta property="dcterms:title">Another title</meta>'
        '<meta property="dcterms:creator">Ana Ruiz</meta><meta property="dc:publisher">Sund</meta>'
        '<meta property="dc:date">2014-12-11T09:12:52+00:00</meta>'
        '<meta refines="#part" property="dcterms:creator">Bo Ek</meta>'
    ) == {"title": "Tolls", "author": "Ana Ruiz", "publisher": "Sund", "published": "2014-12-11"}
