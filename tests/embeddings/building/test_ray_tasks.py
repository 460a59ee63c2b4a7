import pickle
from collections.abc import Iterator

import numpy as np
import pytest

from embeddings.building import ray_tasks
from embeddings.building.embedded import embed
from embeddings.building.ray_tasks import Asked, Refusal, embed_chunk, read_file, this_machine
from embeddings.building.recipe import recipe
from embeddings.errors import ModelNotFound
from embeddings.models.encoder import Encoder, ModelIdentity, identity_of
from embeddings.readers.content import FileContents, Limits
from tests.conftest import WordEncoder

CHUNK = [("The river rose.", [(0, 15)]), ("It fell.", [(0, 8)])]
LIMITS = Limits(attributed=0)
ASKED = Asked(recipe(LIMITS), 2, LIMITS)


@pytest.fixture(autouse=True)
def _end_reader() -> Iterator[None]:
    yield
    if ray_tasks._reader.cache_info().currsize:
        ray_tasks._reader(ASKED.seconds, LIMITS).kill()
    ray_tasks._reader.cache_clear()
    ray_tasks._loaded.cache_clear()


def refusal_of(answer: object) -> Refusal:
    assert isinstance(answer, Refusal)
    return answer


def load_nothing() -> Encoder:
    raise ModelNotFound("There is no model x.")


def no_model() -> ModelIdentity:
    raise ModelNotFound("There is no model x.")


def test_a_chunk_is_embedded_as_here() -> None:
    there = embed_chunk(ASKED, pickle.dumps(WordEncoder), identity_of(WordEncoder()), CHUNK)
    here = embed(WordEncoder(), CHUNK)
    assert not isinstance(there, Refusal)
    assert [one.passage.tolist() for one in there] == [one.passage.tolist() for one in here]
    assert all(np.array_equal(a.runs[name], b.runs[name]) for a, b in zip(there, here, strict=True) for name in a.runs)


@pytest.mark.parametrize("identity", [ModelIdentity("other", "float32"), ModelIdentity("words-1", "int8")])
def test_vectors_of_another_model_or_of_other_numbers_are_refused(identity: ModelIdentity) -> None:
    refused = refusal_of(embed_chunk(ASKED, pickle.dumps(WordEncoder), identity, CHUNK))
    assert refused.kind == "machine"
    words = f"float32 by the model words-1 instead of {identity.precision} by the model {identity.fingerprint}"
    assert words in refused.reason


def test_a_model_that_a_machine_lacks_is_refused() -> None:
    refused = refusal_of(embed_chunk(ASKED, pickle.dumps(load_nothing), identity_of(WordEncoder()), CHUNK))
    assert (refused.kind, refused.reason.endswith(": There is no model x.")) == ("machine", True)


def test_a_file_is_read_and_one_that_cannot_be_costs_itself() -> None:
    read = read_file(ASKED, "a.txt", b"The sea was calm.", ())
    assert isinstance(read, FileContents)
    assert [document.text for document in read.documents] == ["The sea was calm."]
    assert refusal_of(read_file(ASKED, "a.bin", b"\x00\x01", ())).kind == "unreadable"
    # Its reader needs far more than two seconds.
    long = b"The sea was calm, he said, and it rose. \n" * 1_000_000
    refused = refusal_of(read_file(ASKED, "long.txt", long, ()))
    assert (refused.kind, refused.reason.split(";")[0]) == ("too long", "took longer than 2 seconds to read")


def test_a_machine_of_another_recipe_does_nothing_and_unpickles_nothing() -> None:
    other = ASKED._replace(recipe="another")
    answers = read_file(other, "a.txt", b"The sea was calm.", ()), embed_chunk(other, b"", ModelIdentity("", ""), CHUNK)
    assert [refusal_of(answer).kind for answer in answers] == ["machine", "machine"]
    assert "has other code of loccit, or other libraries or programs" in refusal_of(answers[0]).reason


def test_a_machine_says_what_it_has_or_why_it_lacks_the_model() -> None:
    machine = this_machine(LIMITS, lambda: ModelIdentity("a", "int8"))
    assert (machine.recipe, machine.model) == (recipe(LIMITS), ("a", "int8"))
    assert this_machine(LIMITS, no_model).model == "There is no model x."
