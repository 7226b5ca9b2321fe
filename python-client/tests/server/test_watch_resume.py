"""Resuming: with lost connections and in later processes, nothing is missed and nothing repeated."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

import livevars
from server.awaiting import assert_ordered_and_complete, eventually, take, take_until
from server.relay import Relay

if TYPE_CHECKING:
    from server.launcher import Server


async def test_should_continue_from_a_revision(client: livevars.Variables, prefix: str) -> None:
    """Contract 4.5: no gap and no repeat; present values come only when history is gone."""
    await client.register(prefix, 0)
    async with client.watch(prefix) as watch:
        for value in (1, 2, 3):
            await client.set(prefix, value)
        first = await take(watch, 3)
        resume = watch.revision + 1
    await client.set(prefix, 4)
    async with client.watch(prefix, start_revision=resume) as watch:
        await client.set(prefix, 5)
        second = await take(watch, 3)
    assert [change.new for change in first + second] == [0, 1, 2, 3, 4, 5]
    assert not any(change.initial for change in second)
    assert_ordered_and_complete(first + second)


async def test_should_start_from_the_next_revision_when_there_is_none_yet(
    client: livevars.Variables, prefix: str
) -> None:
    revision = (await client.register(prefix, 0)).revision
    async with client.watch(prefix, start_revision=revision + 1) as watch:
        assert watch.revision >= revision
        await client.set(prefix, 1)
        assert (await take(watch, 1))[0].new == 1


async def test_should_repeat_a_batch_that_was_handed_on_half(client: livevars.Variables, prefix: str) -> None:
    """Contract 4.4 and 4.5: half a batch is no resume point; a later process gets all of it."""
    a, b = f"{prefix}.a", f"{prefix}.b"
    await client.register(a, 0)
    await client.register(b, 0)
    async with client.watch(f"{prefix}.*", include_initial=False) as watch:
        await client.set_many({a: 1, b: 1})
        await take(watch, 1)
        resume = watch.revision + 1
    async with client.watch(f"{prefix}.*", start_revision=resume) as watch:
        assert {change.name for change in await take(watch, 2)} == {a, b}


async def test_should_move_the_resume_point_with_bookmarks(client: livevars.Variables, prefix: str) -> None:
    """Contract 4.6: progress says that nothing up to a revision is outstanding."""
    async with client.watch(f"{prefix}.watched", heartbeat_interval=0.02) as watch:
        reader = asyncio.create_task(take(watch, 1))
        revision = (await client.register(f"{prefix}.other", 1)).revision
        await eventually(lambda: watch.revision >= revision)
        await client.register(f"{prefix}.watched", 1)
        await reader


async def test_should_miss_and_repeat_nothing_when_connections_are_cut(
    server: Server, client: livevars.Variables, prefix: str
) -> None:
    """Contract 4.2, 4.3, 4.4 and 4.5 over a network that breaks every 50 writes."""
    a, b = f"{prefix}.a", f"{prefix}.b"
    await client.register(a, 0)
    await client.register(b, 0)
    lost: list[Exception] = []
    async with Relay(server.host, server.port) as relay, livevars.connect(relay.target) as far:
        async with far.watch(f"{prefix}.*", on_error=lost.append) as watch:

            async def write() -> None:
                for value in range(1, 501):
                    await client.set_many({a: value, b: value})
                    if value % 50 == 0:
                        relay.cut()

            writer = asyncio.create_task(write())
            changes = await take_until(watch, lambda change: change.new == 500 and watch.revision == change.revision)
            await writer
        assert relay.accepted > 1
    assert lost
    assert all(isinstance(error, livevars.UnavailableError) for error in lost)
    assert not any(change.initial for change in changes[2:])
    assert_ordered_and_complete(changes)
    assert [change.new for change in changes if change.name in (a, b)][-2:] == [500, 500]
    assert sum(change.merged_count for change in changes) == 1002


async def test_should_continue_all_watches_of_a_client(server: Server, client: livevars.Variables, prefix: str) -> None:
    await client.register(prefix, 0)
    async with Relay(server.host, server.port) as relay, livevars.connect(relay.target) as far:
        watches = [far.watch(prefix, label=prefix, on_error=lambda error: None) for _ in range(20)]
        for watch in watches:
            await watch.__aenter__()
            await take(watch, 1)
        relay.cut()
        await client.set(prefix, 1)
        for changes in await asyncio.gather(*(take(watch, 1, within=30) for watch in watches)):
            assert changes[0].new == 1


async def test_should_continue_after_an_idle_time_without_changes(
    server: Server, client: livevars.Variables, prefix: str
) -> None:
    await client.register(prefix, 0)
    lost: list[Exception] = []
    async with Relay(server.host, server.port) as relay, livevars.connect(relay.target) as far:
        async with far.watch(prefix, on_error=lost.append) as watch:
            await take(watch, 1)
            old_id = watch.id
            reader = asyncio.create_task(take(watch, 1, within=30))
            relay.cut()
            await eventually(lambda: watch.id != old_id)
            assert not reader.done()
            await client.set(prefix, 1)
            assert [change.new for change in await reader] == [1]
    assert lost


async def test_should_end_with_the_connection_when_asked_to(
    server: Server, client: livevars.Variables, prefix: str
) -> None:
    await client.register(prefix, 0)
    async with Relay(server.host, server.port) as relay, livevars.connect(relay.target) as far:
        async with far.watch(prefix, reconnect=False) as watch:
            await take(watch, 1)
            relay.cut()
            with pytest.raises(livevars.UnavailableError):
                await take(watch, 1)


async def test_should_cancel_a_watch_that_is_waiting_to_connect_again(server: Server, prefix: str) -> None:
    async with livevars.connect(server.target) as direct:
        await direct.register(prefix, 0)
    lost: list[Exception] = []
    relay = Relay(server.host, server.port)
    await relay.__aenter__()
    async with livevars.connect(relay.target) as far:
        async with far.watch(prefix, on_error=lost.append) as watch:
            await take(watch, 1)
            reader = asyncio.create_task(take_until(watch, lambda change: False))
            await relay.__aexit__()
            await eventually(lambda: len(lost) > 3)
            await watch.cancel()
            assert await asyncio.wait_for(reader, 1) == []


async def test_should_compare_with_what_it_received_before_the_connection_was_lost(
    server: Server, client: livevars.Variables, prefix: str
) -> None:
    """Contract 4.8: drift that was held back counts on, also where the server's bookmark is behind it."""
    slow, fast = f"{prefix}.slow", f"{prefix}.fast"
    await client.register(slow, 0)
    await client.register(fast, 0)
    async with Relay(server.host, server.port) as relay, livevars.connect(relay.target) as far:
        async with far.watch(f"{prefix}.*", min_change=5, heartbeat_interval=0.02) as watch:
            await take(watch, 2)
            await client.set(slow, 4)
            await client.set(fast, 9)
            await take(watch, 1)
            relay.cut()
            for value in (3, 4, 5):
                await client.set(slow, value)
            change = (await take(watch, 1))[0]
    assert (change.name, change.old, change.new) == (slow, 4, 5)
