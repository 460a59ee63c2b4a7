"""How often attributions are right, by a folder of annotated articles.

    python -m benchmarks.attribution FOLDER [--fit WEIGHTS]

FOLDER holds `corpus.jsonl.gz` and `attributions.jsonl.gz` as in a development set of PolNeAR: for each attribution
`doc`, `source`, `source_spans`, `content_spans`, `has_quotes`. The half of the articles that stand at even places is
for fitting, the other half for measuring; both are printed. Articles are not printed.

A content is found if an attribution overlaps it, and precision is the share of attributions that overlap one;
in brackets the same where each covers half of the other or more. A source is right if its head word is the annotated
one and it overlaps its place or is the same words. `--fit` writes weights fitted to the first half.
"""

import argparse
import gzip
import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from time import process_time
from typing import Any

from embeddings.attribution.finding import attributions, joined_of
from embeddings.attribution.scoring import features
from embeddings.documents import Attribution

# The strength of the penalty and the smallest weight that is kept: 118 of 747 features stay.
STRENGTH, SMALLEST = 0.7, 0.001
_HEAD_ENDS = re.compile(r"\bof\b|,|\bwho\b|\bthat\b|\(")


def rows(path: Path) -> list[dict[str, Any]]:
    """Return the rows of a gzipped file of JSON lines."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def characters(spans: Sequence[Sequence[int]]) -> set[int]:
    """Return the places of all characters in some spans."""
    return {place for start, end in spans for place in range(start, end)}


def are_alike(one: set[int], other: set[int]) -> bool:
    """Whether each covers half of the other or more."""
    return 2 * len(one & other) >= max(len(one), len(other))


def head(source: str) -> str:
    """Return the head word of a source as the set's annotation defines it."""
    words = _HEAD_ENDS.split(source)[0].split()
    return re.sub(r"['’]s?$", "", words[-1].strip("'\"“”‘.,:").lower()) if words else ""


def is_right(text: str, found: Attribution, gold: dict[str, Any]) -> bool:
    """Whether the source of an attribution is the annotated one."""
    if not gold["source_spans"] or found.source is None:
        return not gold["source_spans"] and found.source is None
    start, end = found.source
    overlaps = any(start < last and first < end for first, last in gold["source_spans"])
    return head(text[start:end]) == head(gold["source"]) and (overlaps or text[start:end] == gold["source"])


def measure(name: str, half: dict[str, str], gold: dict[str, list[dict[str, Any]]]) -> None:
    """Print the figures of a half of the articles."""
    counts = dict.fromkeys(("found", "alike", "right", "quoted", "quoted found", "quoted right"), 0)
    right_ones = alike_ones = every = total = 0
    started = process_time()
    for article, text in half.items():
        found = attributions(text)
        contents = [characters(one.content) for one in found]
        annotated = [(one, characters(one["content_spans"])) for one in gold[article]]
        every, total = every + len(found), total + len(annotated)
        right_ones += sum(any(content & of_gold for _, of_gold in annotated) for content in contents)
        alike_ones += sum(any(are_alike(content, of_gold) for _, of_gold in annotated) for content in contents)
        for one, of_gold in annotated:
            overlaps = sorted((-len(content & of_gold), n) for n, content in enumerate(contents) if content & of_gold)
            counts["quoted"] += one["has_quotes"]
            counts["alike"] += any(are_alike(content, of_gold) for content in contents)
            if overlaps:
                right = is_right(text, found[overlaps[0][1]], one)
                for kind in ("", "quoted ") if one["has_quotes"] else ("",):
                    counts[f"{kind}found"] += 1
                    counts[f"{kind}right"] += right
    words = sum(len(text.split()) for text in half.values())
    print(f"{name}: {len(half)} articles, {total:,} contents, {every:,} attributions")
    print(f"  precision {right_ones / every:.3f} ({alike_ones / every:.3f})")
    print(f"  recall {counts['found'] / total:.3f} ({counts['alike'] / total:.3f})")
    print(f"  source right of found {counts['right'] / counts['found']:.3f}")
    print(f"  quoted contents: found {counts['quoted found'] / counts['quoted']:.3f},", end=" ")
    print(f"source right of these {counts['quoted right'] / counts['quoted found']:.3f}")
    print(f"  {1000 * (process_time() - started) / words * 180:.1f} ms of one core for 180 words")


def examples(half: dict[str, str], gold: dict[str, list[dict[str, Any]]]) -> Iterator[tuple[dict[str, float], bool]]:
    """Yield the features of each candidate, and whether its content was annotated."""
    for article, text in half.items():
        contents = [characters(one["content_spans"]) for one in gold[article]]
        for joined in joined_of(text):
            content = characters(joined.content)
            yield features(joined), any(are_alike(content, of_gold) for of_gold in contents)


def fit(half: dict[str, str], gold: dict[str, list[dict[str, Any]]]) -> dict[str, float]:
    """Return the weights of a logistic regression with an L1 penalty."""
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    named, are_annotated = zip(*examples(half, gold), strict=True)
    vectorizer = DictVectorizer(sparse=False)
    model = LogisticRegression(C=STRENGTH, l1_ratio=1, solver="liblinear", max_iter=2000, random_state=0)
    model.fit(vectorizer.fit_transform(named), are_annotated)
    weights = sorted(zip(vectorizer.get_feature_names_out(), model.coef_[0].tolist(), strict=True))
    kept = {name: round(weight, 3) for name, weight in weights if abs(weight) > SMALLEST}
    return {"": round(float(model.intercept_[0]), 3), **kept}


def main() -> None:
    """Print the figures, or fit the weights."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--fit", type=Path, metavar="WEIGHTS")
    options = parser.parse_args()
    texts = {row["_id"]: row["text"] for row in rows(options.folder / "corpus.jsonl.gz")}
    gold: dict[str, list[dict[str, Any]]] = {article: [] for article in texts}
    for one in rows(options.folder / "attributions.jsonl.gz"):
        if one["content_spans"]:
            gold[one["doc"]].append(one)
    order = sorted(texts, key=lambda article: (len(article), article))
    fitted, held_out = ({article: texts[article] for article in order[first::2]} for first in (0, 1))
    if options.fit:
        options.fit.write_text(json.dumps(fit(fitted, gold), indent=0) + "\n", "utf-8")
        return
    measure("fitted on", fitted, gold)
    measure("held out", held_out, gold)


if __name__ == "__main__":
    main()
