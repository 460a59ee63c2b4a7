import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.readers import formats
from embeddings.readers.content import FileContent, NotRead
from embeddings.readers.sniffing import format_of
from embeddings.readers.telegram_pages import read
from tests.embeddings.readers.office_files import file_of

TIME = '<div class="pull_right date details" title="12.03.2021 14:05:06 UTC+01:00">14:05</div>'


def message(body: str, *, joined: bool = False) -> str:
    kind = " joined" if joined else ""
    return f'<div class="message default clearfix{kind}" id="message2"><div class="body">{TIME}{body}</div></div>'


def page(*messages: str) -> bytes:
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"/><title>Exported Data</title></head><body>
<div class="page_wrap"><div class="page_header"><div class="content"><div class="text bold">
Pier </div></div></div><div class="page_body chat_page"><div class="history">
{"".join(messages)}</div></div></div></body></html>""".encode()


def documents(*messages: str) -> tuple[FileContent, ...]:
    return read(file_of("messages.html", page(*messages))).documents


SAID = '<div class="from_name">\nAna Ruiz  </div><div class="text">\nthe <b>crane</b>\nis here<br>and it leaks </div>'


def test_a_page_of_a_chat() -> None:
    (content,) = documents(
        '<div class="message service" id="message-1"><div class="body details">12 March 2021</div></div>',
        '<div class="message service" id="message1"><div class="body details">Ana Ruiz created «Pier»</div></div>',
        message(SAID),
        message('<div class="text">look</div>', joined=True),
        message('<div class="media_wrap clearfix"><div><div class="title bold">Photo</div></div></div>', joined=True),
        message(
            '<div class="from_name">Bo Ek</div><div class="forwarded body"><div class="from_name">Port News '
            '<span class="date details">12.03.2021 09:00:00</span></div><div class="text">it leaks</div></div>'
        ),
        message(
            '<div class="media_wrap clearfix"><div class="media_poll"><div class="question bold">Who pays?</div>'
            '<div class="answer">- the port</div></div></div>',
            joined=True,
        ),
    )
    assert content.text.split("\n\n") == [
        "[--:--] Ana Ruiz created «Pier»",
        "Ana Ruiz [14:05]: the crane is here\nand it leaks",
        "Ana Ruiz [14:05]: look",
        "[14:05] Ana Ruiz: <Photo>",
        "[14:05] Bo Ek, forwarded from Port News: it leaks",
        "Bo Ek [14:05]: Who pays?\n- the port",
    ]
    assert (content.title, content.published) == ("Pier", "2021-03-12")


def test_it_is_known_by_its_parts() -> None:
    assert format_of("messages2.html", page(message(SAID))) is formats.TELEGRAM_PAGES
    assert format_of("a.html", b"<!DOCTYPE html><div class='page_wrap'><p>words") is formats.HTML


def test_a_page_without_a_message_is_named() -> None:
    with pytest.raises(NotRead, match="without a message"):
        documents()
    with pytest.raises(NotRead, match="without a message"):
        read(file_of("messages.html", b""))


@given(
    st.lists(st.sampled_from(["<div class='body'>", "</div>", message(SAID), "<br>", "a & b", '<div id="x">', TIME]))
)
def test_whatever_stands_in_a_page_is_read(parts: list[str]) -> None:
    assert any("crane" in content.text for content in documents(message(SAID), *parts))
