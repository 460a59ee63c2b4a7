"""Whether two states of the code give the same answers to the last bit: for changes that shall change none.

    python benchmarks/same_answers.py --index INDEX --write BEFORE.jsonl QUESTIONS...
    python benchmarks/same_answers.py --index INDEX --compare BEFORE.jsonl QUESTIONS...

QUESTIONS are JSON Lines, gzipped or not, with a "text" or "question" and possibly a "history": judged collections'
queries.jsonl, data/questions/sample.jsonl. Written are the answer, what retrieve and hits return, and what was read,
with every score as its exact bits. The index is opened as it is, so it can be of an older state.
"""

import argparse
import gzip
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from qa import Archive, Excerpt, Hit

HITS = 20


def main() -> None:
    """Write the answers, or compare them; the exit status is 1 where any differs."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("questions", type=Path, nargs="+", metavar="QUESTIONS")
    parser.add_argument("--index", type=Path, required=True)
    mode = parser.add_mutually_exclusive_group(required=True)
    mode.add_argument("--write", type=Path, metavar="FILE")
    mode.add_argument("--compare", type=Path, metavar="FILE")
    arguments = parser.parse_args()
    archive = Archive.open(arguments.index)
    records = [record for path in arguments.questions for record in read_questions(path)]
    lines = [json.dumps(answers(archive, record), ensure_ascii=False) for record in records]
    if arguments.write:
        arguments.write.write_text("\n".join(lines), "utf-8")
        print(f"{len(lines)} questions written")
        return
    before = arguments.compare.read_text("utf-8").split("\n")
    different = differences(before, lines)
    for question in different[:10]:
        print(f"differs: {question}")
    print(f"{len(lines)} questions, {len(different)} answered differently")
    raise SystemExit(1 if different else 0)


def read_questions(path: Path) -> Iterator[dict[str, Any]]:
    """Yield the records of a file of questions."""
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as file:
        for line in file:
            record = json.loads(line)
            yield {"text": record.get("text") or record["question"], "history": record.get("history") or []}


def answers(archive: Archive, record: dict[str, Any]) -> dict[str, Any]:
    """Return all that the archive says to a question, floats in hexadecimal."""
    text, history = record["text"], record["history"]
    answer = archive.ask(text, history)
    return {
        **answer.to_dict(),
        "generation": None,
        "confidence": answer.confidence.hex(),
        "excerpts": [_exact(excerpt) for excerpt in answer.excerpts],
        "nearest": [_exact(excerpt) for excerpt in answer.nearest],
        "retrieved": [_exact(excerpt) for excerpt in archive.retrieve(text, history=history)],
        "hits": [_exact_hit(hit) for hit in archive.hits(text, HITS, history)],
        "explained": [_exact_hit(hit) for hit in archive.explain(text, history)],
    }


def _exact(excerpt: Excerpt) -> dict[str, Any]:
    return {**excerpt.to_dict(), "score": excerpt.score.hex()}


def _exact_hit(hit: Hit) -> dict[str, Any]:
    signals = {name: None if value is None else value.hex() for name, value in asdict(hit.signals).items()}
    by_sentence = {
        name: [float(value).hex() for value in getattr(hit, name)]
        for name in ("sentence_cosines", "sentence_matches", "readings")
    }
    return {"number": hit.number, "score": hit.score.hex(), **signals, **by_sentence}


def differences(before: Sequence[str], after: Sequence[str]) -> list[str]:
    """Return the questions that are answered differently, or asked on one side only."""
    longest = max(len(before), len(after))
    padded = (list(lines) + ["{}"] * (longest - len(lines)) for lines in (before, after))
    return [
        json.loads(new).get("question") or json.loads(old).get("question", "")
        for old, new in zip(*padded, strict=True)
        if old != new
    ]


if __name__ == "__main__":
    main()
