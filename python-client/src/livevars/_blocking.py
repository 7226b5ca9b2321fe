"""What the blocking client hands out: each waits in the caller's thread for its counterpart in the client's own."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import builtins
    import concurrent.futures
    from collections.abc import Callable, ItemsView, Iterator, ValuesView
    from types import TracebackType

    from typing_extensions import Self

    from livevars import _mirror, _sessions, _subscription, _watch
    from livevars._errors import LivevarsError
    from livevars._model import Change, Session, Variable
    from livevars._portal import Portal


class Watch:
    """The changes of the selected variables; a context manager and an iterator.

    As `livevars.Watch`, which tells of what it raises and guarantees. One thread iterates at a time; any may cancel.
    Whoever is interrupted while it waits for a change loses none: iterating goes on where it stopped.
    """

    def __init__(self, portal: Portal, watch: _watch.Watch) -> None:
        self._portal = portal
        self._watch = watch
        self._entered = False
        self._reading = threading.Lock()
        self._next: concurrent.futures.Future[Change | None] | None = None

    @property
    def id(self) -> str:
        """What the server calls the watch; another one after each new connection, empty before the first."""
        return self._watch.id

    @property
    def revision(self) -> int:
        """The last revision of which the application has every change, 0 before the first."""
        return self._watch.revision

    @property
    def live(self) -> bool:
        """Whether it gets changes now."""
        return self._watch.live

    def cancel(self) -> None:
        """Ends the watch; whoever iterates stops. May be called again and from any thread, also after the client."""
        if not self._portal.closed:
            self._portal.run(self._watch.cancel())

    def __enter__(self) -> Self:
        self._portal.run(self._watch.__aenter__())
        self._entered = True
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.cancel()

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> Change:
        if not self._reading.acquire(blocking=False):
            raise RuntimeError("another thread is reading this watch")
        try:
            change = self._take()
        finally:
            self._reading.release()
        if change is None:
            raise StopIteration
        return change

    def _take(self) -> Change | None:
        if self._next is None:
            if self._entered and self._portal.closed:
                return None
            self._entered = True
            self._next = self._portal.start(self._first())
        try:
            return self._portal.wait(self._next)
        finally:
            if self._next.done():  # otherwise it was interrupted
                self._next = None

    async def _first(self) -> Change | None:
        async for change in self._watch:
            return change
        return None


class Mirror(Mapping[str, Any]):
    """The values of the selected variables by name, always current; a context manager.

    As `livevars.Mirror`, read from any thread. Between two look-ups it may change: for a view in which everything
    belongs together use `snapshot`.
    """

    def __init__(self, portal: Portal, mirror: _mirror.Mirror) -> None:
        self._portal = portal
        self._mirror = mirror

    @property
    def live(self) -> bool:
        """Whether it follows the server now; if not, it has what was there before."""
        return self._mirror.live

    @property
    def ended(self) -> LivevarsError | None:
        """Why the server will not be followed any more; None as long as it will, and when the mirror was left."""
        return self._mirror.ended

    @property
    def revision(self) -> int:
        """The revision up to which it has every change; 0 before it is entered."""
        return self._mirror.revision

    def variable(self, name: str) -> Variable | None:
        """The whole variable; None when there is none of this name among the selected."""
        return self._mirror.variable(name)

    def snapshot(self) -> dict[str, Any]:
        """A copy of all values as they are at one revision."""
        return self._portal.look(lambda: dict(self._mirror))

    def caught_up(self, revision: int) -> None:
        """Waits until it has every change up to `revision`, at which a selected variable changed."""
        self._portal.run(self._mirror.caught_up(revision))

    def over(self, timeout: float | None = None) -> bool:
        """Whether it follows no more, after waiting for that as long as `timeout` seconds, or for ever."""
        return self._portal.run(self._mirror.over(timeout))

    def on_change(self, handler: Callable[[Change], object]) -> Callable[[Change], object]:
        """Adds a function that is called with each change; answers it, to decorate with.

        It is called in the client's own thread, where `snapshot` is that very revision, and must not block; there every
        other call of the client raises RuntimeError.
        """
        return self._mirror.on_change(handler)

    def items(self) -> ItemsView[str, Any]:
        """Names and values of a `snapshot`."""
        return self.snapshot().items()

    def values(self) -> ValuesView[Any]:
        """The values of a `snapshot`."""
        return self.snapshot().values()

    def __getitem__(self, name: str) -> Any:
        return self._mirror[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.snapshot())

    def __len__(self) -> int:
        return len(self._mirror)

    def __contains__(self, name: object) -> bool:
        return name in self._mirror

    def __repr__(self) -> str:
        return f"<livevars.sync.Mirror of {len(self)} variables at revision {self.revision}, live={self.live}>"

    def __enter__(self) -> Self:
        self._portal.run(self._mirror.__aenter__())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if not self._portal.closed:
            self._portal.run(self._mirror.__aexit__(kind, error, traceback))


class Subscription:
    """A handler that is called with each change; made by `Variables.on_change`, ended by `cancel` or the client.

    As `livevars.Subscription`. Each call is made in a thread of its own, one after the other.
    """

    def __init__(
        self, portal: Portal, subscription: _subscription.Subscription, handler: Callable[[Change], object]
    ) -> None:
        self._portal = portal
        self._subscription = subscription
        self._handler = handler

    @property
    def live(self) -> bool:
        """Whether it gets changes now; not while the connection is lost."""
        return self._subscription.live

    @property
    def ended(self) -> LivevarsError | None:
        """Why the server will send no more; None as long as it will, and after `cancel`."""
        return self._subscription.ended

    def ready(self) -> None:
        """Waits until it is live for the first time; raises why it never will be."""
        self._portal.run(self._subscription.ready())

    def cancel(self) -> None:
        """Ends it; a call that is under way goes on to its end. The handler may call this too."""
        if not self._portal.closed:
            self._portal.run(self._subscription.cancel())

    def __call__(self, change: Change) -> Any:
        """Calls the handler."""
        return self._handler(change)


class Sessions:
    """The sessions of the server; as `livevars.Sessions`."""

    def __init__(self, portal: Portal, sessions: _sessions.Sessions) -> None:
        self._portal = portal
        self._sessions = sessions

    def create(
        self, id: str | None = None, *, ttl: float | None = None, metadata: Mapping[str, str] | None = None
    ) -> Session:
        """Makes a session; without an `id` the server makes one up."""
        return self._portal.run(self._sessions.create(id, ttl=ttl, metadata=metadata))

    def get(self, id: str | None = None) -> Session:
        """Reads a session, without an `id` the client's own."""
        return self._portal.run(self._sessions.get(id))

    def list(self) -> builtins.list[Session]:
        """Reads all sessions in the order of their ids."""
        return self._portal.run(self._sessions.list())

    def keep_alive(self, id: str | None = None) -> Session:
        """Prolongs the life of a session, without an `id` of the client's own."""
        return self._portal.run(self._sessions.keep_alive(id))

    def delete(self, id: str) -> None:
        """Deletes a session and its variables."""
        self._portal.run(self._sessions.delete(id))
