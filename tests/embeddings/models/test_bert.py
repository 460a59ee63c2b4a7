import numpy as np
import pytest

from embeddings.arrays import Vectors
from embeddings.models.bert import EPSILON, HEADS, LAYERS, Bert, layers_of, maps_of_layer, open_bert
from embeddings.models.maps import float_maps

WIDTH, WIDE = 2 * HEADS, 4 * HEADS
TOKENS, SEGMENTS = [3, 1, 4, 1, 5, 9], [0, 0, 0, 1, 1, 1]


@pytest.fixture(scope="module")
def weights() -> dict[str, Vectors]:
    """Weights of a small model of the same shape, drawn by chance."""
    chance = np.random.default_rng(1)
    maps = {name: (WIDTH, WIDTH) for layer in range(LAYERS) for part in maps_of_layer(layer) for name in part}
    maps |= {name: (WIDE, WIDTH) for name in maps if name.endswith("intermediate.dense")}
    maps |= {name: (WIDTH, WIDE) for name in maps if name.endswith("output.dense") and "attention" not in name}
    norms = [f"{name.removesuffix('.dense')}.LayerNorm" for name in maps if name.endswith("output.dense")]
    shapes = {f"embeddings.{name}_embeddings.weight": (10, WIDTH) for name in ("word", "position", "token_type")}
    shapes |= {f"{name}.weight": shape for name, shape in maps.items()}
    drawn = {name: chance.standard_normal(shape) for name, shape in shapes.items()}
    drawn |= {f"{name}.bias": chance.standard_normal(shape[0]) for name, shape in maps.items()}
    for norm in ("embeddings.LayerNorm", *norms):
        drawn |= {f"{norm}.weight": chance.uniform(0.5, 1.5, WIDTH), f"{norm}.bias": chance.standard_normal(WIDTH)}
    return {name: values.astype(np.float32) for name, values in drawn.items()}


@pytest.fixture(scope="module")
def bert(weights: dict[str, Vectors]) -> Bert:
    return open_bert(weights, layers_of(weights, float_maps(weights)), threads=1)


def test_the_states_of_tokens_are_those_of_transformers(weights: dict[str, Vectors], bert: Bert) -> None:
    transformers, torch = pytest.importorskip("transformers"), pytest.importorskip("torch")
    shape = {"hidden_size": WIDTH, "intermediate_size": WIDE, "num_hidden_layers": LAYERS, "num_attention_heads": HEADS}
    tables = {"vocab_size": 10, "max_position_embeddings": 10, "type_vocab_size": 10}
    config = transformers.BertConfig(**shape, **tables, layer_norm_eps=EPSILON, hidden_dropout_prob=0.0)
    model = transformers.BertModel(config, add_pooling_layer=False).eval()
    model.load_state_dict({name: torch.tensor(values) for name, values in weights.items()})
    with torch.no_grad():
        states = model(torch.tensor([TOKENS]), token_type_ids=torch.tensor([SEGMENTS])).last_hidden_state[0].numpy()
    np.testing.assert_allclose(bert(TOKENS, SEGMENTS), states, atol=1e-4)


def test_a_token_has_another_state_beside_other_tokens(bert: Bert) -> None:
    assert bert(TOKENS, SEGMENTS).shape == (len(TOKENS), WIDTH)
    assert not np.allclose(bert(TOKENS, SEGMENTS)[0], bert(TOKENS[:2], SEGMENTS[:2])[0], atol=1e-2)


def test_maps_that_take_the_same_states_stand_together() -> None:
    attention, *others = maps_of_layer(2)
    assert attention == [f"encoder.layer.2.attention.self.{part}" for part in ("query", "key", "value")]
    assert [[name.removeprefix("encoder.layer.2.") for name in part] for part in others] == [
        ["attention.output.dense"],
        ["intermediate.dense"],
        ["output.dense"],
    ]
