"""Awaiting conditions, and the checks of what a watch handed on."""

from __future__ import annotations

import asyncio
import inspect
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Coroutine, Iterable

    import livevars

_T = TypeVar("_T")

SECONDS = 10.0


class Background:
    """Tasks beside the test. When one of them fails, the test does at once, with its error."""

    def __init__(self) -> None:
        self._tasks: list[asyncio.Task[Any]] = []
        self._test = asyncio.current_task()

    def start(self, work: Coroutine[Any, Any, _T]) -> asyncio.Task[_T]:
        task = asyncio.create_task(work)
        task.add_done_callback(self._over)
        self._tasks.append(task)
        return task

    async def cancel(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def raise_failures(self) -> None:
        for task in self._tasks:
            if task.done() and not task.cancelled():
                task.result()

    def _over(self, task: asyncio.Task[Any]) -> None:
        if self._test is not None and not task.cancelled() and task.exception() is not None:
            self._test.cancel()


@asynccontextmanager
async def background() -> AsyncIterator[Background]:
    """Tasks that end with the block."""
    tasks = Background()
    try:
        yield tasks
    except asyncio.CancelledError:
        tasks.raise_failures()
        raise
    finally:
        await tasks.cancel()


async def take(watch: livevars.Watch, number: int, *, within: float = SECONDS) -> list[livevars.Change]:
    """The next changes of a watch."""

    async def collect() -> list[livevars.Change]:
        return [await watch.__anext__() for _ in range(number)]

    return await asyncio.wait_for(collect(), within)


async def take_until(
    watch: livevars.Watch, last: Callable[[livevars.Change], object], *, within: float = 60.0
) -> list[livevars.Change]:
    """The changes of a watch up to the one that is the last."""

    async def collect() -> list[livevars.Change]:
        taken = []
        async for change in watch:
            taken.append(change)
            if last(change):
                break
        return taken

    return await asyncio.wait_for(collect(), within)


async def eventually(condition: Callable[[], Any], *, within: float = SECONDS) -> None:
    """Waits until a condition, which may be awaitable, holds."""
    deadline = asyncio.get_running_loop().time() + within
    while True:
        holds = condition()
        if inspect.isawaitable(holds):
            holds = await holds
        if holds:
            return
        assert asyncio.get_running_loop().time() < deadline, f"not within {within} s"
        await asyncio.sleep(0.01)


def assert_ordered_and_complete(changes: Iterable[livevars.Change]) -> None:
    """Contract 4.2 and 4.3: revisions increase from change set to change set, and no version of a name is missing."""
    versions: dict[str, int] = {}
    seen: dict[int, set[str]] = {}
    revision = 0
    for change in changes:
        assert change.revision >= revision
        revision = change.revision
        if not change.initial:
            assert change.name not in seen.setdefault(revision, set()), "the same change twice"
            seen[revision].add(change.name)
        if change.name in versions:
            assert change.first_version == versions[change.name] + 1, f"{change.name} has a gap or a repeat"
        versions[change.name] = change.last_version
