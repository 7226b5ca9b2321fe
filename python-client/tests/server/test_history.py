"""History and rollback: every version of a variable, and the way back to one."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import livevars
from server.awaiting import take

Kind = livevars.ChangeKind


async def reason_of(call: Any, error: type[livevars.LivevarsError] = livevars.NotFoundError) -> str:
    with pytest.raises(error) as caught:
        await call
    assert caught.value.message
    return caught.value.reason


async def test_should_tell_of_all_versions_newest_first(client: livevars.Variables, prefix: str) -> None:
    await client.register(prefix, 1.0, livevars.Float(max=5))
    await client.set(prefix, 2.0, source="somebody")
    await client.update_constraints(prefix, livevars.Float(max=9))
    await client.delete(prefix)
    present = await client.register(prefix, 3.0, source="")
    versions = await client.history(prefix)
    assert [(one.kind, one.value, one.version, one.source) for one in versions] == [
        (Kind.REGISTERED, 3.0, 5, ""),
        (Kind.DELETED, None, 4, "tests"),
        (Kind.CONSTRAINTS_UPDATED, 2.0, 3, "tests"),
        (Kind.UPDATED, 2.0, 2, "somebody"),
        (Kind.REGISTERED, 1.0, 1, "tests"),
    ]
    assert (versions[0].revision, versions[0].time) == (present.revision, present.updated_at)
    assert [one.revision for one in versions] == sorted((one.revision for one in versions), reverse=True)
    assert [one.time for one in versions] == sorted((one.time for one in versions), reverse=True)


async def test_should_tell_of_the_last_versions_only(client: livevars.Variables, prefix: str) -> None:
    await client.register(prefix, 1)
    for value in range(2, 151):
        await client.set(prefix, value)
    assert [one.version for one in await client.history(prefix, 3)] == [150, 149, 148]
    assert [one.version for one in await client.history(prefix)] == [*range(150, 50, -1)]
    assert [one.value for one in await client.history(prefix, limit=10_000)] == [*range(150, 0, -1)]


async def test_should_be_the_history_that_watches_saw(client: livevars.Variables, prefix: str) -> None:
    other = f"{prefix}.other"
    async with client.watch(prefix) as watch:
        await client.register(prefix, 0)
        await client.register(other, 0)
        await client.set_many({prefix: 1, other: 1})
        await client.set(other, 2)
        await client.set(prefix, 2)
        await client.delete(prefix)
        changes = await take(watch, 4)
    versions = await client.history(prefix)
    assert [(one.kind, one.value, one.version, one.revision, one.time) for one in reversed(versions)] == [
        (change.kind, change.new, change.last_version, change.revision, change.timestamp) for change in changes
    ]


@pytest.mark.parametrize(
    ("spec", "old", "new"),
    [
        (livevars.Float(), 0.1, 0.2),
        (livevars.Integer(), 2**62 + 1, -1),
        (livevars.String(), "ä\n\U0001f600", ""),
        (livevars.Boolean(), False, True),
        (livevars.Choice(choices=["a", "b"]), "a", "b"),
        (livevars.Module(), "dspy.Predict", "dspy.ReAct"),
        (livevars.Embedding(), [1.5, 2.5], [0.0]),
        (livevars.Tensor(), np.arange(6).reshape(2, 3), np.zeros((0, 2), np.float32)),
    ],
)
async def test_should_keep_past_values_of_every_type(
    client: livevars.Variables, prefix: str, spec: livevars.TypeSpec, old: Any, new: Any
) -> None:
    first = await client.register(prefix, old, spec)
    second = (await client.set(prefix, new)).variable
    for one, variable in zip(await client.history(prefix), (second, first), strict=True):
        assert type(one.value) is type(variable.value)
        np.testing.assert_array_equal(one.value, variable.value)
    back = await client.rollback(prefix, 1)
    assert back.version == 3
    np.testing.assert_array_equal(back.value, first.value)


async def test_should_tell_the_history_of_a_variable_that_is_deleted(client: livevars.Variables, prefix: str) -> None:
    await client.register(prefix, 1)
    revision = await client.delete(prefix)
    newest = (await client.history(prefix))[0]
    assert (newest.kind, newest.value, newest.version, newest.revision) == (Kind.DELETED, None, 2, revision)


async def test_should_have_no_history_of_a_name_that_never_was(client: livevars.Variables, prefix: str) -> None:
    assert await reason_of(client.history(prefix)) == "VARIABLE_NOT_FOUND"
    assert await reason_of(client.rollback(prefix, 1)) == "VARIABLE_NOT_FOUND"
    assert await reason_of(client.history("a b"), livevars.InvalidValueError) == "INVALID_NAME"


@pytest.mark.parametrize("limit", [0, -1, 10_001])
async def test_should_refuse_a_limit_outside(client: livevars.Variables, prefix: str, limit: int) -> None:
    await client.register(prefix, 1)
    assert await reason_of(client.history(prefix, limit), livevars.InvalidValueError) == "INVALID_REQUEST"


async def test_should_go_back_as_a_new_version(client: livevars.Variables, prefix: str) -> None:
    await client.register(prefix, "one")
    await client.set(prefix, "two")
    async with client.watch(prefix, include_initial=False) as watch:
        back = await client.rollback(prefix, 1, source="operator")
        (change,) = await take(watch, 1)
    assert (back.value, back.version, back.source) == ("one", 3, "operator")
    assert (change.kind, change.old, change.new, change.variable) == (Kind.UPDATED, "two", "one", back)
    assert (await client.rollback(prefix, 2)).source == "tests"
    assert [one.value for one in await client.history(prefix)] == ["two", "one", "two", "one"]


async def test_should_change_nothing_when_the_value_is_the_present_one(client: livevars.Variables, prefix: str) -> None:
    await client.register(prefix, 1)
    await client.set(prefix, 2)
    present = (await client.set(prefix, 1)).variable
    assert await client.rollback(prefix, 1) == present
    assert await client.rollback(prefix, 3) == present
    assert len(await client.history(prefix)) == 3


async def test_should_not_go_back_to_what_is_no_value(client: livevars.Variables, prefix: str) -> None:
    await client.register(prefix, 1)
    await client.delete(prefix)
    present = await client.register(prefix, 3)
    for version in (-1, 0, 2, 4, 2**62):
        assert await reason_of(client.rollback(prefix, version)) == "VERSION_NOT_FOUND"
    assert await client.get(prefix) == present


async def test_should_not_bring_a_deleted_variable_back(client: livevars.Variables, prefix: str) -> None:
    await client.register(prefix, 1)
    await client.delete(prefix)
    assert await reason_of(client.rollback(prefix, 1)) == "VARIABLE_NOT_FOUND"


async def test_should_not_go_back_to_a_value_that_breaks_the_present_limits(
    client: livevars.Variables, prefix: str
) -> None:
    await client.register(prefix, 1.0)
    await client.set(prefix, 5.0)
    await client.update_constraints(prefix, livevars.Float(min=2))
    refused = client.rollback(prefix, 1)
    assert await reason_of(refused, livevars.InvalidValueError) == "CONSTRAINT_VIOLATED"
    await client.update_constraints(prefix, livevars.Float(read_only=True))
    assert await reason_of(client.rollback(prefix, 1), livevars.InvalidValueError) == "READ_ONLY"
    assert await client.value(prefix) == 5.0


async def test_should_go_back_to_a_value_from_before_a_deletion(client: livevars.Variables, prefix: str) -> None:
    await client.register(prefix, 1)
    await client.delete(prefix)
    await client.register(prefix, 3)
    assert (await client.rollback(prefix, 1)).value == 1
