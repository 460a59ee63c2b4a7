"""Judged questions as the reader learns from them: files of JSON lines, each a question, a context and its answers.

A file NAME.jsonl.gz holds objects with `question`, `context`, `answers` (`text` and `start` in the context), perhaps a
`title`; without an answer nothing in the context answers.
"""

import gzip
import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

# The files that the reader is fitted on last, and those that come before them: their questions are like each other, far
# from what people ask, or it is known only in which sentence the answer stands.
BEST = (
    "squadshifts_new_wiki",
    "squadshifts_amazon",
    "squadshifts_reddit",
    "squad20_train_head",
    "squad11_train_head",
    "squad11_train_qa",
    "squad20_train_unansq",
    "squad20_train_unansq_matched",
    "nq_oracle",
    "qed_nq",
    "timeqa_human",
    "fairytaleqa",
)
# Claims, each with the sentence that settles it.
CLAIMS = ("nli_fever_symmetric",)
BROAD = ("squad11_train_nqg", "reqa_squad_train", "selqa", "fairytaleqa_sent", "qamr", "policyqa")
# Of these files that have many questions of one kind, so many at most.
MOST_OF_A_KIND = {"qamr": 5_000, "policyqa": 1_500}
# Titles of other files name a collection, not what the context is about.
TITLED = {
    "squadshifts_new_wiki",
    "squad20_train_head",
    "squad11_train_head",
    "nq_oracle",
    "qed_nq",
    "timeqa_human",
    "fairytaleqa",
    "fairytaleqa_sent",
    "selqa",
}
# The answer is a whole sentence there, in which a few words may answer.
SENTENCES_ANSWER = {"nli_fever_symmetric", "squad11_train_nqg", "reqa_squad_train", "selqa", "fairytaleqa_sent"}
# So is one of more words than this elsewhere.
LONGEST_ANSWER = 18
# Of the articles, one of so many is held out.
HELD_OUT = 25
# What tokenised text has instead of natural marks, of the same length, so that answers keep their places.
TOKENISED = {" n't": "n't ", "``": '" ', "''": '" ', "-lrb-": "(    ", "-rrb-": ")    ", "-LRB-": "(    "}
TOKENISED |= {"-RRB-": ")    "}


class Question(NamedTuple):
    """A question with the text that it was asked of, and where that answers it: nowhere where `answers` is empty.

    With `sentence_answers`, answers are sentences in which some words answer.
    """

    source: str
    article: str
    title: str
    context: str
    text: str
    answers: tuple[tuple[int, int], ...]
    sentence_answers: bool


def read_questions(folder: Path, names: Sequence[str]) -> list[Question]:
    """Return the questions of a folder's files.

    Raises FileNotFoundError if the folder lacks one.
    """
    return [question for name in names for question in _of_file(folder / f"{name}.jsonl.gz", name)]


def _of_file(path: Path, name: str) -> Iterator[Question]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    rows = [_question_of(row) if "claim" in row else row for row in rows]
    most = MOST_OF_A_KIND.get(name, len(rows))
    for row in rows[:: -(-len(rows) // most)]:
        if not row["context"].strip():
            continue
        title = re.sub(r"^/wiki/|[-_]", " ", row.get("title") or "").strip()
        about = title if name in TITLED else name + row["context"][:80] if name == "squadshifts_reddit" else title
        answers = sorted({(answer["start"], answer["start"] + len(answer["text"])) for answer in row["answers"]})
        longest = max((len(answer["text"].split()) for answer in row["answers"]), default=0)
        yield Question(
            source=name,
            article=about or plain(row["context"])[:60],
            title=title if name in TITLED else "",
            context=natural(row["context"]),
            text=natural(row["question"]).replace("  ", " "),
            answers=tuple(answers),
            sentence_answers=name in SENTENCES_ANSWER or longest > LONGEST_ANSWER,
        )


def _question_of(row: dict[str, Any]) -> dict[str, Any]:
    """Return a claim as a question: what supports or refutes it answers."""
    evidence = row["evidence"]
    return {"question": row["claim"], "context": evidence, "answers": [{"text": evidence, "start": 0}]}


def natural(text: str) -> str:
    """Return a text with the marks of a tokeniser turned into those of writers, every character in its place."""
    for mark, usual in TOKENISED.items():
        text = text.replace(mark, usual)
    return text


def plain(text: str) -> str:
    """Return letters and digits only, in lower case: what two printings of a text have alike."""
    return re.sub(r"[^a-z0-9]", "", text.lower())


def parted(questions: Sequence[Question]) -> tuple[list[Question], list[Question]]:
    """Return the questions to learn from and those held out, which have no article or sentence in common."""
    held_out = [question for question in questions if _is_held_out(question.article)]
    sentences = {part for question in held_out for part in _parts(question.context)}
    seen = [question for question in questions if not _is_held_out(question.article)]
    return [question for question in seen if sentences.isdisjoint(_parts(question.context))], held_out


def _is_held_out(article: str) -> bool:
    return int(hashlib.sha256(article.encode("utf-8")).hexdigest(), 16) % HELD_OUT == 0


def _parts(text: str) -> list[str]:
    """Return what stands between full stops, as letters and digits, but what is so short that it may be chance."""
    return [part for part in map(plain, re.split(r"[.?!]\s", text)) if len(part) > 40]
