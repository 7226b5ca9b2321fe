"""Type specs on the wire and back."""

from __future__ import annotations

from dataclasses import fields
from typing import TYPE_CHECKING, Any

from livevars._errors import InvalidValueError
from livevars._proto import types_pb2 as pb
from livevars._types import Boolean, Choice, Embedding, Float, Integer, Module, String, Tensor, TypeSpec, VariableType
from livevars._values import plain_dtype, wire_dtype
from livevars._wire import build

if TYPE_CHECKING:
    from google.protobuf.message import Message

_LIMITS: dict[type[TypeSpec], type[Message]] = {
    Float: pb.FloatConstraints,
    Integer: pb.IntegerConstraints,
    String: pb.StringConstraints,
    Boolean: pb.BooleanConstraints,
    Choice: pb.ChoiceConstraints,
    Module: pb.ModuleConstraints,
    Embedding: pb.EmbeddingConstraints,
    Tensor: pb.TensorConstraints,
}
_SPECS = {spec.type.value: spec for spec in _LIMITS}
_LISTS = ("choices",)


def wire_constraints(spec: TypeSpec) -> pb.Constraints:
    """A spec on the wire.

    Raises:
        InvalidValueError: it is no spec, or one of its limits is not of the right type.
    """
    if type(spec) not in _LIMITS:
        raise InvalidValueError("INVALID_TYPE", f"a spec is one like livevars.Float(max=2), not {spec!r}")
    limits = {name: getattr(spec, name) for name in _limit_names(type(spec))}
    if isinstance(spec, Tensor):
        limits["dtype"] = wire_dtype(spec.dtype)
        if spec.shape is not None:
            limits["shape"] = build(pb.TensorShape, "INVALID_CONSTRAINTS", dimensions=spec.shape)
    message = build(_LIMITS[type(spec)], "INVALID_CONSTRAINTS", **limits)
    return build(pb.Constraints, "INVALID_CONSTRAINTS", read_only=spec.read_only, **{spec.type.value: message})


def plain_constraints(constraints: pb.Constraints) -> TypeSpec:
    """The spec that the wire constraints stand for."""
    kind = constraints.WhichOneof("kind")
    if kind is None:
        raise InvalidValueError("INVALID_CONSTRAINTS", "the server sent constraints without a type")
    spec = _SPECS[kind]
    message = getattr(constraints, kind)
    limits = {name: _limit(message, name) for name in _limit_names(spec)}
    if spec is Tensor:
        limits["dtype"] = plain_dtype(message.dtype)
        limits["shape"] = tuple(message.shape.dimensions) if message.HasField("shape") else None
    return spec(read_only=constraints.read_only, **limits)


def wire_type(spec: TypeSpec | None) -> pb.VariableType:
    """The type on the wire; without a spec the server takes that of the value."""
    number: pb.VariableType = getattr(pb, f"VARIABLE_TYPE_{spec.type.name if spec else 'UNSPECIFIED'}")
    return number


def plain_type(number: pb.VariableType) -> VariableType:
    """The type that the wire's number stands for."""
    return VariableType[pb.VariableType.Name(number).removeprefix("VARIABLE_TYPE_")]


def _limit_names(spec: type[TypeSpec]) -> list[str]:
    return [field.name for field in fields(spec) if field.name != "read_only"]


def _limit(message: Any, name: str) -> Any:
    field = message.DESCRIPTOR.fields_by_name[name]
    value = getattr(message, name)
    if name in _LISTS:
        return tuple(value)
    return value if not field.has_presence or message.HasField(name) else None
