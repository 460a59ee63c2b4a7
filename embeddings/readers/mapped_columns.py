"""What a loccit.toml says that the columns of tables state: it wins over what their names tell."""

from collections.abc import Iterable, Mapping, Sequence

from embeddings.readers.content import Columns

# What a column states that holds the text of each row.
TEXT = "text"


def mapping_of(columns: Columns, names: Iterable[str]) -> dict[str, str]:
    """Return what those of some columns state that are named, by the names of the columns as the table has them."""
    stated = {_plain(column): field for field, column in columns}
    return {name: stated[_plain(name)] for name in names if _plain(name) in stated}


def text_of_row(named: Sequence[tuple[str, str]], mapping: Mapping[str, str], prose: Sequence[str]) -> list[str]:
    """Return the paragraphs of a row, given the names of its columns and its cells.

    They are the cells that the mapping says are text, else the columns of prose, each below its name if they are
    several. Without either, each cell that states nothing by the mapping is a line with its name; all are, where that
    leaves nothing.
    """
    texts = [name for name, field in mapping.items() if field == TEXT] or list(prose)
    filled = [(name, cell) for name, cell in named if cell]
    if texts:
        pairs = [(name, cell) for name, cell in filled if name in texts]
        return [part for pair in pairs for part in (pair if len(texts) > 1 else pair[1:])]
    lines = [f"{name}: {cell}" for name, cell in filled if name not in mapping]
    return ["\n".join(lines or [f"{name}: {cell}" for name, cell in filled])]


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())
