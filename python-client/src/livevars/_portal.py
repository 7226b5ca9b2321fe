"""An event loop in a thread of its own, for callers that block."""

from __future__ import annotations

import asyncio
import concurrent.futures
import contextvars
import os
import threading
from typing import TYPE_CHECKING, Any, TypeVar

from livevars._errors import UnavailableError
from livevars._home import check_process

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

_T = TypeVar("_T")

_NOTICE_SECONDS = 0.5
"""How soon a waiting main thread notices Ctrl-C where the system tells another thread of it, or none, as Windows."""


class Portal:
    """Runs coroutines in a background thread while the caller, in any other thread, waits.

    A caller that is interrupted, as by Ctrl-C, stops waiting at once, and what it waited for is cancelled. `last` is
    run when the portal closes. The thread does not keep the program alive.
    """

    def __init__(self, last: Callable[[], Coroutine[Any, Any, object]]) -> None:
        self._last = last
        self._pid = os.getpid()
        self._closing = threading.Lock()
        self._starting = threading.Lock()
        self._closed = False
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._serve, name="livevars", daemon=True)
        self._thread.start()

    @property
    def closed(self) -> bool:
        """Whether nothing runs any more."""
        return self._closed

    def run(self, work: Coroutine[Any, Any, _T]) -> _T:
        """What a coroutine answers or raises.

        Raises:
            UnavailableError: the portal is closed.
            RuntimeError: it would never answer: it was made before a fork, or the caller is its own thread.
        """
        future = self.start(work)
        try:
            return self.wait(future)
        except BaseException:
            future.cancel()
            raise

    def start(self, work: Coroutine[Any, Any, _T]) -> concurrent.futures.Future[_T]:
        """Starts a coroutine, to `wait` for; raises as `run` does."""
        try:
            self._check()
            with self._starting:
                if not self._closed:
                    return asyncio.run_coroutine_threadsafe(work, self._loop)
            raise _closed()
        except BaseException:
            work.close()  # asyncio complains of one that is never awaited
            raise

    def wait(self, future: concurrent.futures.Future[_T]) -> _T:
        """What a started coroutine answers or raises. A caller that is interrupted may wait again."""
        while True:
            try:
                return future.result(_NOTICE_SECONDS)
            except concurrent.futures.CancelledError:
                raise _closed() from None
            except concurrent.futures.TimeoutError:
                if future.done():  # it is the work's own, or the answer came just now
                    return future.result()

    def look(self, function: Callable[[], _T]) -> _T:
        """Calls a function that does not block between two steps of what runs, so that it sees no half of a step."""

        async def call() -> _T:
            return function()

        return function() if self._closed or threading.current_thread() is self._thread else self.run(call())

    def close(self) -> None:
        """Runs `last` and ends the thread; may be called again and from any other thread."""
        if self._closed:
            return
        self._check()
        with self._closing:
            if not self._closed:
                self._close()

    def _check(self) -> None:
        check_process(self._pid)
        if threading.current_thread() is self._thread:
            raise RuntimeError("a blocking call in the client's own thread would wait for itself")

    def _serve(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_forever()
        self._loop.run_until_complete(self._end_tasks())
        self._loop.run_until_complete(self._loop.shutdown_asyncgens())
        self._loop.close()

    async def _end_tasks(self) -> None:
        left = asyncio.all_tasks() - {asyncio.current_task()}
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    def _close(self) -> None:
        try:
            self.wait(asyncio.run_coroutine_threadsafe(self._last(), self._loop))
        finally:
            with self._starting:  # what was started before ends, and nothing is started after
                self._closed = True
                self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join()


async def in_thread(function: Callable[..., _T], *arguments: Any) -> _T:
    """What a function, called in a thread of its own where it may block, answers or raises.

    It does not keep the program alive.
    """
    future: concurrent.futures.Future[_T] = concurrent.futures.Future()

    def call() -> None:
        if future.set_running_or_notify_cancel():
            try:
                future.set_result(function(*arguments))
            except BaseException as error:  # noqa: BLE001 - it is raised where it is waited for
                future.set_exception(error)

    context = contextvars.copy_context()
    threading.Thread(target=context.run, args=(call,), name="livevars-handler", daemon=True).start()
    return await asyncio.wrap_future(future)


def _closed() -> UnavailableError:
    return UnavailableError("CANCELLED", "the client is closed")
