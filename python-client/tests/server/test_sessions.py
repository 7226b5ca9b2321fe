"""Sessions: made, read, prolonged, expired and deleted; what happens to their watches."""

from __future__ import annotations

import asyncio
import math
import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
import pytest_asyncio

import livevars
from server.awaiting import eventually, take

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from server.launcher import Server


@pytest_asyncio.fixture
async def inside(server: Server, client: livevars.Variables, prefix: str) -> AsyncIterator[livevars.Variables]:
    """A client of a session of its own, whose id is the prefix."""
    await client.sessions.create(prefix)
    async with livevars.connect(server.target, session=prefix) as connected:
        yield connected


async def reason_of(call: Any, error: type[livevars.LivevarsError] = livevars.NotFoundError) -> str:
    with pytest.raises(error) as caught:
        await call
    assert caught.value.message
    return caught.value.reason


async def is_gone(client: livevars.Variables, id: str) -> bool:
    try:
        await client.sessions.get(id)
    except livevars.NotFoundError:
        return True
    return False


async def expiry(client: livevars.Variables, id: str) -> Any:
    return (await client.sessions.get(id)).expires_at


async def test_should_make_a_session_as_described(client: livevars.Variables, prefix: str) -> None:
    made = await client.sessions.create(prefix, ttl=30.5, metadata={"owner": "tests"})
    assert (made.id, made.ttl, made.metadata) == (prefix, 30.5, {"owner": "tests"})
    assert (made.revision, made.variable_count, made.watcher_count) == (0, 0, 0)
    assert made.expires_at is not None
    assert made.expires_at - made.created_at == timedelta(seconds=30.5)
    assert await client.sessions.get(prefix) == made


async def test_should_make_up_ids(client: livevars.Variables) -> None:
    made = [await client.sessions.create() for _ in range(3)]
    assert len({session.id for session in made}) == 3
    for session in made:
        assert re.fullmatch(r"[A-Za-z0-9._-]{1,128}", session.id)
        assert (session.ttl, session.expires_at) == (None, None)
        await client.sessions.delete(session.id)


async def test_should_make_no_session_twice(client: livevars.Variables, prefix: str) -> None:
    made = await client.sessions.create(prefix)
    assert await reason_of(client.sessions.create(prefix, ttl=1), livevars.AlreadyExistsError) == "SESSION_EXISTS"
    assert await reason_of(client.sessions.create("default"), livevars.AlreadyExistsError) == "SESSION_EXISTS"
    assert await client.sessions.get(prefix) == made


@pytest.mark.parametrize("id", ["with space", "a/b", "ü", "a" * 129, "a\n"])
async def test_should_refuse_a_bad_id(client: livevars.Variables, id: str) -> None:
    assert await reason_of(client.sessions.create(id), livevars.InvalidValueError) == "INVALID_SESSION"


@pytest.mark.parametrize("ttl", [0.0, -1.0, 0.05, 366 * 86_400.0])
async def test_should_refuse_a_bad_time_to_live(client: livevars.Variables, prefix: str, ttl: float) -> None:
    assert await reason_of(client.sessions.create(prefix, ttl=ttl), livevars.InvalidValueError) == "INVALID_REQUEST"
    assert await is_gone(client, prefix)


@pytest.mark.parametrize("ttl", [math.nan, math.inf])
async def test_should_refuse_a_time_to_live_that_is_none(client: livevars.Variables, prefix: str, ttl: float) -> None:
    with pytest.raises(livevars.InvalidValueError):
        await client.sessions.create(prefix, ttl=ttl)


async def test_should_always_have_the_default_session(client: livevars.Variables) -> None:
    default = await client.sessions.get()
    assert default.id == client.session == "default"
    assert (default.ttl, default.expires_at) == (None, None)
    assert (await client.sessions.keep_alive()).id == "default"
    with pytest.raises(livevars.InvalidValueError):
        await client.sessions.delete("default")
    with pytest.raises(livevars.InvalidValueError):
        await client.sessions.delete("")


async def test_should_not_know_a_session_that_is_not_there(server: Server, client: livevars.Variables) -> None:
    for call in (client.sessions.get, client.sessions.keep_alive, client.sessions.delete):
        assert await reason_of(call("nobody")) == "SESSION_NOT_FOUND"
    async with livevars.connect(server.target, session="nobody") as lost:
        assert await reason_of(lost.sessions.get()) == "SESSION_NOT_FOUND"
        assert await reason_of(lost.get("x")) == "SESSION_NOT_FOUND"
        assert await reason_of(lost.watch("x").__aenter__()) == "SESSION_NOT_FOUND"


async def test_should_count_what_is_in_a_session(client: livevars.Variables, inside: livevars.Variables) -> None:
    await inside.register("a", 1)
    await inside.register("b", 1)
    await inside.set("a", 2)
    await inside.delete("b")
    async with inside.watch("a"):
        now = await client.sessions.get(inside.session)
        assert (now.revision, now.variable_count, now.watcher_count) == (4, 1, 1)


async def test_should_keep_sessions_apart(client: livevars.Variables, inside: livevars.Variables, prefix: str) -> None:
    await client.register(prefix, "outside")
    async with client.watch(prefix) as watch:
        await take(watch, 1)
        variable = await inside.register(prefix, "inside")
        assert (variable.version, variable.revision) == (1, 1)
        await inside.set(prefix, "inside again")
        await client.set(prefix, "outside again")
        assert (await take(watch, 1))[0].new == "outside again"
    assert [variable.name for variable in await inside.list()] == [prefix]


async def test_should_list_the_sessions_in_the_order_of_their_ids(client: livevars.Variables, prefix: str) -> None:
    ids = [f"{prefix}-{letter}" for letter in "bca"]
    for id in ids:
        await client.sessions.create(id)
    listed = [session.id for session in await client.sessions.list()]
    assert listed == sorted(listed)
    assert {"default", *ids} <= set(listed)
    assert [id for id in listed if id.startswith(f"{prefix}-")] == sorted(ids)


async def test_should_list_more_sessions_than_a_page_has(client: livevars.Variables, prefix: str) -> None:
    ids = [f"{prefix}-{n:04}" for n in range(1_100)]
    await asyncio.gather(*(client.sessions.create(id) for id in ids))
    listed = [session.id for session in await client.sessions.list()]
    assert [id for id in listed if id.startswith(f"{prefix}-")] == ids
    await asyncio.gather(*(client.sessions.delete(id) for id in ids))


async def test_should_end_a_session_with_all_that_is_in_it(
    client: livevars.Variables, inside: livevars.Variables
) -> None:
    await inside.register("a", 1)
    await client.sessions.delete(inside.session)
    assert await is_gone(client, inside.session)
    for call in (inside.get("a"), inside.set("a", 2), inside.register("b", 1), inside.list(), inside.history("a")):
        assert await reason_of(call) == "SESSION_NOT_FOUND"
    assert await reason_of(client.sessions.delete(inside.session)) == "SESSION_NOT_FOUND"


async def test_should_begin_anew_when_a_session_is_made_again(
    client: livevars.Variables, inside: livevars.Variables
) -> None:
    await inside.register("a", 1)
    await inside.set("a", 2)
    await client.sessions.delete(inside.session)
    assert (await client.sessions.create(inside.session)).revision == 0
    assert await inside.list() == []
    async with inside.watch("a") as watch:
        variable = await inside.register("a", 3)
        assert (variable.version, variable.revision) == (1, 1)
        (change,) = await take(watch, 1)
        assert (change.new, change.initial) == (3, False)


async def test_should_end_the_watches_of_a_session_that_is_deleted(
    client: livevars.Variables, inside: livevars.Variables, prefix: str
) -> None:
    """Contract 4.11, and what was set before the end is handed on; other sessions do not notice."""
    await inside.register("a", 0)
    lost: list[Exception] = []
    async with client.watch(prefix) as other, inside.watch("a", on_error=lost.append) as watch, inside.watch() as whole:
        await inside.set("a", 1)
        taken = await take(watch, 2)
        await client.sessions.delete(prefix)
        assert [change.new for change in taken] == [0, 1]
        await take(whole, 2)
        for ended in (watch, whole):
            with pytest.raises(livevars.WatchEnded) as caught:
                await take(ended, 1)
            assert (caught.value.reason, caught.value.resume_revision) == ("SESSION_DELETED", 0)
            assert [change async for change in ended] == []
        await client.register(prefix, 1)
        assert (await take(other, 1))[0].new == 1
    assert not lost, "it must not connect again"


async def test_should_end_a_watch_whose_session_goes_while_it_is_entered(
    server: Server, client: livevars.Variables, prefix: str
) -> None:
    """Whatever comes first, the watch ends with a reason of the session."""
    for attempt in range(20):
        id = f"{prefix}-{attempt}"
        await client.sessions.create(id)
        async with livevars.connect(server.target, session=id) as inside:
            entering = asyncio.create_task(take(inside.watch(), 1))
            await asyncio.gather(*(client.sessions.get(id) for _ in range(attempt % 5)))
            await client.sessions.delete(id)
            with pytest.raises((livevars.WatchEnded, livevars.NotFoundError)) as caught:
                await entering
            assert caught.value.reason in ("SESSION_DELETED", "SESSION_NOT_FOUND")


async def test_should_expire_when_nobody_uses_it(server: Server, client: livevars.Variables, prefix: str) -> None:
    """Reading the session itself is no use of it."""
    await client.sessions.create(prefix, ttl=1.0)
    async with livevars.connect(server.target, session=prefix) as inside:
        await inside.register("a", 1)
        await eventually(lambda: is_gone(client, prefix))
        assert await reason_of(inside.get("a")) == "SESSION_NOT_FOUND"
        assert await reason_of(client.sessions.keep_alive(prefix)) == "SESSION_NOT_FOUND"
    assert prefix not in [session.id for session in await client.sessions.list()]
    await client.sessions.create(prefix)


async def test_should_live_on_while_it_is_called(server: Server, client: livevars.Variables, prefix: str) -> None:
    made = await client.sessions.create(prefix, ttl=1.0)
    async with livevars.connect(server.target, session=prefix) as inside:
        await inside.register("a", 1)

        async def outlived() -> bool:
            await inside.get("a")
            return bool(await expiry(client, prefix) > made.created_at + timedelta(seconds=2.5))

        await eventually(outlived)
    await eventually(lambda: is_gone(client, prefix))


async def test_should_live_on_while_it_is_kept_alive(server: Server, client: livevars.Variables, prefix: str) -> None:
    made = await client.sessions.create(prefix, ttl=1.0)
    async with livevars.connect(server.target, session=prefix) as inside:

        async def outlived() -> bool:
            kept = await inside.sessions.keep_alive()
            assert (kept.id, kept.ttl) == (prefix, 1.0)
            assert kept.expires_at is not None
            return kept.expires_at > made.created_at + timedelta(seconds=2.5)

        await eventually(outlived)


async def test_should_live_on_while_it_is_watched(server: Server, client: livevars.Variables, prefix: str) -> None:
    """A quiet watch is enough; when it is gone the session expires."""
    made = await client.sessions.create(prefix, ttl=1.0)
    async with livevars.connect(server.target, session=prefix) as inside:
        async with inside.watch("a") as watch:
            reader = asyncio.create_task(take(watch, 1))

            async def outlived() -> bool:
                return bool(await expiry(client, prefix) > made.created_at + timedelta(seconds=2.5))

            await eventually(outlived)
            assert not reader.done()
            await inside.register("a", 1)
            assert (await reader)[0].new == 1
        await eventually(lambda: is_gone(client, prefix))
