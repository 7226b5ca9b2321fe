"""Waiting for a value: the present one counts, a variable need not exist, and every end is told."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

import livevars
from server.awaiting import background, eventually

if TYPE_CHECKING:
    from server.launcher import Server


async def test_should_wait_for_a_value(client: livevars.Variables, prefix: str) -> None:
    waiting = asyncio.create_task(client.wait_for(prefix, lambda value: value >= 3, timeout=10))
    await client.register(prefix, 1)
    for value in (2, 3):
        await client.set(prefix, value)
    variable = await waiting
    assert variable.value == 3
    assert (await client.wait_for(prefix, lambda value: value == 3)).version == variable.version
    with pytest.raises(TimeoutError):
        await client.wait_for(prefix, lambda value: value > 3, timeout=0.05)


async def test_should_leave_no_watcher_after_waiting(client: livevars.Variables, prefix: str) -> None:
    """Contract 4.12."""
    await client.register(prefix, 1)
    await client.wait_for(prefix, lambda value: value == 1)
    with pytest.raises(TimeoutError):
        await client.wait_for(prefix, lambda value: value == 2, timeout=0.05)

    async def none_left() -> bool:
        return not any(watcher.selectors == (prefix,) for watcher in await client.list_watchers())

    await eventually(none_left, within=1.0)


async def test_should_be_content_with_the_present_value(client: livevars.Variables, prefix: str) -> None:
    variable = await client.register(prefix, 1)
    assert await client.wait_for(prefix, lambda value: value == 1, timeout=10) == variable
    assert await client.wait_for(prefix, timeout=10) == variable


@pytest.mark.parametrize(
    ("first", "wanted"),
    [
        (1, 2),
        (0.5, 1),
        ("", "text"),
        (True, False),
        ([1.0, 0.0], [0.1, 0.2]),
        (np.zeros((2, 2)), np.eye(2)),
        (np.arange(3), np.array([3, 4, 5])),
    ],
    ids=["int", "float", "str", "bool", "embedding", "float tensor", "int tensor"],
)
async def test_should_wait_for_one_value_alone(
    client: livevars.Variables, prefix: str, first: Any, wanted: Any
) -> None:
    await client.register(prefix, first)
    with pytest.raises(TimeoutError):
        await client.wait_for(prefix, wanted, timeout=0.05)
    async with background() as tasks:
        waiting = tasks.start(client.wait_for(prefix, wanted, timeout=10))
        await client.set(prefix, wanted)
        assert (await waiting).version == 2


async def test_should_wait_until_a_variable_exists(client: livevars.Variables, prefix: str) -> None:
    await client.register(prefix, 1)
    await client.delete(prefix)
    async with background() as tasks:
        waiting = tasks.start(client.wait_for(prefix, timeout=10))
        await eventually(lambda: watched(client, prefix))
        assert not waiting.done()
        registered = await client.register(prefix, "again")
        assert await waiting == registered


async def test_should_take_a_coroutine_function(client: livevars.Variables, prefix: str) -> None:
    await client.register(prefix, 1)

    async def is_two(value: int) -> bool:
        await asyncio.sleep(0)
        return value == 2

    async with background() as tasks:
        waiting = tasks.start(client.wait_for(prefix, is_two, timeout=10))
        await client.set(prefix, 2)
        assert (await waiting).value == 2


@pytest.mark.parametrize("error", [ZeroDivisionError, TimeoutError])
async def test_should_raise_what_the_predicate_raises(
    client: livevars.Variables, prefix: str, error: type[Exception]
) -> None:
    await client.register(prefix, 1)

    def bad(value: int) -> bool:
        raise error("mine")

    with pytest.raises(error, match="mine"):
        await client.wait_for(prefix, bad, timeout=10)
    await eventually(lambda: none_left(client, prefix), within=1.0)


async def test_should_say_what_it_waited_for_and_how_long(client: livevars.Variables, prefix: str) -> None:
    with pytest.raises(TimeoutError, match=rf"^{prefix}: not within 0\.05 s$"):
        await client.wait_for(prefix, 1, timeout=0.05)


async def test_should_end_with_its_session(server: Server, client: livevars.Variables, prefix: str) -> None:
    await client.sessions.create(prefix)
    async with livevars.connect(server.target, session=prefix) as inside, background():
        waiting = asyncio.ensure_future(inside.wait_for("a"))
        await eventually(lambda: watched(inside, "a"))
        await client.sessions.delete(prefix)
        with pytest.raises(livevars.WatchEnded):
            await waiting


async def test_should_end_with_the_client(server: Server, prefix: str) -> None:
    own = livevars.connect(server.target)
    waiting = asyncio.ensure_future(own.wait_for(prefix))
    await eventually(lambda: watched(own, prefix))
    await own.close()
    with pytest.raises(livevars.UnavailableError, match="closed"):
        await waiting


async def test_should_be_cancelled(client: livevars.Variables, prefix: str) -> None:
    waiting = asyncio.ensure_future(client.wait_for(prefix, timeout=10))
    await eventually(lambda: watched(client, prefix))
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    await eventually(lambda: none_left(client, prefix), within=1.0)


async def watched(client: livevars.Variables, name: str) -> bool:
    return any(watcher.selectors == (name,) for watcher in await client.list_watchers())


async def none_left(client: livevars.Variables, name: str) -> bool:
    return not await watched(client, name)
