import hashlib
import os
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from embeddings.documents import Document, Fact
from embeddings.errors import UnreadableFile
from embeddings.readers import formats, registry
from embeddings.readers.content import FileContent, Refused
from embeddings.readers.stated import Rules, Stated
from embeddings.text.splitting import passages
from tests.reading import read_one

Write = Callable[[str, str | bytes], Path]


def test_a_file_becomes_a_document(write: Write) -> None:
    data = "River talks\r\n\r\nBy Ana de Souza / April 5, 2011\r\n\r\nThey began on “Monday”.\r\n".encode()
    path = write("a/b.txt", data)
    assert read_one(path, "a/b.txt") == Document(
        id="a/b.txt",
        path=str(path),
        text="River talks\n\nBy Ana de Souza / April 5, 2011\n\nThey began on “Monday”.",
        sha256=hashlib.sha256(data).hexdigest(),
        title="River talks",
        author="Ana de Souza",
        published="2011-04-05",
        facts=(
            Fact("author", "Ana de Souza", "byline"),
            Fact("published", "2011-04-05", "byline"),
            Fact("title", "River talks", "heading"),
        ),
    )


def test_what_front_matter_states_reaches_the_document(write: Write) -> None:
    front = "---\ntitle: River talks\nsource: The Harbour Post\nurl: https://e.org\nlang: en\n---\n"
    data = f"{front}They *began*.".encode()
    path = write("b.md", data)
    assert read_one(path, "b.md") == Document(
        id="b.md",
        path=str(path),
        text="They began.",
        sha256=hashlib.sha256(data).hexdigest(),
        title="River talks",
        publisher="The Harbour Post",
        url="https://e.org",
        language="en",
        facts=tuple(
            Fact(name, value, "front matter")
            for name, value in (
                ("title", "River talks"),
                ("publisher", "The Harbour Post"),
                ("url", "https://e.org"),
                ("language", "en"),
            )
        ),
    )


def test_halves_of_characters_are_joined_or_replaced(write: Write) -> None:
    path = write("b.md", '---\ntitle: "\\ud83d\\ude00 \\ud800"\n---\nThey began.')
    assert read_one(path, "b.md").title == "😀 \ufffd"


def test_halves_of_characters_in_the_name_of_a_fact_are_replaced(write: Write) -> None:
    path = write("a.jsonl", '{"port\\ud800": "Riga", "text": "Tolls fell."}')
    assert read_one(path, "a.jsonl").facts == (Fact("port\ufffd", "Riga", "JSON field port\ufffd"),)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.txt", "<p>They *began*.</p><p>Then.</p>"),
        ("a.text", "<p>They *began*.</p><p>Then.</p>"),
        ("a", "<p>They *began*.</p><p>Then.</p>"),
        ("A.TXT", "<p>They *began*.</p><p>Then.</p>"),
        ("a.html", "They *began*.\n\nThen."),
        ("a.HTM", "They *began*.\n\nThen."),
        ("a.xhtml", "They *began*.\n\nThen."),
        ("a.md", "They began."),
        ("a.markdown", "They began."),
    ],
)
def test_the_suffix_chooses_the_reader(write: Write, name: str, text: str) -> None:
    content = "They *began*." if name.endswith(("md", "markdown")) else "<p>They *began*.</p><p>Then.</p>"
    assert read_one(write(name, content), name).text == text


@pytest.mark.parametrize(
    "start",
    [
        "<!DOCTYPE html><html>",
        "  \n<!doctype HTML>\n",
        "<html lang='en'>",
        "<?xml version='1.0'?>\n<html>",
        "<!-- saved from url=(0014)about:internet -->\n<html>",
    ],
)
@pytest.mark.parametrize("name", ["page.txt", "page", "page.md"])
def test_a_web_page_is_read_as_one_whatever_its_suffix(write: Write, name: str, start: str) -> None:
    path = write(name, f"{start}<body><p>They began.</p><script>hidden()</script></body></html>")
    assert read_one(path, name).text == "They began."


def test_a_html_file_without_any_tag_is_plain_text(write: Write) -> None:
    path = write("a.html", "River talks\n\nFish & chips, 2 < 3.")
    assert read_one(path, "a.html").text == "River talks\n\nFish & chips, 2 < 3."


def test_plain_text_that_speaks_of_html_is_plain_text(write: Write) -> None:
    text = "The page began with <html> and ended soon after."
    assert read_one(write("a.txt", text), "a.txt").text == text


def test_many_comments_above_a_text_cost_no_time(write: Write) -> None:
    path = write("a.md", "<!-- a note -->\n" * 23 + "They began.")
    start = time.thread_time()
    assert read_one(path, "a.md").text == "They began."
    assert time.thread_time() - start < 0.5


@pytest.mark.parametrize(("name", "named"), [("a.exe", ".exe"), ("a.JPE", ".JPE"), ("a.tar.br", ".br")])
def test_a_suffix_without_a_reader_is_named_with_those_that_have_one(write: Write, name: str, named: str) -> None:
    path = write(name, b"MZ\0\0")
    with pytest.raises(UnreadableFile) as raised:
        read_one(path, name)
    reason = raised.value.reason
    assert reason == f"no reader for {named} files; qa formats names what is read"


@pytest.mark.parametrize("name", ["a.py", "notes.v2", "LICENSE", "a.pdf.bak"])
def test_text_of_no_known_suffix_is_read_as_it_stands(write: Write, name: str) -> None:
    assert read_one(write(name, "def rise(water):\n    return water + 1"), name).text.startswith("def rise(water):")


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("a.html", "<p>Words.</p>" + "<div>" * 3000 + "deep", "nests elements over 2,048 deep"),
        ("a.md", "Words.\n\n<div>\n" + "<div>" * 3000 + "deep", "nests elements over 2,048 deep"),
        ("a.md", "Words.\n\n" + "> " * 90 + "deep", "nests quotations or lists over 50 deep"),
    ],
)
def test_a_file_of_which_something_would_be_left_out_is_named(write: Write, name: str, text: str, reason: str) -> None:
    path = write(name, text)
    with pytest.raises(UnreadableFile) as raised:
        read_one(path, name)
    assert str(raised.value) == f"{path}: {reason}, where the rest cannot be read; save it flatter"


@pytest.mark.parametrize("encoding", ["windows-1251", "utf-8", "utf-16"])
def test_a_page_is_decoded_as_it_declares(write: Write, encoding: str) -> None:
    page = (
        f'<html><head><meta charset="{encoding}"><title>Отчёт порта</title></head><body><p>Лёд сошёл.</p></body></html>'
    )
    document = read_one(write("a.html", page.encode(encoding)), "a.html")
    assert (document.title, document.text) == ("Отчёт порта", "Лёд сошёл.")


def test_a_file_over_the_limit_is_named_with_both_sizes(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "MAX_FILE_BYTES", 1_000_000)
    path = write("a.txt", b"a" * 3_000_000)
    with pytest.raises(UnreadableFile) as raised:
        read_one(path, "a.txt")
    assert str(raised.value) == f"{path}: is 3 MB; the limit is 1 MB, so split it"


def test_a_file_just_over_the_limit_is_not_said_to_be_as_large_as_it(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry, "MAX_FILE_BYTES", 1_000_000)
    path = write("a.txt", b"a" * 1_000_001)
    with pytest.raises(UnreadableFile) as raised:
        read_one(path, "a.txt")
    assert raised.value.reason != "is 1 MB; the limit is 1 MB, so split it"


def test_a_file_of_just_the_limit_is_read(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "MAX_FILE_BYTES", 5)
    assert read_one(write("a.txt", "Text."), "a.txt").text == "Text."


def test_a_file_over_the_limit_is_never_opened(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "MAX_FILE_BYTES", 4)
    monkeypatch.setattr(Path, "read_bytes", lambda _: pytest.fail("was opened"))
    with pytest.raises(UnreadableFile, match="the limit is"):
        read_one(write("a.txt", "Text."), "a.txt")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", ""),
        ("a.txt", " \n\t\r\n"),
        ("a.txt", "\ufeff"),
        ("a.txt", "Skip to: Content\n\nRead Comments"),
        ("a.md", "---\ntitle: River talks\n---\n"),
        ("a.html", "<html><head><title>River talks</title></head><body></body></html>"),
    ],
    ids=["empty", "white space", "a mark", "furniture", "front matter", "an empty page"],
)
def test_a_file_without_text_is_named(write: Write, name: str, content: str) -> None:
    path = write(name, content)
    with pytest.raises(UnreadableFile) as raised:
        read_one(path, name)
    assert str(raised.value) == f"{path}: holds no text"


def test_a_binary_file_is_named(write: Write) -> None:
    path = write("a.txt", b"\x7fELF\x02\x01\x01\0\0\0")
    with pytest.raises(UnreadableFile) as raised:
        read_one(path, "a.txt")
    assert str(raised.value) == f"{path}: is not text (it holds zero bytes)"


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile) as raised:
        read_one(tmp_path / "gone.txt", "gone.txt")
    assert str(raised.value) == f"{tmp_path / 'gone.txt'}: no such file or directory"


def test_a_link_that_leads_round_in_a_circle_is_named(tmp_path: Path) -> None:
    (tmp_path / "loop.txt").symlink_to("loop.txt")
    with pytest.raises(UnreadableFile, match=r"loop\.txt: too many levels of symbolic links$"):
        read_one(tmp_path / "loop.txt", "loop.txt")


def test_what_the_operating_system_says_is_passed_on(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    path = write("a.txt", "Text.")
    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(UnreadableFile) as raised:
        read_one(path, "a.txt")
    assert str(raised.value) == f"{path}: permission denied"
    assert isinstance(raised.value.__cause__, PermissionError)


@pytest.fixture
def pipe(tmp_path: Path) -> Iterator[Path]:
    """A named pipe that nobody writes to; whoever waits for it is let go at the end."""
    if not hasattr(os, "mkfifo"):
        pytest.skip("no named pipes here")
    path = tmp_path / "pipe.txt"
    os.mkfifo(path)
    yield path
    os.close(os.open(path, os.O_RDWR | os.O_NONBLOCK))


def test_a_pipe_is_named_and_not_waited_for(pipe: Path) -> None:
    reasons: list[str] = []

    def read() -> None:
        try:
            read_one(pipe, "pipe.txt")
        except UnreadableFile as error:
            reasons.append(error.reason)

    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    reader.join(timeout=60)
    assert not reader.is_alive()
    assert len(reasons) == 1


def test_a_folder_is_called_a_folder(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="is a folder; name the files in it"):
        read_one(tmp_path, "folder")


@pytest.mark.parametrize("name", ["000_5e29d57fc1286ecd.txt", "001_9b2b18793d41e242.txt"])
def test_passages_of_the_seeds_hold_the_article_only(seeds: Path, name: str) -> None:
    source = (seeds / name).read_text("utf-8")
    document = read_one(seeds / name, name)
    texts = [document.text[passage.start : passage.end] for passage in passages(document)]
    paragraphs = [paragraph for text in texts for paragraph in text.split("\n\n")]
    assert [paragraph for paragraph in paragraphs if paragraph not in source] == []
    furniture = (
        "Skip to",
        "Read Comments",
        "View reader comments",
        "Comment on this story",
        "is not responsible for the content",
    )
    assert [phrase for phrase in furniture for text in texts if phrase in text] == []
    # Every other line of the file is there.
    lines = [line for line in source.split("\n") if line.strip() and not any(words in line for words in furniture)]
    assert [line for line in lines if line not in document.text.split("\n")] == []


def test_a_file_that_its_parser_stumbles_over_is_unreadable_and_named(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumble(text: str) -> FileContent:
        raise RecursionError(f"{text[:5]} is too deep")

    monkeypatch.setitem(registry._TEXT_READERS, formats.PLAIN_TEXT, stumble)
    path = write("a.txt", "Water rose.")
    with pytest.raises(UnreadableFile) as caught:
        read_one(path, "a.txt")
    assert str(caught.value) == (
        f"{path}: its reader failed (RecursionError: Water is too deep); save it anew, or as plain text"
    )


def test_a_file_of_nothing_but_furniture_is_named(write: Write) -> None:
    path = write("a.txt", "Buy our calendar.")
    stated = Stated(rules=Rules(furniture=("Buy our calendar.",)), digest="x")
    with pytest.raises(UnreadableFile, match="names as furniture"):
        registry.read(path, "a.txt", stated=stated)


def test_a_message_without_text_is_named_beside_the_others(write: Write) -> None:
    head = b"From a@example.org Mon Jan  1 00:00:00 2007\nFrom: a@example.org\n"
    path = write("a.mbox", head + b"Subject: Tides\n\nThe tide was high.\n\n" + head + b"\n\n")
    documents, refused, _ = registry.read(path, "a.mbox")
    assert [document.member for document in documents] == ["message 1"]
    assert refused == (Refused("message 2", "holds no text"),)
