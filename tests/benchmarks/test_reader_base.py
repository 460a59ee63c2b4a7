import numpy as np
import pytest
import torch
from reader_base import open_base, tokenized

from qa.answering import reader
from qa.answering.windows import Window

WINDOWS = [
    Window(
        "Talks in Muscat", "The sultan's envoy met both sides in July. Ambassador Salehi signed.", ((0, 42), (43, 68))
    ),
    Window("", "“Ça va,” he said.", ((0, 17),)),
]
QUESTIONS = ["Who signed?", "What did he say?"]


@pytest.mark.model
def test_a_batch_is_padded_and_each_row_is_what_the_reader_reads() -> None:
    model, tokenizer = open_base()
    batch = tokenized(tokenizer, QUESTIONS, WINDOWS)
    assert batch.places.shape == (*batch.inputs["input_ids"].shape, 2)
    states = model(**batch.inputs).last_hidden_state
    for row, (question, window) in enumerate(zip(QUESTIONS, WINDOWS, strict=True)):
        alone = reader.tokenized(tokenizer, question, window)
        length = len(alone.ids)
        assert batch.inputs["input_ids"][row, :length].tolist() == alone.ids
        assert batch.inputs["attention_mask"][row].sum() == length
        np.testing.assert_array_equal(batch.places[row, :length], alone.places)
        assert (batch.places[row, length:] == -1).all()
        expected = model(torch.tensor([alone.ids]), token_type_ids=torch.tensor([alone.segments])).last_hidden_state
        assert torch.allclose(states[row, :length], expected[0], atol=1e-4)
