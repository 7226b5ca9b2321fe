"""Which calls are made again, when, and what is raised in the end."""

from __future__ import annotations

import asyncio

import grpc
import pytest

import livevars
from livevars._retry import retrying
from livevars._status import from_rpc_error

LOST = livevars.UnavailableError("CONNECTION_LOST", "cut")
NEVER_SENT = livevars.UnavailableError("CONNECTION_LOST", "refused", {"not_done": "true"})
REFUSED = livevars.UnavailableError("OWNER_UNAVAILABLE", "moving", {"not_done": "true", "shard": "7"})
UNANSWERED = livevars.UnavailableError("OWNER_UNAVAILABLE", "no answer")
STORE = livevars.UnavailableError("STORE_UNAVAILABLE", "full")
DRAINING = livevars.UnavailableError("DRAINING", "bye")
CLOSED = livevars.UnavailableError("CANCELLED", "the client is closed")
LATE = livevars.UnavailableError("DEADLINE_EXCEEDED", "late")
GONE = livevars.NotFoundError("VARIABLE_NOT_FOUND", "gone")


class Calls:
    """Attempts that end one after the other as told, each after `takes` seconds; time passes here alone."""

    def __init__(self, *ends: Exception | str, takes: float = 0.0) -> None:
        self._ends = list(ends)
        self._takes = takes
        self.now = 100.0
        self.timeouts: list[float] = []
        self.pauses: list[float] = []

    async def run(self, *, changes_nothing: bool = False, timeout: float = 10.0, luck: float = 1.0) -> str:
        return await retrying(
            self._attempt,
            timeout,
            changes_nothing=changes_nothing,
            pause=self._pause,
            clock=lambda: self.now,
            draw=lambda: luck,
        )

    async def _attempt(self, timeout: float) -> str:
        self.timeouts.append(timeout)
        self.now += self._takes
        end = self._ends.pop(0) if len(self._ends) > 1 else self._ends[0]
        if isinstance(end, Exception):
            raise end
        return end

    async def _pause(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.now += seconds


@pytest.mark.parametrize("error", [NEVER_SENT, REFUSED, DRAINING])
@pytest.mark.parametrize("changes_nothing", [True, False])
async def test_should_repeat_what_was_not_done(error: Exception, changes_nothing: bool) -> None:
    assert await Calls(error, error, "answer").run(changes_nothing=changes_nothing) == "answer"


@pytest.mark.parametrize("error", [LOST, UNANSWERED, STORE])
async def test_should_repeat_what_may_have_been_done_only_if_it_changes_nothing(error: Exception) -> None:
    assert await Calls(error, "answer").run(changes_nothing=True) == "answer"
    writing = Calls(error, "answer")
    with pytest.raises(livevars.UnavailableError) as caught:
        await writing.run()
    assert caught.value is error
    assert len(writing.timeouts) == 1


@pytest.mark.parametrize("error", [GONE, CLOSED, LATE])
async def test_should_raise_at_once_what_does_not_pass(error: Exception) -> None:
    calls = Calls(error, "answer")
    with pytest.raises(type(error)) as caught:
        await calls.run(changes_nothing=True)
    assert caught.value is error
    assert len(calls.timeouts) == 1


async def test_should_be_cancelled() -> None:
    cancelled = Calls(REFUSED)

    async def pause(seconds: float) -> None:
        raise asyncio.CancelledError

    cancelled._pause = pause  # type: ignore[method-assign]
    with pytest.raises(asyncio.CancelledError):
        await cancelled.run()
    assert len(cancelled.timeouts) == 1


async def test_should_wait_longer_and_longer_and_give_each_attempt_the_time_that_is_left() -> None:
    calls = Calls(*[REFUSED] * 7, "answer", takes=0.5)
    assert await calls.run(timeout=60) == "answer"
    assert calls.pauses == [0.05, 0.1, 0.2, 0.4, 0.8, 1.0, 1.0]
    assert calls.timeouts[:3] == pytest.approx([60, 59.45, 58.85])
    assert sum(calls.pauses) + calls.timeouts[-1] + 7 * 0.5 == pytest.approx(60)


async def test_should_draw_the_length_of_the_pauses() -> None:
    calls = Calls(*[REFUSED] * 3, "answer")
    await calls.run(luck=0.5)
    assert calls.pauses == [0.025, 0.05, 0.1]


async def test_should_raise_the_last_error_when_the_time_is_over() -> None:
    calls = Calls(LOST, REFUSED)
    with pytest.raises(livevars.UnavailableError) as caught:
        await calls.run(changes_nothing=True)
    assert caught.value is REFUSED
    assert 9.0 <= calls.now - 100.0 <= 10.0


async def test_should_not_say_that_an_unanswered_attempt_is_not_done() -> None:
    with pytest.raises(livevars.UnavailableError, match="moving; made again, no answer within 10") as caught:
        await Calls(REFUSED, LATE).run()
    assert caught.value.reason == "OWNER_UNAVAILABLE"
    assert caught.value.details == {"shard": "7"}
    assert caught.value.__cause__ is LATE


@pytest.mark.parametrize(
    ("message", "sent"),
    [
        ("failed to connect to all addresses; last error: UNKNOWN: ipv4:127.0.0.1:1: Connection refused", False),
        ("DNS resolution failed for nowhere:1", False),
        ("Socket closed", True),
        ("recvmsg:Connection reset by peer", True),
    ],
)
def test_should_tell_what_was_not_sent(message: str, sent: bool) -> None:
    empty = grpc.aio.Metadata()
    error = from_rpc_error(grpc.aio.AioRpcError(grpc.StatusCode.UNAVAILABLE, empty, empty, details=message))
    assert error.reason == "CONNECTION_LOST"
    assert ("not_done" not in error.details) == sent
