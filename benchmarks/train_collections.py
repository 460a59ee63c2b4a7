"""Make judged collections of the questions that the reader was not fitted on, to fit the confidence on.

    .venv/bin/python benchmarks/train_collections.py FOLDER OUT

FOLDER holds files as train_questions.py reads them. For each source there is a collection in OUT: its contexts are the
documents, or for some sources the articles that its contexts are parts of, and the questions are those of the articles
that benchmarks/fit_reader.py holds out.
"""

import argparse
import gzip
import json
import random
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from train_questions import BEST, BROAD, Question, parted, read_questions

SEED = 1
# Collections by their names, of the sources whose questions people might ask, in natural letters. Of each so many
# contexts without a question at most, and so many questions.
COLLECTIONS = {
    "wiki": "squadshifts_new_wiki",
    "wiki_articles": "squadshifts_new_wiki",
    "reviews": "squadshifts_amazon",
    "forum": "squadshifts_reddit",
    "search": "nq_oracle",
    "times": "timeqa_human",
    "stories": "fairytaleqa",
    "squad": "squad11_train_qa",
    "search_qed": "qed_nq",
    "reworded": "selqa",
    "papers": "covidqa",
}
# Of these the reader has learnt nothing.
UNSEEN = ("covidqa",)
MOST_CONTEXTS = 1_500
MOST_QUESTIONS = 200
# Whose documents are whole articles.
JOINED = {"wiki_articles", "stories"}


def main() -> None:
    """Write the collections."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("out", type=Path)
    arguments = parser.parse_args()
    seen, held_out = parted(read_questions(arguments.folder, (*BEST, *BROAD, *UNSEEN)))
    for name, source in COLLECTIONS.items():
        asked = [question for question in held_out if question.source == source]
        others = [question for question in seen if question.source == source]
        asked = random.Random(SEED).sample(asked, min(len(asked), MOST_QUESTIONS))  # noqa: S311  # no secret
        documents, of_context = documents_of(asked, others, joined=name in JOINED)
        folder = arguments.out / name
        folder.mkdir(parents=True, exist_ok=True)
        _write(folder / "corpus.jsonl.gz", documents)
        _write(folder / "queries.jsonl.gz", (_query(number, question) for number, question in enumerate(asked)))
        qrels = [
            f"{number}\t{of_context[question.context]}\t1" for number, question in enumerate(asked) if question.answers
        ]
        (folder / "qrels.tsv").write_text("\n".join(["query-id\tcorpus-id\tscore", *qrels]) + "\n", "utf-8")
        print(f"{name}: {len(documents):,} documents, {len(asked):,} questions", flush=True)


def documents_of(
    asked: Sequence[Question], others: Sequence[Question], *, joined: bool
) -> tuple[list[dict[str, str]], dict[str, str]]:
    """Return the documents of questions asked and of some others, and the id of each context's document."""
    contexts = {question.context: question for question in others}
    sample = random.Random(SEED).sample(sorted(contexts), min(len(contexts), MOST_CONTEXTS))  # noqa: S311  # no secret
    parts = {text: contexts[text] for text in sample} | {question.context: question for question in asked}
    documents: dict[str, dict[str, str]] = {}
    of_context = {}
    for text, question in parts.items():
        key = question.article if joined else text
        document = documents.setdefault(key, {"_id": f"d{len(documents)}", "title": question.title, "text": ""})
        document["text"] += ("\n\n" if document["text"] else "") + text
        of_context[text] = document["_id"]
    return list(documents.values()), of_context


def _query(number: int, question: Question) -> dict[str, Any]:
    answers = sorted({question.context[start:end] for start, end in question.answers})
    return {"_id": str(number), "text": question.text, "answers": answers, "unanswerable": not answers}


def _write(path: Path, rows: Iterable[dict[str, Any]]) -> None:
    with gzip.open(path, "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


if __name__ == "__main__":
    main()
