import pytest

from embeddings.attribution.labels import labelled
from embeddings.readers import formats
from embeddings.readers.content import FileContent, NotRead
from embeddings.readers.sniffing import format_of
from embeddings.readers.zoom_chat import is_chat, read
from tests.embeddings.readers.office_files import file_of

NEW = """\
14:05:06 From Ana Ruiz to Everyone:
\tthe crane is here
\tand it leaks
14:06:00 From Bo Ek to Ana Ruiz(Direct Message):
\twho knows
"""
OLD = "14:05:06\t From  Ana Ruiz : the crane is here\n14:06:00\t From  Bo Ek  to  Ana Ruiz(Privately) : who knows\n"


def document(text: str) -> FileContent:
    (content,) = read(file_of("meeting_saved_chat.txt", text.encode())).documents
    return content


@pytest.mark.parametrize(("text", "words"), [(NEW, "the crane is here\nand it leaks"), (OLD, "the crane is here")])
def test_both_forms(text: str, words: str) -> None:
    content = document(text)
    assert content.text == f"Ana Ruiz [14:05]: {words}\n\nBo Ek [14:06, to Ana Ruiz]: who knows"
    assert [place.name for place in content.places] == ["14:05", "14:06"]
    assert [(one.speaker, one.to) for one in labelled(content.text)] == [("Ana Ruiz", None), ("Bo Ek", "Ana Ruiz")]
    assert (content.published, content.member) == (None, "")
    assert format_of("chat.txt", text.encode()) is formats.ZOOM_CHAT


def test_chats_of_recordings_have_tabs_and_no_from() -> None:
    text = "00:02:06\tAna Ruiz:\tthe crane\n00:03:00 Bo Ek:\twhy\n00:03:09\tAna Ruiz:\tit leaks\n"
    assert document(text).text == "Ana Ruiz [00:02]: the crane\n\nBo Ek [00:03]: why\n\nAna Ruiz [00:03]: it leaks"
    assert is_chat(text)


def test_lines_with_a_date_have_that_day() -> None:
    assert document("2021-03-12 14:05:06 From Ana Ruiz to Everyone:\n\tyes\n").published == "2021-03-12"


def test_other_languages() -> None:
    assert document("14:05:06 Von Ana Ruiz an Alle:\n\tja\n").text == "Ana Ruiz [14:05]: ja"
    assert document("14:05:06 De Ana to Bo para Todos : sí\n").text == "Ana to Bo [14:05]: sí"


@pytest.mark.parametrize(
    "text",
    [
        "14:05:06 From now on the lock stays shut.\n",
        "14:05:06 From now on: the lock stays shut.\n14:07:00 It leaks.\n",
        "14:05:06 INFO: began\n14:05:07 INFO: ended\n14:05:08 INFO: again\n",
        "14:05:06 Ana:\tyes\n14:05:07 Bo:\tno\n",
        "Meeting\n14:05:06 From Ana to Everyone:\n\tyes\n",
    ],
)
def test_other_texts_are_no_chats(text: str) -> None:
    assert not is_chat(text)


def test_an_empty_chat_is_named() -> None:
    with pytest.raises(NotRead, match="without a message"):
        document("")
