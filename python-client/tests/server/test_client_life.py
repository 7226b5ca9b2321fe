"""The life of a client: closed in any order, at home in one loop and one process, and never deaf to a cancellation."""

from __future__ import annotations

import asyncio
import itertools
import subprocess
import sys
from contextlib import closing
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

import livevars
from server.awaiting import eventually
from server.launcher import free_port
from server.relay import Relay

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Coroutine

    from server.launcher import Server

ORDERS = list(itertools.permutations(["client", "watch", "mirror", "bind"]))


@pytest.mark.parametrize("order", ORDERS, ids="-".join)
async def test_should_close_in_any_order(server: Server, prefix: str, order: tuple[str, ...]) -> None:
    """A warning, as of a task that nobody awaits, fails the test."""
    client = livevars.connect(server.target)
    await client.register(prefix, 0)
    entered: dict[str, Any] = {
        "client": client,
        "watch": client.watch(prefix),
        "mirror": client.mirror(prefix),
        "bind": client.bind(SimpleNamespace(), n=prefix, two_way=True),
    }
    client.on_change(prefix)(lambda change: None)
    for one in entered.values():
        await one.__aenter__()
    for name in order:
        await entered[name].__aexit__(None, None, None)
    await asyncio.gather(*(one.__aexit__(None, None, None) for one in entered.values()))


async def test_should_end_calls_that_are_under_way_when_it_is_closed(silent: str) -> None:
    client = livevars.connect(silent)
    calls = [asyncio.ensure_future(call) for call in (client.get("a"), client.wait_for("a"), client.set("a", 1))]
    await asyncio.sleep(0)
    await asyncio.gather(client.close(), client.close())
    for outcome in await asyncio.wait_for(asyncio.gather(*calls, return_exceptions=True), 5):
        assert isinstance(outcome, livevars.UnavailableError), outcome


def test_should_work_in_one_event_loop_alone(server: Server, prefix: str) -> None:
    client = livevars.connect(server.target)
    watch = client.watch(prefix, include_initial=False)
    mirror = client.mirror(prefix)
    with closing(asyncio.new_event_loop()) as first, closing(asyncio.new_event_loop()) as second:
        first.run_until_complete(client.register(prefix, 1))
        first.run_until_complete(watch.__aenter__())

        async def subscribe() -> None:
            client.on_change(prefix)(lambda change: None)

        for call in (
            lambda: client.get(prefix),
            lambda: client.wait_for(prefix),
            lambda: client.watch(prefix).__aenter__(),
            watch.__anext__,
            watch.cancel,
            mirror.__aenter__,
            client.sessions.list,
            subscribe,
            client.close,
        ):
            with pytest.raises(RuntimeError, match="another event loop"):
                second.run_until_complete(call())
        assert first.run_until_complete(client.value(prefix)) == 1
        first.run_until_complete(client.close())
        second.run_until_complete(client.close())
        with pytest.raises(livevars.UnavailableError, match="closed"):
            second.run_until_complete(client.get(prefix))


# The fork comes before the first call: with a connection, gRPC may end the child before it can say anything.
FORKING = """
import asyncio, os, sys, livevars

vars = livevars.connect(sys.argv[1])
watch = vars.watch("a")

async def in_child():
    for call in (vars.list_watchers, watch.__aenter__, vars.watch("b").__aenter__, vars.close):
        try:
            await call()
        except RuntimeError as error:
            print(error, flush=True)

async def in_parent():
    async with vars, watch:
        print(len(await vars.list_watchers()) > 0)

child = os.fork()
if child == 0:
    asyncio.run(in_child())
    os._exit(0)
os.waitpid(child, 0)
asyncio.run(in_parent())
"""


def test_should_say_so_after_a_fork(server: Server) -> None:
    run = subprocess.run(
        [sys.executable, "-c", FORKING, server.target], capture_output=True, text=True, timeout=30, check=False
    )
    assert run.returncode == 0, run.stderr
    assert [("fork" in line) for line in run.stdout.splitlines()] == [True, True, True, True, False]


@pytest.fixture
async def silent() -> AsyncIterator[str]:
    """The address of a server that takes connections and says nothing."""
    held: list[asyncio.StreamWriter] = []
    server = await asyncio.start_server(lambda reader, writer: held.append(writer), "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()
    yield f"{host}:{port}"
    server.close()
    for writer in held:
        writer.transport.abort()


WAITS: dict[str, Callable[[livevars.Variables], Coroutine[Any, Any, Any]]] = {
    "get": lambda client: client.get("a"),
    "set": lambda client: client.set("a", 1),
    "update": lambda client: client.update("a", lambda value: value),
    "list": lambda client: client.list(),
    "sessions": lambda client: client.sessions.list(),
    "wait_for": lambda client: client.wait_for("a"),
    "wait_for with a timeout": lambda client: client.wait_for("a", timeout=60),
    "watch": lambda client: client.watch("a").__aenter__(),
    "iterate": lambda client: client.watch("a").__anext__(),
    "mirror": lambda client: client.mirror("a").__aenter__(),
    "reactive": lambda client: client.reactive("a").__aenter__(),
    "group": lambda client: client.group("a").__aenter__(),
    "bind": lambda client: client.bind(SimpleNamespace(), a="a", two_way=True).__aenter__(),
    "ready": lambda client: client.on_change("a", on_error=lambda error: None)(print).ready(),
}


@pytest.mark.parametrize("waits", WAITS)
@pytest.mark.parametrize("steps", [0, 1, 5, 50])
@pytest.mark.parametrize("away", [True, False], ids=["no server", "silent server"])
async def test_should_be_cancelled_while_it_waits(silent: str, waits: str, steps: int, away: bool) -> None:
    target = f"127.0.0.1:{free_port()}" if away else silent
    async with livevars.connect(target, timeout=60) as client:
        waiting = asyncio.ensure_future(WAITS[waits](client))
        for _ in range(steps):
            await asyncio.sleep(0)
        if not waiting.done():  # a call fails at once where there is no server
            waiting.cancel()
            with pytest.raises(asyncio.CancelledError):
                await waiting
        await asyncio.gather(waiting, return_exceptions=True)


async def test_should_be_cancelled_while_it_follows(client: livevars.Variables, prefix: str) -> None:
    async with client.watch(prefix) as watch, client.mirror(prefix) as mirror:
        for waits in (watch.__anext__(), client.wait_for(prefix), mirror.caught_up(2**60), mirror.over()):
            waiting = asyncio.ensure_future(waits)
            for _ in range(5):
                await client.list_watchers()
            waiting.cancel()
            with pytest.raises(asyncio.CancelledError):
                await waiting
        await client.register(prefix, 1)
        assert (await watch.__anext__()).new == 1


async def test_should_be_cancelled_while_it_catches_up(server: Server, prefix: str) -> None:
    async with (
        Relay(server.host, server.port) as relay,
        livevars.connect(relay.target) as following,
        livevars.connect(server.target) as writing,
    ):
        await writing.register(prefix, 0)
        target: Any = SimpleNamespace()
        async with (
            following.reactive(prefix, on_error=lambda error: None) as variable,
            following.bind(target, n=prefix, on_error=lambda error: None) as binding,
        ):
            relay.down = True
            relay.cut()
            await eventually(lambda: not variable.live)
            variable._client = writing
            setting = asyncio.ensure_future(variable.set(1))
            await writing.wait_for(prefix, 1, timeout=10)
            target.n = 5
            pushing = asyncio.ensure_future(binding.push())
            for waiting in (setting, pushing):
                assert not waiting.done()
                waiting.cancel()
                with pytest.raises(asyncio.CancelledError):
                    await waiting
