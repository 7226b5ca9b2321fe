"""What follows variables for a program without asyncio: each is the view of its counterpart in the client's thread."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from livevars._blocking import Mirror
from livevars._portal import in_thread
from livevars._settle import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import TracebackType

    from typing_extensions import Self

    from livevars import _binding, _group, _reactive
    from livevars._errors import LivevarsError
    from livevars._key import Key
    from livevars._model import BatchResult, Change, SetResult, Variable
    from livevars._portal import Portal

_T = TypeVar("_T")


class ReactiveVariable(Generic[_T]):
    """A variable whose value is always current and read without waiting; a context manager.

    As `livevars.ReactiveVariable`, read from any thread.
    """

    def __init__(self, portal: Portal, variable: _reactive.ReactiveVariable[_T]) -> None:
        self._portal = portal
        self._variable = variable

    @property
    def name(self) -> str:
        """The variable's name."""
        return self._variable.name

    @property
    def value(self) -> _T:
        """The value now; the default when there is no variable, or else NotFoundError."""
        return self._variable.value

    @property
    def version(self) -> int:
        """The variable's version; 0 when there is none."""
        return self._variable.version

    @property
    def variable(self) -> Variable[_T] | None:
        """The whole variable; None when there is none."""
        return self._variable.variable

    @property
    def live(self) -> bool:
        """Whether it follows the server now; if not, it has what was there before."""
        return self._variable.live

    @property
    def ended(self) -> LivevarsError | None:
        """Why the server will not be followed any more; None as long as it will."""
        return self._variable.ended

    def on_change(self, handler: Callable[[Change], object]) -> Callable[[Change], object]:
        """Adds a function that is called with each change, in the client's own thread, as that of a `Mirror`."""
        return self._variable.on_change(handler)

    def set(
        self,
        value: _T,
        *,
        metadata: Mapping[str, str] | None = None,
        expected_version: int | None = None,
        source: str | None = None,
    ) -> SetResult:
        """Sets the value, which is here, or a later one, when this returns."""
        return self._portal.run(
            self._variable.set(value, metadata=metadata, expected_version=expected_version, source=source)
        )

    def update(
        self, fn: Callable[[_T], _T], *, metadata: Mapping[str, str] | None = None, source: str | None = None
    ) -> SetResult:
        """Sets the value to `fn(value)`, which is called in another thread, again when another writer comes between."""
        calling = functools.partial(in_thread, plain(fn))
        return self._portal.run(self._variable.update(calling, metadata=metadata, source=source))

    def __repr__(self) -> str:
        return f"<livevars.sync.ReactiveVariable {self.name!r} at version {self.version}, live={self.live}>"

    def __enter__(self) -> Self:
        self._portal.run(self._variable.__aenter__())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if not self._portal.closed:
            self._portal.run(self._variable.__aexit__(kind, error, traceback))


class VariableGroup(Mapping[str, ReactiveVariable[Any]]):
    """The selected variables by name, each a `ReactiveVariable`, under one watch; a context manager.

    As `livevars.VariableGroup`, read from any thread.
    """

    def __init__(self, portal: Portal, group: _group.VariableGroup) -> None:
        self._portal = portal
        self._group = group

    @property
    def mirror(self) -> Mirror:
        """The plain values by name, and whether and up to where they are followed."""
        return Mirror(self._portal, self._group.mirror)

    def on_change(self, handler: Callable[[Change], object]) -> Callable[[Change], object]:
        """Adds a function that is called with each change, in the client's own thread, as that of a `Mirror`."""
        return self._group.on_change(handler)

    def set_many(
        self,
        values: Mapping[str, Any],
        *,
        atomic: bool = True,
        expected_versions: Mapping[str, int] | None = None,
        metadata: Mapping[str, str] | None = None,
        source: str | None = None,
    ) -> BatchResult:
        """Sets several values as one change set; they, or later ones, are here when this returns."""
        return self._portal.run(
            self._group.set_many(
                values, atomic=atomic, expected_versions=expected_versions, metadata=metadata, source=source
            )
        )

    def __getitem__(self, name: str | Key[Any]) -> ReactiveVariable[Any]:
        return ReactiveVariable(self._portal, self._portal.look(lambda: self._group[name]))

    def __iter__(self) -> Iterator[str]:
        return iter(self._portal.look(lambda: tuple(self._group)))

    def __len__(self) -> int:
        return len(self._group)

    def __contains__(self, name: object) -> bool:
        return name in self._group

    def __repr__(self) -> str:
        return f"<livevars.sync.VariableGroup of {len(self)} variables, live={self._group.mirror.live}>"

    def __enter__(self) -> Self:
        self._portal.run(self._group.__aenter__())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if not self._portal.closed:
            self._portal.run(self._group.__aexit__(kind, error, traceback))


class Binding:
    """Attributes of an object bound to variables; a context manager.

    As `livevars.Binding`. The attributes are set in the client's own thread.
    """

    def __init__(self, portal: Portal, binding: _binding.Binding) -> None:
        self._portal = portal
        self._binding = binding

    @property
    def live(self) -> bool:
        """Whether it follows the server now."""
        return self._binding.live

    @property
    def ended(self) -> LivevarsError | None:
        """Why the server will not be followed any more; None as long as it will."""
        return self._binding.ended

    def push(self) -> BatchResult:
        """Sets the variables whose attributes were assigned since they last agreed."""
        return self._portal.run(self._binding.push())

    def cancel(self) -> None:
        """Ends it; with `two_way` what was assigned is pushed before. May be called again."""
        if not self._portal.closed:
            self._portal.run(self._binding.cancel())

    def __enter__(self) -> Self:
        self._portal.run(self._binding.__aenter__())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.cancel()
