"""A mirror of what the server has: filled, always current, whole at every look."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

import livevars
from server.awaiting import background, eventually
from server.launcher import free_port, running_server

if TYPE_CHECKING:
    from server.launcher import Server

LAST = -1


async def test_should_follow_every_change(client: livevars.Variables, prefix: str) -> None:
    one, other, vector = (f"{prefix}.{part}" for part in ("one", "other", "vector"))
    registered = await client.register(one, 1)
    await client.register(f"elsewhere.{prefix}", 1)
    async with client.mirror(f"{prefix}.*") as mirror:
        assert (dict(mirror), mirror.live) == ({one: 1}, True)
        assert mirror.variable(one) == registered
        revision = (await client.set(one, 2)).variable.revision
        await client.register(other, "text")
        await client.register(vector, [1.0, 2.0], livevars.Embedding(dimensions=2))
        await eventually(lambda: len(mirror) == 3)
        assert mirror[one] == 2
        assert mirror[other] == "text"
        np.testing.assert_array_equal(mirror[vector], [1.0, 2.0])
        assert mirror.revision > revision
        await client.delete(one)
        await client.delete(vector)
        await eventually(lambda: len(mirror) == 1)
        assert dict(mirror) == {other: "text"}
        await client.register(one, "again")
        await eventually(lambda: one in mirror)
        assert mirror[one] == "again"


async def test_should_show_a_batch_as_a_whole(server: Server, client: livevars.Variables, prefix: str) -> None:
    """Contract 4.4: whenever another task looks, and whoever is told of a change."""
    names = [f"{prefix}.n{i}" for i in range(5)]
    for name in names:
        await client.register(name, 0)
    looks: set[int] = set()

    def look() -> int:
        values: set[int] = set(mirror.values())
        assert len(values) == 1, "a batch was torn"
        looks.update(values)
        return values.pop()

    async def write() -> None:
        async with livevars.connect(server.target) as writer:
            for value in [*range(1, 500), LAST]:
                await writer.set_many(dict.fromkeys(names, value))

    errors: list[Exception] = []
    async with client.mirror(f"{prefix}.*", on_error=errors.append) as mirror, background() as tasks:
        mirror.on_change(lambda change: look())
        writing = tasks.start(write())
        await eventually(lambda: look() == LAST, within=60.0)
        await writing
    assert errors == []
    assert len(looks) > 10


async def test_should_be_a_watcher_like_any_other(client: livevars.Variables, prefix: str) -> None:
    async def watchers() -> list[livevars.Watcher]:
        return [watcher for watcher in await client.list_watchers() if watcher.label == prefix]

    async def none_left() -> bool:
        return not await watchers()

    await client.register(prefix, 1)
    async with client.mirror(prefix, label=prefix):
        assert [watcher.selectors for watcher in await watchers()] == [(prefix,)]
    await eventually(none_left, within=1.0)


async def test_should_keep_what_it_has_when_it_is_stopped(client: livevars.Variables, prefix: str) -> None:
    errors: list[Exception] = []
    await client.register(prefix, 1)
    async with client.mirror(prefix, label=prefix, on_error=errors.append) as mirror:
        (watcher,) = [watcher for watcher in await client.list_watchers() if watcher.label == prefix]
        await client.set(prefix, 2)
        await client.stop_watcher(watcher.id)
        await eventually(lambda: mirror.ended is not None)
        assert isinstance(mirror.ended, livevars.WatchEnded)
        assert mirror.ended.reason == "STOPPED"
        assert (dict(mirror), mirror.live) == ({prefix: 2}, False)
    assert errors == [mirror.ended]


async def test_should_end_with_its_session(server: Server, client: livevars.Variables, prefix: str) -> None:
    await client.sessions.create(prefix)
    async with livevars.connect(server.target, session=prefix) as inside, inside.mirror() as mirror:
        await inside.register("a", 1)
        await eventually(lambda: "a" in mirror)
        await client.sessions.delete(prefix)
        await eventually(lambda: mirror.ended is not None)
        assert mirror.ended is not None
        assert mirror.ended.reason == "SESSION_DELETED"
        assert not mirror.live


async def test_should_end_with_the_client(server: Server, client: livevars.Variables, prefix: str) -> None:
    await client.register(prefix, 1)
    own = livevars.connect(server.target)
    async with own.mirror(prefix) as mirror:
        await own.close()
        assert (dict(mirror), mirror.live, mirror.ended) == ({prefix: 1}, False, None)
    with pytest.raises(livevars.UnavailableError):
        await own.mirror(prefix).__aenter__()


async def test_should_raise_what_the_server_refuses(client: livevars.Variables) -> None:
    with pytest.raises(livevars.InvalidValueError) as caught:
        await client.mirror("a b").__aenter__()
    assert caught.value.reason == "INVALID_SELECTOR"


async def test_should_end_when_the_server_has_forgotten_everything() -> None:
    """A server without a store: another history is not taken for a continuation."""
    port = free_port()
    async with livevars.connect(f"127.0.0.1:{port}") as client:
        with running_server(port=port) as server:
            await client.register("a", 0)
            mirror = await client.mirror(on_error=lambda error: None).__aenter__()
            server.kill()
            await eventually(lambda: not mirror.live)
            assert (dict(mirror), mirror.ended) == ({"a": 0}, None)
        with running_server(port=port):
            await eventually(lambda: mirror.ended is not None, within=60.0)
        assert isinstance(mirror.ended, livevars.InvalidValueError)
        assert mirror.ended.reason == "REVISION_IN_FUTURE"
        assert (dict(mirror), mirror.live) == ({"a": 0}, False)
        await mirror.__aexit__(None, None, None)
