"""How likely it is that a candidate is an attribution, by a logistic regression with the weights of weights.json."""

import json
from functools import cache
from math import exp
from pathlib import Path

from embeddings.attribution.joining import Joined
from embeddings.attribution.quotations import FEWEST_WORDS

# A content of fewer words, and of more, says something of how likely it is one.
FEW, MANY = 4, 12
# Whoever speaks, and whom they speak to: the weights call both "first".
_FIRST = frozenset(["i", "we", "you", "me", "us"])
_THIRD = frozenset(["he", "she", "they", "him", "her", "them", "his", "their"])
_THINGS = frozenset(["it", "this", "that", "these", "those", "which", "what", "there", "its"])


@cache
def _weights() -> dict[str, float]:
    weights: dict[str, float] = json.loads((Path(__file__).parent / "weights.json").read_text("utf-8"))
    return weights


def likelihood(joined: Joined) -> float:
    """Return the probability that a candidate is an attribution."""
    weights = _weights()
    total = weights[""] + sum(weights.get(name, 0) * value for name, value in features(joined).items())
    return 1 / (1 + exp(-total))


def features(joined: Joined) -> dict[str, float]:
    """Return what is so of a candidate, by name."""
    candidate, sentence = joined.candidate, joined.candidate.sentence
    kind = candidate.classes[0] if candidate.classes else "other"
    form = candidate.form
    owns = any(quotation.words >= FEWEST_WORDS for quotation in joined.quoted)
    words = sum(last - first + 1 for first, last in candidate.content)
    tags = [sentence.tags[child] for child in sentence.children[candidate.cue]]
    names = [sentence.words[child].lower() for child in sentence.children[candidate.cue]]
    what = {
        kind: 1,
        f"form {form}": 1,
        f"{kind} {form}": 1,
        f"subject {_subject(joined)}": 1,
        f"{kind} subject {_subject(joined)}": 1,
        f"own {candidate.is_own_subject}": 1,
        f"tag {sentence.tags[candidate.cue]}": 1,
        f"relation {sentence.relations[candidate.cue]}": 1,
        "quoted few": bool(joined.quoted) and not owns,
        f"quoted {form}": owns,
        "owns": owns,
        f"owns {kind}": owns,
        "in quotation": joined.is_within,
        "beside": joined.is_beside,
        "modal": "MD" in tags,
        "negated": "neg" in [sentence.relations[c] for c in sentence.children[candidate.cue]],
        "short": words < FEW,
        "long": words > MANY,
        "that": any(sentence.words[first].lower() == "that" for first, _ in candidate.content),
        "question": sentence.words[-1] == "?",
        "if": bool({"if", "when", "because", "as", "while"} & set(names)),
        "why": any(
            sentence.words[first].lower() in {"what", "how", "why", "who", "where", "whether", "if"}
            for first, _ in candidate.content
        ),
        "addressee": candidate.addressee >= 0,
        f"nested {joined.nested_in} {kind}": bool(joined.nested_in),
        f"nested {joined.nested_in}": bool(joined.nested_in),
        f"lemma {candidate.lemma}": kind != "other",
        "fragments": len(joined.content) > 1,
    }
    return {name: float(value) for name, value in what.items() if value}


def _subject(joined: Joined) -> str:
    candidate = joined.candidate
    if candidate.subject < 0:
        return "none"
    word, tag = candidate.sentence.words[candidate.subject].lower(), candidate.sentence.tags[candidate.subject]
    for name, words in (("first", _FIRST), ("third", _THIRD), ("thing", _THINGS)):
        if word in words:
            return name
    return tag[:3] if tag[:2] in {"NN"} else tag[:2]
