import gzip
import json
from pathlib import Path

import pytest
from train_questions import Question, natural, parted, plain, read_questions

CONTEXT = "The envoy did n't sail -lrb- again -rrb- . He flew to Muscat ."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    rows = [
        {
            "question": "where did n't the envoy sail ?",
            "context": CONTEXT,
            "title": "Oman_talks",
            "answers": [{"text": "Muscat", "start": CONTEXT.index("Muscat")}],
        },
        {"question": "who sailed ?", "context": CONTEXT, "title": "Oman_talks", "answers": []},
        {"question": "who sailed ?", "context": " ", "title": "Oman_talks", "answers": []},
    ]
    for name in ("nq_oracle", "squadshifts_amazon", "squad11_train_nqg"):
        with gzip.open(tmp_path / f"{name}.jsonl.gz", "wt", encoding="utf-8") as file:
            file.write("\n".join(map(json.dumps, rows)))
    return tmp_path


def test_marks_of_a_tokeniser_become_natural_and_answers_keep_their_places(folder: Path) -> None:
    answered, unanswerable = read_questions(folder, ["nq_oracle"])
    assert answered.text == "where didn't the envoy sail ?"
    assert answered.context.startswith("The envoy didn't  sail (")
    assert len(answered.context) == len(CONTEXT)
    assert [answered.context[start:end] for start, end in answered.answers] == ["Muscat"]
    assert unanswerable.answers == ()


def test_a_title_is_read_only_where_it_says_what_the_context_is_about(folder: Path) -> None:
    assert {question.title for question in read_questions(folder, ["nq_oracle"])} == {"Oman talks"}
    assert {question.title for question in read_questions(folder, ["squadshifts_amazon"])} == {""}


def test_some_answers_are_sentences_in_which_the_answer_stands(folder: Path) -> None:
    assert not any(question.sentence_answers for question in read_questions(folder, ["nq_oracle"]))
    assert all(question.sentence_answers for question in read_questions(folder, ["squad11_train_nqg"]))


def test_a_file_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"nq_oracle\.jsonl\.gz"):
        read_questions(tmp_path, ["nq_oracle"])


def test_articles_held_out_share_no_sentence_with_those_learnt_from() -> None:
    shared = "Ten men drowned off the coast of Oman in the summer of that year. "
    questions = [
        Question("a", f"article {number}", "", shared * (number % 2) + f"Only {number} says so.", "Who?", (), False)
        for number in range(300)
    ]
    seen, held_out = parted(questions)
    assert 3 < len(held_out) < 30
    assert {question.article for question in held_out}.isdisjoint(question.article for question in seen)
    assert any(shared in question.context for question in held_out)
    assert not any(shared in question.context for question in seen)


def test_two_printings_of_a_text_are_alike_in_letters_and_digits() -> None:
    assert plain("It's 12,000 (or so)") == plain("it 's 12 , 000 ( or so )")
    assert natural("`` no ''") == '"  no " '
