"""Which calls that failed are made again, and when."""

from __future__ import annotations

import random
import time
from typing import TYPE_CHECKING, TypeVar

from livevars._backoff import Backoff
from livevars._errors import UnavailableError
from livevars._status import NOT_DONE

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

_T = TypeVar("_T")

# The ends that another attempt does not change: the time is over, the client is closed.
_FINAL = frozenset(("CANCELLED", "DEADLINE_EXCEEDED"))


async def retrying(
    attempt: Callable[[float], Awaitable[_T]],
    timeout: float,
    *,
    changes_nothing: bool,
    pause: Callable[[float], Awaitable[object]],
    clock: Callable[[], float] = time.monotonic,
    draw: Callable[[], float] = random.random,
) -> _T:
    """What an attempt answers or raises. While there is time, another follows one that was certainly not carried out.

    A call that changes nothing is also made again when it may have been carried out.

    Args:
        attempt: makes the call, with the seconds that are left.
        timeout: how long all of it may take, in seconds.
        changes_nothing: whether the call only reads.
        pause: waits so many seconds.
        clock: seconds that only grow.
        draw: numbers from 0 to 1, for the length of the pauses.
    """
    deadline = clock() + timeout
    left = timeout
    backoff = Backoff(cap=1.0, draw=draw)
    last: UnavailableError | None = None
    while True:
        try:
            return await attempt(left)
        except UnavailableError as error:
            if error.reason == "DEADLINE_EXCEEDED" and last is not None:
                raise _overdue(last, timeout) from error
            if not _may_be_made_again(error, changes_nothing):
                raise
            delay = backoff.next_delay()
            if clock() + delay >= deadline:
                raise
            last = error
        await pause(delay)
        left = max(deadline - clock(), 0.001)


def _may_be_made_again(error: UnavailableError, changes_nothing: bool) -> bool:
    if NOT_DONE in error.details or error.reason == "DRAINING":
        return True
    return changes_nothing and error.reason not in _FINAL


def _overdue(last: UnavailableError, timeout: float) -> UnavailableError:
    """What was wrong before says more than that the time is over; whether this attempt was carried out is not known."""
    details = {key: value for key, value in last.details.items() if key != NOT_DONE}
    return UnavailableError(last.reason, f"{last.message}; made again, no answer within {timeout} s", details)
