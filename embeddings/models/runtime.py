"""Which library runs a model on this machine, in words."""

from importlib.metadata import version

from embeddings.errors import ModelAltered, ModelNotFound
from embeddings.models.default_model import CannotRun, default_bert
from embeddings.models.installed import is_default
from embeddings.models.precision import Precision


def runtime_of(model: str, precision: Precision = "auto") -> str:
    """Say what runs a model that is loaded with this precision, and why it is not onnxruntime where it could be.

    The default model is opened for that.
    """
    try:
        if precision == "bfloat16" or not is_default(model):
            return f"torch {version('torch')}"
        default_bert("float32" if precision == "float32" else "int8")
    except CannotRun as error:
        return f"torch {version('torch')}, since onnxruntime cannot: {error}"
    except (ModelNotFound, ModelAltered) as error:
        return f"nothing: {error}"
    return f"onnxruntime {version('onnxruntime')}"
