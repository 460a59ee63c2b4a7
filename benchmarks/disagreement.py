"""Whether answers show sources that differ, on a collection of documents that do: RAMDocs, as BEIR's layout has it.

    python benchmarks/disagreement.py FOLDER [--index INDEX] [--limit N]

Each question has documents with a right answer each ("doc_roles": {id: ["correct", answer]}). Asked are those whose
documents have different right answers. Counted is how often excerpts are shown of documents with two of them, and how
often "The sources differ" sets two such side by side. The index is built in INDEX, or opened where it is there.
"""

import argparse
import gzip
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from embeddings.building.rebuild import rebuild_documents
from embeddings.models.encoder import load_encoder
from qa import Archive, Excerpt
from qa.evaluation.collections import read_collection
from qa.settings import load_settings


def main() -> None:
    """Print the shares."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--index", type=Path, required=True)
    parser.add_argument("--limit", type=int)
    arguments = parser.parse_args()
    if not arguments.index.exists():
        settings = load_settings()
        documents = read_collection(arguments.folder).documents
        rebuild_documents(
            documents, arguments.index, lambda: load_encoder(settings.model, settings.precision), sources=["ramdocs"]
        )
    archive = Archive.open(arguments.index)
    questions = [question for question in _questions(arguments.folder) if len(_right(question)) > 1]
    shown = nearest = set_apart = answered = words = 0
    for question in questions[: arguments.limit]:
        answer = archive.ask(question["text"])
        answered += answer.status == "answered"
        words += sum(len(excerpt.text.split()) for excerpt in answer.excerpts)
        shown += len(_answers_shown(answer.excerpts, question)) > 1
        nearest += len(_answers_shown(answer.nearest, question)) > 1
        set_apart += bool(getattr(answer, "differences", ()))
    count = len(questions[: arguments.limit])
    print(
        f"{count} questions with several right answers, {answered} answered, {words / max(1, answered):.0f} words each"
    )
    print(f"two right answers among the excerpts shown: {shown / count:.3f}; said to differ: {set_apart / count:.3f}")
    print(f"with the nearest passages where none is said to answer: {(shown + nearest) / count:.3f}")


def _questions(folder: Path) -> list[dict[str, Any]]:
    with gzip.open(folder / "queries.jsonl.gz", "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def _right(question: dict[str, Any]) -> set[str]:
    return {answer for role, answer in question["doc_roles"].values() if role == "correct"}


def _answers_shown(excerpts: Sequence[Excerpt], question: dict[str, Any]) -> set[str]:
    roles = question["doc_roles"]
    cited = [excerpt.document.id for excerpt in excerpts]
    cited += [reprint.id for excerpt in excerpts for reprint in excerpt.also_in]
    return {roles[name][1] for name in cited if name in roles and roles[name][0] == "correct"}


if __name__ == "__main__":
    main()
