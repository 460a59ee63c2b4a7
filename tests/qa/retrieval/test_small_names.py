from collections.abc import Callable
from pathlib import Path

import pytest

from embeddings.generations.store import open_generation
from qa.retrieval.small_names import with_capitals

pytest.importorskip("spacy")

SPOKEN = {
    "a.txt": "Marta Lund said that the bridge leaks. Omar al-Thani told José Núñez that it was old.",
    "b.txt": "Marta Lund told Omar al-Thani that the bridge would close. The bank said that it would pay.",
}


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("what did marta say about the bridge", "what did Marta say about the bridge"),
        ("What did marta lund tell al-thani about it?", "What did Marta Lund tell al-Thani about it?"),
        ("quotes by lund on the bridge", "quotes by Lund on the bridge"),
        ("what did senator lund say", "what did senator Lund say"),
        ("according to marta lund, who paid?", "according to Marta Lund, who paid?"),
        # What has capitals is left as it is, and so is who does not speak, and what is no speaker.
        ("what did marta say about Oslo", "what did marta say about Oslo"),
        ("what did he say about the bridge", "what did he say about the bridge"),
        ("what did the bank say", "what did the bank say"),
        ("what did erik say about lund", "what did erik say about lund"),
        ("did the bridge close", "did the bridge close"),
        ("", ""),
    ],
)
def test_names_of_those_who_speak_are_written_as_the_archive_does(
    index_of: Callable[[dict[str, str]], Path], question: str, expected: str
) -> None:
    assert with_capitals(question, open_generation(index_of(SPOKEN))) == expected
