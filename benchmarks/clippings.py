"""How long clippings take where there are many: each piece of work of the page and of the commands, beside start-up.

    .venv/bin/python benchmarks/clippings.py [--index data/index] [--clippings 10000]

Prints for each, in milliseconds, the median of the clock, and the least of the processor's time, which says more where
other programs run. The clippings are stretches of the archive's own texts, in two notebooks.
"""

import argparse
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from types import SimpleNamespace
from typing import Any, cast

from embeddings.generations.store import Generation, open_generation
from qa.answers import Excerpt
from qa.archive import Archive
from qa.citations.export import FORMS
from qa.citations.resolving import resolve_all
from qa.kept.clippings import change, clippings, keep, move, remove
from qa.kept.exchange import from_json, import_clippings
from qa.kept.following import follow
from ui.starting import garbage_collection_paused
from ui.web.clippings_page import shown_clippings
from ui.web.keeping import ExportedShelf, Shelf, exported_clippings

REPEATS = 9
# What a list prints where no other number is given (ui.terminal.clippings).
LISTED = 50


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--index", type=Path, default=Path("data/index"))
    parser.add_argument("--clippings", type=int, default=10_000)
    arguments = parser.parse_args()
    generation = open_generation(arguments.index)
    with TemporaryDirectory() as folder:
        file = Path(folder) / "user.sqlite"
        excerpts = fill(file, generation, arguments.clippings)
        for name, work in works(file, arguments.index, generation, excerpts).items():
            clock, processor = milliseconds(work)
            print(f"{name:48} {clock:9.1f} ms, {processor:9.1f} ms of a processor")


def fill(file: Path, generation: Generation, count: int) -> list[Excerpt]:
    """Keep so many excerpts, stretches of the archive's texts; return them."""
    documents = [generation.catalogue.numbered(number) for number in range(generation.manifest.documents)]
    excerpts: list[Excerpt] = []
    length = 0
    while len(excerpts) < count:
        length += 1
        for document in documents:
            spans = [(start, start + 100 + length) for start in range(0, len(document.text) - 101 - length, 97)]
            excerpts += [Excerpt(document, start, end, document.text[start:end], 1.0) for start, end in spans]
    values = [
        {
            "notebook": "AB"[number % 2],
            "reference": one.reference,
            "text": one.text,
            "document": {"id": one.document.id},
        }
        for number, one in enumerate(excerpts[:count])
    ]
    import_clippings(file, [value | {"tags": ["a tag"]} for value in values], "the benchmark")
    return excerpts[count:]


def works(file: Path, index: Path, generation: Generation, others: list[Excerpt]) -> dict[str, Callable[[], object]]:
    """Return each piece of work by its name."""
    archive = cast(Archive, SimpleNamespace(resolve_all=lambda references: resolve_all(references, index, generation)))
    middle = clippings(file, "A", first=2_000, most=1)[0].number
    unkept = iter(others)

    def exported(form: str) -> str:
        return str(exported_clippings(archive, file, ExportedShelf(form=form))["text"])

    def listed(**part: Any) -> object:
        return follow(clippings(file, **part), archive.resolve_all)

    def imported() -> None:
        with garbage_collection_paused():
            from_json(file.with_name(f"{perf_counter()}"), whole, "all")

    whole = exported("json")
    return {
        "the page of a notebook, its first": lambda: shown_clippings(lambda: archive, file, Shelf(notebook="A")),
        "… its last": lambda: shown_clippings(lambda: archive, file, Shelf(notebook="A", first=10**6)),
        "… of a tag": lambda: shown_clippings(lambda: archive, file, Shelf(tag="a tag")),
        "qa clippings list": lambda: listed(most=LISTED),
        "… --from 9000": lambda: listed(first=9_000, most=LISTED),
        "qa clip": lambda: keep(file, next(unkept), "A"),
        "qa clippings move, from the middle to the first": lambda: move(file, middle, 1),
        "qa clippings change": lambda: change(file, middle, note="n"),
        "qa clippings remove": lambda: remove(file, [clippings(file, "B", first=5, most=1)[0].number]),
        **{f"export of all as {form}": partial(exported, form) for form in FORMS},
        "qa clippings import, all of them new": imported,
    }


def milliseconds(work: Callable[[], object]) -> tuple[float, float]:
    """Return the median of some repetitions by the clock, and the least by the processor."""
    taken = []
    for _ in range(REPEATS):
        started, worked = perf_counter(), process_time()
        work()
        taken.append((1000 * (perf_counter() - started), 1000 * (process_time() - worked)))
    clock, processor = zip(*taken, strict=True)
    return median(clock), min(processor)


if __name__ == "__main__":
    main()
