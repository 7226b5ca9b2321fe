"""Watches that nobody reads: they hold up no call, and the server knows what they have not taken."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING

import pytest

import livevars
from server.awaiting import eventually, take, take_until

if TYPE_CHECKING:
    from server.launcher import Server

KIB = 1024


def text(number: int, size: int) -> str:
    return f"{number:08}".ljust(size, "d")


async def watcher_of(client: livevars.Variables, label: str) -> livevars.Watcher:
    return next(watcher for watcher in await client.list_watchers() if watcher.label == label)


@pytest.mark.parametrize(
    ("size", "watches", "changes"),
    [
        (30 * KIB, 1, 200),
        (30 * KIB, 10, 200),
        (100 * KIB, 1, 200),
        (100 * KIB, 10, 200),
        (3 * KIB * KIB, 1, 5),
        (3 * KIB * KIB, 10, 5),
    ],
)
async def test_should_not_hold_up_calls(server: Server, prefix: str, size: int, watches: int, changes: int) -> None:
    large, small = f"{prefix}.large", f"{prefix}.small"
    async with livevars.connect(server.target, timeout=5.0) as client, AsyncExitStack() as stack:
        await client.register(large, text(0, size))
        await client.register(small, 0)
        unread = [await stack.enter_async_context(client.watch(large, include_initial=False)) for _ in range(watches)]
        for number in range(1, changes + 1):
            await client.set(large, text(number, size))
            await client.set(small, number)
            assert (await client.get(small)).value == number
        last = text(changes, size)
        read = await asyncio.gather(*(take_until(watch, lambda change: change.new == last) for watch in unread))
        assert [changes_read[-1].last_version for changes_read in read] == [changes + 1] * watches
        await client.delete(large)


async def test_should_set_before_it_iterates(server: Server, prefix: str) -> None:
    """The pattern of the README, with a value as large as an ordinary embedding."""
    async with livevars.connect(server.target, timeout=5.0) as client:
        await client.register(prefix, text(0, 30 * KIB))
        async with client.watch(prefix, include_initial=False) as watch:
            await client.set(prefix, text(1, 30 * KIB))
            assert (await take(watch, 1))[0].new == text(1, 30 * KIB)


async def test_should_leave_what_is_not_read_with_the_server(client: livevars.Variables, prefix: str) -> None:
    await client.register(prefix, "")
    async with client.watch(prefix, label=prefix, include_initial=False, buffer_capacity=10_000) as watch:
        for number in range(2000):
            await client.set(prefix, text(number, 20))

        async def waits() -> bool:
            watcher = await watcher_of(client, prefix)
            return watcher.pending > 0 or watcher.conflated > 0

        await eventually(waits)
        watcher = await watcher_of(client, prefix)
        assert watcher.delivered < 200
        assert (await take_until(watch, lambda change: change.new == text(1999, 20)))[-1].last_version == 2001


@pytest.mark.parametrize("first", ["watch", "client"])
async def test_should_end_unread(server: Server, client: livevars.Variables, prefix: str, first: str) -> None:
    await client.register(prefix, text(0, 100 * KIB))
    own = livevars.connect(server.target)
    watches = [await own.watch(prefix, label=prefix).__aenter__() for _ in range(10)]
    await client.set(prefix, text(1, 100 * KIB))
    if first == "watch":
        await asyncio.gather(*(watch.cancel() for watch in watches))
    await own.close()
    await asyncio.gather(*(watch.cancel() for watch in watches))
    assert [change async for change in watches[0]] == []

    async def none_left() -> bool:
        return not any(watcher.label == prefix for watcher in await client.list_watchers())

    await eventually(none_left, within=2.0)
