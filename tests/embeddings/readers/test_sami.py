import time

import pytest

from embeddings.readers import formats
from embeddings.readers.content import FileContent, NotRead
from embeddings.readers.sami import read
from embeddings.readers.sniffing import format_of
from tests.embeddings.readers.office_files import file_of

TEXT = """<SAMI>
<HEAD><TITLE>Talks &amp; more</TITLE><STYLE TYPE="text/css"><!--
.ENCC { Name: English; lang: en-US; SAMIType: CC; }
.FRCC { Name: French; lang: fr-FR; }
--></STYLE></HEAD>
<BODY>
<SYNC Start=1000><P Class=ENCC>They met<br><i>in Lisbon.</i>
<SYNC Start=1000><P Class=FRCC>Ils se sont vus.
<SYNC Start=4000><P Class=ENCC>&nbsp;
<SYNC Start="61500"><P Class="ENCC">Then &lt;they&gt; left.</P></SYNC>
</BODY></SAMI>
"""


def documents(text: str) -> tuple[FileContent, ...]:
    return read(file_of("a.smi", text.encode())).documents


def test_each_language_is_a_document_with_its_times() -> None:
    english, french = documents(TEXT)
    assert english.text == "They met in Lisbon.\n\nThen <they> left."
    assert [(place.name, english.text[place.start : place.end]) for place in english.places] == [
        ("00:00:01", "They met in Lisbon."),
        ("00:01:01", "Then <they> left."),
    ]
    assert (english.title, english.language, english.member) == ("Talks & more", "en-US", "encc")
    assert (french.text, french.language, french.member) == ("Ils se sont vus.", "fr-FR", "frcc")


def test_without_classes_it_is_one_document() -> None:
    (content,) = documents("<SAMI><BODY><SYNC Start=0>They met.<SYNC Start=99999999999><P>Late.</BODY></SAMI>")
    assert (content.text, content.member) == ("They met. Late.", "")
    assert content.places[-1].name.startswith("999:")


def test_it_is_known_by_its_beginning_and_named_when_empty() -> None:
    assert format_of("a.txt", TEXT.encode()) is formats.SAMI
    with pytest.raises(NotRead, match="holds no subtitles"):
        documents("<SAMI><BODY></BODY></SAMI>")


def test_hostile_texts_are_read_in_no_time() -> None:
    start = time.thread_time()
    for hostile in ("<sync " * 100_000, "<sync start=1>" * 50_000, "<p class=" * 100_000, "<!--" * 100_000):
        documents(f"<SAMI><SYNC Start=1><P>They met.{hostile}")
    assert time.thread_time() - start < 20
