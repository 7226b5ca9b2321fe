"""Handlers of changes: called in order, whatever one raises, and until they are cancelled or the client is closed."""

from __future__ import annotations

import asyncio
import inspect
import logging
from typing import TYPE_CHECKING, Any

import pytest

import livevars
from livevars._options import WatchOptions
from server.awaiting import eventually
from server.launcher import free_port, running_server

if TYPE_CHECKING:
    from server.launcher import Server


async def watchers(client: livevars.Variables, label: str) -> list[livevars.Watcher]:
    return [watcher for watcher in await client.list_watchers() if watcher.label == label]


async def none_left(client: livevars.Variables, label: str) -> bool:
    return not await watchers(client, label)


async def test_should_call_a_function_with_the_present_values_and_each_change(
    client: livevars.Variables, prefix: str
) -> None:
    await client.register(prefix, 0)
    got: list[tuple[Any, bool]] = []

    @client.on_change(prefix)
    def handle(change: livevars.Change) -> None:
        got.append((change.new, change.initial))

    await handle.ready()
    for value in range(1, 6):
        await client.set(prefix, value)
    await eventually(lambda: len(got) == 6)
    assert got == [(0, True), *((value, False) for value in range(1, 6))]
    assert handle.live
    assert handle.__name__ == "handle"  # type: ignore[attr-defined]
    assert "handle" in repr(handle)


async def test_should_call_a_coroutine_function_with_one_change_after_the_other(
    client: livevars.Variables, prefix: str
) -> None:
    await client.register(prefix, 0)
    got: list[int] = []
    inside = 0

    @client.on_change(prefix, include_initial=False)
    async def handle(change: livevars.Change) -> None:
        nonlocal inside
        inside += 1
        assert inside == 1
        await client.get(prefix)
        inside -= 1
        got.append(change.new)

    await handle.ready()
    for value in range(1, 21):
        await client.set(prefix, value)
    await eventually(lambda: len(got) == 20)
    assert got == list(range(1, 21))


async def test_should_pass_on_the_options_of_a_watch(client: livevars.Variables, prefix: str) -> None:
    await client.register(prefix, 0)
    got: list[int] = []
    handle = client.on_change(
        f"{prefix}.*", prefix, include_initial=False, min_change=2, kinds=["UPDATED"], label=prefix
    )(lambda change: got.append(change.new))
    await handle.ready()
    ((selectors, kind),) = [(set(w.selectors), w.kind) for w in await watchers(client, prefix)]
    assert (selectors, kind) == ({prefix, f"{prefix}.*"}, livevars.WatcherKind.GRPC)
    for value in (1, 2, 3, 4):
        await client.set(prefix, value)
    await eventually(lambda: got and got[-1] == 4)
    assert got == [2, 4]


def test_should_know_every_option_of_a_watch() -> None:
    options = set(inspect.signature(livevars.Variables.watch).parameters)
    assert options - {"self", "selectors", "include_initial", "reconnect"} == set(WatchOptions.__annotations__)


async def test_should_report_what_a_handler_raises_and_go_on(client: livevars.Variables, prefix: str) -> None:
    await client.register(prefix, 0)
    errors: list[Exception] = []
    others: list[int] = []
    client.on_change(prefix)(lambda change: others.append(change.new))

    @client.on_change(prefix, on_error=errors.append)
    async def bad(change: livevars.Change) -> None:
        raise ZeroDivisionError(change.new)

    await bad.ready()
    await client.set(prefix, 1)
    await eventually(lambda: len(errors) == len(others) == 2)
    assert [(type(error), error.args) for error in errors] == [(ZeroDivisionError, (0,)), (ZeroDivisionError, (1,))]
    assert (others, bad.ended, bad.live) == ([0, 1], None, True)


async def test_should_log_what_a_handler_raises(
    client: livevars.Variables, prefix: str, caplog: pytest.LogCaptureFixture
) -> None:
    await client.register(prefix, 0)

    @client.on_change(prefix)
    def bad(change: livevars.Change) -> None:
        raise ZeroDivisionError("mine")

    await eventually(lambda: caplog.records)
    (record,) = caplog.records
    assert (record.name, record.levelno) == ("livevars", logging.WARNING)
    assert "mine" in record.message
    assert "in bad" in caplog.text  # where it was raised


@pytest.mark.skipif("not hasattr(__import__('asyncio').Task, 'cancelling')", reason="a task does not know")
async def test_should_survive_a_cancellation_that_is_not_its_own(client: livevars.Variables, prefix: str) -> None:
    await client.register(prefix, 0)
    errors: list[Exception] = []

    @client.on_change(prefix, on_error=errors.append)
    async def bad(change: livevars.Change) -> None:
        task = asyncio.ensure_future(asyncio.sleep(60))
        task.cancel()
        await task

    await bad.ready()
    await client.set(prefix, 1)
    await eventually(lambda: len(errors) == 2)
    assert bad.live


async def test_should_end_when_it_is_cancelled(client: livevars.Variables, prefix: str) -> None:
    """Contract 4.12: nothing of it is left, also when a handler is under way."""
    await client.register(prefix, 0)
    under_way = asyncio.Event()
    ended: list[str] = []

    @client.on_change(prefix, label=prefix)
    async def handle(change: livevars.Change) -> None:
        under_way.set()
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            ended.append("cancelled")
            raise

    await under_way.wait()
    await handle.cancel()
    assert ended == ["cancelled"]
    assert (handle.live, handle.ended) == (False, None)
    await eventually(lambda: none_left(client, prefix), within=1.0)
    await handle.cancel()
    with pytest.raises(livevars.UnavailableError):
        await handle.ready()


async def test_should_be_cancelled_by_its_handler(client: livevars.Variables, prefix: str) -> None:
    await client.register(prefix, 0)
    got: list[int] = []

    @client.on_change(prefix, label=prefix)
    async def once(change: livevars.Change) -> None:
        await once.cancel()
        await asyncio.sleep(0)
        got.append(change.new)

    await eventually(lambda: got == [0])
    await client.set(prefix, 1)
    await eventually(lambda: none_left(client, prefix), within=1.0)
    assert got == [0]


async def test_should_end_with_the_client_also_when_a_handler_closes_it(
    server: Server, client: livevars.Variables, prefix: str
) -> None:
    await client.register(prefix, 0)
    own = livevars.connect(server.target)
    closed = asyncio.Event()

    @own.on_change(prefix, label=prefix)
    async def handle(change: livevars.Change) -> None:
        await own.close()
        closed.set()

    quiet = own.on_change(prefix, label=prefix)(lambda change: None)
    await asyncio.wait_for(closed.wait(), 10)
    assert (handle.live, quiet.live, quiet.ended) == (False, False, None)
    await eventually(lambda: none_left(client, prefix), within=1.0)


async def test_should_say_why_it_gets_no_more(client: livevars.Variables, prefix: str) -> None:
    errors: list[Exception] = []
    handle = client.on_change(prefix, label=prefix, on_error=errors.append)(lambda change: None)
    await handle.ready()
    (watcher,) = await watchers(client, prefix)
    await client.stop_watcher(watcher.id)
    await eventually(lambda: handle.ended is not None)
    assert errors == [handle.ended]
    assert isinstance(handle.ended, livevars.WatchEnded)
    assert handle.ended.reason == "STOPPED"


async def test_should_raise_what_the_server_refuses_where_one_waits_for_it(client: livevars.Variables) -> None:
    errors: list[Exception] = []
    handle = client.on_change("a b", on_error=errors.append)(lambda change: None)
    with pytest.raises(livevars.InvalidValueError) as caught:
        await handle.ready()
    assert errors == [caught.value]


async def test_should_refuse_options_where_they_are_given(client: livevars.Variables) -> None:
    with pytest.raises(livevars.InvalidValueError):
        client.on_change("a", kinds=["NONE"])
    with pytest.raises(TypeError, match="parentheses"):
        client.on_change(lambda change: None)  # type: ignore[arg-type]


def test_should_start_with_the_client_where_no_loop_runs(server: Server, prefix: str) -> None:
    client = livevars.connect(server.target)
    got: list[int] = []

    @client.on_change(prefix)
    def handle(change: livevars.Change) -> None:
        got.append(change.new)

    async def main() -> None:
        async with client:
            await client.register(prefix, 1)
            await eventually(lambda: got == [1])

    asyncio.run(main())
    assert not handle.live


async def test_should_wait_for_a_server_that_is_away() -> None:
    port = free_port()
    errors: list[Exception] = []
    got: list[int] = []
    async with livevars.connect(f"127.0.0.1:{port}", timeout=0.2) as client:
        handle = client.on_change("a", on_error=errors.append)(lambda change: got.append(change.new))
        await eventually(lambda: sum("not live" in str(error) for error in errors) >= 2)
        with running_server(port=port) as server:
            await handle.ready()
            async with livevars.connect(server.target) as other:
                await other.register("a", 1)
            await eventually(lambda: got == [1])
