"""Watching: the present values, then every change above them, once and in order."""

from __future__ import annotations

import asyncio
from typing import Any

import numpy as np
import pytest

import livevars
from livevars import ChangeKind
from server.awaiting import assert_ordered_and_complete, take, take_until


async def test_should_hand_on_the_present_values_then_each_change(client: livevars.Variables, prefix: str) -> None:
    """Contract 4.1 and 4.3: no stale read, complete."""
    registered = await client.register(prefix, 1, metadata={"k": "v"})
    async with client.watch(prefix) as watch:
        (first,) = await take(watch, 1)
        assert (first.kind, first.initial, first.old, first.new) == (ChangeKind.REGISTERED, True, None, 1)
        assert first.variable == registered
        assert watch.revision == first.revision >= registered.revision
        after = (await client.set(prefix, 2, source="me", metadata={"why": "test"})).variable
        (second,) = await take(watch, 1)
        assert (second.kind, second.initial, second.old, second.new) == (ChangeKind.UPDATED, False, 1, 2)
        assert (second.revision, second.first_version, second.last_version, second.merged_count) == (
            after.revision,
            2,
            2,
            1,
        )
        assert (second.variable, second.source, second.metadata) == (after, "me", {"why": "test"})
        assert watch.revision == after.revision


async def test_should_be_live_when_entered(client: livevars.Variables, prefix: str) -> None:
    """Contract 4.1: what is set right after entering is never missed."""
    await client.register(prefix, 0)
    for value in range(1, 21):
        async with client.watch(prefix, include_initial=False) as watch:
            await client.set(prefix, value)
            (change,) = await take(watch, 1)
            assert (change.old, change.new) == (value - 1, value)


async def test_should_tell_of_every_kind_of_change(client: livevars.Variables, prefix: str) -> None:
    async with client.watch(prefix) as watch:
        await client.register(prefix, 1)
        await client.set(prefix, 2)
        await client.update_constraints(prefix, livevars.Integer(max=9))
        await client.delete(prefix)
        await client.register(prefix, "again")
        changes = await take(watch, 5)
    assert [(change.kind, change.old, change.new, change.last_version) for change in changes] == [
        (ChangeKind.REGISTERED, None, 1, 1),
        (ChangeKind.UPDATED, 1, 2, 2),
        (ChangeKind.CONSTRAINTS_UPDATED, 2, 2, 3),
        (ChangeKind.DELETED, 2, None, 4),
        (ChangeKind.REGISTERED, None, "again", 5),
    ]
    assert changes[3].variable is None
    assert_ordered_and_complete(changes)


async def test_should_select_by_name_and_glob(client: livevars.Variables, prefix: str) -> None:
    async with (
        client.watch(f"{prefix}.a", f"{prefix}.m.*") as some,
        client.watch(f"{prefix}.**") as all_of_them,
    ):
        for name in ("a", "b", "m", "m.x", "m.x.y", "end.z", "a.end"):
            await client.register(f"{prefix}.{name}", 1)
        await client.register(f"{prefix}.m.end", 1)
        selected = await take_until(some, lambda change: change.name.endswith("m.end"))
        everything = await take_until(all_of_them, lambda change: change.name.endswith("m.end"))
    assert [change.name.removeprefix(f"{prefix}.") for change in selected] == ["a", "m.x", "m.end"]
    assert len(everything) == 8


async def test_should_watch_everything_without_a_selector(client: livevars.Variables, prefix: str) -> None:
    async with client.watch(include_initial=False) as watch:
        await client.register(prefix, 1)
        assert (await take_until(watch, lambda change: change.name == prefix))[-1].new == 1


async def test_should_not_send_present_values_that_nobody_asked_for(client: livevars.Variables, prefix: str) -> None:
    await client.register(prefix, 1)
    async with client.watch(prefix, include_initial=False) as watch:
        assert watch.revision > 0
        await client.set(prefix, 2)
        (change,) = await take(watch, 1)
    assert (change.initial, change.new) == (False, 2)


async def test_should_not_tear_a_batch(client: livevars.Variables, prefix: str) -> None:
    """Contract 4.4: the changes of one change set arrive together; half a batch does not move the resume point."""
    names = [f"{prefix}.n{i}" for i in range(20)]
    await asyncio.gather(*(client.register(name, 0) for name in names))
    async with client.watch(f"{prefix}.*", include_initial=False) as watch:
        before = watch.revision
        result = await client.set_many(dict.fromkeys(names, 1))
        half = await take(watch, 10)
        assert before <= watch.revision < result.revision
        rest = await take(watch, 10)
        assert watch.revision == result.revision
    assert sorted(change.name for change in half + rest) == sorted(names)
    assert {change.revision for change in half + rest} == {result.revision}


async def test_should_hand_all_changes_to_both_of_two_watches(client: livevars.Variables, prefix: str) -> None:
    await client.register(prefix, 0)
    async with client.watch(prefix) as one, client.watch(prefix) as two:
        assert one.id != two.id
        for value in range(1, 11):
            await client.set(prefix, value)
        for watch in (one, two):
            changes = await take(watch, 11)
            assert [change.new for change in changes] == list(range(11))
            assert_ordered_and_complete(changes)


async def test_should_carry_many_watches_on_one_connection(client: livevars.Variables, prefix: str) -> None:
    """The hundred streams that HTTP/2 servers allow by default are not the limit."""
    await client.register(prefix, 0)
    watches = [client.watch(prefix, label=prefix) for _ in range(300)]
    for watch in watches:
        await watch.__aenter__()
    await client.set(prefix, 1)
    for watch in watches:
        assert [change.new for change in await take(watch, 2)] == [0, 1]


@pytest.mark.parametrize("value", [[1.5, 2.5], np.arange(4.0).reshape(2, 2)])
async def test_should_carry_arrays(client: livevars.Variables, prefix: str, value: Any) -> None:
    await client.register(prefix, value)
    async with client.watch(prefix) as watch:
        await client.set(prefix, np.asarray(value) + 1)
        initial, change = await take(watch, 2)
    np.testing.assert_array_equal(initial.new, value)
    np.testing.assert_array_equal(change.old, value)
    np.testing.assert_array_equal(change.new, np.asarray(value) + 1)


async def test_should_filter_by_what_the_application_last_received(client: livevars.Variables, prefix: str) -> None:
    """Contract 4.8: slow drift passes a filter in the end."""
    await client.register(prefix, 0)
    async with client.watch(prefix, filter=lambda old, new: old is None or abs(new - old) >= 3) as watch:
        for value in (1, 2, 3, 4, 5, 6, 100):
            await client.set(prefix, value)
        assert [change.new for change in await take(watch, 4)] == [0, 3, 6, 100]


async def test_should_report_a_filter_that_raises_and_lose_nothing(client: livevars.Variables, prefix: str) -> None:
    errors: list[Exception] = []

    def bad(old: Any, new: Any) -> bool:
        raise RuntimeError(f"{old} {new}")

    await client.register(prefix, 1)
    async with client.watch(prefix, filter=bad, on_error=errors.append) as watch:
        await client.set(prefix, 2)
        assert [change.new for change in await take(watch, 2)] == [1, 2]
    assert [str(error) for error in errors] == ["None 1", "1 2"]


async def test_should_survive_an_error_handler_that_raises(client: livevars.Variables, prefix: str) -> None:
    def bad(*_: Any) -> bool:
        raise RuntimeError("bad")

    await client.register(prefix, 1)
    async with client.watch(prefix, filter=bad, on_error=bad) as watch:
        assert (await take(watch, 1))[0].new == 1


async def test_should_hand_on_a_thousand_revisions_while_they_are_written(
    client: livevars.Variables, prefix: str
) -> None:
    """Contract 4.2 and 4.3: ordered and complete."""
    name = f"{prefix}.n"
    await client.register(name, 0)

    async def write() -> None:
        for value in range(1, 1001):
            await client.set(name, value)

    async with client.watch(f"{prefix}.*", buffer_capacity=2000) as watch:
        writer = asyncio.create_task(write())
        changes = await take_until(watch, lambda change: change.new == 1000)
        await writer
    assert_ordered_and_complete(changes)
    assert sum(change.merged_count for change in changes) == 1001


async def test_should_go_on_after_a_reader_gave_up_waiting(client: livevars.Variables, prefix: str) -> None:
    """A cancelled read loses nothing and ends nothing."""
    await client.register(prefix, 0)
    async with client.watch(prefix, include_initial=False) as watch:
        for value in range(1, 6):
            with pytest.raises(asyncio.TimeoutError):
                await take(watch, 1, within=0.02)
            await client.set(prefix, value)
            assert (await take(watch, 1))[0].new == value


async def test_should_iterate_without_a_context(client: livevars.Variables, prefix: str) -> None:
    await client.register(prefix, 1)
    watch = client.watch(prefix)
    async for change in watch:
        assert change.new == 1
        await watch.cancel()
    assert [change async for change in watch] == []
