"""A watch over scripted connections: what it resumes from, when it connects again, and how it ends."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

import livevars
from livevars._feed import Feed
from livevars._gate import Gate
from livevars._proto import watch_pb2
from livevars._watch import Watch
from unit.test_feed import Response, changes, initial, live, progress, resync

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

LOST = livevars.UnavailableError("CONNECTION_LOST", "cut")


def created(watcher_id: str) -> Response:
    return Response(created=watch_pb2.WatchCreated(watcher_id=watcher_id))


def closing(reason: str, resume_revision: int = 0) -> Response:
    return Response(closing=watch_pb2.WatchClosing(reason=reason, resume_revision=resume_revision))


class Connection:
    """Gives its steps, messages or errors, then nothing until it is closed."""

    def __init__(self, *steps: Response | livevars.LivevarsError) -> None:
        self._steps = list(steps)
        self._closed = asyncio.Event()
        self.reads = 0

    async def read(self) -> Response:
        self.reads += 1
        if not self._steps:
            await self._closed.wait()
            raise LOST
        step = self._steps.pop(0)
        if isinstance(step, livevars.LivevarsError):
            raise step
        return step

    async def close(self) -> None:
        self._closed.set()

    @property
    def closed(self) -> bool:
        return self._closed.is_set()


class Script:
    """A watch that gets one connection after the other, and what it asked for."""

    def __init__(
        self,
        *connections: Connection,
        start_revision: int = 0,
        present: bool = True,
        reconnect: bool = True,
        timeout: float = 5.0,
    ) -> None:
        self.connections = list(connections)
        self.asked: list[int] = []
        self.lost: list[Exception] = []
        self.open: set[Watch] = set()
        self.watch = Watch(
            self._connect,  # type: ignore[arg-type]
            Feed(start_revision, present=present),
            Gate(None, self.lost.append),
            reconnect=reconnect,
            timeout=timeout,
            on_start=self.open.add,
            on_end=self.open.discard,
        )

    def _connect(self, start_revision: int) -> Connection:
        self.asked.append(start_revision)
        return self.connections[min(len(self.asked), len(self.connections)) - 1]


async def collect(watch: Watch, number: int) -> list[tuple[int, str]]:
    return [(change.revision, change.name) for change in [await watch.__anext__() for _ in range(number)]]


async def test_should_resume_after_the_last_revision_it_received() -> None:
    script = Script(
        Connection(created("1"), initial(5, "a"), live(5), changes((6, "a")), LOST),
        Connection(created("2"), live(6), progress(9), LOST),
        Connection(created("3"), live(9), changes((10, "a"))),
    )
    async with script.watch as watch:
        assert watch.id == "1"
        assert await collect(watch, 3) == [(5, "a"), (6, "a"), (10, "a")]
        assert watch.id == "3"
    assert script.asked == [0, 7, 10]
    assert script.lost == [LOST, LOST]


async def test_should_start_afresh_when_the_first_cut_broke_half_way() -> None:
    script = Script(
        Connection(created("1"), initial(5, "a", last=False), LOST),
        Connection(created("2"), initial(8, "a", "b"), live(8)),
    )
    async with script.watch as watch:
        assert await collect(watch, 2) == [(8, "a"), (8, "b")]
    assert script.asked == [0, 0]


async def test_should_ask_again_for_what_the_user_asked_for_as_long_as_nothing_came() -> None:
    script = Script(
        Connection(created("1"), live(50), LOST),
        Connection(created("2"), live(50), changes((41, "a"))),
        start_revision=41,
    )
    async with script.watch as watch:
        assert await collect(watch, 1) == [(41, "a")]
    assert script.asked == [41, 41]


@pytest.mark.parametrize(
    "end",
    [
        *(closing(reason, 7) for reason in ("DRAINING", "OWNER_UNAVAILABLE", "STORE_UNAVAILABLE", "CONNECTION_LOST")),
        *(livevars.UnavailableError(reason, "") for reason in ("DRAINING", "STORE_UNAVAILABLE", "DEADLINE_EXCEEDED")),
    ],
)
async def test_should_connect_again_when_the_server_cannot_go_on(end: Any) -> None:
    script = Script(
        Connection(created("1"), live(5), changes((6, "a")), end),
        Connection(created("2"), live(6), changes((7, "a"))),
    )
    async with script.watch as watch:
        assert await collect(watch, 2) == [(6, "a"), (7, "a")]
    assert script.asked == [0, 7]
    assert all(connection.closed for connection in script.connections)


@pytest.mark.parametrize("reason", ["SESSION_EXPIRED", "SESSION_DELETED"])
async def test_should_name_nothing_to_resume_from_when_the_session_is_gone(reason: str) -> None:
    script = Script(Connection(created("1"), live(5), changes((6, "a")), closing(reason, 0)))
    async with script.watch as watch:
        await collect(watch, 1)
        with pytest.raises(livevars.WatchEnded) as caught:
            await watch.__anext__()
        assert (caught.value.reason, caught.value.resume_revision) == (reason, 0)
    assert script.asked == [0]


ANEW = closing("OWNER_UNAVAILABLE", 0)  # nothing to resume from


async def test_should_start_with_the_present_values_when_the_session_began_anew() -> None:
    """No revision of the one is to be asked of the other, also when the first attempt finds nobody."""
    script = Script(
        Connection(created("1"), initial(5, "a", "b"), live(5), changes((6, "a")), ANEW),
        Connection(LOST),
        Connection(created("2"), initial(2, "b"), live(2), changes((3, "b")), LOST),
        Connection(created("3"), live(3), changes((4, "b"))),
        start_revision=5,
    )
    async with script.watch as watch:
        taken = [await watch.__anext__() for _ in range(7)]
        assert watch.revision == 4
    assert [(change.name, change.kind.name, change.revision, change.resync) for change in taken] == [
        ("a", "REGISTERED", 5, False),
        ("b", "REGISTERED", 5, False),
        ("a", "UPDATED", 6, False),
        ("a", "DELETED", 2, True),
        ("b", "REGISTERED", 2, True),
        ("b", "UPDATED", 3, False),
        ("b", "UPDATED", 4, False),
    ]
    assert script.asked == [5, 0, 0, 4]


async def test_should_end_when_the_session_began_anew_and_present_values_are_not_wanted() -> None:
    script = Script(Connection(created("1"), live(5), changes((6, "a")), ANEW), present=False)
    async with script.watch as watch:
        await collect(watch, 1)
        with pytest.raises(livevars.WatchEnded) as caught:
            await watch.__anext__()
        assert (caught.value.reason, caught.value.resume_revision) == ("OWNER_UNAVAILABLE", 0)
    assert script.asked == [0]


async def test_should_ask_again_for_an_owner_that_was_away_while_it_was_entered() -> None:
    script = Script(
        Connection(created("1"), ANEW),
        Connection(created("2"), livevars.UnavailableError("OWNER_UNAVAILABLE", "")),
        Connection(created("3"), live(5), changes((6, "a"))),
        start_revision=6,
    )
    async with script.watch as watch:
        assert await collect(watch, 1) == [(6, "a")]
    assert script.asked == [6, 6, 6]


@pytest.mark.parametrize("reason", ["STOPPED", "SESSION_EXPIRED", "SESSION_DELETED", "PERMISSION_LOST", "NEW_REASON"])
async def test_should_end_with_the_servers_reason(reason: str) -> None:
    script = Script(Connection(created("1"), live(5), changes((6, "a")), closing(reason, 9)))
    async with script.watch as watch:
        await collect(watch, 1)
        with pytest.raises(livevars.WatchEnded) as caught:
            await watch.__anext__()
        assert (caught.value.reason, caught.value.resume_revision) == (reason, 9)
        assert [change async for change in watch] == []
    assert script.asked == [0]
    assert not script.open


@pytest.mark.parametrize("reason", ["SESSION_EXPIRED", "SESSION_DELETED"])
async def test_should_end_with_its_session_also_while_it_is_entered(reason: str) -> None:
    script = Script(Connection(created("1"), livevars.NotFoundError(reason, "gone")))
    with pytest.raises(livevars.WatchEnded, match="gone") as caught:
        await script.watch.__aenter__()
    assert caught.value.reason == reason
    assert script.asked == [0]
    assert not script.open


async def test_should_ask_again_when_history_is_compacted_under_it() -> None:
    """The server then says where it stands: a resync when present values are wanted."""
    script = Script(
        Connection(created("1"), initial(5, "a"), live(5), changes((6, "a")), closing("REVISION_COMPACTED", 7)),
        Connection(created("2"), resync(), initial(90, "b"), live(90), changes((91, "b"))),
    )
    async with script.watch as watch:
        taken = [await watch.__anext__() for _ in range(5)]
        assert watch.revision == 91
    assert [(change.name, change.kind.name, change.resync) for change in taken] == [
        ("a", "REGISTERED", False),
        ("a", "UPDATED", False),
        ("a", "DELETED", True),
        ("b", "REGISTERED", True),
        ("b", "UPDATED", False),
    ]
    assert script.asked == [0, 7]


async def test_should_not_name_a_resume_revision_that_skips_what_the_application_does_not_have() -> None:
    script = Script(Connection(created("1"), initial(5, "a"), closing("STOPPED", 6)))
    with pytest.raises(livevars.WatchEnded) as caught:
        await script.watch.__aenter__()
    assert caught.value.resume_revision == 0
    assert not script.open


@pytest.mark.parametrize(
    "end",
    [
        closing("WATCHER_OVERFLOW", 7),
        livevars.OverloadedError("WATCHER_OVERFLOW", "too slow", {"resume_revision": "7"}),
    ],
)
async def test_should_say_where_to_resume_after_an_overflow(end: Any) -> None:
    script = Script(Connection(created("1"), live(5), changes((6, "a")), end))
    async with script.watch as watch:
        await collect(watch, 1)
        with pytest.raises(livevars.OverloadedError) as caught:
            await watch.__anext__()
    assert caught.value.resume_revision == 7


@pytest.mark.parametrize(
    "error",
    [
        livevars.CompactedError("REVISION_COMPACTED", ""),
        livevars.NotFoundError("SESSION_NOT_FOUND", ""),
        livevars.LivevarsError("NOT_YET_IMPLEMENTED", ""),
    ],
)
async def test_should_not_connect_again_after_an_answer(error: livevars.LivevarsError) -> None:
    script = Script(Connection(created("1"), live(5), LOST), Connection(error))
    async with script.watch as watch:
        with pytest.raises(type(error)):
            await watch.__anext__()
    assert script.asked == [0, 6]


async def test_should_not_connect_again_unless_asked_to() -> None:
    script = Script(Connection(created("1"), live(5), LOST), reconnect=False)
    async with script.watch as watch:
        with pytest.raises(livevars.UnavailableError):
            await watch.__anext__()
    assert script.asked == [0]


async def test_should_give_up_entering_in_time_and_say_why() -> None:
    script = Script(Connection(*[LOST] * 1000), timeout=0.2)
    with pytest.raises(livevars.UnavailableError, match="cut") as caught:
        await script.watch.__aenter__()
    assert caught.value.reason == "DEADLINE_EXCEEDED"
    assert len(script.asked) > 1
    assert not script.open


async def test_should_wait_longer_until_something_is_delivered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Attempts are counted until a change is handed on; a connection alone does not start them again."""
    script = Script(
        *[Connection(created(str(n)), live(5), LOST) for n in range(3)],
        Connection(created("3"), live(5), changes((6, "a")), LOST),
        Connection(created("4"), live(6), changes((7, "a"))),
    )
    attempts: list[int] = []

    def next_delay() -> float:
        attempts.append(script.watch._backoff._attempts)
        script.watch._backoff._attempts += 1
        return 0.0

    monkeypatch.setattr(script.watch._backoff, "next_delay", next_delay)
    async with script.watch as watch:
        await collect(watch, 2)
    assert attempts == [0, 1, 2, 0]


async def test_should_read_only_as_fast_as_the_application() -> None:
    """Back-pressure: what the application does not take stays with the server."""
    connection = Connection(created("1"), live(0), *[changes((n, "a"), (n, "b")) for n in range(1, 50)])
    script = Script(connection)
    async with script.watch as watch:
        assert connection.reads == 2
        await collect(watch, 2)
        assert connection.reads == 3
        await collect(watch, 1)
        assert connection.reads == 4


@pytest.mark.parametrize("action", ["cancel", "exit"])
async def test_should_drop_what_waits_when_it_is_cancelled(action: str) -> None:
    script = Script(Connection(created("1"), initial(5, "a", "b"), live(5)))
    ends: dict[str, Callable[[], Awaitable[None]]] = {
        "cancel": script.watch.cancel,
        "exit": lambda: script.watch.__aexit__(None, None, None),
    }
    await script.watch.__aenter__()
    await collect(script.watch, 1)
    await ends[action]()
    assert [change async for change in script.watch] == []
    assert script.connections[0].closed


async def test_should_be_cancelled_at_the_moment_it_is_live() -> None:
    """Python's own `asyncio.wait_for` forgets the cancellation then, before Python 3.12."""
    connection = Connection(created("1"), live(5))
    script = Script(connection)
    accept = script.watch._feed.accept

    def accept_and_cancel(message: Response) -> None:
        accept(message)
        if script.watch._feed.live:
            asyncio.get_running_loop().call_soon(entering.cancel)

    script.watch._feed.accept = accept_and_cancel  # type: ignore[method-assign]
    entering = asyncio.create_task(script.watch.__aenter__())
    with pytest.raises(asyncio.CancelledError):
        await entering
    assert connection.closed
    assert not script.open
