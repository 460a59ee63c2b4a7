import pytest

from embeddings.readers import formats
from embeddings.readers.chat_sniffing import chat_format, is_slack_archive

WHATSAPP = b"12/03/2021, 14:05 - Ana: a\n12/03/2021, 14:06 - Bo: b\n"


def test_texts_of_other_formats_are_not_looked_at() -> None:
    assert chat_format(WHATSAPP, formats.PLAIN_TEXT) is formats.WHATSAPP
    assert chat_format(WHATSAPP, formats.DELIMITED) is None
    assert chat_format(WHATSAPP, formats.HTML) is None


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"[",
        b'{"messages": [{"role": "user", "content": "hello", "author": "a"}]}',
        b'{"type": "FeatureCollection", "channel": 1, "messages": []}',
        b'[{"type": "message", "user": "U1", "text": "a", "ts": "yesterday"}]',
        b"<!DOCTYPE html><html><body><div class='page_wrap'><p class='message'>words",
        b"[14:05:06] words\n[14:05:07] words\n",
        b"\xff\xfe[",
    ],
)
def test_other_texts_are_none(data: bytes) -> None:
    assert chat_format(data, None) is None


def test_an_archive_of_slack_has_users_channels_and_days() -> None:
    names = ["users.json", "channels.json", "pier/2021-03-12.json"]
    assert is_slack_archive(names)
    assert is_slack_archive([f"export/{name}" for name in names])
    assert not any(is_slack_archive([other for other in names if other != name]) for name in names)
