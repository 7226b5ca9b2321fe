"""The client of one session."""

from __future__ import annotations

import asyncio
import builtins
import functools
from typing import TYPE_CHECKING, Any, TypeVar, overload

from livevars._binding import Binding
from livevars._calls import VariableCalls
from livevars._errors import InvalidValueError, UnavailableError
from livevars._feed import Feed
from livevars._gate import Gate
from livevars._group import VariableGroup
from livevars._key import checked, name_of
from livevars._mirror import Mirror
from livevars._model import ChangeKind, Overflow, Variable, Watcher
from livevars._proto import variables_service_pb2 as service
from livevars._proto import watch_pb2
from livevars._reactive import MISSING, ReactiveVariable
from livevars._records import watcher_of
from livevars._rpc import Rpc
from livevars._sessions import Sessions
from livevars._settle import settle
from livevars._subscription import Subscription
from livevars._tasks import within
from livevars._values import equal
from livevars._watch import Watch
from livevars._watch_request import change_kinds, compares, watch_filter, watch_overflow, watch_pacing
from livevars._wire import build, duration

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from types import TracebackType

    from typing_extensions import Self, Unpack

    from livevars._key import Key
    from livevars._model import Change
    from livevars._options import WatchOptions
    from livevars._rpc import Stream

_T = TypeVar("_T")


def connect(
    target: str, *, session: str = "default", source: str = "", timeout: float = 10.0, retry: bool = True
) -> Variables:
    """Makes the client of a session of the server at `target`, "host:port".

    Nothing is sent yet: the first call connects. `source` says who writes, where a call does not say it itself. A call
    that has no answer after `timeout` seconds raises UnavailableError. Until then, while the server, the owner of the
    session or the connection is away, calls are made again, after pauses of at most a second: any that was certainly
    not carried out, and those that change nothing in any case. Without `retry` each is made once.
    """
    return Variables(Rpc(target, timeout, retry=retry), session=session, source=source, timeout=timeout)


class Variables(VariableCalls):
    """The live variables of one session; made by `connect`, closed by `async with` or `close`.

    All calls share one connection and all watches another, so that a watch that is not read holds up no call; other
    watches it can hold up while more than 64 KiB wait for it. Calls and watches belong to the event loop of the first
    call; any of its tasks may use them, and a call that is cancelled may or may not have been carried out. In another
    loop, and in the child of a fork, they raise RuntimeError. Any call may raise UnavailableError,
    UnauthenticatedError, PermissionDeniedError and OverloadedError, and NotFoundError when there is no such session.
    """

    def __init__(self, rpc: Rpc, *, session: str, source: str, timeout: float) -> None:
        super().__init__(rpc, session=session, source=source)
        self._timeout = timeout
        self._sessions = Sessions(rpc, session)
        self._watches: builtins.set[Watch] = builtins.set()
        self._subscriptions: builtins.set[Subscription] = builtins.set()

    @property
    def sessions(self) -> Sessions:
        """The sessions of the server, this one and all others."""
        return self._sessions

    async def close(self) -> None:
        """Ends the handlers and the watches and closes the connections; may be called again."""
        if not self._rpc.closed:
            self._rpc.home.check()
        try:
            for subscription in tuple(self._subscriptions):
                await subscription.cancel()
            for watch in tuple(self._watches):
                await watch.cancel()
        finally:
            await self._rpc.close()

    async def __aenter__(self) -> Self:
        for subscription in self._subscriptions:
            subscription.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.close()

    def watch(
        self,
        *selectors: str,
        include_initial: bool = True,
        start_revision: int = 0,
        filter: Callable[[Any, Any], object] | None = None,
        label: str = "",
        heartbeat_interval: float | None = None,
        overflow: Overflow | str | None = None,
        buffer_capacity: int | None = None,
        on_error: Callable[[Exception], object] | None = None,
        reconnect: bool = True,
        kinds: Iterable[ChangeKind | str] = (),
        min_change: float | None = None,
        min_change_ratio: float | None = None,
        min_distance: float | None = None,
        expression: str = "",
        debounce: float | None = None,
        max_wait: float | None = None,
        min_interval: float | None = None,
    ) -> Watch:
        """Watches the variables that match a name or a glob (`*` within a dotted part, `**` across), all without one.

        A name that does not exist is watched until it does. The watch starts when it is entered, `async with`, or first
        iterated. All times are in seconds.

        Args:
            selectors: names and globs.
            include_initial: hand on the present values first, as changes with `initial` set.
            start_revision: the first revision wanted, to continue an earlier watch; 0 is from now on. Present values
                then come only when the history back to it is gone.
            filter: called here with the value last received and the new one; what it refuses is not handed on. An `old`
                or `new` that does not exist is None.
            label: a name for people, shown by `list_watchers`.
            heartbeat_interval: how often the server says that it is there, while nothing happens.
            overflow: what the server does when more waits than may, because the application is slow: "conflate" (the
                default) merges the changes of one variable into one, "fail" ends the watch with an OverloadedError.
            buffer_capacity: how many changes may wait on the server, 1 to 1,000,000; 1,024 unless told.
            on_error: called with an error that does not end the watch: a lost connection, a filter that raised. Without
                it they are logged.
            reconnect: connect again when the connection is lost.
            kinds: the kinds of change wanted; none means all.
            min_change: the least absolute difference of a number from the value last received, or from the one that
                was there when the watch began. Like the next two, it speaks of updates of one type and shape; other
                changes pass.
            min_change_ratio: the same, as a ratio of the value last received.
            min_distance: the least distance, Euclidean for embeddings, the greatest absolute difference for tensors.
            expression: a CEL expression over name, old, new, version, source and metadata that must hold.
            debounce: the server sends after this quiet period. What came before is merged, a change a variable, and
                comes together, so that no batch is torn; the last value always follows.
            max_wait: the longest that `debounce` may hold a change back; ten times `debounce` unless told.
            min_interval: the server sends at most once in this interval, merged in the same way.

        Raises:
            InvalidValueError: an option is not of the right type; the server's refusals come on entering.
        """
        wanted = change_kinds(kinds)
        request = build(
            watch_pb2.WatchVariablesRequest,
            session=self._session,
            selectors=selectors,
            include_initial=include_initial,
            start_revision=start_revision,
            label=label,
            filter=watch_filter(wanted, min_change, min_change_ratio, min_distance, expression),
            pacing=watch_pacing(debounce, max_wait, min_interval),
            overflow=watch_overflow(overflow, buffer_capacity),
            heartbeat_interval=duration(heartbeat_interval),
        )
        feed = Feed(
            start_revision,
            present=include_initial,
            deletions=not wanted or ChangeKind.DELETED in wanted,
            compares=compares(request.filter),
        )
        return self._watch(request, feed, Gate(filter, on_error), reconnect=reconnect)

    def on_change(
        self, *selectors: str, include_initial: bool = True, **options: Unpack[WatchOptions]
    ) -> Callable[[Callable[[Change], object]], Subscription]:
        """Decorates a function, or a coroutine function, that is called with each change of the selected variables.

        It is called for as long as the client is open, or until `cancel` of what it became, a `Subscription`. It starts
        at once, or, where no event loop runs yet, as at the top of a module, when the client is entered.

        Args:
            selectors: names and globs, as for `watch`; all variables without one.
            include_initial: call it with the present values first, as changes with `initial` set: so it knows the state
                whenever it started. Without it await `ready()` of the subscription, and no later change is missed.
                Either way the present values come, with `resync` set, when the history of missed changes is gone.
            options: as for `watch`. `on_error` is also called with what the handler raises, and with the end of the
                watch; without it they are logged.

        Raises:
            InvalidValueError: an option is not of the right type; the server's refusals go to `on_error`.
        """
        if any(callable(selector) for selector in selectors):
            raise TypeError("write @vars.on_change(), with parentheses")
        watch = functools.partial(self.watch, *selectors, **options)
        gate = Gate(None, options.get("on_error"))

        def subscribe(handler: Callable[[Change], object]) -> Subscription:
            subscription = Subscription(
                handler, watch, gate, include_initial=include_initial, on_end=self._subscriptions.discard
            )
            if _is_running():
                self._rpc.check()
                subscription.start()
            self._subscriptions.add(subscription)
            return subscription

        watch()  # what is wrong with the options is said here
        return subscribe

    def mirror(self, *selectors: str, label: str = "", on_error: Callable[[Exception], object] | None = None) -> Mirror:
        """Mirrors the variables that match a name or a glob, as for `watch`, all without one.

        The mirror is filled when it is entered, `async with`, and follows until it is left.

        Args:
            selectors: names and globs.
            label: a name for people, shown by `list_watchers`.
            on_error: called with what the mirror cannot raise: a lost connection, an `on_change` that raised, the end
                of its watch. Without it they are logged.
        """
        return Mirror(self, *selectors, label=label, on_error=on_error)

    @overload
    def reactive(
        self,
        name: Key[_T],
        *,
        default: _T = ...,
        label: str = "",
        on_error: Callable[[Exception], object] | None = None,
    ) -> ReactiveVariable[_T]: ...

    @overload
    def reactive(
        self,
        name: str,
        *,
        default: Any = ...,
        label: str = "",
        on_error: Callable[[Exception], object] | None = None,
    ) -> ReactiveVariable[Any]: ...

    def reactive(
        self,
        name: str | Key[Any],
        *,
        default: Any = MISSING,
        label: str = "",
        on_error: Callable[[Exception], object] | None = None,
    ) -> ReactiveVariable[Any]:
        """Follows one variable, whose value is then at hand without waiting; starts when it is entered, `async with`.

        Args:
            name: the variable's name; it need not exist.
            default: what the value is when there is no variable. Without it reading the value then raises.
            label: a name for people, shown by `list_watchers`.
            on_error: as for `mirror`.
        """
        return ReactiveVariable(self, name, default=default, label=label, on_error=on_error)

    def group(
        self, *selectors: str, label: str = "", on_error: Callable[[Exception], object] | None = None
    ) -> VariableGroup:
        """Follows the variables that match a name or a glob together; arguments and life are those of a `mirror`."""
        return VariableGroup(self, *selectors, label=label, on_error=on_error)

    def bind(
        self,
        target: object,
        names: Mapping[str, str | Key[Any]] | None = None,
        /,
        *,
        two_way: bool | float = False,
        label: str = "",
        on_error: Callable[[Exception], object] | None = None,
        **attributes: str | Key[Any],
    ) -> Binding:
        """Binds attributes of an object to variables, as in `vars.bind(model, temperature="llm.temperature")`.

        Args:
            target: the object.
            names: the variables' names by attribute, for attributes that are called like an option.
            two_way: how often, in seconds, what was assigned to the attributes is pushed to the variables; True is ten
                times a second. Without it only `push` does that.
            label: a name for people, shown by `list_watchers`.
            on_error: called with what the binding cannot raise: a value that an attribute or a variable refused, a lost
                connection, the end of its watch. Without it they are logged.
            attributes: the variables' names by attribute.

        Raises:
            InvalidValueError: nothing is bound, or a name is a glob.
        """
        bound = {**(names or {}), **attributes}
        selectors = {name_of(name) for name in bound.values()}
        if not bound or any("*" in selector for selector in selectors):
            raise InvalidValueError("INVALID_REQUEST", f"attributes are bound to names of variables, not {bound}")
        mirror = self.mirror(*selectors, label=label, on_error=on_error)
        interval = 0.1 if two_way is True else two_way or None
        return Binding(target, bound, mirror, self, Gate(None, on_error), interval=interval)

    @overload
    async def wait_for(
        self, name: Key[_T], predicate: Callable[[_T], object] | _T | None = None, *, timeout: float | None = None
    ) -> Variable[_T]: ...

    @overload
    async def wait_for(self, name: str, predicate: Any = None, *, timeout: float | None = None) -> Variable: ...

    async def wait_for(self, name: str | Key[Any], predicate: Any = None, *, timeout: float | None = None) -> Variable:
        """Waits until a variable's value, the present one included, is the wanted one; answers the variable.

        The variable need not exist yet. A value that another replaces at once may go unseen when this program is slow.
        What the predicate raises is raised.

        Args:
            name: the variable's name.
            predicate: a function, or a coroutine function, that is called with a value and tells whether it is the
                wanted one; or the wanted value itself; or None: any, the variable exists.
            timeout: how long to wait, in seconds; None is for ever.

        Raises:
            TimeoutError: that took longer than `timeout`.
            WatchEnded: the server ended the wait.
            InvalidValueError: a value that came is not of the key's type.
        """
        return await within(timeout, name_of(name), self._first(name, _wanted(predicate)))

    async def list_watchers(self) -> builtins.list[Watcher]:
        """Reads who watches the session, oldest first."""
        request = build(service.ListWatchersRequest, session=self._session)
        reply = await self._rpc.read("ListWatchers", request, service.ListWatchersResponse)
        return [watcher_of(watcher) for watcher in reply.watchers]

    async def stop_watcher(self, watcher_id: str) -> None:
        """Ends anybody's watch; its owner gets WatchEnded with reason STOPPED.

        Raises:
            NotFoundError: there is no such watch.
        """
        request = build(service.StopWatcherRequest, session=self._session, watcher_id=watcher_id)
        await self._rpc.call("StopWatcher", request, service.StopWatcherResponse)

    async def _first(self, name: str | Key[Any], wanted: Callable[[Any], Any]) -> Variable:
        async with self.watch(name_of(name)) as watch:
            async for change in watch:
                if change.variable is not None and await settle(wanted(checked(name, change.variable).value)):
                    return change.variable
        raise UnavailableError("CANCELLED", "the client is closed")

    def _followed(
        self, selectors: Iterable[str], label: str, on_error: Callable[[Exception], object] | None
    ) -> tuple[Watch, Feed, Gate]:
        """A watch of the present values and all that follows, and its parts."""
        request = build(
            watch_pb2.WatchVariablesRequest,
            session=self._session,
            selectors=selectors,
            include_initial=True,
            label=label,
        )
        feed, gate = Feed(), Gate(None, on_error)
        return self._watch(request, feed, gate, reconnect=True), feed, gate

    def _watch(self, request: watch_pb2.WatchVariablesRequest, feed: Feed, gate: Gate, *, reconnect: bool) -> Watch:
        return Watch(
            lambda revision: self._stream(request, revision, feed.last_received),
            feed,
            gate,
            reconnect=reconnect,
            timeout=self._timeout,
            on_start=self._started,
            on_end=self._watches.discard,
        )

    def _started(self, watch: Watch) -> None:
        self._rpc.check()
        self._watches.add(watch)

    def _stream(
        self,
        request: watch_pb2.WatchVariablesRequest,
        start_revision: int,
        last_received: watch_pb2.LastReceived | None,
    ) -> Stream[watch_pb2.WatchVariablesResponse]:
        again = watch_pb2.WatchVariablesRequest()
        again.CopyFrom(request)
        again.start_revision = start_revision
        if last_received is not None:
            again.last_received.CopyFrom(last_received)
        return self._rpc.stream("WatchVariables", again, watch_pb2.WatchVariablesResponse)


def _is_running() -> bool:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True


def _wanted(predicate: Any) -> Callable[[Any], Any]:
    if predicate is None:
        return lambda _: True
    return predicate if callable(predicate) else lambda value: equal(value, predicate)
