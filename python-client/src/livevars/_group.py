"""Variables that are followed together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, overload

from livevars._key import name_of
from livevars._reactive import ReactiveVariable, caught_up

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import TracebackType

    from typing_extensions import Self

    from livevars._client import Variables
    from livevars._key import Key
    from livevars._mirror import Mirror
    from livevars._model import BatchResult, Change

_T = TypeVar("_T")


class VariableGroup(Mapping[str, ReactiveVariable[Any]]):
    """The selected variables by name, each a `ReactiveVariable`, under one watch: `VariableGroup(vars, "llm.*")`.

    Entering it, `async with`, completes when it has the present values; it follows until it is left, as its `mirror`
    does, and shows what was set together together. Variables come and go in it as they are registered and deleted. The
    object for a name stays the same, and stays usable when its variable comes again. A `Key` gets a typed one.
    """

    def __init__(
        self,
        client: Variables,
        *selectors: str,
        label: str = "",
        on_error: Callable[[Exception], object] | None = None,
    ) -> None:
        """Made by `Variables.group` too; the arguments are those of `Variables.mirror`."""
        self._client = client
        self._mirror = client.mirror(*selectors, label=label, on_error=on_error)
        self._members: dict[str | Key[Any], ReactiveVariable[Any]] = {}

    @property
    def mirror(self) -> Mirror:
        """The plain values by name, and whether and up to where they are followed."""
        return self._mirror

    def on_change(self, handler: Callable[[Change], object]) -> Callable[[Change], object]:
        """Adds a function that is called with each change of these variables, as that of a `Mirror` is; answers it."""
        return self._mirror.on_change(handler)

    async def set_many(
        self,
        values: Mapping[str, Any],
        *,
        atomic: bool = True,
        expected_versions: Mapping[str, int] | None = None,
        metadata: Mapping[str, str] | None = None,
        source: str | None = None,
    ) -> BatchResult:
        """Sets several values as one change set, as `Variables.set_many` does and raises.

        Completes when the new values, or later ones, are here too; when the connection is lost that is waited for no
        longer than the client's timeout.
        """
        result = await self._client.set_many(
            values, atomic=atomic, expected_versions=expected_versions, metadata=metadata, source=source
        )
        written = [variable.revision for name, variable in result.variables.items() if name in self._mirror]
        await caught_up(self._mirror, max(written, default=0), self._client._timeout)
        return result

    @overload
    def __getitem__(self, name: Key[_T]) -> ReactiveVariable[_T]: ...

    @overload
    def __getitem__(self, name: str) -> ReactiveVariable[Any]: ...

    def __getitem__(self, name: str | Key[Any]) -> ReactiveVariable[Any]:
        if name_of(name) not in self._mirror:
            raise KeyError(name)
        return self._members.setdefault(name, ReactiveVariable(self._client, name, mirror=self._mirror))

    def __iter__(self) -> Iterator[str]:
        return iter(self._mirror)

    def __len__(self) -> int:
        return len(self._mirror)

    def __contains__(self, name: object) -> bool:
        return name in self._mirror

    def __repr__(self) -> str:
        return f"<livevars.VariableGroup of {len(self)} variables, live={self._mirror.live}>"

    async def __aenter__(self) -> Self:
        await self._mirror.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self._mirror.__aexit__(kind, error, traceback)
