"""Type specs: what the user wrote is what the server gets, and what the server has is what the user reads."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import livevars
from livevars._constraints import plain_constraints, wire_constraints, wire_type
from livevars._proto import types_pb2 as pb

SPECS = [
    livevars.Float(),
    livevars.Float(min=0, max=2.5, step=0.5, allow_non_finite=True, read_only=True),
    livevars.Integer(min=-1, max=0, step=1),
    livevars.String(min_length=0, max_length=3, pattern="[a-z]*"),
    livevars.Boolean(read_only=True),
    livevars.Choice(choices=("a", "b")),
    livevars.Module(choices=("Predict",), namespace="dspy", pattern=".*"),
    livevars.Module(),
    livevars.Embedding(dimensions=3, max_norm=1.5),
    livevars.Tensor(),
    livevars.Tensor(dtype="float32", shape=()),
    livevars.Tensor(dtype="uint8", shape=(2, -1)),
]


@pytest.mark.parametrize("spec", SPECS, ids=repr)
def test_should_keep_a_spec(spec: livevars.TypeSpec) -> None:
    assert plain_constraints(wire_constraints(spec)) == spec


@pytest.mark.parametrize("spec", SPECS, ids=repr)
def test_should_name_the_type(spec: livevars.TypeSpec) -> None:
    assert pb.VariableType.Name(wire_type(spec)) == f"VARIABLE_TYPE_{type(spec).__name__.upper()}"


def test_should_tell_a_zero_limit_from_none() -> None:
    wire = wire_constraints(livevars.Float(min=0)).float
    assert wire.HasField("min")
    assert not wire.HasField("max")


@pytest.mark.parametrize(
    ("spec", "limits"),
    [
        (livevars.Float, {"min": "low"}),
        (livevars.Integer, {"min": 0.5}),
        (livevars.Integer, {"max": 2**63}),
        (livevars.String, {"max_length": 2**31}),
        (livevars.String, {"pattern": 1}),
        (livevars.Choice, {"choices": [1]}),
        (livevars.Choice, {"choices": "ab"}),
        (livevars.Embedding, {"dimensions": 1.5}),
        (livevars.Tensor, {"dtype": "float16"}),
        (livevars.Tensor, {"shape": ["a"]}),
    ],
)
def test_should_refuse_a_limit_of_the_wrong_type(spec: type[livevars.TypeSpec], limits: dict[str, Any]) -> None:
    with pytest.raises(livevars.InvalidValueError):
        wire_constraints(spec(**limits))


@pytest.mark.parametrize("spec", [livevars.Float, "float", livevars.TypeSpec()])
def test_should_say_what_a_spec_is(spec: Any) -> None:
    with pytest.raises(livevars.InvalidValueError, match=r"livevars\.Float"):
        wire_constraints(spec)


@pytest.mark.parametrize("dtype", ["float32", np.float32, np.dtype("float32")])
def test_should_know_a_dtype_by_name_and_by_numpy_type(dtype: Any) -> None:
    assert livevars.Tensor(dtype=dtype) == livevars.Tensor(dtype="float32")


def test_should_be_hashable_whatever_the_user_gave() -> None:
    assert hash(livevars.Choice(choices=["a"])) == hash(livevars.Choice(choices=("a",)))
    assert hash(livevars.Tensor(shape=[1])) == hash(livevars.Tensor(shape=(1,)))
