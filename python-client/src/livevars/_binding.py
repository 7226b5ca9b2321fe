"""Attributes of an object that follow variables, and variables that follow them."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from livevars._key import Key, checked, name_of
from livevars._model import BatchResult
from livevars._values import equal

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Mapping
    from types import TracebackType

    from typing_extensions import Self

    from livevars._calls import VariableCalls
    from livevars._errors import LivevarsError
    from livevars._gate import Gate
    from livevars._mirror import Mirror
    from livevars._model import Change, Variable


@dataclass(slots=True)
class _Link:
    """An attribute, what it was when it last agreed with its variable, and that variable's version then."""

    attribute: str
    key: str | Key[Any]
    version: int = 0
    value: Any = None

    @property
    def name(self) -> str:
        return name_of(self.key)


class Binding:
    """Attributes of an object bound to variables; made by `Variables.bind`.

    It starts when it is entered, `async with`, or awaited. Then the attributes have the variables' values, and follow
    every change until it is left or cancelled, or the client is closed. An attribute whose variable does not exist, or
    is deleted, keeps what it has. They are set in the client's event loop, between two steps of its tasks.

    `push` goes the other way: it sets, as one change set, the variables whose attributes were assigned since they last
    agreed. With `two_way` it is called again and again, and once more at the end. What an attribute holds is compared:
    that a list in it was changed in place goes unseen.

    The variable decides: when another writer was faster, or the server refuses the value, the attribute gets the
    variable's value and the error is reported. What a binding has written does not come back to it, so an attribute
    that is assigned again meanwhile keeps the later value.
    """

    def __init__(
        self,
        target: object,
        names: Mapping[str, str | Key[Any]],
        mirror: Mirror,
        calls: VariableCalls,
        gate: Gate,
        *,
        interval: float | None,
    ) -> None:
        self._target = target
        self._links = [_Link(attribute, key) for attribute, key in names.items()]
        self._mirror = mirror
        self._calls = calls
        self._gate = gate
        self._interval = interval
        self._pushing = asyncio.Lock()
        self._repeating: asyncio.Task[None] | None = None
        mirror.on_change(self._changed)

    @property
    def live(self) -> bool:
        """Whether it follows the server now."""
        return self._mirror.live

    @property
    def ended(self) -> LivevarsError | None:
        """Why the server will not be followed any more; None as long as it will."""
        return self._mirror.ended

    async def push(self) -> BatchResult:
        """Sets the variables whose attributes were assigned; answers these, and by name what was refused.

        Raises:
            UnavailableError: the server cannot be reached; the next push tries again.
        """
        async with self._pushing:
            assigned = {link.name: link for link in self._links if self._is_assigned(link)}
            if not assigned:
                return BatchResult({}, {}, self._mirror.revision)
            values = {name: getattr(self._target, link.attribute) for name, link in assigned.items()}
            versions = {name: link.version for name, link in assigned.items()}
            try:
                result = await self._calls.set_many(values, atomic=False, expected_versions=versions)
                for name, variable in result.variables.items():
                    assigned[name].version, assigned[name].value = variable.version, values[name]
                for name, error in result.errors.items():
                    self._gate.report(error, f"attribute {assigned[name].attribute} was not pushed")
            finally:
                self._follow(self._links)  # what came meanwhile
            self._follow((assigned[name] for name in result.errors), anew=True)
            return result

    async def cancel(self) -> None:
        """Ends it; the attributes keep what they have. May be called again."""
        if self._repeating is not None:
            self._repeating.cancel()
            await asyncio.wait((self._repeating,))
        await self._mirror.__aexit__(None, None, None)

    def __await__(self) -> Generator[Any, None, Self]:
        return self.__aenter__().__await__()

    async def __aenter__(self) -> Self:
        await self._mirror.__aenter__()
        if self._interval is not None:
            self._repeating = asyncio.create_task(self._repeat(self._interval))
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        try:
            if self._interval is not None and not await self._mirror.over(0):
                await self._try_push()
        finally:
            await self.cancel()

    async def _repeat(self, interval: float) -> None:
        while not await self._mirror.over(interval):
            await self._try_push()

    async def _try_push(self) -> None:
        try:
            await self.push()
        except Exception as error:  # noqa: BLE001 - the application's attributes may raise anything
            self._gate.report(error, "attributes were not pushed")

    def _changed(self, change: Change) -> None:
        if not self._pushing.locked():  # otherwise it may be what is being pushed
            self._follow(link for link in self._links if link.name == change.name)

    def _follow(self, links: Iterable[_Link], *, anew: bool = False) -> None:
        """Sets the attributes whose variable has a later version than they, or any if `anew`."""
        for link in links:
            variable = self._mirror.variable(link.name)
            if variable is not None and (anew or variable.version > link.version):
                try:
                    self._set(link, variable)
                except Exception as error:  # noqa: BLE001 - the application's code may raise anything
                    self._gate.report(error, f"attribute {link.attribute} was not set")

    def _set(self, link: _Link, variable: Variable) -> None:
        link.version = max(link.version, variable.version)
        value = checked(link.key, variable).value
        try:
            setattr(self._target, link.attribute, value)
        finally:  # the object may have made something else of it
            link.value = getattr(self._target, link.attribute, value)

    def _is_assigned(self, link: _Link) -> bool:
        if self._mirror.variable(link.name) is None or link.version == 0:
            return False
        value = getattr(self._target, link.attribute)
        return value is not link.value and not equal(link.value, value)
