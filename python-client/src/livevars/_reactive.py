"""A variable whose value is always at hand."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any, Generic, TypeVar, overload

from livevars._errors import NotFoundError
from livevars._key import checked, name_of
from livevars._settle import plain
from livevars._tasks import within

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping
    from types import TracebackType

    from typing_extensions import Self

    from livevars._client import Variables
    from livevars._errors import LivevarsError
    from livevars._key import Key
    from livevars._mirror import Mirror
    from livevars._model import Change, SetResult, Variable

_T = TypeVar("_T")

MISSING: Any = object()
"""In place of a default: there is none."""


class ReactiveVariable(Generic[_T]):
    """A variable whose value is always current and read without waiting.

    `ReactiveVariable(vars, name)`, or `vars.reactive(name)`, follows the variable from entering it, `async with`, until
    it is left; one of a `VariableGroup` lives with that. The variable need not exist, and may be deleted and come
    again. It follows as a `Mirror` does, and belongs to the client's event loop.
    """

    @overload
    def __init__(
        self,
        client: Variables,
        name: Key[_T],
        *,
        default: _T = ...,
        label: str = "",
        on_error: Callable[[Exception], object] | None = None,
        mirror: Mirror | None = None,
    ) -> None: ...

    @overload
    def __init__(
        self: ReactiveVariable[Any],
        client: Variables,
        name: str,
        *,
        default: Any = ...,
        label: str = "",
        on_error: Callable[[Exception], object] | None = None,
        mirror: Mirror | None = None,
    ) -> None: ...

    def __init__(
        self,
        client: Variables,
        name: str | Key[_T],
        *,
        default: Any = MISSING,
        label: str = "",
        on_error: Callable[[Exception], object] | None = None,
        mirror: Mirror | None = None,
    ) -> None:
        """Made by `Variables.reactive` too, which explains the arguments.

        A `mirror` that follows the variable already is used in place of one of its own.
        """
        self._client = client
        self._name = name
        self._default: _T = default
        self._mirror = mirror or client.mirror(name_of(name), label=label, on_error=on_error)

    @property
    def name(self) -> str:
        """The variable's name."""
        return name_of(self._name)

    @property
    def value(self) -> _T:
        """The value now; the default when there is no variable.

        Raises:
            NotFoundError: there is neither.
            InvalidValueError: the value is not of the key's type.
        """
        variable = self.variable
        if variable is not None:
            value: _T = checked(self._name, variable).value
            return value
        if self._default is MISSING:
            details = {"variable": self.name}
            raise NotFoundError("VARIABLE_NOT_FOUND", f"there is no variable '{self._name}' now", details)
        return self._default

    @property
    def version(self) -> int:
        """The variable's version; 0 when there is none."""
        variable = self.variable
        return 0 if variable is None else variable.version

    @property
    def variable(self) -> Variable | None:
        """The whole variable; None when there is none."""
        return self._mirror.variable(self.name)

    @property
    def live(self) -> bool:
        """Whether it follows the server now; if not, it has what was there before."""
        return self._mirror.live

    @property
    def ended(self) -> LivevarsError | None:
        """Why the server will not be followed any more; None as long as it will."""
        return self._mirror.ended

    def on_change(self, handler: Callable[[Change], object]) -> Callable[[Change], object]:
        """Adds a function that is called with each change of this variable, as that of a `Mirror` is; answers it."""
        plain(handler)

        def told(change: Change) -> None:
            if change.name == self.name:
                handler(change)

        self._mirror.on_change(told)
        return handler

    async def set(
        self,
        value: _T,
        *,
        metadata: Mapping[str, str] | None = None,
        expected_version: int | None = None,
        source: str | None = None,
    ) -> SetResult:
        """Sets the value, as `Variables.set` does and raises.

        Completes when the new value, or a later one, is here too; when the connection is lost that is waited for no
        longer than the client's timeout.
        """
        result = await self._client.set(
            self.name, value, metadata=metadata, expected_version=expected_version, source=source
        )
        await caught_up(self._mirror, result.variable.revision, self._client._timeout)
        return result

    async def update(
        self,
        fn: Callable[[_T], _T | Awaitable[_T]],
        *,
        metadata: Mapping[str, str] | None = None,
        source: str | None = None,
    ) -> SetResult:
        """Sets the value to `fn(value)`, as `Variables.update` does and raises; completes as `set` does."""
        result = await self._client.update(self._name, fn, metadata=metadata, source=source)
        await caught_up(self._mirror, result.variable.revision, self._client._timeout)
        return result

    def __repr__(self) -> str:
        return f"<livevars.ReactiveVariable {self.name!r} at version {self.version}, live={self.live}>"

    async def __aenter__(self) -> Self:
        await self._mirror.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self._mirror.__aexit__(kind, error, traceback)


async def caught_up(mirror: Mirror, revision: int, timeout: float) -> None:
    """Waits until a mirror has what was written, but not for ever: the write has happened in any case."""
    with suppress(TimeoutError):
        await within(timeout, "catching up", mirror.caught_up(revision))
