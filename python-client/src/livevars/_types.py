"""Type specs: what a variable may hold."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, ClassVar

from livevars._errors import InvalidValueError

if TYPE_CHECKING:
    from collections.abc import Iterable

DTYPES = ("float32", "float64", "int32", "int64", "bool", "uint8")
"""The element types of a tensor."""

_DTYPE_ALIASES = {"float": "float64", "int": "int64", "bool_": "bool"}


class VariableType(str, Enum):
    """The type of a variable."""

    FLOAT = "float"
    INTEGER = "integer"
    STRING = "string"
    BOOLEAN = "boolean"
    CHOICE = "choice"
    MODULE = "module"
    EMBEDDING = "embedding"
    TENSOR = "tensor"

    __str__ = str.__str__


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeSpec:
    """What all specs share. With `read_only` nobody sets the value until `update_constraints` lifts that."""

    type: ClassVar[VariableType]
    read_only: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Float(TypeSpec):
    """A 64-bit number; integers widen.

    `min` and `max` are inclusive. A value is `min` (or 0) plus a whole number of `step`s. NaN and the infinities are
    refused unless `allow_non_finite`.
    """

    type: ClassVar[VariableType] = VariableType.FLOAT
    min: float | None = None
    max: float | None = None
    step: float | None = None
    allow_non_finite: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Integer(TypeSpec):
    """A signed 64-bit integer; whole floats narrow, a bool is never one. Limits as in Float."""

    type: ClassVar[VariableType] = VariableType.INTEGER
    min: int | None = None
    max: int | None = None
    step: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class String(TypeSpec):
    """Text. Lengths count Unicode code points; `pattern` is an RE2 expression that the whole string must match."""

    type: ClassVar[VariableType] = VariableType.STRING
    min_length: int | None = None
    max_length: int | None = None
    pattern: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Boolean(TypeSpec):
    """True or False."""

    type: ClassVar[VariableType] = VariableType.BOOLEAN


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice(TypeSpec):
    """One of `choices`, case-sensitive."""

    type: ClassVar[VariableType] = VariableType.CHOICE
    choices: Iterable[str]

    def __post_init__(self) -> None:
        object.__setattr__(self, "choices", _strings(self.choices))


@dataclass(frozen=True, slots=True, kw_only=True)
class Module(TypeSpec):
    """The dotted name of a class or a module, e.g. `dspy.Predict`. All limits that are given must hold.

    `choices` are full names or relative to `namespace`; `pattern` is an RE2 expression for the whole name.
    """

    type: ClassVar[VariableType] = VariableType.MODULE
    choices: Iterable[str] = ()
    namespace: str | None = None
    pattern: str | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "choices", _strings(self.choices))


@dataclass(frozen=True, slots=True, kw_only=True)
class Embedding(TypeSpec):
    """A vector of `dimensions` finite float32; `max_norm` bounds its Euclidean norm, inclusive."""

    type: ClassVar[VariableType] = VariableType.EMBEDDING
    dimensions: int | None = None
    max_norm: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tensor(TypeSpec):
    """A dense array. `dtype` is one of DTYPES or the numpy type; in `shape` -1 is any size; None is anything."""

    type: ClassVar[VariableType] = VariableType.TENSOR
    dtype: str | None = None
    shape: Iterable[int] | None = None

    def __post_init__(self) -> None:
        if self.dtype is not None:
            object.__setattr__(self, "dtype", dtype_name(self.dtype))
        if self.shape is not None:
            object.__setattr__(self, "shape", tuple(self.shape))


def dtype_name(dtype: object) -> str:
    """The name of an element type, given as a name, a numpy dtype or a scalar type.

    Raises:
        InvalidValueError: Livevars has no such element type.
    """
    name = dtype.__name__ if isinstance(dtype, type) else str(dtype)
    name = _DTYPE_ALIASES.get(name, name)
    if name not in DTYPES:
        raise InvalidValueError("INVALID_TYPE", f"a tensor cannot have the dtype {name}, only {', '.join(DTYPES)}")
    return name


def _strings(strings: Iterable[str]) -> tuple[str, ...]:
    if isinstance(strings, str):
        raise InvalidValueError("INVALID_CONSTRAINTS", f"choices is a list of strings, not the string {strings!r}")
    return tuple(strings)
