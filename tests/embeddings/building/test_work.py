from pathlib import Path

from embeddings.building.work import Conditions, on_this_machine
from embeddings.readers.content import Limits
from tests.conftest import WordEncoder


def test_this_machine_reads_and_embeds() -> None:
    with on_this_machine(Conditions(0, Limits(), lambda: None)) as work:
        assert work.reading.parse(Path("a.txt"), b"The sea was calm.").documents[0].text == "The sea was calm."
        chunk = [("The sea was calm.", [(0, 17)])]
        assert [(own, len(embedded)) for own, embedded in work.embed(WordEncoder(), [chunk])] == [(chunk, 1)]
