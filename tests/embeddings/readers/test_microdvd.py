import pytest

from embeddings.readers import formats
from embeddings.readers.content import FileContent, NotRead
from embeddings.readers.microdvd import read
from embeddings.readers.sniffing import format_of
from tests.embeddings.readers.office_files import file_of

TEXT = "{1}{1}25.000\n{25}{100}They met|/in {y:i}Lisbon.\n{1525}{}Then they left.\n"


def document(text: str) -> FileContent:
    (content,) = read(file_of("a.sub", text.encode())).documents
    return content


def test_frames_are_times_where_their_number_in_a_second_is_stated() -> None:
    content = document(TEXT)
    assert content.text == "They met in Lisbon.\n\nThen they left."
    assert [(place.name, content.text[place.start : place.end]) for place in content.places] == [
        ("00:00:01", "They met in Lisbon."),
        ("00:01:01", "Then they left."),
    ]


def test_without_that_no_time_is_known() -> None:
    content = document(TEXT.partition("\n")[2])
    assert (content.text, content.places) == ("They met in Lisbon.\n\nThen they left.", ())


def test_it_is_known_by_its_beginning_and_named_when_empty() -> None:
    assert format_of("a.txt", TEXT.encode()) is formats.MICRODVD
    assert format_of("a.txt", b"{1}{2}They met.\nThen they left.\n") is formats.PLAIN_TEXT
    with pytest.raises(NotRead, match="holds no subtitles"):
        document("They met.\n")


def test_any_number_of_frames_is_a_time() -> None:
    assert document("{1}{1}99\n{999999999}{999999999}They met.\n").places[0].name[:4] == "999:"
