"""Values: every type survives the wire, and what Livevars cannot hold is refused with a clear error."""

from __future__ import annotations

import array
import math
from enum import Enum
from typing import Any

import numpy as np
import pytest

import livevars
from livevars import _values
from livevars._values import decode, encode


class Colour(str, Enum):
    RED = "red"


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        (True, "boolean_value"),
        (False, "boolean_value"),
        (0, "integer_value"),
        (-(2**63), "integer_value"),
        (2**63 - 1, "integer_value"),
        (0.1, "float_value"),
        (math.inf, "float_value"),
        ("", "string_value"),
        ("grüße 🚀", "string_value"),
        (Colour.RED, "string_value"),
    ],
)
def test_should_keep_a_plain_value(value: Any, kind: str) -> None:
    wire = encode(value)
    assert wire.WhichOneof("kind") == kind
    assert decode(wire) == value


@pytest.mark.parametrize(
    ("scalar", "kind"),
    [
        (np.float32(0.5), "float_value"),
        (np.float64(0.5), "float_value"),
        (np.int32(3), "integer_value"),
        (np.uint8(3), "integer_value"),
        (np.bool_(True), "boolean_value"),
        (np.str_("a"), "string_value"),
    ],
)
def test_should_take_a_numpy_scalar_for_its_plain_value(scalar: Any, kind: str) -> None:
    assert encode(scalar).WhichOneof("kind") == kind
    assert decode(encode(scalar)) == scalar


@pytest.mark.parametrize("value", [2**63, -(2**63) - 1])
def test_should_name_the_integer_that_is_out_of_range(value: int) -> None:
    with pytest.raises(livevars.InvalidValueError, match=str(value)) as caught:
        encode(value)
    assert caught.value.reason == "INVALID_VALUE"


@pytest.mark.parametrize("value", [None, b"bytes", {}, {1.0}, object(), 1j, ["a"], [[1.0], [2.0]], [True], [None]])
def test_should_refuse_what_no_variable_holds(value: Any) -> None:
    with pytest.raises(livevars.InvalidValueError):
        encode(value)


def test_should_refuse_text_that_is_not_unicode() -> None:
    with pytest.raises(livevars.InvalidValueError):
        encode("\ud800")


@pytest.mark.parametrize("vector", [[1, 2.5], (1, 2.5), array.array("d", [1, 2.5])])
def test_should_pack_a_sequence_of_numbers_as_an_embedding(vector: Any) -> None:
    wire = encode(vector)
    assert wire.embedding_value.data == b"\x00\x00\x80\x3f\x00\x00\x20\x40"  # little-endian float32
    read = decode(wire)
    assert isinstance(read, np.ndarray)
    assert read.dtype == np.float32
    assert read.tolist() == [1.0, 2.5]


def test_should_keep_an_empty_embedding() -> None:
    assert decode(encode([])).shape == (0,)


def test_should_make_an_embedding_of_an_array_when_the_spec_says_so() -> None:
    spec = livevars.Embedding(dimensions=2)
    assert encode(np.array([1, 2]), spec).WhichOneof("kind") == "embedding_value"
    with pytest.raises(livevars.InvalidValueError):
        encode(np.zeros((2, 2)), spec)


@pytest.mark.parametrize("dtype", ["float32", "float64", "int32", "int64", "bool", "uint8"])
@pytest.mark.parametrize("shape", [(), (0,), (3,), (2, 3), (2, 1, 2)])
def test_should_keep_a_tensor(dtype: str, shape: tuple[int, ...]) -> None:
    tensor = np.arange(math.prod(shape)).reshape(shape).astype(dtype)
    read = decode(encode(tensor))
    assert read.dtype == tensor.dtype
    assert read.shape == shape
    np.testing.assert_array_equal(read, tensor)
    assert not read.flags.writeable


def test_should_lay_out_a_tensor_in_row_major_little_endian_order() -> None:
    tensor = np.asfortranarray(np.array([[1, 2], [3, 4]], dtype=">i4"))
    wire = encode(tensor).tensor_value
    assert wire.data == b"".join(n.to_bytes(4, "little") for n in (1, 2, 3, 4))


@pytest.mark.parametrize("dtype", ["float16", "complex128", "uint64", "U3"])
def test_should_name_the_dtype_that_no_tensor_has(dtype: str) -> None:
    with pytest.raises(livevars.InvalidValueError, match=np.dtype(dtype).name):
        encode(np.zeros(2, dtype))


def test_should_convert_a_tensor_to_the_dtype_of_the_spec_but_not_lose_its_nature() -> None:
    spec = livevars.Tensor(dtype="float32", shape=[2, -1])
    assert decode(encode(np.ones((2, 2)), spec)).dtype == np.float32
    assert decode(encode([[1, 2], [3, 4]], spec)).tolist() == [[1, 2], [3, 4]]
    with pytest.raises(livevars.InvalidValueError):
        encode(np.array([2.5]), livevars.Tensor(dtype="int32"))
    with pytest.raises(livevars.InvalidValueError):
        encode([300], livevars.Tensor(dtype="uint8"))


def test_should_read_arrays_without_numpy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_values, "numpy", None)
    assert decode(encode([1.0, 2.5])) == (1.0, 2.5)
    tensor = livevars.TensorValue.of([[1, 2], [3, 4]], "int32")
    assert decode(encode(tensor)) == tensor
    assert decode(encode(tensor)).tolist() == [[1, 2], [3, 4]]


@pytest.mark.parametrize(
    ("elements", "dtype", "shape"),
    [
        (1.5, "float64", ()),
        ([1, 2], "int64", (2,)),
        ([True], "bool", (1,)),
        ([[1, 2.0]], "float64", (1, 2)),
        ([[], []], "float64", (2, 0)),
    ],
)
def test_should_make_a_tensor_of_nested_lists(elements: Any, dtype: str, shape: tuple[int, ...]) -> None:
    tensor = livevars.TensorValue.of(elements)
    assert (tensor.dtype, tensor.shape, tensor.tolist()) == (dtype, shape, elements)


@pytest.mark.parametrize("elements", [[[1], [1, 2]], [1, [2]], ["a"], "ab", [None]])
def test_should_refuse_ragged_tensors_and_other_elements(elements: Any) -> None:
    with pytest.raises(livevars.InvalidValueError):
        livevars.TensorValue.of(elements)
