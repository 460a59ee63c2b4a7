import pytest
from lxml import etree

from embeddings.readers.xml_speeches import set_out_speeches
from embeddings.readers.xml_text import text_of
from embeddings.readers.xml_vocabularies import TEI

HEAD = (
    "<teiHeader><profileDesc><particDesc><listPerson><person xml:id='P1'><persName><forename>Ana</forename>"
    " <surname>Ruiz</surname></persName></person></listPerson></particDesc></profileDesc></teiHeader>"
)


def text(body: str) -> str:
    root = etree.fromstring(f"<TEI xmlns='http://www.tei-c.org/ns/1.0'>{HEAD}<text><body>{body}</body></text></TEI>")
    set_out_speeches(root)
    return text_of([*root.iter("{*}text")], TEI).text


def test_speeches_and_their_stretches_are_paragraphs() -> None:
    speech = "<u><seg>Water rose.</seg><seg>It fell <seg>again</seg>.</seg></u>"
    assert text(f"<div>{speech}<u>Why?</u></div>") == "Water rose.\n\nIt fell again.\n\nWhy?"


@pytest.mark.parametrize(
    ("who", "said"),
    [
        ("#P1", "Ana Ruiz: No."),
        ("#AnaRuiz", "Ana Ruiz: No."),
        ("#RuizAna.1961 #P1", "Ruiz Ana: No."),
        ("#ÉvaŐri", "Éva Őri: No."),
        ("#MP_02822", "No."),
        ("#spk1", "No."),
        ("#chair", "No."),
        ("", "No."),
    ],
)
def test_who_speaks_stands_before_the_speech(who: str, said: str) -> None:
    assert text(f"<u who='{who}'><seg>No.</seg></u>") == said
    assert text(f"<u who='{who}'>No.</u>") == said


def test_a_note_says_who_speaks() -> None:
    notes = "<note type='speaker'>The Chair:</note><u who='#P1'><seg>Order.</seg></u><note>They rise.</note><u>Aye.</u>"
    assert text(notes) == "The Chair: Order.\n\nThey rise.\n\nAye."


def test_words_are_joined_to_the_signs_after_them() -> None:
    words = "<s>\n<w>In</w>\n<name>\n<w>North</w>\n<w join='right'>Bay</w>\n</name>\n<pc>,</pc>\n<w>then</w>\n</s>"
    assert text(f"<u><seg>{words}\n<s><w join='both'>No</w> <pc>.</pc></s></seg></u>") == "In North Bay, then No."


def test_of_a_gap_stands_nothing() -> None:
    assert text("<u><seg>One <gap><desc>inaudible</desc></gap> two.</seg></u>") == "One two."


def test_many_speeches_take_linear_time() -> None:
    text("<u who='#P1'><seg><w join='right'>a</w> <pc>.</pc></seg></u>" * 20_000)
    text(f"<u who='#{'Aa' * 100_000}'>No.</u>")
