"""A watch: an async context manager and an async iterator of changes."""

from __future__ import annotations

import asyncio
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from livevars._backoff import Backoff
from livevars._errors import LivevarsError, OverloadedError, UnavailableError, WatchEnded
from livevars._tasks import within

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import TracebackType

    from typing_extensions import Self

    from livevars._feed import Feed
    from livevars._gate import Gate
    from livevars._model import Change
    from livevars._proto import watch_pb2
    from livevars._rpc import Stream


# The ends after which another connection may help. One is that the history being read is gone: asked again, the server
# answers with a resync or refuses.
_GOES_ON = frozenset(
    ("CONNECTION_LOST", "DEADLINE_EXCEEDED", "DRAINING", "OWNER_UNAVAILABLE", "REVISION_COMPACTED", "STORE_UNAVAILABLE")
)
_SESSION_ENDS = frozenset(("SESSION_DELETED", "SESSION_EXPIRED"))


class Watch:
    """The changes of the selected variables, in the order of their revisions; made by `Variables.watch`.

    Entering it completes when the watch is live: from then on no change is missed. Iterating hands on one `Change`
    after the other and reads from the server only as fast as that; when the application is slow, the server merges
    what waits. Any task of the client's event loop may iterate, one at a time; any may call `cancel`. A task that
    waits for a change may be cancelled, and the next one goes on where it stopped. Iterating ends after `cancel()` or
    the end of the context.

    When the connection is lost, or the server drains, restarts or cannot use its store, the watch connects again,
    waiting longer and longer, and continues after the last revision that it received: nothing is missed and nothing
    repeated. When the history to continue from is gone and `include_initial` was set, the present values follow
    instead, as changes with `resync` set.

    Entering and iterating raise:
        WatchEnded: the server ended the watch, e.g. with reason STOPPED, SESSION_DELETED or SESSION_EXPIRED.
        NotFoundError: there is no such session, or no more when the watch connected again.
        OverloadedError: the watch fell behind and was made with `overflow="fail"`.
        CompactedError: the history to continue from is gone, and `include_initial` was not set.
        UnavailableError: there is no connection: while entering within the client's timeout, or without `reconnect`.
        LivevarsError: the server refused the watch for another reason.
    """

    def __init__(
        self,
        connect: Callable[[int], Stream[watch_pb2.WatchVariablesResponse]],
        feed: Feed,
        gate: Gate,
        *,
        reconnect: bool,
        timeout: float,
        on_start: Callable[[Watch], object],
        on_end: Callable[[Watch], object],
    ) -> None:
        self._connect = connect
        self._feed = feed
        self._gate = gate
        self._reconnect = reconnect
        self._timeout = timeout
        self._on_start = on_start
        self._on_end = on_end
        self._backoff = Backoff()
        self._stream: Stream[watch_pb2.WatchVariablesResponse] | None = None
        self._id = ""
        self._lost: LivevarsError | None = None
        self._joined = False
        self._busy = False
        self._ended = asyncio.Event()

    @property
    def id(self) -> str:
        """What the server calls the watch; another one after each new connection, empty before the first."""
        return self._id

    @property
    def revision(self) -> int:
        """The last revision of which the application has every change, 0 before the first.

        A later watch continues from `start_revision=watch.revision + 1`. The server's bookmarks are counted: it moves
        on while nothing that matches happens.
        """
        return self._feed.handed or 0

    @property
    def live(self) -> bool:
        """Whether it gets changes now: not before it is entered, while the connection is lost and after its end.

        Only a watch that is read notices that its connection is lost.
        """
        return self._stream is not None and self._feed.live

    async def cancel(self) -> None:
        """Ends the watch; whoever iterates stops, also over what waits. May be called again and from any task."""
        self._ended.set()
        self._on_end(self)
        await self._disconnect()

    async def __aenter__(self) -> Self:
        try:
            with self._reading():
                await self._join()
        except BaseException:
            await self.cancel()
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.cancel()

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Change:
        with self._reading():
            await self._join()
            while not self._ended.is_set():
                change = self._feed.take()
                if change is None:
                    await self._advance()
                elif self._gate.passes(change):
                    self._backoff.reset()
                    return change
            raise StopAsyncIteration

    @contextmanager
    def _reading(self) -> Iterator[None]:
        if self._busy:
            raise RuntimeError("another task is reading this watch")
        self._busy = True
        try:
            yield
        finally:
            self._busy = False

    async def _join(self) -> None:
        if self._joined or self._ended.is_set():
            return
        self._on_start(self)
        try:
            await within(self._timeout, "live", self._until_live())
        except TimeoutError:
            await self.cancel()
            why = self._lost.message if self._lost else "no answer"
            message = f"the watch is not live after {self._timeout} s: {why}"
            raise UnavailableError("DEADLINE_EXCEEDED", message) from self._lost
        self._joined = True

    async def _until_live(self) -> None:
        while not (self._feed.live or self._ended.is_set()):
            await self._advance()

    async def _advance(self) -> None:
        """Takes in one message, or connects, or waits before the next attempt to."""
        try:
            if self._stream is None:
                self._feed.begin()
                self._stream = self._connect(self._feed.start_revision)
            message = await self._stream.read()
            self._accept(message)
        except LivevarsError as error:
            if self._ended.is_set():
                return
            if not (self._reconnect and _is_loss(error) and self._can_continue(error)):
                await self.cancel()
                if error.reason in _SESSION_ENDS and not isinstance(error, WatchEnded):
                    # While it was entered: the server had nothing to close yet.
                    raise WatchEnded(error.reason, 0, error.message) from error
                raise
            await self._pause(error)

    def _accept(self, message: watch_pb2.WatchVariablesResponse) -> None:
        if message.HasField("closing"):
            raise self._closing(message.closing)
        if message.HasField("created"):
            self._id = message.created.watcher_id
        elif message.HasField("progress"):
            self._backoff.reset()
        self._feed.accept(message)

    def _closing(self, closing: watch_pb2.WatchClosing) -> LivevarsError:
        resume_revision = self._feed.resume_revision
        if self._feed.live and closing.resume_revision == 0:  # what was received is nobody's history any more
            resume_revision = 0
        elif self._feed.drained:  # the server may know of later ones that do not match
            resume_revision = max(resume_revision, closing.resume_revision)
        if closing.reason == "WATCHER_OVERFLOW":
            return OverloadedError(closing.reason, closing.message, {"resume_revision": resume_revision})
        return WatchEnded(closing.reason, resume_revision, closing.message)

    def _can_continue(self, error: LivevarsError) -> bool:
        if isinstance(error, WatchEnded) and self._feed.live and error.resume_revision == 0:
            return self._feed.begin_anew()
        return True

    async def _pause(self, error: LivevarsError) -> None:
        self._lost = error
        await self._disconnect()
        self._gate.report(error, "a watch lost its connection and connects again")
        with suppress(TimeoutError):
            await within(self._backoff.next_delay(), "the end", self._ended.wait())

    async def _disconnect(self) -> None:
        stream, self._stream = self._stream, None
        if stream is not None:
            await stream.close()


def _is_loss(error: LivevarsError) -> bool:
    """Whether another connection may help: the network or a node failed, it is not the server's answer."""
    if isinstance(error, WatchEnded):
        return error.reason in _GOES_ON
    return isinstance(error, UnavailableError) and error.reason != "CANCELLED"
