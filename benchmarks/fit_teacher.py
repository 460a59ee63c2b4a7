r"""Fit a teacher for the reader on judged questions with contexts.

    .venv/bin/torchrun --nproc-per-node 2 benchmarks/fit_teacher.py FOLDER --base MODEL --work WORK --hours N \
        [--teacher WEIGHTS]

FOLDER holds files as train_questions.py reads them, MODEL is a folder with all-mpnet-base-v2. The teacher learns from
all questions, then from the best of them; with --teacher it goes on from a teacher that was fitted before. WORK keeps
what was learnt every few minutes, and figures on articles held out; the same command goes on from there. Once N hours
were spent in all, WORK/teacher.safetensors holds the teacher, for benchmarks/teach_reader.py. The seed is 1.
"""

import argparse
from pathlib import Path

from fit_reader import SEED, examples_by_stage
from learning import Fit, Stage, end_processes, judged_loss
from safetensors.torch import save_file
from teacher import Teacher

# What is learnt from, in this order, and the shares of the time.
STAGES = {"all": 0.4, "best": 0.6}
LEARNING_RATE = 4e-4


def main() -> None:
    """Fit and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--hours", type=float, required=True)
    parser.add_argument("--teacher", type=Path)
    arguments = parser.parse_args()
    arguments.work.mkdir(parents=True, exist_ok=True)
    examples, held_out = examples_by_stage(arguments.folder, SEED)
    teacher = Teacher(arguments.base)
    if arguments.teacher:
        teacher.start_from(arguments.teacher)
    fit = Fit(teacher, arguments.work, arguments.hours * 3600, LEARNING_RATE)
    fit.learn([Stage(name, share, examples[name]) for name, share in STAGES.items()], held_out, judged_loss)
    if fit.number == 0:
        save_file(teacher.corrections(), arguments.work / "teacher.safetensors")
    end_processes()


if __name__ == "__main__":
    main()
