"""The default model as torch runs it, where onnxruntime cannot (embeddings.models.bert)."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from embeddings.arrays import Vectors
from embeddings.models.bert import Bert
from embeddings.models.installed import DEFAULT_MODEL, model_folder
from embeddings.models.opening import open_model


def open_torch_bert(changed: Mapping[str, Vectors]) -> Bert:
    """Return the default model with some weights replaced, by their names. Raises ModelNotFound."""
    import torch

    model: Any = open_model(model_folder(DEFAULT_MODEL))
    model = model[0].model.cpu().eval()
    with torch.no_grad():
        for name, weight in changed.items():
            model.get_parameter(name).copy_(torch.tensor(weight))

    def run(tokens: Sequence[int], segments: Sequence[int]) -> Vectors:
        inputs = torch.tensor([list(tokens)]), torch.tensor([list(segments)])
        with torch.inference_mode():
            output = model(inputs[0], token_type_ids=inputs[1], attention_mask=torch.ones_like(inputs[0]))
        return np.asarray(output.last_hidden_state[0].numpy(), np.float32)

    return run
