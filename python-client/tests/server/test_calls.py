"""The calls: every type is kept, versions and revisions count, and reads are consistent cuts."""

from __future__ import annotations

import asyncio
from datetime import timezone
from typing import Any

import numpy as np
import pytest

import livevars
from livevars import VariableType

KEPT: list[tuple[Any, livevars.TypeSpec | None, VariableType, Any]] = [
    (0.7, livevars.Float(min=0, max=2), VariableType.FLOAT, 0.9),
    (1, livevars.Float(), VariableType.FLOAT, 2),
    (0.7, None, VariableType.FLOAT, 0.9),
    (3, livevars.Integer(min=0, max=9, step=3), VariableType.INTEGER, 6),
    (3, None, VariableType.INTEGER, 4.0),
    (2**63 - 1, None, VariableType.INTEGER, -(2**63)),
    ("grüße", livevars.String(min_length=1, max_length=10, pattern="[a-zäöüß]+"), VariableType.STRING, "süß"),
    ("", None, VariableType.STRING, "line\nline"),
    (True, livevars.Boolean(), VariableType.BOOLEAN, False),
    (False, None, VariableType.BOOLEAN, True),
    ("small", livevars.Choice(choices=["small", "large"]), VariableType.CHOICE, "large"),
    ("dspy.Predict", livevars.Module(namespace="dspy"), VariableType.MODULE, "dspy.ReAct"),
    ([0.5, 1.5], livevars.Embedding(dimensions=2, max_norm=9), VariableType.EMBEDDING, (1, 2)),
    ([0.5, 1.5], None, VariableType.EMBEDDING, np.array([1, 2], np.float32)),
    (np.eye(2, dtype=np.float32), livevars.Tensor(dtype="float32", shape=[2, -1]), VariableType.TENSOR, None),
    (np.arange(6).reshape(1, 2, 3), None, VariableType.TENSOR, np.zeros((2, 0), np.uint8)),
    (np.array([True, False]), None, VariableType.TENSOR, np.array(1.5)),
]


def same(value: Any, expected: Any) -> bool:
    return bool(np.array_equal(value, expected))


@pytest.mark.parametrize(("value", "spec", "type_", "other"), KEPT)
async def test_should_keep_every_type(
    client: livevars.Variables, prefix: str, value: Any, spec: livevars.TypeSpec | None, type_: VariableType, other: Any
) -> None:
    registered = await client.register(prefix, value, spec)
    read = await client.get(prefix)
    assert read == registered
    assert (read.type, read.version) == (type_, 1)
    assert same(read.value, value)
    assert read.constraints.type is type_
    if spec is not None:
        assert read.constraints == spec
    if other is not None:
        result = await client.set(prefix, other)
        assert (result.changed, result.variable.version) == (True, 2)
        assert same(await client.value(prefix), other)


async def test_should_keep_the_python_type_of_a_number(client: livevars.Variables, prefix: str) -> None:
    await client.register(f"{prefix}.f", 1, livevars.Float())
    await client.register(f"{prefix}.i", 1, livevars.Integer())
    await client.set(f"{prefix}.i", 2.0)
    assert isinstance(await client.value(f"{prefix}.f"), float)
    assert isinstance(await client.value(f"{prefix}.i"), int)


async def test_should_keep_what_belongs_to_a_variable(client: livevars.Variables, prefix: str) -> None:
    variable = await client.register(prefix, 1.0, description="how hot", metadata={"unit": "K"}, source="me")
    assert (variable.name, variable.description, variable.metadata, variable.source) == (
        prefix,
        "how hot",
        {"unit": "K"},
        "me",
    )
    assert variable.created_at == variable.updated_at
    assert variable.created_at.tzinfo is timezone.utc
    after = (await client.set(prefix, 2.0, metadata={"by": "hand"})).variable
    assert (after.metadata, after.source, after.created_at) == (
        {"unit": "K", "by": "hand"},
        "tests",
        variable.created_at,
    )
    assert after.revision > variable.revision


async def test_should_not_change_anything_for_an_equal_value(client: livevars.Variables, prefix: str) -> None:
    before = await client.register(prefix, 1.0)
    result = await client.set(prefix, 1)
    assert not result.changed
    assert result.variable == before


async def test_should_answer_the_existing_variable_if_absent(client: livevars.Variables, prefix: str) -> None:
    await client.register(prefix, 1.0, livevars.Float(max=2))
    await client.set(prefix, 1.5)
    again = await client.register(prefix, 1.0, livevars.Float(max=2), if_absent=True)
    assert (again.value, again.version) == (1.5, 2)
    for spec, if_absent in ((livevars.Float(max=2), False), (livevars.Float(max=3), True), (None, False)):
        with pytest.raises(livevars.AlreadyExistsError) as caught:
            await client.register(prefix, 1.0, spec, if_absent=if_absent)
        assert caught.value.reason == "VARIABLE_EXISTS"


async def test_should_set_only_the_expected_version(client: livevars.Variables, prefix: str) -> None:
    await client.register(prefix, 1)
    assert (await client.set(prefix, 2, expected_version=1)).variable.version == 2
    with pytest.raises(livevars.ConflictError) as caught:
        await client.set(prefix, 3, expected_version=1)
    assert (caught.value.reason, caught.value.expected_version, caught.value.actual_version) == (
        "VERSION_MISMATCH",
        1,
        2,
    )
    with pytest.raises(livevars.ConflictError):
        await client.delete(prefix, expected_version=1)
    assert await client.value(prefix) == 2


async def test_should_lose_no_update_between_writers(client: livevars.Variables, prefix: str) -> None:
    await client.register(prefix, 0)

    async def count() -> None:
        for _ in range(10):
            await client.update(prefix, lambda n: n + 1)

    await asyncio.gather(*(count() for _ in range(5)))
    assert await client.value(prefix) == 50


async def test_should_replace_constraints(client: livevars.Variables, prefix: str) -> None:
    await client.register(prefix, 5, livevars.Integer(max=9))
    changed = await client.update_constraints(prefix, livevars.Integer(max=7, read_only=True))
    assert (changed.constraints, changed.version) == (livevars.Integer(max=7, read_only=True), 2)
    with pytest.raises(livevars.InvalidValueError) as read_only:
        await client.set(prefix, 6)
    assert read_only.value.reason == "READ_ONLY"
    with pytest.raises(livevars.InvalidValueError) as too_tight:
        await client.update_constraints(prefix, livevars.Integer(max=4))
    assert too_tight.value.reason == "CONSTRAINT_VIOLATED"
    await client.update_constraints(prefix, livevars.Integer())
    assert (await client.set(prefix, 100)).changed


async def test_should_not_restart_versions_after_a_deletion(client: livevars.Variables, prefix: str) -> None:
    first = await client.register(prefix, 1)
    assert await client.delete(prefix) > first.revision
    with pytest.raises(livevars.NotFoundError) as caught:
        await client.get(prefix)
    assert caught.value.reason == "VARIABLE_NOT_FOUND"
    assert (await client.register(prefix, "text")).version == 3


@pytest.mark.parametrize("call", ["get", "delete", "set", "update_constraints", "update"])
async def test_should_say_that_a_variable_is_not_there(client: livevars.Variables, prefix: str, call: str) -> None:
    arguments: dict[str, list[Any]] = {
        "set": [1],
        "update_constraints": [livevars.Float()],
        "update": [lambda value: value],
    }
    with pytest.raises(livevars.NotFoundError):
        await getattr(client, call)(prefix, *arguments.get(call, []))


async def test_should_say_that_a_session_is_not_there(server: Any) -> None:
    async with livevars.connect(server.target, session="no-such-session") as stranger:
        with pytest.raises(livevars.NotFoundError) as caught:
            await stranger.get("x")
    assert caught.value.reason == "SESSION_NOT_FOUND"


async def test_should_list_by_name_and_glob(client: livevars.Variables, prefix: str) -> None:
    for name in ("b", "a.x", "a.y", "a.y.z"):
        await client.register(f"{prefix}.{name}", 1)

    async def names(*selectors: str) -> list[str]:
        return [variable.name.removeprefix(f"{prefix}.") for variable in await client.list(*selectors)]

    assert await names(f"{prefix}.**") == ["a.x", "a.y", "a.y.z", "b"]
    assert await names(f"{prefix}.a.*") == ["a.x", "a.y"]
    assert await names(f"{prefix}.b", f"{prefix}.a.*", f"{prefix}.none") == ["a.x", "a.y", "b"]
    assert {f"{prefix}.b", f"{prefix}.a.y.z"} <= {variable.name for variable in await client.list()}


async def test_should_follow_the_pages_of_a_long_list(client: livevars.Variables, prefix: str) -> None:
    names = [f"{prefix}.n{i:04}" for i in range(1100)]
    for start in range(0, len(names), 100):
        await asyncio.gather(*(client.register(name, 1) for name in names[start : start + 100]))
    assert [variable.name for variable in await client.list(f"{prefix}.*")] == names


async def test_should_read_many_in_one_cut(client: livevars.Variables, prefix: str) -> None:
    await client.register(f"{prefix}.a", 1)
    last = await client.register(f"{prefix}.b", 2)
    snapshot = await client.get_many([f"{prefix}.b", f"{prefix}.none", f"{prefix}.a"])
    assert {name: variable.value for name, variable in snapshot.variables.items()} == {
        f"{prefix}.b": 2,
        f"{prefix}.a": 1,
    }
    assert snapshot.missing == (f"{prefix}.none",)
    assert snapshot.revision >= last.revision


async def test_should_set_a_batch_at_one_revision(client: livevars.Variables, prefix: str) -> None:
    a, b = f"{prefix}.a", f"{prefix}.b"
    await client.register(a, 1)
    await client.register(b, "x")
    result = await client.set_many({a: 2, b: "y"})
    assert {result.variables[name].revision for name in (a, b)} == {result.revision}
    assert not result.errors


async def test_should_apply_nothing_of_an_atomic_batch_with_one_bad_value(
    client: livevars.Variables, prefix: str
) -> None:
    a, b, c = f"{prefix}.a", f"{prefix}.b", f"{prefix}.c"
    await client.register(a, 1)
    await client.register(b, 1, livevars.Integer(max=5))
    with pytest.raises(livevars.InvalidValueError) as caught:
        await client.set_many({a: 2, b: 6, c: 1})
    assert caught.value.reason == "CONSTRAINT_VIOLATED"  # of the first that was refused
    described = str(caught.value.details["violations"])
    assert b in described
    assert c in described
    assert await client.value(a) == 1


async def test_should_apply_the_good_values_of_a_batch_that_is_not_atomic(
    client: livevars.Variables, prefix: str
) -> None:
    a, b, c, d, e = (f"{prefix}.{name}" for name in "abcde")
    await client.register(a, 1)
    await client.register(b, 1, livevars.Integer(max=5))
    await client.register(d, 1)
    await client.register(e, 1)
    result = await client.set_many({a: 2, b: 6, c: 1, d: 2**64, e: 2}, atomic=False, expected_versions={e: 9})
    assert list(result.variables) == [a]
    assert {name: type(error) for name, error in result.errors.items()} == {
        b: livevars.InvalidValueError,
        c: livevars.NotFoundError,
        d: livevars.InvalidValueError,
        e: livevars.ConflictError,
    }
    assert result.errors[b].reason == "CONSTRAINT_VIOLATED"
    assert await client.value(a) == 2
