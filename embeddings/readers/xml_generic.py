"""XML of no known vocabulary: the words of its elements, its records as rows."""

import re
from collections.abc import Iterator
from typing import Any

from embeddings.readers.xml_vocabularies import local_name

# A record has so many values at least, of so many characters at most.
FEWEST_VALUES = 2
VALUE_CHARACTERS = 200
_SENTENCE = re.compile(r"[^\W\d_]{2}[.!?…][\s\"'”’)]*\Z")


def generic_text(root: Any) -> str:
    """Return the text of the elements of a document of no known kind: each a paragraph that is not within words.

    Of a record, whose elements hold a few words each, the values are a row; the names of the elements stand above the
    first of several records of the same. Attributes are read where there is nothing else.
    """
    from lxml import etree

    texts: list[str] = []
    run: list[str] = []
    # Whether the elements under each that is open stand within words.
    mixed: list[bool] = [False]

    def flush() -> None:
        text = " ".join("".join(run).split())
        texts.extend([text] if text else [])
        run.clear()

    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        is_within_words = mixed[-1] if event == "start" else mixed[-2]
        if not is_within_words:
            flush()
        if event == "start":
            mixed.append(is_within_words or _has_words_between(element))
            if not mixed[-1] and (names := _record(element)):
                texts.extend(_rows(element, names))
                walk.skip_subtree()
            else:
                run.append(element.text or "")
        else:
            mixed.pop()
            run.append((element.tail or "") if element is not root else "")
    flush()
    return "\n\n".join(texts or _attributes(root))


def _attributes(root: Any) -> Iterator[str]:
    """Yield what the attributes of each element state, of a document that says nothing else."""
    for element in root.iter("*"):
        if stated := [f"{name.rpartition('}')[2]}: {value}" for name, value in element.attrib.items() if value.strip()]:
            yield "\n".join(stated)


def _has_words_between(element: Any) -> bool:
    return len(element) > 0 and bool(
        (element.text or "").strip() or any((child.tail or "").strip() for child in element)
    )


def _record(element: Any) -> tuple[str, ...]:
    """Return the names of the values of a record, () for an element that is none."""
    if len(element) < FEWEST_VALUES or any(len(child) for child in element):
        return ()
    if any(len(child.text or "") > VALUE_CHARACTERS or _SENTENCE.search(child.text or "") for child in element):
        return ()
    names = tuple(local_name(child) for child in element)
    return names if len(set(names)) == len(names) else ()


def _rows(element: Any, names: tuple[str, ...]) -> list[str]:
    """Return the row of a record, below the names of its values where it is the first of several."""
    before, after = element.getprevious(), element.getnext()
    is_first = before is None or before.tag != element.tag or _record(before) != names
    is_table = after is not None and after.tag == element.tag and _record(after) == names
    values = [" ".join((child.text or "").split()) for child in element]
    rows = [names, values] if is_first and is_table else [values]
    return [" | ".join(row).strip(" |") for row in rows if any(row)]
