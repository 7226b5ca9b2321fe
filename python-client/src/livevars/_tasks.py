"""Time limits and cancellation."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Coroutine

_T = TypeVar("_T")


async def within(timeout: float | None, what: str, work: Coroutine[Any, Any, _T]) -> _T:
    """What `work` answers or raises; it is cancelled when that takes longer than `timeout` seconds.

    Unlike `asyncio.wait_for` before Python 3.12, this never loses the caller's own cancellation to work that is over
    at the same moment.

    Raises:
        TimeoutError: it took longer; the builtin one, also before Python 3.11.
    """
    task = asyncio.ensure_future(work)
    try:
        await asyncio.wait((task,), timeout=timeout)
        late = not task.done()
    finally:
        if not task.done():
            task.cancel()
            await asyncio.wait((task,))
        if not task.cancelled():
            task.exception()  # asyncio complains of one that nobody looks at
    if late and task.cancelled():
        raise TimeoutError(f"{what}: not within {timeout} s")
    return task.result()


def is_cancelled() -> bool:
    """Whether somebody cancelled the current task; if not, a CancelledError is that of something it waits for.

    Before Python 3.11 a task does not know: then what looks like a cancellation is taken for one.
    """
    cancelling = getattr(asyncio.current_task(), "cancelling", lambda: 1)
    return bool(cancelling())
