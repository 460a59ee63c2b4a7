"""Fit the weights of qa/answering/confidence.json on judged collections, cross-validated over articles.

    .venv/bin/python benchmarks/fit_confidence.py FOLDER... [--reader FILE] [--rows FILE] [--write]
    .venv/bin/python benchmarks/fit_confidence.py --rows FILE [--write]

FOLDERs are as `qa evaluate` takes them, with gold answers. Each collection counts the same; within it, questions with
their archive whole count 1 in all, with the passage or the article hidden 0.5, unanswerable ones 0.1 (what there is of
them). A question is right when its first excerpt holds a gold answer. There are two sets of weights, with a
reader and without; --reader names the file of its weights, else it is the one that is shipped. It must have learnt
nothing from the collections. Printed are the figures of predictions for articles that the fit had not seen; --write
replaces qa/answering/confidence.json and the curves of those predictions with a reader, docs/confidence.svg. --rows
keeps what was asked in a file, or takes it from there.
"""

import argparse
import json
from collections import Counter
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from embeddings.models.encoder import load_encoder
from qa.answering import confidence
from qa.answering.confidence import SIGNALS, Evidence
from qa.answering.reader import WEIGHTS, Reader, reader_of
from qa.evaluation.answerability import JudgedAnswer, auroc, calibration_error, judge_answers
from qa.evaluation.collections import read_collection
from qa.evaluation.judged_archive import open_judged
from qa.settings import Settings, load_settings

# Trick questions are few. With 1 for hidden articles, as much of what is asked in vain is of other subjects, the
# calibration error of collections that were not fitted on is higher: 0.075 instead of 0.061 on xquad_en, 0.075 instead
# of 0.051 on squad2.
SHARES = {"whole": 1.0, "passage_hidden": 0.5, "article_hidden": 0.5, "unanswerable": 0.1}
FOLDS = 8
PICTURE = Path(__file__).resolve().parents[1] / "docs" / "confidence.svg"
# Of the size of the weights; anything from a tenth to ten times does the same.
REGULARISATION = 1.0

# What each collection brought, by its name.
Rows = dict[str, list[JudgedAnswer]]


def main() -> None:
    """Fit, print, and write if asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", type=Path, nargs="*")
    parser.add_argument("--reader", type=Path, default=WEIGHTS)
    parser.add_argument("--rows", type=Path)
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    kept = arguments.rows and arguments.rows.exists()
    if not kept and not arguments.folders:
        parser.error("give FOLDERs, or --rows with a file of what was asked before")
    rows = rows_of(arguments.folders, arguments.reader, arguments.rows)
    read, predicted, right = fit(rows["read"])
    unread, _, _ = fit(rows["unread"])
    said = {
        "fitted_by": "benchmarks/fit_confidence.py",
        "questions": {name: len({one.question for one in found}) for name, found in rows["read"].items()},
        "shares": SHARES,
        "read": read,
        "unread": unread,
    }
    print(json.dumps(said, indent=2))
    if arguments.write:
        confidence.WEIGHTS.write_text(json.dumps(said, indent=2) + "\n", "utf-8")
        PICTURE.write_text(drawn(predicted, right), "utf-8")


def rows_of(folders: list[Path], weights: Path, kept: Path | None) -> dict[str, Rows]:
    """Return what was asked with a reader ("read") and without: out of a file if there is one, else by asking."""
    if kept and kept.exists():
        said = json.loads(kept.read_text("utf-8"))
        return {
            kind: {
                name: [JudgedAnswer(**one | {"evidence": Evidence(**one["evidence"])}) for one in found]
                for name, found in rows.items()
            }
            for kind, rows in said.items()
        }
    by_kind = {"read": reader_of(weights), "unread": None}
    rows = {
        kind: {folder.resolve().name: judged(folder, reader) for folder in folders} for kind, reader in by_kind.items()
    }
    if kept:
        kept.write_text(json.dumps(rows, default=asdict), "utf-8")
    return rows


def judged(folder: Path, reader: Reader | None) -> list[JudgedAnswer]:
    """Ask a collection's questions; those without any term in common with the archive have no evidence to fit."""
    settings = load_settings()
    encoder = load_encoder(settings.model, settings.precision)
    opened = open_judged(read_collection(folder), settings.cache, encoder, lambda *_: None)
    by_reader = replace(opened, judges=opened.judges._replace(reader=reader))
    return [one for one in judge_answers(by_reader) if one.evidence]


def fit(by_collection: Rows) -> tuple[dict[str, Any], np.ndarray, np.ndarray]:
    """Return weights and figures, and for questions half of which have their passage hidden, what was predicted.

    The last two have the shape (questions,): the probabilities, and whether the first excerpt was right. Excerpts that
    took the place of one that does not fit were not read; they are left out.
    """
    is_read = any(one.evidence and one.evidence.is_read for found in by_collection.values() for one in found)
    by_collection = {
        name: [one for one in found if one.evidence and one.evidence.is_read == is_read]
        for name, found in by_collection.items()
    }
    rows = [one for found in by_collection.values() for one in found]
    owners = [name for name, found in by_collection.items() for _ in found]
    signals = np.array([[getattr(one.evidence, name) for name in SIGNALS] for one in rows], np.float64)
    right = np.array([one.right for one in rows])
    weights = sample_weights(rows, owners)
    predicted = np.zeros(len(rows))
    for train, test in GroupKFold(FOLDS).split(signals, groups=[one.article for one in rows]):
        model = fitted(signals[train], right[train], weights[train])
        predicted[test] = model.predict_proba(signals[test])[:, 1]
    predicted = np.minimum(predicted, [one.evidence.most_sure for one in rows if one.evidence])
    model = fitted(signals, right, weights)
    said = {
        "bias": round(float(model.intercept_[0]), 3),
        "signals": {name: round(float(weight), 3) for name, weight in zip(SIGNALS, model.coef_[0], strict=True)},
        "cross_validated": {name: describe(rows, predicted, [own == name for own in owners]) for name in by_collection},
    }
    half = [one.condition in ("whole", "passage_hidden") for one in rows]
    return said, predicted[half], right[half]


def sample_weights(rows: list[JudgedAnswer], names: list[str]) -> np.ndarray:
    """Return the weight of each row: its condition's share, parted among the rows of its collection and condition."""
    kinds = [(name, one.condition) for name, one in zip(names, rows, strict=True)]
    counted = Counter(kinds)
    return np.array([1000 * SHARES[kind[1]] / counted[kind] for kind in kinds])


def fitted(signals: np.ndarray, right: np.ndarray, weights: np.ndarray) -> LogisticRegression:
    """Return a logistic regression of right answers on signals."""
    return LogisticRegression(C=REGULARISATION, max_iter=5000).fit(signals, right, sample_weight=weights)


def describe(rows: list[JudgedAnswer], predicted: np.ndarray, own: list[bool]) -> dict[str, float | None]:
    """Return figures of one collection, as qa.evaluation.answerability has them, of the cross-validated predictions.

    Those from "refused_rightly" on are at the threshold as it comes: refused of the questions with their passage there
    or hidden, the rest of those with their archive whole but where another condition is named.
    """
    mine = np.array(own)
    conditions = np.array([one.condition for one in rows])
    right = np.array([one.right for one in rows])
    of = {condition: predicted[mine & (conditions == condition)] for condition in SHARES}
    half = mine & np.isin(conditions, ("whole", "passage_hidden"))
    whole = [one for one, is_mine in zip(rows, own, strict=True) if is_mine and one.condition == "whole"]
    threshold = Settings.model_fields["threshold"].default
    there, hidden, held = of["whole"], of["passage_hidden"], right[mine & (conditions == "whole")]
    sure, marked = there >= confidence.CONFIDENT, (there >= threshold) & (there < confidence.CONFIDENT)
    refused = (hidden < threshold).sum()
    found = {
        "answer_in_first_excerpt": np.mean([one.right for one in whole]),
        "answer_in_first_sentence": np.mean([one.right_sentence for one in whole]),
        "mean_first_excerpt_words": np.mean([one.excerpt_words for one in whole]),
        "auroc_passage_hidden": auroc(there, hidden),
        "auroc_article_hidden": auroc(there, of["article_hidden"]),
        "auroc_unanswerable": auroc(there, of["unanswerable"]),
        "ece": calibration_error(predicted[half], right[half]),
        "refused_rightly": refused / (refused + (there < threshold).sum()),
        "refused_passage_hidden": refused / len(hidden),
        "answered": (there >= threshold).mean(),
        "marked_of_answered": marked.sum() / (there >= threshold).sum(),
        "right_of_not_marked": held[sure].mean(),
        "right_of_marked": held[marked].mean(),
        "answered_article_hidden": (of["article_hidden"] >= threshold).mean(),
        "answered_unanswerable": (of["unanswerable"] >= threshold).mean() if len(of["unanswerable"]) else None,
    }
    return {name: None if value is None else round(float(value), 4) for name, value in found.items()}


def drawn(predicted: np.ndarray, right: np.ndarray) -> str:
    """Return the risk-coverage curve and the reliability diagram as a picture in SVG."""
    surest = np.argsort(-predicted, kind="stable")
    asked = np.arange(1, len(predicted) + 1)
    risk = 1 - np.cumsum(right[surest]) / asked
    # The first hundredth is a few questions; its risk is chance.
    curve = list(zip((asked / len(asked))[len(asked) // 100 :: 20], risk[len(asked) // 100 :: 20], strict=True))
    bins = np.minimum((predicted * 10).astype(int), 9)
    points = [(predicted[bins == one].mean(), right[bins == one].mean()) for one in range(10) if (bins == one).any()]
    panels = (
        panel(0, "Risk and coverage", ("share of questions answered", "share of those answered wrongly"), curve, []),
        panel(340, "Reliability", ("confidence", "share of first excerpts that answer"), [(0, 0), (1, 1)], points),
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 680 340" font-family="sans-serif" font-size="12">'
        f'<rect width="680" height="340" fill="#fff"/>{"".join(panels)}</svg>\n'
    )


def panel(
    left: int,
    title: str,
    labels: tuple[str, str],
    line: list[tuple[float, float]],
    points: list[tuple[float, float]],
) -> str:
    """Return one diagram of 0 to 1 by 0 to 1 with a line and points."""

    def place(x: float, y: float) -> tuple[float, float]:
        return round(left + 55 + 260 * x, 1), round(290 - 250 * y, 1)

    ticks = "".join(
        f'<text x="{place(at, 0)[0]}" y="306" text-anchor="middle">{at:g}</text>'
        f'<text x="{left + 48}" y="{place(0, at)[1] + 4}" text-anchor="end">{at:g}</text>'
        for at in (0, 0.25, 0.5, 0.75, 1)
    )
    path = " ".join(f"{x},{y}" for x, y in (place(*one) for one in line))
    dots = "".join(f'<circle cx="{x}" cy="{y}" r="4" fill="#7a1f1f"/>' for x, y in (place(*one) for one in points))
    return (
        f'<text x="{left + 185}" y="22" text-anchor="middle" font-size="14">{title}</text>'
        f'<rect x="{left + 55}" y="40" width="260" height="250" fill="none" stroke="#bbb"/>{ticks}'
        f'<text x="{left + 185}" y="328" text-anchor="middle">{labels[0]}</text>'
        f'<text transform="translate({left + 14} 165) rotate(-90)" text-anchor="middle">{labels[1]}</text>'
        f'<polyline points="{path}" fill="none" stroke="#1f4e7a" stroke-width="2"/>{dots}'
    )


if __name__ == "__main__":
    main()
