from collections.abc import Callable
from pathlib import Path

from embeddings.building.left_out import LeftOut
from embeddings.building.rebuild import rebuild
from embeddings.models.encoder import Encoder
from embeddings.readers.registry import contents_of

Write = Callable[..., Path]
BODY = "The talks began on Monday. They ended on Friday."
SAVED = f"Skip to: Content\nSkip to: Search\n\nRiver talks resume\n\n{BODY}\n\nRead Comments\n"
PAGE = f"<html><body><nav><p>Home</p><p>World</p></nav><article><h1>Talks</h1><p>{BODY}</p></article></body></html>"


def test_lines_and_blocks_that_are_left_out_are_counted() -> None:
    parse = LeftOut(contents_of)
    assert parse(Path("a.txt"), SAVED.encode()).documents[0].text == f"River talks resume\n\n{BODY}"
    assert parse.lines == 3
    assert BODY in parse(Path("b.html"), PAGE.encode()).documents[0].text
    assert parse.lines == 5
    parse(Path("c.md"), BODY.encode())
    assert parse.lines == 5


def test_a_rebuild_says_how_much_of_what_it_read_was_left_out(tmp_path: Path, write: Write, encoder: Encoder) -> None:
    source = write("sources/a.txt", SAVED).parent
    index = tmp_path / "index"
    assert rebuild([source], index, lambda: encoder).left_out == 3
    write("sources/b.txt", BODY)
    again = rebuild([source], index, lambda: encoder)
    assert (again.left_out, again.to_dict()["left_out"]) == (0, 0)
