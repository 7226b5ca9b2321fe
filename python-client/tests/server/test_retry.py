"""Calls that are made while the server or the connection is away."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import grpc
import pytest

import livevars
import livevars.sync
from server.launcher import free_port, running_server
from server.relay import Relay

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable
    from pathlib import Path

CALLS = 50


async def test_should_carry_out_each_call_once_while_the_server_restarts(tmp_path: Path) -> None:
    """Of a server that drains nothing is lost: the calls under way are answered, the others are made again."""
    store, port = f"sqlite:{tmp_path / 'livevars.db'}", free_port()

    async def call(number: int) -> int:
        found = await client.get("x")
        assert found.version >= 1
        return (await client.set("x", number)).variable.version

    async with livevars.connect(f"127.0.0.1:{port}", timeout=60) as client:
        running = running_server(store=store, port=port)
        server = await asyncio.to_thread(running.__enter__)
        await client.register("x", 0)
        calls: list[asyncio.Task[int]] = []
        stopping = asyncio.ensure_future(asyncio.to_thread(server.terminate))
        while len(calls) < CALLS - 5 or not stopping.done():
            calls.append(asyncio.ensure_future(call(len(calls) + 1)))
            await asyncio.sleep(0.01)
        calls.extend(asyncio.ensure_future(call(len(calls) + 1)) for _ in range(5))
        await asyncio.to_thread(running.__exit__, None, None, None)
        again = running_server(store=store, port=port)
        await asyncio.to_thread(again.__enter__)
        try:
            versions = await asyncio.gather(*calls)
            assert sorted(versions) == list(range(2, len(calls) + 2))
            assert (await client.get("x")).version == len(calls) + 1
        finally:
            await asyncio.to_thread(again.__exit__, None, None, None)


CHANGES: dict[str, Callable[[livevars.Variables], Awaitable[Any]]] = {
    "set": lambda client: client.set("a", 1),
    "set_many": lambda client: client.set_many({"a": 1}),
    "register": lambda client: client.register("a", 1),
    "delete": lambda client: client.delete("a"),
    "rollback": lambda client: client.rollback("a", 1),
    "create": lambda client: client.sessions.create("a"),
}
READS: dict[str, Callable[[livevars.Variables], Awaitable[Any]]] = {
    "get": lambda client: client.get("a"),
    "get_many": lambda client: client.get_many(["a"]),
    "list": lambda client: client.list(),
    "history": lambda client: client.history("a"),
    "sessions.get": lambda client: client.sessions.get(),
    "sessions.list": lambda client: client.sessions.list(),
    "list_watchers": lambda client: client.list_watchers(),
}


class Counting(grpc.GenericRpcHandler):
    """A server that counts calls. The first `breaks` of them lose their connection, the others get NOT_FOUND."""

    def __init__(self, breaks: int) -> None:
        self._breaks = breaks
        self.calls = 0
        self.relay: Relay | None = None

    @property
    def target(self) -> str:
        assert self.relay is not None
        return self.relay.target

    def service(self, handler_call_details: grpc.HandlerCallDetails) -> grpc.RpcMethodHandler[bytes, bytes]:
        return grpc.unary_unary_rpc_method_handler(self._answer)

    async def _answer(self, request: bytes, context: grpc.aio.ServicerContext[bytes, bytes]) -> bytes:
        self.calls += 1
        if self.calls <= self._breaks:
            assert self.relay is not None
            self.relay.cut()
            await asyncio.Event().wait()
        await context.abort(grpc.StatusCode.NOT_FOUND, "none")
        raise AssertionError


@asynccontextmanager
async def breaking(breaks: int) -> AsyncIterator[Counting]:
    counting = Counting(breaks)
    server = grpc.aio.server()
    server.add_generic_rpc_handlers((counting,))
    port = server.add_insecure_port("127.0.0.1:0")
    await server.start()
    async with Relay("127.0.0.1", port) as relay:
        counting.relay = relay
        yield counting
    await server.stop(None)


@pytest.mark.parametrize("change", CHANGES)
async def test_should_not_repeat_a_write_that_was_sent_before_its_connection_broke(change: str) -> None:
    async with breaking(1) as server, livevars.connect(server.target) as client:
        with pytest.raises(livevars.UnavailableError) as caught:
            await CHANGES[change](client)
        assert caught.value.reason == "CONNECTION_LOST"
        assert "not_done" not in caught.value.details
        assert server.calls == 1


@pytest.mark.parametrize("read", READS)
async def test_should_repeat_a_read_whose_connection_broke(read: str) -> None:
    async with breaking(2) as server, livevars.connect(server.target) as client:
        with pytest.raises(livevars.NotFoundError):
            await READS[read](client)
        assert server.calls == 3


async def test_should_make_a_call_once_when_told_so() -> None:
    async with breaking(1) as server, livevars.connect(server.target, retry=False) as client:
        with pytest.raises(livevars.UnavailableError):
            await client.get("a")
        assert server.calls == 1


@pytest.mark.parametrize("call", ["get", "set"])
async def test_should_say_why_it_could_not_when_the_time_is_over(call: str) -> None:
    async with livevars.connect(f"127.0.0.1:{free_port()}", timeout=0.5) as client:
        with pytest.raises(livevars.UnavailableError) as caught:
            await {**CHANGES, **READS}[call](client)
        assert caught.value.reason == "CONNECTION_LOST"
        assert caught.value.details == {"not_done": "true"}


async def test_should_end_at_once_when_the_client_is_closed() -> None:
    async with livevars.connect(f"127.0.0.1:{free_port()}", timeout=600) as client:
        calls = [asyncio.ensure_future(call) for call in (client.get("a"), client.set("a", 1))]
        await asyncio.wait(calls, timeout=0.5)
    for outcome in await asyncio.wait_for(asyncio.gather(*calls, return_exceptions=True), 5):
        assert isinstance(outcome, livevars.UnavailableError)


def test_should_wait_for_a_server_that_starts_without_asyncio() -> None:
    port = free_port()
    with livevars.sync.connect(f"127.0.0.1:{port}", timeout=60) as client, ThreadPoolExecutor() as threads:
        registered = threads.submit(client.register, "a", 1)
        with running_server(port=port):
            assert registered.result(60).version == 1
            assert client.update("a", lambda value: value + 1).variable.value == 2
