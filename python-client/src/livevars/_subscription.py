"""A handler that is called with every change."""

from __future__ import annotations

import asyncio
import functools
from typing import TYPE_CHECKING, Any

from livevars._errors import LivevarsError, UnavailableError
from livevars._settle import settle
from livevars._tasks import is_cancelled

if TYPE_CHECKING:
    from collections.abc import Callable

    from livevars._gate import Gate
    from livevars._model import Change
    from livevars._watch import Watch


class Subscription:
    """A handler and the watch that it is called from; made by `Variables.on_change`, ended by `cancel` or the client.

    The handler is called with one change after the other, in the order of their revisions, by a task of its own; one
    that is a coroutine function is awaited before the next change comes. Changes that wait meanwhile are merged by the
    server as for any watch. It may call everything here and in the client, also `cancel` and `close`. One that raises
    is reported and gets the next change.

    As long as the server cannot be reached it is tried again. The object can be called as the handler itself.
    """

    def __init__(
        self,
        handler: Callable[[Change], object],
        watch: Callable[[], Watch],
        gate: Gate,
        *,
        include_initial: bool,
        on_end: Callable[[Subscription], object],
    ) -> None:
        functools.update_wrapper(self, handler, updated=())
        self._handler = handler
        self._make_watch = watch
        self._watch = watch()
        self._gate = gate
        self._include_initial = include_initial
        self._on_end = on_end
        self._task: asyncio.Task[None] | None = None
        self._settled = asyncio.Event()  # it is live, or never will be
        self._cancelled = False
        self._ended: LivevarsError | None = None

    @property
    def live(self) -> bool:
        """Whether it gets changes now; not while the connection is lost."""
        return self._watch.live

    @property
    def ended(self) -> LivevarsError | None:
        """Why the server will send no more; None as long as it will, and after `cancel`."""
        return self._ended

    async def ready(self) -> None:
        """Completes when it is live for the first time: from then on no change is missed.

        Raises:
            LivevarsError: it has ended before.
        """
        self.start()
        await self._settled.wait()
        if self._ended is not None:
            raise self._ended
        if self._cancelled:
            raise UnavailableError("CANCELLED", "the handler was cancelled")

    async def cancel(self) -> None:
        """Ends it and waits for that: a handler that is under way is cancelled, except when it calls this itself."""
        self._cancelled = True
        self._settled.set()
        self._on_end(self)
        await self._watch.cancel()
        if self._task is not None and self._task is not asyncio.current_task():
            self._task.cancel()
            await asyncio.wait((self._task,))

    def start(self) -> None:
        """Begins to watch, if it has not; in the client's event loop."""
        if self._task is None and not self._cancelled:
            self._task = asyncio.create_task(self._run())

    def __call__(self, change: Change) -> Any:
        """Calls the handler."""
        return self._handler(change)

    def __repr__(self) -> str:
        return f"<livevars.Subscription of {self._handler!r}, live={self.live}>"

    async def _run(self) -> None:
        try:
            await self._enter()
            self._settled.set()
            async for change in self._watch:
                if self._include_initial or change.resync or not change.initial:
                    await self._tell(change)
        except LivevarsError as error:
            if not self._cancelled:
                self._ended = error
                self._gate.report(error, "a handler gets no more changes")
        finally:
            self._settled.set()
            self._on_end(self)
            await self._watch.cancel()

    async def _enter(self) -> None:
        while True:
            try:
                await self._watch.__aenter__()
            except UnavailableError as error:
                if error.reason == "CANCELLED":
                    raise
                self._gate.report(error, "a handler does not get changes yet")
                self._watch = self._make_watch()
            else:
                return

    async def _tell(self, change: Change) -> None:
        try:
            await settle(self._handler(change))
        except asyncio.CancelledError:
            if is_cancelled():
                raise
            self._gate.report(RuntimeError(f"what it waited for at {change.name} was cancelled"), "a handler raised")
        except Exception as error:  # noqa: BLE001 - the application's code may raise anything
            self._gate.report(error, "a handler raised")
