"""Variables, their versions and changes, watchers and sessions as they come from the wire."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import TYPE_CHECKING

from livevars._constraints import plain_constraints, plain_type
from livevars._model import Change, ChangeKind, HistoricValue, Session, Variable, Watcher, WatcherKind
from livevars._proto import types_pb2 as pb
from livevars._proto import variables_service_pb2 as service
from livevars._proto import watch_pb2
from livevars._values import decode

if TYPE_CHECKING:
    from google.protobuf.timestamp_pb2 import Timestamp


def variable_of(message: pb.Variable) -> Variable:
    """A variable."""
    return Variable(
        name=message.name,
        type=plain_type(message.type),
        value=decode(message.value),
        constraints=plain_constraints(message.constraints),
        description=message.description,
        metadata=dict(message.metadata),
        version=message.version,
        revision=message.revision,
        created_at=_time(message.created_at),
        updated_at=_time(message.updated_at),
        source=message.source,
    )


def change_of(message: pb.VariableChange) -> Change:
    """A change."""
    variable = variable_of(message.variable) if message.HasField("variable") else None
    return Change(
        kind=_kind(message.kind),
        name=message.name,
        revision=message.revision,
        old=decode(message.old_value),
        new=variable.value if variable else None,
        variable=variable,
        merged_count=message.merged_count,
        first_version=message.first_version,
        last_version=message.last_version,
        source=message.source,
        metadata=dict(message.metadata),
        timestamp=_time(message.timestamp),
        recreated=message.recreated,
        constraints_changed=message.constraints_changed,
    )


def historic_of(message: service.HistoricValue) -> HistoricValue:
    """A version of a variable."""
    return HistoricValue(
        kind=_kind(message.kind),
        value=decode(message.value),
        version=message.version,
        revision=message.revision,
        time=_time(message.time),
        source=message.source,
    )


def initial_of(message: pb.Variable, revision: int, *, resync: bool) -> Change:
    """A present value of the cut at `revision`, in the shape of a change."""
    variable = variable_of(message)
    return Change(
        kind=ChangeKind.REGISTERED,
        name=variable.name,
        revision=revision,
        old=None,
        new=variable.value,
        variable=variable,
        merged_count=1,
        first_version=variable.version,
        last_version=variable.version,
        source=variable.source,
        metadata=variable.metadata,
        timestamp=variable.updated_at,
        initial=True,
        resync=resync,
    )


def gone(name: str, version: int, revision: int) -> Change:
    """What a resync says of a variable, last seen at `version`, that is not in the cut at `revision`."""
    return Change(
        kind=ChangeKind.DELETED,
        name=name,
        revision=revision,
        old=None,
        new=None,
        variable=None,
        merged_count=1,
        first_version=version + 1,
        last_version=version + 1,
        source="",
        metadata={},
        timestamp=datetime.now(timezone.utc),
        initial=True,
        resync=True,
    )


def watcher_of(message: watch_pb2.Watcher) -> Watcher:
    """A watcher."""
    return Watcher(
        id=message.id,
        label=message.label,
        session=message.session,
        selectors=tuple(message.selectors),
        kind=WatcherKind[watch_pb2.WatcherKind.Name(message.kind).removeprefix("WATCHER_KIND_")],
        node=message.node,
        peer=message.peer,
        since=_time(message.since),
        delivered=message.delivered,
        conflated=message.conflated,
        filtered=message.filtered,
        pending=message.pending,
        lag_revisions=message.lag_revisions,
        lag_seconds=message.lag_millis / 1000,
        filter_failures=message.filter_failures,
    )


def session_of(message: service.Session) -> Session:
    """A session."""
    return Session(
        id=message.id,
        ttl=message.ttl.ToNanoseconds() / 1e9 if message.HasField("ttl") else None,
        metadata=dict(message.metadata),
        revision=message.revision,
        variable_count=message.variable_count,
        watcher_count=message.watcher_count,
        created_at=_time(message.created_at),
        expires_at=_time(message.expires_at) if message.HasField("expires_at") else None,
    )


def _kind(number: pb.ChangeKind) -> ChangeKind:
    return ChangeKind[pb.ChangeKind.Name(number).removeprefix("CHANGE_KIND_")]


def _time(message: Timestamp) -> datetime:
    return message.ToDatetime(tzinfo=timezone.utc)
