"""The same calls blocking, for programs without asyncio.

`connect` makes a client whose calls wait for their answer. What each does and raises stands at its counterpart in
`livevars`.
"""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any, TypeVar, overload

from livevars import _client
from livevars._blocking import Mirror, Sessions, Subscription, Watch
from livevars._blocking_reactive import Binding, ReactiveVariable, VariableGroup
from livevars._portal import Portal, in_thread
from livevars._reactive import MISSING
from livevars._settle import plain

if TYPE_CHECKING:
    import builtins
    from collections.abc import Callable, Iterable, Mapping
    from types import TracebackType

    from typing_extensions import Self, Unpack

    from livevars import _subscription
    from livevars._key import Key
    from livevars._model import BatchResult, Change, HistoricValue, SetResult, Snapshot, Variable, Watcher
    from livevars._options import WatchOptions
    from livevars._types import TypeSpec

__all__ = [
    "Binding",
    "Mirror",
    "ReactiveVariable",
    "Sessions",
    "Subscription",
    "VariableGroup",
    "Variables",
    "Watch",
    "connect",
]

_T = TypeVar("_T")


def connect(
    target: str, *, session: str = "default", source: str = "", timeout: float = 10.0, retry: bool = True
) -> Variables:
    """Makes the blocking client of a session of the server at `target`, "host:port"; as `livevars.connect`."""
    return Variables(_client.connect(target, session=session, source=source, timeout=timeout, retry=retry))


class Variables:
    """The live variables of one session; made by `connect`, closed by `with` or `close`.

    As `livevars.Variables`. Any thread may call it; one in which an event loop runs, as in a notebook, is held up like
    any other. A thread of its own does the work. A call that is interrupted, as by Ctrl-C, may or may not have been
    carried out. After a fork the child has to connect a client of its own.
    """

    def __init__(self, client: _client.Variables) -> None:
        self._client = client
        self._portal = Portal(client.close)
        self._sessions = Sessions(self._portal, client.sessions)

    @property
    def session(self) -> str:
        """The session's id."""
        return self._client.session

    @property
    def sessions(self) -> Sessions:
        """The sessions of the server, this one and all others."""
        return self._sessions

    def close(self) -> None:
        """Ends the handlers and the watches and closes the connections; may be called again and from any thread.

        Whoever waits in another thread gets UnavailableError, an iteration of a watch ends.
        """
        self._portal.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def register(
        self,
        name: str,
        value: Any,
        spec: TypeSpec | None = None,
        *,
        description: str = "",
        metadata: Mapping[str, str] | None = None,
        if_absent: bool = False,
        source: str | None = None,
    ) -> Variable:
        """Brings a variable into being; without a `spec` the type is that of the value, without limits."""
        return self._portal.run(
            self._client.register(
                name, value, spec, description=description, metadata=metadata, if_absent=if_absent, source=source
            )
        )

    @overload
    def get(self, name: Key[_T]) -> Variable[_T]: ...

    @overload
    def get(self, name: str) -> Variable: ...

    def get(self, name: str | Key[Any]) -> Variable:
        """Reads a variable."""
        return self._portal.run(self._client.get(name))

    @overload
    def value(self, name: Key[_T]) -> _T: ...

    @overload
    def value(self, name: str) -> Any: ...

    def value(self, name: str | Key[Any]) -> Any:
        """Reads a variable's value alone; as `get(name)`, then `.value`."""
        return self._portal.run(self._client.value(name))

    @overload
    def set(
        self,
        name: Key[_T],
        value: _T,
        *,
        metadata: Mapping[str, str] | None = None,
        expected_version: int | None = None,
        source: str | None = None,
    ) -> SetResult: ...

    @overload
    def set(
        self,
        name: str,
        value: Any,
        *,
        metadata: Mapping[str, str] | None = None,
        expected_version: int | None = None,
        source: str | None = None,
    ) -> SetResult: ...

    def set(
        self,
        name: str | Key[Any],
        value: Any,
        *,
        metadata: Mapping[str, str] | None = None,
        expected_version: int | None = None,
        source: str | None = None,
    ) -> SetResult:
        """Sets a value; `metadata` is put over the variable's, key by key."""
        return self._portal.run(
            self._client.set(name, value, metadata=metadata, expected_version=expected_version, source=source)
        )

    @overload
    def update(
        self,
        name: Key[_T],
        fn: Callable[[_T], _T],
        *,
        metadata: Mapping[str, str] | None = None,
        source: str | None = None,
    ) -> SetResult: ...

    @overload
    def update(
        self,
        name: str,
        fn: Callable[[Any], Any],
        *,
        metadata: Mapping[str, str] | None = None,
        source: str | None = None,
    ) -> SetResult: ...

    def update(
        self,
        name: str | Key[Any],
        fn: Callable[[Any], Any],
        *,
        metadata: Mapping[str, str] | None = None,
        source: str | None = None,
    ) -> SetResult:
        """Sets the value to `fn(value)`, which is called in another thread, again when another writer comes between."""
        calling = functools.partial(in_thread, plain(fn))
        return self._portal.run(self._client.update(name, calling, metadata=metadata, source=source))

    def update_constraints(self, name: str, spec: TypeSpec, *, source: str | None = None) -> Variable:
        """Replaces the limits, and `read_only`, by those of a `spec` of the variable's type."""
        return self._portal.run(self._client.update_constraints(name, spec, source=source))

    def delete(self, name: str, *, expected_version: int | None = None, source: str | None = None) -> int:
        """Deletes a variable; answers the revision of the deletion."""
        return self._portal.run(self._client.delete(name, expected_version=expected_version, source=source))

    def list(self, *selectors: str) -> builtins.list[Variable]:
        """Reads the variables that match a name or a glob, all without one."""
        return self._portal.run(self._client.list(*selectors))

    def get_many(self, names: Iterable[str]) -> Snapshot:
        """Reads several variables in one consistent cut."""
        return self._portal.run(self._client.get_many(names))

    def set_many(
        self,
        values: Mapping[str, Any],
        *,
        atomic: bool = True,
        expected_versions: Mapping[str, int] | None = None,
        metadata: Mapping[str, str] | None = None,
        source: str | None = None,
    ) -> BatchResult:
        """Sets several values as one change set."""
        return self._portal.run(
            self._client.set_many(
                values, atomic=atomic, expected_versions=expected_versions, metadata=metadata, source=source
            )
        )

    def history(self, name: str, limit: int = 100) -> builtins.list[HistoricValue]:
        """Reads the versions of a variable, newest first."""
        return self._portal.run(self._client.history(name, limit))

    def rollback(self, name: str, to_version: int, *, source: str | None = None) -> Variable:
        """Sets the value that a variable had at `to_version`, as a new version."""
        return self._portal.run(self._client.rollback(name, to_version, source=source))

    @overload
    def wait_for(
        self, name: Key[_T], predicate: Callable[[_T], object] | _T | None = None, *, timeout: float | None = None
    ) -> Variable[_T]: ...

    @overload
    def wait_for(self, name: str, predicate: Any = None, *, timeout: float | None = None) -> Variable: ...

    def wait_for(self, name: str | Key[Any], predicate: Any = None, *, timeout: float | None = None) -> Variable:
        """Waits until a variable's value is the wanted one; a predicate is called in another thread."""
        wanted = functools.partial(in_thread, plain(predicate)) if callable(predicate) else predicate
        return self._portal.run(self._client.wait_for(name, wanted, timeout=timeout))

    def watch(
        self, *selectors: str, include_initial: bool = True, reconnect: bool = True, **options: Unpack[WatchOptions]
    ) -> Watch:
        """Watches the variables that match a name or a glob, all without one; starts when entered or first iterated.

        `filter` and `on_error` are called in the client's own thread and must not block.
        """
        watch = self._client.watch(*selectors, include_initial=include_initial, reconnect=reconnect, **options)
        return Watch(self._portal, watch)

    def on_change(
        self, *selectors: str, include_initial: bool = True, **options: Unpack[WatchOptions]
    ) -> Callable[[Callable[[Change], object]], Subscription]:
        """Decorates a function that is called with each change of the selected variables; it starts at once.

        Each call is made in another thread, where the function may block and call the client, one after the other.
        """
        decorate = self._client.on_change(*selectors, include_initial=include_initial, **options)

        def subscribe(handler: Callable[[Change], object]) -> Subscription:
            calling = functools.partial(in_thread, plain(handler))

            async def start() -> _subscription.Subscription:
                return decorate(calling)

            return Subscription(self._portal, self._portal.run(start()), handler)

        return subscribe

    def mirror(self, *selectors: str, label: str = "", on_error: Callable[[Exception], object] | None = None) -> Mirror:
        """Mirrors the variables that match a name or a glob, all without one, from when it is entered, `with`."""
        return Mirror(self._portal, self._client.mirror(*selectors, label=label, on_error=on_error))

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
        """Follows one variable from when it is entered, `with`; its value is then at hand without waiting."""
        variable = self._client.reactive(name, default=default, label=label, on_error=on_error)
        return ReactiveVariable(self._portal, variable)

    def group(
        self, *selectors: str, label: str = "", on_error: Callable[[Exception], object] | None = None
    ) -> VariableGroup:
        """Follows the variables that match a name or a glob together, from when it is entered, `with`."""
        return VariableGroup(self._portal, self._client.group(*selectors, label=label, on_error=on_error))

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
        """Binds attributes of an object to variables, from when it is entered, `with`."""
        # Made where it lives: in the client's thread.
        return Binding(
            self._portal,
            self._portal.look(
                lambda: self._client.bind(target, names, two_way=two_way, label=label, on_error=on_error, **attributes)
            ),
        )

    def list_watchers(self) -> builtins.list[Watcher]:
        """Reads who watches the session, oldest first."""
        return self._portal.run(self._client.list_watchers())

    def stop_watcher(self, watcher_id: str) -> None:
        """Ends anybody's watch; its owner gets WatchEnded with reason STOPPED."""
        self._portal.run(self._client.stop_watcher(watcher_id))


for _public in __all__:
    globals()[_public].__module__ = __name__
del _public
