"""Fit the corrections of qa/answering/reader.safetensors on judged questions with contexts.

    .venv/bin/python benchmarks/fit_reader.py FOLDER --work WORK --hours N [--write]

FOLDER holds files as train_questions.py reads them. The reader learns from questions made up of the sentences of their
contexts first (made_up_questions.py), then from all questions, at last from the best of them (reader_examples.py) and
from questions for what somebody says in their contexts (reported_questions.py).
Where there is a GPU, it is used. WORK keeps what was learnt every few minutes, and figures on articles held out; the
same command goes on from there. Once N hours were spent in all, the corrections are written to WORK/reader.safetensors,
and with --write shipped. The seed is 1; since the learning rate follows the hours spent, a second run comes out a
little different. With OMP_NUM_THREADS=1 less of a CPU is lost that others use as well.
"""

import argparse
import random
from collections.abc import Sequence
from pathlib import Path

from context_windows import sentences_of
from learning import Fit, Stage, end_processes, judged_loss
from made_up_questions import Source, made_up
from reader_examples import Example, examples_of
from reported_questions import reported
from safetensors.torch import save_file
from specific_questions import worded_otherwise
from student import Student
from train_questions import BEST, BROAD, CLAIMS, Question, parted, read_questions

from qa.answering import reader

SEED = 1
# What is learnt from, in this order, and the shares of the time.
STAGES = {"made_up": 0.1, "all": 0.5, "best": 0.4}
# The highest; it rises over the first part of the time and falls to nothing at the end.
LEARNING_RATE = 3e-4
# Windows held out that the figures are of.
MEASURED = 800
# Contexts of which questions are made up, twenty of each at most.
MADE_UP_OF = 1_500
# Contexts in which it is looked for what somebody says, for questions for that.
REPORTED_OF = 9_500


def main() -> None:
    """Fit and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--hours", type=float, required=True)
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    arguments.work.mkdir(parents=True, exist_ok=True)
    examples, held_out = examples_by_stage(arguments.folder, SEED)
    student = Student()
    fit = Fit(student, arguments.work, arguments.hours * 3600, LEARNING_RATE)
    fit.learn([Stage(name, share, examples[name]) for name, share in STAGES.items()], held_out, judged_loss)
    if fit.number == 0:
        save_file(student.corrections(), arguments.work / "reader.safetensors")
        if arguments.write:
            save_file(student.corrections(), reader.WEIGHTS)
    end_processes()


def examples_by_stage(folder: Path, seed: int) -> tuple[dict[str, list[Example]], list[Example]]:
    """Return what is learnt in each stage, and examples of articles held out; these are the same for every seed."""
    everything, held_out = parted(read_questions(folder, (*BEST, *CLAIMS, *BROAD)))
    best, best_held_out = (
        [question for question in part if question.source in (*BEST, *CLAIMS)] for part in (everything, held_out)
    )
    chance = random.Random(seed)  # noqa: S311  # no secret hangs on it
    sources = sources_of([question for question in best if _has_capitals(question)])
    contexts = list({question.context: question for question in everything if _has_capitals(question)}.values())
    said = reported(chance.sample(contexts, min(len(contexts), REPORTED_OF)), chance)
    stages = {
        "made_up": made_up(chance.sample(sources, min(len(sources), MADE_UP_OF)), chance),
        "all": examples_of(everything, seed),
        "best": examples_of([*best, *worded_otherwise(best), *said], seed + 1),
    }
    measured = examples_of(best_held_out, SEED)
    for name, examples in stages.items():
        with_answer = sum(bool(example.answers) for example in examples)
        print(f"{name}: {len(examples):,} windows, {with_answer:,} with an answer", flush=True)
    return stages, random.Random(SEED).sample(measured, min(len(measured), MEASURED))  # noqa: S311  # no secret


def _has_capitals(question: Question) -> bool:
    return question.context != question.context.lower()


def sources_of(questions: Sequence[Question]) -> list[Source]:
    """Return the contexts of questions, parted into sentences."""
    titles = {question.context: question.title for question in questions}
    return [Source(title, context, sentences_of(context)) for context, title in titles.items()]


if __name__ == "__main__":
    main()
