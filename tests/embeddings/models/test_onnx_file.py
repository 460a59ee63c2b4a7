import pytest

from embeddings.models import onnx_file


@pytest.mark.parametrize(
    ("field", "written"),
    [
        # Those of https://protobuf.dev/programming-guides/encoding/.
        ((1, 150), "08 96 01"),
        ((1, -2), "08 fe ff ff ff ff ff ff ff ff 01"),
        ((2, "testing"), "12 07 74 65 73 74 69 6e 67"),
        ((3, onnx_file.message((1, 150))), "1a 03 08 96 01"),
        ((2, 1.0), "15 00 00 80 3f"),
        ((20, 1), "a0 01 01"),
        ((2, ""), "12 00"),
    ],
)
def test_fields_are_written_as_protocol_buffers_have_them(field: onnx_file.Field, written: str) -> None:
    assert onnx_file.message(field) == bytes.fromhex(written)


def test_an_operator_has_its_inputs_its_output_and_each_attribute_with_its_kind() -> None:
    written = onnx_file.operator("Max", ["a", "b"], "c", "d", {"f": 0.5, "i": 2, "s": [-1, 3]})
    minus_one = "ff" * 9 + "01"
    assert written == bytes.fromhex(
        "0a01 61 0a01 62 1201 63 2203 4d6178"
        "2a0b 0a01 66 15 0000003f a001 01"
        "2a08 0a01 69 18 02 a001 02"
        f"2a13 0a01 73 40 {minus_one} 40 03 a001 07"
        "3a01 64"
    )


def test_an_array_that_is_handed_over_has_its_shape_and_its_size() -> None:
    written = onnx_file.value_outside("w", onnx_file.KINDS["int8"], (300, 2), 600)
    assert written.startswith(bytes.fromhex("08 ac02 08 02 10 03 4201 77"))
    assert [text in written for text in (b"location", b"memory", b"length", b"600")] == [True] * 4
    assert written.endswith(bytes.fromhex("70 01"))
