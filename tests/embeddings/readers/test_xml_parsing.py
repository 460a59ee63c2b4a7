from pathlib import Path

import pytest
from lxml import etree

from embeddings.readers.xml_parsing import xml_bytes, xml_parser


def test_what_an_entity_stands_for_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret", "utf-8")
    outside = f'<!ENTITY outside SYSTEM "{(tmp_path / "secret.txt").as_uri()}">'
    data = f'<!DOCTYPE a [{outside}<!ENTITY within "much">]><a>&outside;&within;</a>'.encode()
    for recover in (False, True):
        root = etree.fromstring(data, xml_parser(recover=recover))
        assert "secret" not in "".join(root.itertext())
        assert "much" not in (root.text or "")


def test_the_type_of_a_document_is_neither_opened_nor_missed(tmp_path: Path) -> None:
    (tmp_path / "type.dtd").write_text('<!ENTITY outside "secret"><!ATTLIST a b CDATA "secret">', "utf-8")
    outside = (tmp_path / "type.dtd").as_uri()
    for doctype in (
        f'<!DOCTYPE a SYSTEM "{outside}">',
        f'<!DOCTYPE a [<!ENTITY % p SYSTEM "{outside}"> %p;]>',
        '<!DOCTYPE a PUBLIC "-//OASIS//DTD DocBook XML V4.5//EN" "http://www.example.org/docbookx.dtd">',
    ):
        for recover in (False, True):
            parser = xml_parser(recover=recover)
            root = etree.fromstring(f"{doctype}<a>rain &outside; wind</a>".encode(), parser)
            assert etree.tostring(root) == b"<a>rain &outside; wind</a>"
            outer = root.getroottree().docinfo.externalDTD
            assert outer is None or not list(outer.iterentities())
            assert "load" not in " ".join(entry.message for entry in parser.error_log)


def test_an_id_may_stand_twice_and_be_no_name() -> None:
    root = etree.fromstring(b'<a><b xml:id="1 x"/><b xml:id="c"/><b xml:id="c"/></a>', xml_parser())
    assert len(root) == 3


def test_what_is_broken_is_gone_on_behind_if_asked_for() -> None:
    with pytest.raises(etree.XMLSyntaxError):
        etree.fromstring(b"<a>rain<b></a>", xml_parser())
    assert etree.fromstring(b"<a>rain<b></a>", xml_parser(recover=True)).text == "rain"


def test_a_text_loses_what_xml_cannot_hold_and_nothing_else() -> None:
    cannot = {*range(0x20), 0xFFFE, 0xFFFF, *range(0xD800, 0xE000)} - {0x09, 0x0A, 0x0D}
    for code in [*range(0x300), *range(0xD7F0, 0x10010), 0x10FFFF]:
        assert xml_bytes(f"a{chr(code)}é") == ("aé" if code in cannot else f"a{chr(code)}é").encode()
