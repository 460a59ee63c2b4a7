import pytest
from hypothesis import given
from hypothesis import strategies as st

from embeddings.readers import formats
from embeddings.readers.content import FileContent, NotRead
from embeddings.readers.discord_pages import read
from embeddings.readers.sniffing import format_of
from tests.embeddings.readers.office_files import file_of


def message(body: str) -> str:
    return f'<div class="chatlog__message-container"><div class="chatlog__message">{body}</div></div>'


def said(words: str, *, name: str = "", time: str, title: str = "") -> str:
    author = f'<span class="chatlog__author">{name}</span>' if name else ""
    kind = "timestamp" if name else "short-timestamp"
    content = f'<div class="chatlog__content"><span class="chatlog__markdown-preserve">{words}</span></div>'
    return f'{author}<span class="chatlog__{kind}" title="{title}"><a>{time}</a></span>{content}'


def page(*messages: str) -> bytes:
    return f"""<!DOCTYPE html><html><head><style>.chatlog__message-container {{}}</style></head><body>
<div class="preamble"><div class="preamble__entry">Port</div><div class="preamble__entry">pier</div></div>
<div class="chatlog">{"".join(messages)}</div></body></html>""".encode()


def documents(*messages: str) -> tuple[FileContent, ...]:
    return read(file_of("a.html", page(*messages))).documents


def test_a_page_of_a_channel() -> None:
    (content,) = documents(
        message(said("the crane <img alt='🙂'>\nis <b>here</b>", name="Ana Ruiz", time="3/13/2021 2:05 PM")),
        message(said("look", time="2:06 PM") + '<img class="chatlog__attachment-media" title="Image: a.jpg (1 KB)">'),
        message(
            '<span class="chatlog__system-notification-author">bo_ek</span>'
            '<span class="chatlog__system-notification-content">joined the server.</span>'
            '<span class="chatlog__system-notification-timestamp">3/13/2021 2:07 PM</span>'
        ),
        message(
            said("", name="bo_ek", time="3/13/2021 2:08 PM")
            + '<div class="chatlog__forwarded"><div class="chatlog__forwarded-content">it leaks</div></div>'
        ),
    )
    assert content.text.split("\n\n") == [
        "Ana Ruiz [14:05]: the crane 🙂\nis here",
        "[14:06] Ana Ruiz: <a.jpg>",
        "Ana Ruiz [14:06]: look",
        "[14:07] bo_ek: joined the server.",
        "[14:08] bo_ek: it leaks",
    ]
    assert (content.title, content.published) == ("Port, pier", "2021-03-13")


def test_a_day_in_words_tells_what_figures_leave_open() -> None:
    (content,) = documents(
        message(said("yes", name="Ana", time="03/04/2021 14:05", title="Saturday, 3 April 2021 14:05"))
    )
    assert content.published == "2021-04-03"
    (content,) = documents(message(said("yes", name="Ana", time="03/04/2021 14:05")))
    assert (content.published, content.places[0].name) == ("2021", "03/04/2021 14:05")


def test_it_is_known_by_its_parts() -> None:
    assert format_of("a.html", page()) is formats.DISCORD_PAGES


def test_a_page_without_a_message_is_named() -> None:
    for data in (page(), b""):
        with pytest.raises(NotRead, match="without a message"):
            read(file_of("a.html", data))


PARTS = [
    "<div class='chatlog__message-container'>",
    "</div>",
    "a & b",
    message(""),
    message(said("x", name="", time="9")),
]


@given(st.lists(st.sampled_from(PARTS)))
def test_whatever_stands_in_a_page_is_read(parts: list[str]) -> None:
    crane = message(said("the crane", name="Ana", time="3/13/2021 2:05 PM"))
    assert any("the crane" in content.text for content in documents(crane, *parts))
