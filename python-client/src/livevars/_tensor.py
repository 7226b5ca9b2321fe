"""Dense arrays without numpy."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from math import prod
from typing import Any

from livevars._errors import InvalidValueError
from livevars._types import dtype_name

_CODES = {"float32": "f", "float64": "d", "int32": "i", "int64": "q", "bool": "?", "uint8": "B"}


@dataclass(frozen=True, slots=True)
class TensorValue:
    """A dense array: its element type, the size of each dimension (none: a scalar) and its elements.

    `data` holds the elements in row-major order, little-endian, without padding. With numpy installed values are numpy
    arrays instead; a TensorValue is accepted either way.
    """

    dtype: str
    shape: tuple[int, ...]
    data: bytes

    @classmethod
    def of(cls, elements: Any, dtype: Any = None) -> TensorValue:
        """Makes a tensor of a number or of nested sequences of numbers.

        Without a `dtype` it is bool, int64 or float64, the narrowest that holds all elements.

        Raises:
            InvalidValueError: the sequences are ragged, or an element does not fit the dtype.
        """
        flat: list[Any] = []
        shape = _flatten(elements, flat)
        name = dtype_name(dtype) if dtype is not None else _dtype_of(flat)
        try:
            return cls(name, shape, struct.pack(f"<{len(flat)}{_CODES[name]}", *flat))
        except (struct.error, OverflowError) as error:
            raise InvalidValueError("INVALID_VALUE", f"an element does not fit {name}: {error}") from error

    def tolist(self) -> Any:
        """The elements as nested lists; a plain number when it is a scalar."""
        flat = struct.unpack(f"<{prod(self.shape)}{_CODES[self.dtype]}", self.data)
        return _nest(flat, self.shape)


def _flatten(elements: Any, flat: list[Any]) -> tuple[int, ...]:
    if isinstance(elements, (int, float)):
        flat.append(elements)
        return ()
    if isinstance(elements, (str, bytes)) or not hasattr(elements, "__len__"):
        raise InvalidValueError("INVALID_VALUE", f"a tensor has numbers as elements, not {type(elements).__name__}")
    shapes = {_flatten(element, flat) for element in elements}
    if len(shapes) > 1:
        raise InvalidValueError("INVALID_VALUE", "the rows of a tensor must have equal shapes")
    return (len(elements), *(shapes.pop() if shapes else ()))


def _dtype_of(flat: list[Any]) -> str:
    if flat and all(isinstance(element, bool) for element in flat):
        return "bool"
    return "int64" if flat and all(isinstance(element, int) for element in flat) else "float64"


def _nest(flat: tuple[Any, ...], shape: tuple[int, ...]) -> Any:
    if not shape:
        return flat[0]
    size = prod(shape[1:])
    return [_nest(flat[i * size : (i + 1) * size], shape[1:]) for i in range(shape[0])]
