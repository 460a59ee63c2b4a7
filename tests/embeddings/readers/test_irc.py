import pytest

from embeddings.attribution.labels import labelled
from embeddings.readers import formats
from embeddings.readers.content import FileContent, NotRead
from embeddings.readers.irc import is_chat, read
from embeddings.readers.sniffing import format_of
from tests.embeddings.readers.office_files import file_of

IRSSI = """\
--- Log opened Fri Mar 12 14:00:00 2021
14:01 -!- bo [~bo@example.org] has joined #pier
14:05 <@ana> the crane is here
14:06 < bo> who pays
14:07  * ana waves
--- Day changed Sat Mar 13 2021
09:00 <@ana> the port
"""
WEECHAT = (
    "2021-03-12 14:01:00\t-->\tbo (~bo@example.org) has joined #pier\n2021-03-12 14:05:06\t@ana\tthe crane is here\n"
    "2021-03-12 14:06:00\tbo\twho pays\n2021-03-12 14:07:00\t *\tana waves\n2021-03-13 09:00:00\t@ana\tthe port\n"
)
HEXCHAT = """\
**** BEGIN LOGGING AT Fri Mar 12 14:00:00 2021

Mar 12 14:01:00 *\tbo has joined
Mar 12 14:05:06 <ana>\tthe crane is here
Mar 12 14:06:00 <bo>\twho pays
Mar 12 14:07:00 *\tana waves
Mar 13 09:00:00 <ana>\tthe port
"""
ZNC = """\
[14:05:06] <ana> the crane is here
[14:06:00] <bo> who pays
[14:06:10] *** Quits: bo
[14:07:00] <ana> the port
"""


def documents(text: str) -> tuple[FileContent, ...]:
    return read(file_of("pier.log", text.encode())).documents


@pytest.mark.parametrize("text", [IRSSI, WEECHAT, HEXCHAT])
def test_logs_of_three_programs(text: str) -> None:
    first, second = documents(text)
    assert "ana [14:05]: the crane is here\n\nbo [14:06]: who pays\n\n[14:07] *" in first.text
    assert second.text == "ana [09:00]: the port"
    assert [one.speaker for one in labelled(first.text)] == ["ana", "bo"]
    assert (first.published, second.published) == ("2021-03-12", "2021-03-13")
    assert format_of("pier.log", text.encode()) is formats.IRC


def test_a_log_without_a_date_has_none() -> None:
    (content,) = documents(ZNC)
    assert content.text == (
        "ana [14:05]: the crane is here\n\nbo [14:06]: who pays\n\n[14:06] *** Quits: bo\n\nana [14:07]: the port"
    )
    assert content.published is None
    assert is_chat(ZNC)


@pytest.mark.parametrize(
    "text",
    [
        "14:05:06 <init> began\n14:05:07 <load> went on\n14:05:08 <exit> ended\n",
        "[14:05:06] INFO began\n[14:05:07] INFO ended\n[14:05:08] INFO again\n",
        "2021-03-12 14:05:06\t17\tgreen\n",
        "14:05 <ana> hello\n",
        "Notes\n14:05 <ana> a\n14:06 <ana> b\n14:07 <ana> c\n",
    ],
)
def test_other_texts_are_no_logs(text: str) -> None:
    assert not is_chat(text)


def test_days_that_are_none() -> None:
    text = "--- Log opened Fri Feb 31 14:00:00 2021\n14:05 <ana> a\n14:06 <bo> b\n14:06 <bo> c\n"
    assert documents(text)[0].published is None
    text = "Mar 12 14:05:06 <ana>\ta\nMar 12 14:05:06 <bo>\tb\n"
    assert [(one.published, one.places[0].name) for one in documents(text)] == [(None, "Mar 12 14:05")]


def test_an_empty_log_is_named() -> None:
    with pytest.raises(NotRead, match="without a message"):
        documents("--- Log opened Fri Mar 12 14:00:00 2021\n")
