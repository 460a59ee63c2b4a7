"""More questions on the sample archive: of four kinds, written before anybody measured with them."""

import json
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.reading import read_one

Question = dict[str, Any]


def lines_of(path: Path) -> list[Question]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def questions(root: Path) -> list[Question]:
    return lines_of(root / "data" / "questions" / "sample_more.jsonl")


def collapsed(text: str) -> str:
    return " ".join(text.split())


@cache
def text_of(path: Path) -> str:
    return collapsed(read_one(path, path.name).text)


def places(question: Question) -> list[dict[str, Any]]:
    """Return where an answer stands: the place itself, each of a list, and the others that answer as well."""
    if question.get("unanswerable"):
        return []
    listed = [place for part in question.get("all", []) for place in (part, *part.get("also", []))]
    return [question, *question.get("also", []), *listed]


def test_there_are_as_many_of_each_kind_as_agreed(questions: list[Question]) -> None:
    assert Counter(question["kind"] for question in questions) == {"reworded": 20, "claim": 20, "list": 10, "near": 10}
    answers = Counter(question["answer"] for question in questions if question["kind"] == "claim")
    assert answers == {"yes": 10, "no": 10}
    assert all(question.get("unanswerable", False) == (question["kind"] == "near") for question in questions)


def test_ids_are_unique_and_no_question_is_asked_twice(questions: list[Question], root: Path) -> None:
    folder = root / "data" / "questions"
    everything = [*questions, *lines_of(folder / "sample.jsonl"), *lines_of(folder / "premises.jsonl")]
    assert len({question["id"] for question in everything}) == len(everything)
    assert len({question["question"].lower() for question in everything}) == len(everything)


def test_the_words_of_every_place_stand_in_its_document(questions: list[Question], root: Path) -> None:
    missing = [
        (question["id"], place["document"], place["words"])
        for question in questions
        for place in places(question)
        if collapsed(place["words"]) not in text_of(root / "data" / "corpus" / place["document"])
    ]
    assert missing == []


def test_a_list_names_two_to_six_places_the_first_of_which_is_its_own(questions: list[Question]) -> None:
    for question in questions:
        assert ("all" in question) == (question["kind"] == "list"), question["id"]
        if "all" in question:
            first = question["all"][0]
            assert 2 <= len(question["all"]) <= 6
            assert (first["document"], first["words"]) == (question["document"], question["words"])


def test_what_is_not_answered_names_no_place(questions: list[Question]) -> None:
    for question in questions:
        assert ("words" in question) == ("document" in question) == (question["kind"] != "near"), question["id"]


def test_the_questions_are_spread_over_the_pieces(questions: list[Question]) -> None:
    asked = {place["document"] for question in questions for place in places(question)}
    assert len(asked) == 36
