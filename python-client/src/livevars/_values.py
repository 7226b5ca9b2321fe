"""Plain Python values on the wire and back."""

from __future__ import annotations

import array
import sys
from collections.abc import Sequence
from typing import Any

from livevars._errors import InvalidValueError
from livevars._proto import types_pb2 as pb
from livevars._tensor import TensorValue
from livevars._types import DTYPES, Embedding, Tensor, TypeSpec

numpy: Any
try:
    import numpy
except ImportError:  # numpy is an extra
    numpy = None

_INT64_MIN, _INT64_MAX = -(2**63), 2**63 - 1

_TO_WIRE_DTYPE = {
    "float32": pb.TENSOR_DTYPE_FLOAT32,
    "float64": pb.TENSOR_DTYPE_FLOAT64,
    "int32": pb.TENSOR_DTYPE_INT32,
    "int64": pb.TENSOR_DTYPE_INT64,
    "bool": pb.TENSOR_DTYPE_BOOL,
    "uint8": pb.TENSOR_DTYPE_UINT8,
}
_FROM_WIRE_DTYPE = {number: name for name, number in _TO_WIRE_DTYPE.items()}
_NUMPY_DTYPE = {"float32": "<f4", "float64": "<f8", "int32": "<i4", "int64": "<i8", "bool": "?", "uint8": "u1"}


def wire_dtype(name: str | None) -> pb.TensorDtype:
    """The wire's number of an element type; None is any."""
    return _TO_WIRE_DTYPE[name] if name is not None else pb.TENSOR_DTYPE_UNSPECIFIED


def plain_dtype(number: pb.TensorDtype) -> str | None:
    """The name of an element type; None is any."""
    return _FROM_WIRE_DTYPE.get(number)


def encode(value: Any, spec: TypeSpec | None = None) -> pb.Value:
    """Makes a wire value; a `spec` settles what a list or an array becomes, else a list is an embedding.

    Raises:
        InvalidValueError: Livevars has no such values, or it is out of range.
    """
    if isinstance(spec, Tensor):
        return _tensor(value, spec.dtype)
    if isinstance(spec, Embedding) and not isinstance(value, TensorValue):
        return _embedding(value)
    if _is_numpy(value, "generic"):
        value = value.item()
    return _encode_plain(value)


def decode(value: pb.Value) -> Any:
    """Makes a plain value; arrays share the message's buffer and are read-only. An unset value is None."""
    kind = value.WhichOneof("kind")
    if kind is None:
        return None
    if kind == "embedding_value":
        data = value.embedding_value.data
        return tuple(_floats(data)) if numpy is None else numpy.frombuffer(data, dtype="<f4")
    if kind == "tensor_value":
        return _decode_tensor(value.tensor_value)
    return getattr(value, kind)


def equal(value: Any, wanted: Any) -> bool:
    """Whether a plain value is the wanted one; the elements of an embedding are compared as float32."""
    if _is_numpy(value, "ndarray"):
        try:
            return bool(
                numpy.array_equal(value, numpy.asarray(wanted, value.dtype if value.dtype.kind == "f" else None))
            )
        except (TypeError, ValueError):  # there is no such array
            return False
    if isinstance(value, tuple) and isinstance(wanted, (Sequence, array.array)) and not isinstance(wanted, str):
        return encode(value) == encode(wanted)
    return bool(value == wanted)


def _encode_plain(value: Any) -> pb.Value:
    if isinstance(value, bool):  # before int: a bool is one
        return pb.Value(boolean_value=value)
    if isinstance(value, int):
        if not _INT64_MIN <= value <= _INT64_MAX:
            raise InvalidValueError("INVALID_VALUE", f"{value} is not a signed 64-bit integer", {"value": str(value)})
        return pb.Value(integer_value=value)
    if isinstance(value, float):
        return pb.Value(float_value=value)
    if isinstance(value, str):
        return _string(value)
    if isinstance(value, TensorValue) or _is_numpy(value, "ndarray"):
        return _tensor(value, None)
    if isinstance(value, (Sequence, array.array)) and not isinstance(value, (bytes, bytearray, memoryview)):
        return _embedding(value)
    raise InvalidValueError("INVALID_VALUE", f"a variable cannot hold a {type(value).__name__}")


def _string(value: str) -> pb.Value:
    try:
        return pb.Value(string_value=value)
    except ValueError as error:  # a lone surrogate
        raise InvalidValueError("INVALID_VALUE", f"not Unicode text: {error}") from error


def _embedding(value: Any) -> pb.Value:
    if _is_numpy(value, "ndarray"):
        if value.ndim != 1 or value.dtype.kind not in "fiu":
            raise InvalidValueError(
                "INVALID_VALUE", f"an embedding is one-dimensional and numeric, not {value.dtype} {value.shape}"
            )
        return pb.Value(embedding_value=pb.Embedding(data=value.astype("<f4").tobytes()))
    try:
        numbers = list(value)
        if any(isinstance(element, bool) for element in numbers):
            raise TypeError("a bool is not a number")
        elements = array.array("f", numbers)
    except (TypeError, OverflowError) as error:
        hint = "give arrays of other shapes as numpy arrays or as livevars.TensorValue"
        raise InvalidValueError("INVALID_VALUE", f"not a sequence of numbers ({error}); {hint}") from error
    if sys.byteorder == "big":
        elements.byteswap()
    return pb.Value(embedding_value=pb.Embedding(data=elements.tobytes()))


def _tensor(value: Any, dtype: str | None) -> pb.Value:
    if _is_numpy(value, "ndarray") or _is_numpy(value, "generic"):
        return _array_tensor(numpy.asarray(value), dtype)
    tensor = value if isinstance(value, TensorValue) else TensorValue.of(value, dtype)
    if tensor.dtype not in _TO_WIRE_DTYPE:
        raise _unknown_dtype(tensor.dtype)
    return _wire_tensor(tensor.dtype, tensor.shape, tensor.data)


def _array_tensor(value: Any, dtype: str | None) -> pb.Value:
    name = dtype or value.dtype.name
    if name not in _NUMPY_DTYPE:
        raise _unknown_dtype(name)
    try:
        # Values may lose precision, as float64 to float32 does, but not their nature, as 2.5 to an integer would.
        data = value.astype(_NUMPY_DTYPE[name], order="C", casting="same_kind", copy=False).tobytes()
    except TypeError as error:
        raise InvalidValueError("INVALID_VALUE", str(error)) from error
    return _wire_tensor(name, value.shape, data)


def _wire_tensor(dtype: str, shape: Sequence[int], data: bytes) -> pb.Value:
    return pb.Value(tensor_value=pb.Tensor(dtype=_TO_WIRE_DTYPE[dtype], shape=shape, data=data))


def _unknown_dtype(name: str) -> InvalidValueError:
    return InvalidValueError("INVALID_VALUE", f"a tensor cannot have the dtype {name}, only {', '.join(DTYPES)}")


def _decode_tensor(tensor: pb.Tensor) -> Any:
    dtype = _FROM_WIRE_DTYPE[tensor.dtype]
    shape = tuple(tensor.shape)
    if numpy is None:
        return TensorValue(dtype, shape, tensor.data)
    return numpy.frombuffer(tensor.data, dtype=_NUMPY_DTYPE[dtype]).reshape(shape)


def _floats(data: bytes) -> array.array[float]:
    elements = array.array("f", data)
    if sys.byteorder == "big":
        elements.byteswap()
    return elements


def _is_numpy(value: Any, name: str) -> bool:
    return numpy is not None and isinstance(value, getattr(numpy, name))
