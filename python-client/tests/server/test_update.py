"""Updates: a new value made of the old one, and no write of others lost."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

import livevars

if TYPE_CHECKING:
    from server.launcher import Server


async def test_should_call_the_function_again_with_what_came_in_between(
    client: livevars.Variables, prefix: str
) -> None:
    await client.register(prefix, 1, metadata={"unit": "K"})
    seen: list[int] = []

    async def doubled(value: int) -> int:
        seen.append(value)
        if len(seen) == 1:
            await client.set(prefix, 10)
        return value * 2

    result = await client.update(prefix, doubled, metadata={"by": "me"}, source="me")
    assert seen == [1, 10]
    assert (result.changed, result.variable.value, result.variable.version) == (True, 20, 3)
    assert (result.variable.metadata, result.variable.source) == ({"unit": "K", "by": "me"}, "me")


async def test_should_count_in_many_tasks(server: Server, client: livevars.Variables, prefix: str) -> None:
    await client.register(prefix, 0)

    async def count(counting: livevars.Variables) -> None:
        for _ in range(10):
            await counting.update(prefix, lambda n: n + 1)

    async with livevars.connect(server.target) as other:
        await asyncio.gather(*(count(one) for one in (client, other) * 4))
    assert await client.value(prefix) == 80


async def test_should_say_that_nothing_changed(client: livevars.Variables, prefix: str) -> None:
    await client.register(prefix, 1)
    result = await client.update(prefix, lambda value: value)
    assert (result.changed, result.variable.version) == (False, 1)


async def test_should_raise_what_the_function_raises_and_set_nothing(client: livevars.Variables, prefix: str) -> None:
    await client.register(prefix, 0)
    with pytest.raises(ZeroDivisionError):
        await client.update(prefix, lambda value: 1 // value)
    assert (await client.get(prefix)).version == 1


async def test_should_give_up_when_others_always_come_in_between(server: Server, prefix: str) -> None:
    calls = 0
    async with livevars.connect(server.target, timeout=0.3) as client, livevars.connect(server.target) as other:
        await client.register(prefix, 0)

        async def beaten(value: int) -> int:
            nonlocal calls
            calls += 1
            await other.set(prefix, value + 1)
            return -1

        with pytest.raises(livevars.ConflictError):
            await asyncio.wait_for(client.update(prefix, beaten), 5)
        assert calls > 1
        assert await client.value(prefix) == calls


async def test_should_stop_where_it_is_cancelled(client: livevars.Variables, prefix: str) -> None:
    await client.register(prefix, 0)
    started = asyncio.Event()

    async def endless(value: int) -> int:
        started.set()
        await asyncio.Event().wait()
        return value

    updating = asyncio.create_task(client.update(prefix, endless))
    await started.wait()
    updating.cancel()
    with pytest.raises(asyncio.CancelledError):
        await updating
    assert await client.value(prefix) == 0
