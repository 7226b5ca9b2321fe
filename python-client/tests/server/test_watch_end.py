"""The ends of a watch: each is explicit, and none leaves an orphan."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

import livevars
from server.awaiting import eventually, take

if TYPE_CHECKING:
    from server.launcher import Server


async def watchers(client: livevars.Variables, label: str) -> list[livevars.Watcher]:
    return [watcher for watcher in await client.list_watchers() if watcher.label == label]


async def none_left(client: livevars.Variables, label: str) -> bool:
    return not await watchers(client, label)


async def test_should_be_listed_while_it_watches(client: livevars.Variables, prefix: str) -> None:
    await client.register(prefix, 1)
    async with client.watch(f"{prefix}.*", prefix, label=prefix) as watch:
        await client.set(prefix, 2)
        await take(watch, 2)
        (watcher,) = await watchers(client, prefix)
        assert (watcher.id, watcher.session, set(watcher.selectors)) == (watch.id, "default", {prefix, f"{prefix}.*"})
        assert watcher.kind is livevars.WatcherKind.GRPC
        assert watcher.peer
        assert watcher.delivered >= 1
        assert watcher.pending == 0


async def test_should_leave_no_watcher_after_the_context(client: livevars.Variables, prefix: str) -> None:
    """Contract 4.12."""
    async with client.watch(prefix, label=prefix):
        assert len(await watchers(client, prefix)) == 1
    await eventually(lambda: none_left(client, prefix), within=1.0)


async def test_should_stop_a_reader_when_another_task_cancels(client: livevars.Variables, prefix: str) -> None:
    async with client.watch(prefix, label=prefix) as watch:
        reader = asyncio.create_task(collect(watch))
        await eventually(lambda: watch._stream is not None and watch._stream._read is not None)
        await watch.cancel()
        assert await asyncio.wait_for(reader, 5) == []
        await watch.cancel()
    await eventually(lambda: none_left(client, prefix), within=1.0)


async def collect(watch: livevars.Watch) -> list[livevars.Change]:
    return [change async for change in watch]


async def test_should_end_with_the_client_in_any_order(server: Server, prefix: str) -> None:
    client = livevars.connect(server.target)
    watch = client.watch(prefix)
    await watch.__aenter__()
    reader = asyncio.create_task(collect(watch))
    await client.close()
    assert await asyncio.wait_for(reader, 5) == []
    await watch.cancel()
    await client.close()
    with pytest.raises(livevars.UnavailableError):
        await client.get(prefix)
    with pytest.raises(livevars.UnavailableError):
        await client.watch(prefix).__aenter__()


async def test_should_leave_no_watcher_when_the_reading_task_is_cancelled(
    client: livevars.Variables, prefix: str
) -> None:
    entered = asyncio.Event()

    async def read() -> None:
        async with client.watch(prefix, label=prefix) as watch:
            entered.set()
            async for _ in watch:
                pass

    reader = asyncio.create_task(read())
    await entered.wait()
    reader.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reader
    await eventually(lambda: none_left(client, prefix), within=1.0)


async def test_should_say_who_stopped_it(client: livevars.Variables, prefix: str) -> None:
    """Contract 4.11: a reason for every end; what was set before the end is handed on."""
    await client.register(prefix, 1)
    async with client.watch(prefix, label=prefix) as watch:
        revision = (await client.set(prefix, 2)).variable.revision
        await take(watch, 2)
        await client.stop_watcher(watch.id)
        with pytest.raises(livevars.WatchEnded) as caught:
            await take(watch, 1)
        assert caught.value.reason == "STOPPED"
        assert caught.value.resume_revision > revision
        assert await collect(watch) == []
        assert await none_left(client, prefix)
    await client.set(prefix, 3)
    async with client.watch(prefix, start_revision=caught.value.resume_revision) as resumed:
        assert (await take(resumed, 1))[0].new == 3


async def test_should_not_know_a_watcher_that_is_not_there(client: livevars.Variables) -> None:
    with pytest.raises(livevars.NotFoundError) as caught:
        await client.stop_watcher("no-such-watcher")
    assert caught.value.reason == "WATCHER_NOT_FOUND"
    with pytest.raises(livevars.InvalidValueError):
        await client.stop_watcher("")


async def test_should_let_one_task_read_at_a_time(client: livevars.Variables, prefix: str) -> None:
    async with client.watch(prefix) as watch:
        reader = asyncio.create_task(collect(watch))
        await eventually(lambda: watch._busy)
        with pytest.raises(RuntimeError, match="another task"):
            await watch.__anext__()
        await watch.cancel()
        await reader


CHILD = """
import asyncio, sys, livevars

async def main():
    async with livevars.connect(sys.argv[1]) as vars:
        for _ in range(100):
            await vars.watch(sys.argv[2], label=sys.argv[2]).__aenter__()
        print("watching", flush=True)
        await asyncio.Event().wait()

asyncio.run(main())
"""


async def test_should_leave_no_watcher_of_a_client_that_was_killed(
    server: Server, client: livevars.Variables, prefix: str
) -> None:
    """Contract 4.12: kill -9 of a client with a hundred watches, and within a second there is none of them."""
    arguments = [sys.executable, "-c", CHILD, server.target, prefix]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True) as child:
        try:
            assert child.stdout is not None
            assert await asyncio.to_thread(child.stdout.readline) == "watching\n"
            assert len(await watchers(client, prefix)) == 100
        finally:
            child.kill()
        killed = time.monotonic()
        await eventually(lambda: none_left(client, prefix), within=1.0)
        assert time.monotonic() - killed < 1.0
