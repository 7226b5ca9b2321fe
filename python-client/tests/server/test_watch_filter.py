"""Filters on the server: what a watch does not want never reaches it, and it is still told of slow drift."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

import livevars
from livevars import ChangeKind
from server.awaiting import eventually, take, take_until

if TYPE_CHECKING:
    from collections.abc import Sequence


async def received(
    client: livevars.Variables, name: str, values: Sequence[Any], *, initial: bool = False, **wanted: Any
) -> list[Any]:
    """What a watch gets of these values, the first of which is there when it begins and the last of which passes."""
    await client.register(name, values[0])
    async with client.watch(name, include_initial=initial, **wanted) as watch:
        for value in values[1:]:
            await client.set(name, value)
        changes = await take_until(watch, lambda change: np.array_equal(change.new, values[-1]))
    return [change.new for change in changes]


@pytest.mark.parametrize("initial", [True, False])
async def test_should_compare_with_what_it_last_received(
    client: livevars.Variables, prefix: str, initial: bool
) -> None:
    """Contract 4.8: no step is large enough, but the drift is; the first value counts whether it was sent or not."""
    values = [step / 4 for step in range(13)]
    drift = await received(client, prefix, values, initial=initial, min_change=1.0)
    assert drift == [0.0, 1.0, 2.0, 3.0][not initial :]


async def test_should_take_a_difference_in_either_direction(client: livevars.Variables, prefix: str) -> None:
    assert await received(client, prefix, [10, 11, 9, 8, 7, 5, 100], min_change=3) == [7, 100]


async def test_should_compare_ratios_with_what_it_last_received(client: livevars.Variables, prefix: str) -> None:
    values = [100, 105, 109, 110, 120, 121, 100, 99, 110, 0, 1]
    assert await received(client, prefix, values, min_change_ratio=0.1) == [110, 121, 100, 110, 0, 1]


async def test_should_want_all_that_is_set(client: livevars.Variables, prefix: str) -> None:
    values = [1000, 1050, 1100, 1, 2, 60]
    assert await received(client, prefix, values, min_change=50, min_change_ratio=0.1) == [1100, 1, 60]


async def test_should_measure_how_far_an_embedding_moved(client: livevars.Variables, prefix: str) -> None:
    values = [[0, 0], [3, 0], [3, 3], [3, 4], [3, 8], [0, 0]]
    await client.register(prefix, values[0], livevars.Embedding(dimensions=2))
    async with client.watch(prefix, include_initial=False, min_distance=5.0) as watch:
        for value in values[1:]:
            await client.set(prefix, value)
        assert [list(change.new) for change in await take(watch, 2)] == [[3, 4], [0, 0]]


async def test_should_measure_the_greatest_difference_of_a_tensor(client: livevars.Variables, prefix: str) -> None:
    shape = (2, 2)
    values = [np.zeros(shape), np.full(shape, 0.75), np.array([[0, 0], [0, -1.0]]), np.zeros(shape) - 0.25]
    values += [np.full(shape, 1.0)]
    moved = await received(client, prefix, values, min_distance=1.0)
    assert [value.tolist() for value in moved] == [values[2].tolist(), values[4].tolist()]


async def test_should_let_pass_what_has_no_distance(client: livevars.Variables, prefix: str) -> None:
    """Other types, shapes and kinds; a variable that was deleted begins again with its registration."""
    number, text = f"{prefix}.number", f"{prefix}.text"
    await client.register(number, 0)
    await client.register(text, "a")
    async with client.watch(f"{prefix}.*", include_initial=False, min_change=10, min_distance=10) as watch:
        await client.set(text, "b")
        await client.set(number, 9)
        await client.update_constraints(number, livevars.Integer(max=100))
        await client.set(number, 1)
        await client.delete(number)
        await client.register(number, 5)
        await client.set(number, 14)
        await client.set(number, 15)
        changes = await take(watch, 5)
    assert [(change.kind, change.new) for change in changes] == [
        (ChangeKind.UPDATED, "b"),
        (ChangeKind.CONSTRAINTS_UPDATED, 9),
        (ChangeKind.DELETED, None),
        (ChangeKind.REGISTERED, 5),
        (ChangeKind.UPDATED, 15),
    ]


@pytest.mark.parametrize("wanted", [["DELETED"], ["registered", ChangeKind.CONSTRAINTS_UPDATED], "UPDATED", []])
async def test_should_hand_on_the_wanted_kinds(client: livevars.Variables, prefix: str, wanted: Any) -> None:
    name = f"{prefix}.n"
    async with client.watch(f"{prefix}.**", kinds=wanted) as watch:
        for _ in range(2):
            await client.register(name, 1)
            await client.set(name, 2)
            await client.update_constraints(name, livevars.Integer(max=9))
            await client.delete(name)
        kinds = [ChangeKind(kind.upper()) for kind in ([wanted] if isinstance(wanted, str) else wanted or ChangeKind)]
        changes = await take(watch, 2 * len(kinds))
    everything = [ChangeKind.REGISTERED, ChangeKind.UPDATED, ChangeKind.CONSTRAINTS_UPDATED, ChangeKind.DELETED] * 2
    assert [change.kind for change in changes] == [kind for kind in everything if kind in kinds]


async def test_should_send_the_present_values_whatever_kinds_are_wanted(
    client: livevars.Variables, prefix: str
) -> None:
    await client.register(prefix, 1)
    async with client.watch(prefix, kinds=["UPDATED"]) as watch:
        await client.set(prefix, 2)
        assert [(change.new, change.initial) for change in await take(watch, 2)] == [(1, True), (2, False)]


async def test_should_hand_on_the_wanted_part_of_a_batch(client: livevars.Variables, prefix: str) -> None:
    """And half a batch does not move the resume point."""
    names = [f"{prefix}.n{i}" for i in range(6)]
    await asyncio.gather(*(client.register(name, 0) for name in names))
    async with client.watch(f"{prefix}.*", include_initial=False, min_change=3) as watch:
        before = watch.revision
        revision = (await client.set_many({name: i for i, name in enumerate(names)})).revision
        first, second = await take(watch, 2)
        assert before <= watch.revision < revision
        (third,) = await take(watch, 1)
        assert watch.revision == revision
    assert sorted(change.name for change in (first, second, third)) == names[3:]
    assert {change.revision for change in (first, second, third)} == {revision}


async def test_should_move_on_past_what_is_held_back(client: livevars.Variables, prefix: str) -> None:
    """Contract 4.6: a bookmark covers what was filtered, so that nobody has to go through it again."""
    await client.register(prefix, 0)
    async with client.watch(prefix, include_initial=False, min_change=1000, heartbeat_interval=0.05) as watch:
        reading = asyncio.create_task(take(watch, 1))
        for value in range(1, 11):
            revision = (await client.set(prefix, value)).variable.revision
        await eventually(lambda: watch.revision >= revision)
        await client.set(prefix, 1000)
        (change,) = await reading
    assert (change.old, change.new) == (10, 1000)


async def test_should_tell_what_became_of_the_changes(client: livevars.Variables, prefix: str) -> None:
    await client.register(prefix, 0)
    async with client.watch(prefix, label=prefix, include_initial=False, min_change=10) as watch:
        for value in range(1, 21):
            await client.set(prefix, value)
        await take(watch, 2)
        (watcher,) = [one for one in await client.list_watchers() if one.label == prefix]
    assert (watcher.delivered, watcher.filtered, watcher.conflated) == (2, 18, 0)
    assert (watcher.pending, watcher.filter_failures) == (0, 0)


@pytest.mark.parametrize(
    ("options", "field"),
    [
        ({"min_change": -1}, "filter.min_change"),
        ({"min_change": float("nan")}, "filter.min_change"),
        ({"min_change_ratio": -0.5}, "filter.min_change_ratio"),
        ({"min_distance": float("inf")}, "filter.min_distance"),
        ({"max_wait": 1.0}, "pacing.max_wait"),
        ({"debounce": -1.0}, "pacing.debounce"),
        ({"debounce": 1.0, "max_wait": -1.0}, "pacing.max_wait"),
        ({"min_interval": 1e6}, "pacing.min_interval"),
        ({"buffer_capacity": 1_000_001}, "overflow.buffer_capacity"),
    ],
)
async def test_should_name_the_option_that_is_refused(
    client: livevars.Variables, prefix: str, options: dict[str, Any], field: str
) -> None:
    with pytest.raises(livevars.InvalidValueError) as caught:
        await client.watch(prefix, label=prefix, **options).__aenter__()
    assert caught.value.reason == "INVALID_REQUEST"
    assert caught.value.message.startswith(f"{field} is ")
    assert [violation.field for violation in caught.value.details["violations"]] == [field]
    assert not any(watcher.label == prefix for watcher in await client.list_watchers())


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("buffer_capacity", 0),
        ("buffer_capacity", True),
        ("overflow", "drop"),
        ("kinds", 5),
        ("kinds", ["CHANGED"]),
        ("min_change", "far"),
        ("min_distance", True),
        ("debounce", True),
        ("min_interval", "1s"),
        ("expression", None),
    ],
)
async def test_should_name_the_option_that_is_of_no_use(client: livevars.Variables, option: str, value: Any) -> None:
    with pytest.raises(livevars.InvalidValueError, match=f"{option} is ") as caught:
        client.watch(**{option: value})
    assert caught.value.reason == "INVALID_REQUEST"
