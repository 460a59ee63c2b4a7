r"""Let a teacher say what the reader should learn, and go on with the reader's fit from there.

    .venv/bin/torchrun --nproc-per-node 2 benchmarks/teach_reader.py FOLDER --base MODEL --teacher WEIGHTS \
        --work WORK --hours N [--write]

FOLDER holds files as train_questions.py reads them, MODEL is a folder with all-mpnet-base-v2 and WEIGHTS what
benchmarks/fit_teacher.py has made of it. The teacher reads windows of the best questions and of all, and writes to WORK
what it says of each token. Then the reader, as it is shipped, learns for N hours to say the same (G. Hinton and others,
"Distilling the knowledge in a neural network", 2015), and a little less what people judged. The same command goes on
where it was stopped. At last the reader goes a fifth of the way back, and its corrections are written to
WORK/reader.safetensors, and with --write shipped.
"""

import argparse
import random
from collections.abc import Sequence
from pathlib import Path
from shutil import copyfile

import torch
from fit_reader import examples_by_stage
from learning import Fit, Stage, end_processes, start_processes, wait_for_all
from reader_examples import Example
from safetensors.torch import save_file
from student import Student
from taught_examples import read_taught, taught_loss, write_taught
from teacher import Teacher

from qa.answering import reader

SEED = 3
# Windows that the teacher reads, of each stage of the fit.
READ = {"best": 62_000, "all": 22_000}
LEARNING_RATE = 2.5e-4
# The reader goes so much of the way back to what it was (M. Wortsman and others, "Robust fine-tuning of zero-shot
# models", CVPR 2022): docs/reader.md has the figures of both ends.
BACK = 0.2


def main() -> None:
    """Let the teacher read, let the reader learn, and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--teacher", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--hours", type=float, required=True)
    parser.add_argument("--write", action="store_true")
    arguments = parser.parse_args()
    said = arguments.work / "said"
    said.mkdir(parents=True, exist_ok=True)
    examples, held_out = examples_by_stage(arguments.folder, SEED)
    to_read = windows_to_read(examples)
    number, processes = start_processes()
    teacher = Teacher(arguments.base)
    teacher.start_from(arguments.teacher)
    write_taught(teacher, to_read, said, number, processes)
    wait_for_all()
    # What is shipped may be another when the command goes on.
    start = arguments.work / "start.safetensors"
    if number == 0 and not start.exists():
        copyfile(reader.WEIGHTS, start)
    wait_for_all()
    student = Student()
    student.start_from(start)
    before = [part.detach().clone() for part in student.learnt]
    fit = Fit(student, arguments.work, arguments.hours * 3600, LEARNING_RATE)
    fit.learn([Stage("taught", 1.0, read_taught(to_read, said))], held_out, taught_loss)
    with torch.no_grad():
        for part, old in zip(student.learnt, before, strict=True):
            part.lerp_(old, BACK)
    if number == 0:
        save_file(student.corrections(), arguments.work / "reader.safetensors")
        if arguments.write:
            save_file(student.corrections(), reader.WEIGHTS)
    end_processes()


def windows_to_read(examples: dict[str, list[Example]]) -> Sequence[Example]:
    """Return the windows that the teacher reads, in any order."""
    chance = random.Random(SEED)  # noqa: S311  # no secret hangs on it
    chosen = [
        one for stage, most in READ.items() for one in chance.sample(examples[stage], min(most, len(examples[stage])))
    ]
    return chance.sample(chosen, len(chosen))


if __name__ == "__main__":
    main()
