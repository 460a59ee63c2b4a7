import numpy as np
import pytest

from embeddings.models.default_model import default_weights
from embeddings.models.torch_bert import open_torch_bert


@pytest.mark.model
def test_a_changed_weight_is_used_and_others_are_the_published_ones() -> None:
    # Without its table of words, every word is the same to the model.
    name = "embeddings.word_embeddings.weight"
    wordless, plain = open_torch_bert({name: np.zeros_like(default_weights()[name])}), open_torch_bert({})
    texts = [101, 2832, 102], [101, 4633, 102]
    segments = [0, 0, 0]
    np.testing.assert_array_equal(wordless(texts[0], segments), wordless(texts[1], segments))
    assert np.abs(plain(texts[0], segments) - plain(texts[1], segments)).max() > 0.1
    assert plain(texts[0], segments).shape == (3, 384)
