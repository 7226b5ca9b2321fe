"""Restarts and a store that takes no writes: a server comes back again and again; nothing is missed or repeated."""

from __future__ import annotations

import asyncio
import random
import sqlite3
from contextlib import asynccontextmanager, closing
from typing import TYPE_CHECKING

import pytest

import livevars
from server.awaiting import assert_ordered_and_complete, background, eventually, take, take_until
from server.launcher import Server, free_port, running_server

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

START = 60.0
LAST = -1  # the value that is written when all is over


class Node:
    """A server on one port and one file, whichever process it is."""

    def __init__(self, folder: Path, *options: str) -> None:
        self.file = folder / "livevars.db"
        self._options = options
        self._port = free_port()

    @property
    def target(self) -> str:
        return f"127.0.0.1:{self._port}"

    @asynccontextmanager
    async def running(self) -> AsyncIterator[Server]:
        running = running_server(*self._options, store=f"sqlite:{self.file}", port=self._port)
        server = await asyncio.to_thread(running.__enter__)
        try:
            yield server
        finally:
            await asyncio.to_thread(running.__exit__, None, None, None)


@pytest.fixture
def node(tmp_path: Path) -> Node:
    return Node(tmp_path)


class Writer:
    """Sets the variables to 1, 2, 3, ... together, whatever happens to the server; keeps what was acknowledged.

    Value n is version n + 1 of each variable: what was not acknowledged is looked up and not written twice.
    """

    def __init__(self, client: livevars.Variables, *names: str) -> None:
        self._client = client
        self._names = names
        self._value = 0
        self._stopped = False
        self.acknowledged: dict[int, int] = {}

    async def register(self) -> None:
        for name in self._names:
            await self._client.register(name, 0, livevars.Integer())

    async def run(self) -> int:
        """Writes until it is stopped, and then the last value; answers the one before."""
        while not self._stopped:
            try:
                result = await self._client.set_many(dict.fromkeys(self._names, self._value + 1))
            except livevars.UnavailableError:
                await eventually(self._look_up, within=START)
            else:
                self._value += 1
                self.acknowledged[result.revision] = self._value
        await self._client.set_many(dict.fromkeys(self._names, LAST))
        return self._value

    def stop(self) -> None:
        self._stopped = True

    async def wrote(self, number: int) -> None:
        """Waits until so many more writes are acknowledged."""
        wanted = len(self.acknowledged) + number
        await eventually(lambda: len(self.acknowledged) >= wanted, within=START)

    async def _look_up(self) -> bool:
        try:
            found: int = await self._client.value(self._names[0])
        except livevars.UnavailableError:
            return False
        assert found in (self._value, self._value + 1), "an acknowledged write is gone, or one came twice"
        self._value = found
        return True


def is_last(change: livevars.Change) -> bool:
    return change.name == "b" and change.new == LAST


def assert_each_once(changes: list[livevars.Change], writer: Writer, last: int) -> None:
    """Contract 4.2 to 4.5: each version of both variables came, once and in order; batches came whole."""
    assert_ordered_and_complete(changes)
    for name in ("a", "b"):
        of_name = [change for change in changes if change.name == name]
        assert [change.new for change in of_name] == [*range(last + 1), LAST]
        assert [change.old for change in of_name[1:]] == [*range(last + 1)]
        assert [(one.first_version, one.last_version) for one in of_name] == [(n, n) for n in range(1, last + 3)]
        assert not any(change.initial for change in of_name[1:])
        received = {change.revision: change.new for change in of_name}
        assert writer.acknowledged.items() <= received.items()
    for one, other in zip(changes[2::2], changes[3::2], strict=True):
        assert (one.revision, one.new) == (other.revision, other.new), "a batch was torn"


@pytest.mark.parametrize(("end", "restarts"), [(Server.kill, 5), (Server.terminate, 2)], ids=["killed", "drained"])
async def test_should_miss_and_repeat_nothing_however_often_the_server_restarts(
    node: Node, end: Callable[[Server], None], restarts: int
) -> None:
    """What is acknowledged arrives exactly once and in order, at a watch that was open all the time."""
    lost: list[Exception] = []
    async with livevars.connect(node.target) as client, livevars.connect(node.target) as far, background() as tasks:
        writer = Writer(client, "a", "b")
        watch = far.watch(overflow="fail", buffer_capacity=100_000, on_error=lost.append)  # fails rather than merge
        conflating = far.watch(on_error=lost.append)
        ids = {""}
        for restart in range(restarts + 1):
            async with node.running() as server:
                if restart == 0:
                    await writer.register()
                    await watch.__aenter__()
                    await conflating.__aenter__()
                    writing = tasks.start(writer.run())
                    reading = tasks.start(take_until(watch, is_last, within=300))
                    merging = tasks.start(take_until(conflating, is_last, within=300))
                await eventually(lambda: watch.id not in ids, within=START)
                ids.add(watch.id)
                await writer.wrote(random.randrange(50, 200))
                if restart < restarts:
                    await asyncio.to_thread(end, server)
                    continue
                writer.stop()
                last, changes, merged = await writing, await reading, await merging
                history = await client.history("a", 10_000)
    assert lost
    assert all(isinstance(error, (livevars.UnavailableError, livevars.WatchEnded)) for error in lost)
    assert_each_once(changes, writer, last)
    assert_ordered_and_complete(merged)
    assert sum(change.merged_count for change in merged) == 2 * (last + 2)
    assert [(one.value, one.version) for one in reversed(history)] == [
        (change.new, change.last_version) for change in changes if change.name == "a"
    ]


async def test_should_continue_in_later_processes_of_client_and_server(node: Node) -> None:
    """Contract 4.5: from revision to revision, with a new client each time that stops somewhere in between."""
    changes: list[livevars.Change] = []
    resume, restarts = 1, 3
    async with livevars.connect(node.target) as client, background() as tasks:
        writer = Writer(client, "a", "b")
        for restart in range(restarts + 1):
            async with node.running() as server:
                if restart == 0:
                    await writer.register()
                    writing = tasks.start(writer.run())
                await writer.wrote(random.randrange(50, 200))
                if restart == restarts:
                    writer.stop()
                async with livevars.connect(node.target) as later:
                    async with later.watch(start_revision=resume, overflow="fail", buffer_capacity=100_000) as watch:
                        if restart == restarts:
                            changes += await take_until(watch, is_last, within=START)
                        else:
                            changes += await take(watch, random.randrange(40, 100))
                        resume = watch.revision + 1
                        changes = [change for change in changes if change.revision < resume]
                if restart < restarts:
                    await asyncio.to_thread(server.kill)
        last = await writing
    assert_each_once(changes, writer, last)


async def test_should_keep_everything_over_a_restart(node: Node) -> None:
    async with livevars.connect(node.target, source="tests") as client:
        async with node.running() as server:
            await client.register("tuned", 0.5, livevars.Float(max=1), description="text", metadata={"a": "b"})
            await client.set("tuned", 0.75)
            await client.register("gone", "x")
            await client.delete("gone")
            made = await client.sessions.create("other", ttl=3600, metadata={"c": "d"})
            async with livevars.connect(node.target, session="other") as other:
                await other.register("vector", [1.0, 2.0], livevars.Embedding(dimensions=2))
            variables, history = await client.list(), await client.history("tuned")
            await asyncio.to_thread(server.kill)
        async with node.running():
            await eventually(lambda: answers(client), within=START)
            assert await client.list() == variables
            assert await client.value("tuned") == 0.75
            assert await client.history("tuned") == history
            assert (await client.rollback("tuned", 1)).version == 3
            again = await client.register("gone", "y")
            assert again.version == 3
            kept = await client.sessions.get("other")
            assert (kept.ttl, kept.metadata, kept.created_at) == (3600.0, {"c": "d"}, made.created_at)
            assert (kept.revision, kept.variable_count) == (1, 1)
            async with livevars.connect(node.target, session="other") as other:
                assert list(await other.value("vector")) == [1.0, 2.0]


async def test_should_wait_for_a_server_that_is_away_and_see_what_came_first(node: Node) -> None:
    """A quiet watch connects again too; the present values do not come twice."""
    async with livevars.connect(node.target) as client, livevars.connect(node.target) as far, background() as tasks:
        async with node.running() as server:
            await client.register("a", 0)
            watch = await far.watch("a", on_error=lambda error: None).__aenter__()
            assert (await take(watch, 1))[0].initial
            reading = tasks.start(take(watch, 1, within=START))
            await asyncio.to_thread(server.kill)
        async with node.running():
            await eventually(lambda: answers(client), within=START)
            await client.set("a", 1)
            (change,) = await reading
            assert (change.old, change.new, change.last_version, change.initial) == (0, 1, 2, False)


async def test_should_keep_a_mirror_over_restarts(node: Node) -> None:
    """It shows what it had while nobody is there, batches whole at every look, and in the end what there is."""
    looks: list[dict[str, int]] = []
    lost: list[Exception] = []
    async with livevars.connect(node.target) as client, livevars.connect(node.target) as far, background() as tasks:
        writer = Writer(client, "a", "b")
        mirror = far.mirror(on_error=lost.append)
        mirror.on_change(lambda change: looks.append(dict(mirror)))
        for restart in range(3):
            async with node.running() as server:
                if restart == 0:
                    await writer.register()
                    await client.register("gone", 0)
                    await mirror.__aenter__()
                    writing = tasks.start(writer.run())
                await eventually(lambda: mirror.live, within=START)
                await writer.wrote(50)
                if restart < 2:
                    await asyncio.to_thread(server.kill)
                    await eventually(lambda: not mirror.live)
                    assert mirror["a"] == mirror["b"] > 0
                    continue
                writer.stop()
                await writing
                await client.delete("gone")
                await eventually(lambda: "gone" not in mirror)
                assert dict(mirror) == {"a": LAST, "b": LAST}
                assert mirror.variable("b") == await client.get("b")
                await mirror.__aexit__(None, None, None)
    assert all(look["a"] == look["b"] for look in looks)
    assert all(isinstance(error, (livevars.UnavailableError, livevars.WatchEnded)) for error in lost)
    assert len(lost) >= 2


async def test_should_refuse_writes_while_the_store_takes_none(node: Node) -> None:
    """Reading and watching go on; whatever became of the refused write, nothing is missed or repeated."""
    async with livevars.connect(node.target, timeout=30) as client, node.running():
        await client.register("a", 0)
        async with client.watch("a") as watch:
            with closing(sqlite3.connect(node.file, isolation_level=None)) as other:
                other.execute("BEGIN IMMEDIATE")  # it may write now, the server may not
                with pytest.raises(livevars.UnavailableError) as caught:
                    await client.set("a", 1)
                assert caught.value.reason == "STORE_UNAVAILABLE"
                assert await client.value("a") == 0
            found = await client.value("a")
            await client.set("a", 2)
            changes = await take_until(watch, lambda change: change.new == 2)
    assert_ordered_and_complete(changes)
    assert [change.new for change in changes] in ([0, 2], [0, 1, 2])
    assert found in (0, 1)


async def test_should_end_when_its_session_is_gone_after_a_restart(node: Node) -> None:
    async with livevars.connect(node.target) as client:
        async with node.running() as server:
            await client.sessions.create("short")
            async with livevars.connect(node.target, session="short") as far:
                watch = await far.watch("a", on_error=lambda error: None).__aenter__()
                await asyncio.to_thread(server.kill)
                async with node.running():
                    await eventually(lambda: answers(client), within=START)
                    await client.sessions.delete("short")
                    with pytest.raises((livevars.WatchEnded, livevars.NotFoundError)) as caught:
                        await take(watch, 1, within=START)
    assert caught.value.reason in ("SESSION_DELETED", "SESSION_NOT_FOUND")


async def test_should_end_when_the_server_has_forgotten_everything() -> None:
    """A server without a store: a revision that it never had is refused, the watch does not go on as if nothing was."""
    port = free_port()
    async with livevars.connect(f"127.0.0.1:{port}") as client:
        with running_server(port=port) as server:
            await client.register("a", 0)
            watch = await client.watch("a", on_error=lambda error: None).__aenter__()
            await take(watch, 1)
            server.kill()
        with running_server(port=port):
            with pytest.raises(livevars.InvalidValueError) as caught:
                await take(watch, 1, within=START)
    assert caught.value.reason == "REVISION_IN_FUTURE"


async def answers(client: livevars.Variables) -> bool:
    try:
        await client.sessions.get()
    except livevars.UnavailableError:
        return False
    return True
