import pytest
from lxml import etree

from embeddings.documents import Fact
from embeddings.readers.timed_text import as_webvtt, timed_text_facts

_TT = "xmlns='http://www.w3.org/ns/ttml' xmlns:ttm='http://www.w3.org/ns/ttml#metadata' xmlns:ttp='http://www.w3.org/ns/ttml#parameter'"


def _cues(body: str, head: str = "", attributes: str = "") -> str:
    return as_webvtt(etree.fromstring(f"<tt {_TT} {attributes}><head>{head}</head><body>{body}</body></tt>"))


@pytest.mark.parametrize(
    ("stated", "written"),
    [
        ("00:01:02.5", "00:01:02.500"),
        ("00:01:02:12", "00:01:02.480"),
        ("62.5s", "00:01:02.500"),
        ("62500ms", "00:01:02.500"),
        ("1.5m", "00:01:30.000"),
        ("50f", "00:00:02.000"),
        ("625t", "00:01:02.500"),
        ("19.764", "00:00:19.764"),
        ("soon", "00:00:00.000"),
        ("9" * 5000, "00:00:00.000"),
    ],
)
def test_times_are_read_in_all_their_forms(stated: str, written: str) -> None:
    body = f"<div><p begin='{stated}'>They met.</p></div>"
    assert _cues(body, attributes="ttp:frameRate='25' ttp:tickRate='10'") == f"{written} --> {written}\nThey met.\n\n"


def test_a_paragraph_begins_with_what_is_in_it_or_around_it() -> None:
    spans = "<p><span begin='1s' end='2s'>They</span>\n   <span begin='2s' end='3s'>met.</span></p>"
    assert _cues(spans) == "00:00:01.000 --> 00:00:02.000\nThey met.\n\n"
    assert _cues("<div begin='5s'><p>Then.</p></div>") == "00:00:05.000 --> 00:00:05.000\nThen.\n\n"


def test_lines_and_who_speaks_are_kept() -> None:
    agent = "<metadata><ttm:agent xml:id='a'><ttm:name>Ana Ruiz</ttm:name></ttm:agent></metadata>"
    body = "<p begin='1s' end='2s' ttm:agent='a'>1 &lt; 2,<br/>\n  she <span>said</span>.<metadata>x</metadata></p>"
    assert _cues(body, agent) == "00:00:01.000 --> 00:00:02.000\n<v Ana Ruiz>1 &lt; 2,\nshe said.\n\n"


def test_the_head_states_a_title_and_a_language() -> None:
    root = etree.fromstring(
        f"<tt {_TT} xml:lang='de'><head><metadata><ttm:title>Talks</ttm:title></metadata></head></tt>"
    )
    assert timed_text_facts(root) == [
        Fact("title", "Talks", "subtitle header"),
        Fact("language", "de", "subtitle header"),
    ]
    assert timed_text_facts(etree.fromstring(f"<tt {_TT}/>")) == []
