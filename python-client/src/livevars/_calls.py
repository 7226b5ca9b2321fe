"""The calls of one session that are over with their answer."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Any, TypeVar, overload

from livevars._backoff import Backoff
from livevars._constraints import wire_constraints, wire_type
from livevars._errors import ConflictError, InvalidValueError, LivevarsError
from livevars._key import checked, name_of
from livevars._model import BatchResult, SetResult, Snapshot, Variable
from livevars._proto import variables_service_pb2 as service
from livevars._records import historic_of, variable_of
from livevars._settle import settle
from livevars._status import error_of
from livevars._values import encode
from livevars._wire import build

if TYPE_CHECKING:
    import builtins
    from collections.abc import Awaitable, Callable, Iterable, Mapping

    from livevars._key import Key
    from livevars._model import HistoricValue
    from livevars._rpc import Rpc
    from livevars._types import TypeSpec

_T = TypeVar("_T")


class VariableCalls:
    """Reading and writing; the part of `Variables` that does not watch."""

    def __init__(self, rpc: Rpc, *, session: str, source: str) -> None:
        self._rpc = rpc
        self._session = session
        self._source = source

    @property
    def session(self) -> str:
        """The session's id."""
        return self._session

    async def register(
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
        """Brings a variable into being. Without a `spec` the type is that of the value, without limits.

        A str is then a string, a sequence of numbers an embedding and a numpy array a tensor.

        Raises:
            AlreadyExistsError: the name is taken; not with `if_absent` when type and constraints are equal: then the
                variable is answered as it is.
            InvalidValueError: a bad name or spec, or the value does not fit.
        """
        request = build(
            service.RegisterVariableRequest,
            session=self._session,
            name=name,
            type=wire_type(spec),
            value=encode(value, spec),
            constraints=None if spec is None else wire_constraints(spec),
            description=description,
            metadata=metadata,
            if_absent=if_absent,
            source=self._writer(source),
        )
        return variable_of(
            (await self._rpc.call("RegisterVariable", request, service.RegisterVariableResponse)).variable
        )

    @overload
    async def get(self, name: Key[_T]) -> Variable[_T]: ...

    @overload
    async def get(self, name: str) -> Variable: ...

    async def get(self, name: str | Key[Any]) -> Variable:
        """Reads a variable.

        Raises:
            NotFoundError: there is none of that name.
            InvalidValueError: its value is not of the key's type.
        """
        request = build(service.GetVariableRequest, session=self._session, name=name_of(name))
        reply = await self._rpc.read("GetVariable", request, service.GetVariableResponse)
        return checked(name, variable_of(reply.variable))

    @overload
    async def value(self, name: Key[_T]) -> _T: ...

    @overload
    async def value(self, name: str) -> Any: ...

    async def value(self, name: str | Key[Any]) -> Any:
        """Reads a variable's value alone; as `get(name)`, then `.value`."""
        return (await self.get(name)).value

    @overload
    async def set(
        self,
        name: Key[_T],
        value: _T,
        *,
        metadata: Mapping[str, str] | None = None,
        expected_version: int | None = None,
        source: str | None = None,
    ) -> SetResult: ...

    @overload
    async def set(
        self,
        name: str,
        value: Any,
        *,
        metadata: Mapping[str, str] | None = None,
        expected_version: int | None = None,
        source: str | None = None,
    ) -> SetResult: ...

    async def set(
        self,
        name: str | Key[Any],
        value: Any,
        *,
        metadata: Mapping[str, str] | None = None,
        expected_version: int | None = None,
        source: str | None = None,
    ) -> SetResult:
        """Sets a value; `metadata` is put over the variable's, key by key.

        Raises:
            NotFoundError: there is no such variable.
            InvalidValueError: the value has the wrong type or breaks a constraint, or the variable is read-only.
            ConflictError: the variable's version is not `expected_version`.
        """
        request = build(
            service.SetVariableRequest,
            session=self._session,
            name=name_of(name),
            value=encode(value),
            metadata=metadata,
            expected_version=expected_version,
            source=self._writer(source),
        )
        reply = await self._rpc.call("SetVariable", request, service.SetVariableResponse)
        return SetResult(variable_of(reply.variable), reply.changed)

    @overload
    async def update(
        self,
        name: Key[_T],
        fn: Callable[[_T], _T | Awaitable[_T]],
        *,
        metadata: Mapping[str, str] | None = None,
        source: str | None = None,
    ) -> SetResult: ...

    @overload
    async def update(
        self,
        name: str,
        fn: Callable[[Any], Any],
        *,
        metadata: Mapping[str, str] | None = None,
        source: str | None = None,
    ) -> SetResult: ...

    async def update(
        self,
        name: str | Key[Any],
        fn: Callable[[Any], Any],
        *,
        metadata: Mapping[str, str] | None = None,
        source: str | None = None,
    ) -> SetResult:
        """Sets the value to `fn(value)`, a function or a coroutine function; no write of others in between is lost.

        When another writer comes in between, `fn` is called again with the new value, after waiting longer and longer.
        What `fn` raises is raised, and nothing is set.

        Raises:
            NotFoundError: there is no such variable.
            InvalidValueError: the new value does not fit, or the old one is not of the key's type.
            ConflictError: other writers came in between for as long as the client's timeout.
        """
        backoff = Backoff(base=0.001, cap=0.1)
        deadline = time.monotonic() + self._rpc.timeout
        while True:
            now = await self.get(name)
            value = await settle(fn(now.value))
            try:
                return await self.set(name, value, metadata=metadata, expected_version=now.version, source=source)
            except ConflictError:
                delay = backoff.next_delay()
                if time.monotonic() + delay > deadline:
                    raise
                await asyncio.sleep(delay)

    async def update_constraints(self, name: str, spec: TypeSpec, *, source: str | None = None) -> Variable:
        """Replaces the limits, and `read_only`, by those of a `spec` of the variable's type.

        Raises:
            NotFoundError: there is no such variable.
            InvalidValueError: the spec is bad or of another type, or the present value breaks it.
        """
        request = build(
            service.UpdateConstraintsRequest,
            session=self._session,
            name=name,
            constraints=wire_constraints(spec),
            source=self._writer(source),
        )
        reply = await self._rpc.call("UpdateConstraints", request, service.UpdateConstraintsResponse)
        return variable_of(reply.variable)

    async def delete(self, name: str, *, expected_version: int | None = None, source: str | None = None) -> int:
        """Deletes a variable; answers the revision of the deletion.

        Raises:
            NotFoundError: there is no such variable.
            ConflictError: the variable's version is not `expected_version`.
        """
        request = build(
            service.DeleteVariableRequest,
            session=self._session,
            name=name,
            expected_version=expected_version,
            source=self._writer(source),
        )
        return (await self._rpc.call("DeleteVariable", request, service.DeleteVariableResponse)).revision

    async def list(self, *selectors: str) -> builtins.list[Variable]:
        """Reads the variables that match a name or a glob (`*` within a dotted part, `**` across), all without one.

        They come in the order of their names. A thousand at a time are of one consistent cut.

        Raises:
            InvalidValueError: a bad selector.
        """
        variables: builtins.list[Variable] = []
        page_token = ""
        while True:
            request = build(
                service.ListVariablesRequest, session=self._session, selectors=selectors, page_token=page_token
            )
            page = await self._rpc.read("ListVariables", request, service.ListVariablesResponse)
            variables.extend(variable_of(variable) for variable in page.variables)
            page_token = page.next_page_token
            if not page_token:
                return variables

    async def get_many(self, names: Iterable[str]) -> Snapshot:
        """Reads several variables in one consistent cut; a name that does not exist is in `missing`."""
        request = build(service.BatchGetVariablesRequest, session=self._session, names=names)
        reply = await self._rpc.read("BatchGetVariables", request, service.BatchGetVariablesResponse)
        variables = {variable.name: variable_of(variable) for variable in reply.variables}
        return Snapshot(variables, tuple(reply.missing), reply.revision)

    async def set_many(
        self,
        values: Mapping[str, Any],
        *,
        atomic: bool = True,
        expected_versions: Mapping[str, int] | None = None,
        metadata: Mapping[str, str] | None = None,
        source: str | None = None,
    ) -> BatchResult:
        """Sets several values as one change set: watches see them together, at one revision.

        If `atomic`, one bad value refuses all. Otherwise the good ones are set, and `errors` of the result has, by
        name, what `set` would have raised for the others.

        Raises:
            InvalidValueError: `atomic`, and some were refused, for whatever reason; `details["violations"]` names each.
        """
        expected = expected_versions or {}
        updates: builtins.list[service.VariableUpdate] = []
        errors: dict[str, LivevarsError] = {}
        for name, value in values.items():
            try:
                update = build(
                    service.VariableUpdate, name=name, value=encode(value), expected_version=expected.get(name)
                )
            except InvalidValueError as error:
                if atomic:
                    raise
                errors[name] = error
            else:
                updates.append(update)
        request = build(
            service.BatchSetVariablesRequest,
            session=self._session,
            updates=updates,
            atomic=atomic,
            metadata=metadata,
            source=self._writer(source),
        )
        reply = await self._rpc.call("BatchSetVariables", request, service.BatchSetVariablesResponse)
        variables = {variable.name: variable_of(variable) for variable in reply.variables}
        for name, refused in reply.errors.items():
            errors[name] = error_of(refused.code, refused.reason, refused.message)
        return BatchResult(variables, errors, reply.revision)

    async def history(self, name: str, limit: int = 100) -> builtins.list[HistoricValue]:
        """Reads the versions of a variable, newest first, starting with the present one; also of a deleted variable.

        These are fewer than `limit` when older ones are no longer held or when they are large.

        Raises:
            NotFoundError: there never was a variable of that name.
            InvalidValueError: `limit` is not from 1 to 10,000.
        """
        request = build(service.GetVariableHistoryRequest, session=self._session, name=name, limit=limit)
        if request.limit == 0:  # to the server this is its default
            raise InvalidValueError("INVALID_REQUEST", "limit is 0, but must be at least 1", {"field": "limit"})
        reply = await self._rpc.read("GetVariableHistory", request, service.GetVariableHistoryResponse)
        return [historic_of(value) for value in reply.values]

    async def rollback(self, name: str, to_version: int, *, source: str | None = None) -> Variable:
        """Sets the value that a variable had at `to_version`, as a new version; answers the variable.

        Nothing changes when that is the present value.

        Raises:
            NotFoundError: there is no such variable, or no such version of it, or that version is a deletion.
            CompactedError: that version is no longer held.
            InvalidValueError: the value breaks the present constraints, or the variable is read-only.
        """
        request = build(
            service.RollbackVariableRequest,
            session=self._session,
            name=name,
            to_version=to_version,
            source=self._writer(source),
        )
        reply = await self._rpc.call("RollbackVariable", request, service.RollbackVariableResponse)
        return variable_of(reply.variable)

    def _writer(self, source: str | None) -> str:
        return self._source if source is None else source
