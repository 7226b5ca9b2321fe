"""A mirror: a local, read-only mapping that follows the selected variables."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from livevars._errors import LivevarsError, UnavailableError
from livevars._settle import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import TracebackType

    from typing_extensions import Self

    from livevars._client import Variables
    from livevars._model import Change, Variable

    _Handler = Callable[[Change], object]


class Mirror(Mapping[str, Any]):
    """The values of the selected variables by name, always current: `Mirror(vars, "llm.*")`.

    Entering it completes when it has the present values. From then on a task of its own follows every change, and
    reading costs a look-up and never waits. It changes only while the reader awaits something, and by whole revisions:
    what was set together is seen together. So iterate over it without an `await` in between, or over `dict(mirror)`.
    It belongs to the client's event loop. A change is here a moment after it was made, one's own too.

    While the connection is lost the mirror keeps what it has, `live` is False, and it catches up by itself. When the
    history to catch up with is gone, all is replaced by what there is now. When its watch ends for good, by a
    `stop_watcher`, with the session, or because a server that kept nothing was started again, it keeps what it has, and
    `ended` is the reason. Leaving it, or closing the client, ends it too and raises nothing.

    Entering raises what entering a `Watch` does. A mirror is entered once.
    """

    def __init__(
        self,
        client: Variables,
        *selectors: str,
        label: str = "",
        on_error: Callable[[Exception], object] | None = None,
    ) -> None:
        """Made by `Variables.mirror` too, which explains the arguments."""
        self._watch, self._feed, self._gate = client._followed(selectors, label, on_error)
        self._variables: dict[str, Variable] = {}
        self._together: list[Change] = []  # the part of a revision that is here
        self._handlers: list[_Handler] = []
        self._entered = False
        self._following: asyncio.Task[None] | None = None
        self._moved = asyncio.Event()
        self._ended: LivevarsError | None = None

    @property
    def live(self) -> bool:
        """Whether it follows the server now; if not, it has what was there before."""
        return self._watch.live

    @property
    def ended(self) -> LivevarsError | None:
        """Why the server will not be followed any more; None as long as it will, and when the mirror was left."""
        return self._ended

    @property
    def revision(self) -> int:
        """The revision up to which it has every change, the server's bookmarks counted; 0 before it is entered."""
        return self._watch.revision

    def variable(self, name: str) -> Variable | None:
        """The whole variable; None when there is none of this name among the selected."""
        return self._variables.get(name)

    def on_change(self, handler: Callable[[Change], object]) -> Callable[[Change], object]:
        """Adds a function, not a coroutine function, that is called with each change; answers it, to decorate with.

        When it is called the mirror has the change and all others of that revision, and none later. What was there
        when the mirror was entered comes too, as changes with `initial` set, if the function was added before. One that
        raises is reported and ends nothing.
        """
        self._handlers.append(plain(handler))
        return handler

    async def caught_up(self, revision: int) -> None:
        """Completes when it has every change up to `revision`, at which a selected variable changed.

        So one reads what one wrote: `await mirror.caught_up(result.variable.revision)`. It also completes when the
        mirror follows no more; while the connection is lost it waits.
        """
        while self._following is not None and self.revision < revision and not self._following.done():
            await self._moved.wait()

    async def over(self, timeout: float | None = None) -> bool:
        """Whether it follows no more, after waiting for that as long as `timeout` seconds, or for ever."""
        if self._following is not None:
            await asyncio.wait((self._following,), timeout=timeout)
        return self._following is None or self._following.done()

    def __getitem__(self, name: str) -> Any:
        return self._variables[name].value

    def __iter__(self) -> Iterator[str]:
        return iter(self._variables)

    def __len__(self) -> int:
        return len(self._variables)

    def __contains__(self, name: object) -> bool:
        return name in self._variables

    def __repr__(self) -> str:
        return f"<livevars.Mirror of {len(self)} variables at revision {self.revision}, live={self.live}>"

    async def __aenter__(self) -> Self:
        if self._entered:
            raise RuntimeError("a mirror is entered once")
        self._entered = True
        await self._watch.__aenter__()
        if not self._watch.live:
            raise UnavailableError("CANCELLED", "the client is closed")
        while (change := self._feed.take()) is not None:  # the present values: they came before it was live
            self._take(change)
        self._following = asyncio.create_task(self._follow())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self._watch.cancel()
        if self._following is not None:
            await self._following

    async def _follow(self) -> None:
        try:
            async for change in self._watch:
                self._take(change)
        except LivevarsError as error:
            self._ended = error
            self._gate.report(error, "a mirror does not follow any more")
        finally:
            await self._watch.cancel()
            asyncio.get_running_loop().call_soon(self._move)  # when this task is done

    def _take(self, change: Change) -> None:
        self._together.append(change)
        if self._feed.whole:
            changes, self._together = self._together, []
            self._apply(changes)

    def _apply(self, changes: list[Change]) -> None:
        for change in changes:
            if change.variable is None:
                self._variables.pop(change.name, None)
            else:
                self._variables[change.name] = change.variable
        self._move()
        for change in changes:
            for handler in tuple(self._handlers):
                self._tell(handler, change)

    def _move(self) -> None:
        self._moved.set()
        self._moved = asyncio.Event()

    def _tell(self, handler: _Handler, change: Change) -> None:
        try:
            handler(change)
        except Exception as error:  # noqa: BLE001 - the application's code may raise anything
            self._gate.report(error, "a mirror's on_change raised")
