"""What calls and watches answer: frozen records, without a trace of the wire."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Any, Generic

from typing_extensions import TypeVar

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from livevars._errors import LivevarsError
    from livevars._types import TypeSpec, VariableType

_T_co = TypeVar("_T_co", covariant=True, default=Any)


class ChangeKind(str, Enum):
    """What happened to a variable."""

    REGISTERED = "REGISTERED"
    UPDATED = "UPDATED"
    CONSTRAINTS_UPDATED = "CONSTRAINTS_UPDATED"
    DELETED = "DELETED"

    __str__ = str.__str__


class Overflow(str, Enum):
    """What happens to a watch that is slower than the changes."""

    CONFLATE = "CONFLATE"
    """When more changes wait than the buffer takes, those of one variable merge into one."""
    FAIL = "FAIL"
    """The watch ends with an OverloadedError."""

    __str__ = str.__str__


class WatcherKind(str, Enum):
    """Where a watcher lives."""

    LOCAL = "LOCAL"
    """A handler in the server's own process."""
    GRPC = "GRPC"
    """A remote client."""

    __str__ = str.__str__


@dataclass(frozen=True, slots=True)
class Variable(Generic[_T_co]):
    """A named, typed, constrained value at one version. Two are equal when all but value and metadata is.

    `value` is plain Python: float, int, str, bool; for an embedding a one-dimensional float32 numpy array and for a
    tensor a numpy array, both read-only; without numpy a tuple of floats and a TensorValue; `Variable[float]` is one
    whose value is known to be a float, as it was read by a `Key`. `version` is 1 at the first
    registration and grows by one with every change of this name; `revision` is the session's, of the last change. Times
    are in UTC. `source` is who wrote it last, empty when nobody said.
    """

    name: str
    type: VariableType
    value: _T_co = field(compare=False)
    constraints: TypeSpec
    description: str
    metadata: Mapping[str, str] = field(compare=False)
    version: int
    revision: int
    created_at: datetime
    updated_at: datetime
    source: str


@dataclass(frozen=True, slots=True)
class HistoricValue:
    """One version of a variable, present or past. Two are equal when all but the value is.

    `kind` is what made it and `revision` the session's that did; `value` is plain Python as in Variable, None when
    `kind` is DELETED. `time` is the commit, in UTC. `source` is who made it, empty when nobody said.
    """

    kind: ChangeKind
    value: Any = field(compare=False)
    version: int
    revision: int
    time: datetime
    source: str


@dataclass(frozen=True, slots=True)
class Session:
    """A unit of isolation and of ordering, as it was at one moment.

    It lives for `ttl` seconds after the last call in it or the last open watch, for ever when that is None;
    `expires_at` is when it ends unless it is used before, None when it never does. `revision` is that of its last
    change, 0 when there was none. Times are in UTC.
    """

    id: str
    ttl: float | None
    metadata: Mapping[str, str] = field(hash=False)
    revision: int
    variable_count: int
    watcher_count: int
    created_at: datetime
    expires_at: datetime | None


@dataclass(frozen=True, slots=True)
class SetResult:
    """The variable now, and whether the call changed it: setting an equal value does not."""

    variable: Variable
    changed: bool


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Variables by name in one consistent cut at `revision`, and the names that do not exist."""

    variables: Mapping[str, Variable] = field(hash=False)
    missing: tuple[str, ...]
    revision: int


@dataclass(frozen=True, slots=True)
class BatchResult:
    """The variables that a batch set, the refused updates by name, and the session's revision after it."""

    variables: Mapping[str, Variable] = field(hash=False)
    errors: Mapping[str, LivevarsError] = field(hash=False)
    revision: int


@dataclass(frozen=True, slots=True)
class Change:
    """A change of one variable, or several merged into one.

    `old` is the value before (None when it was registered), `new` the value after and `variable` the whole variable
    (None when it was deleted). `merged_count` changes, from `first_version` to `last_version`, stand in this one; it
    is 1 when nothing was merged. `metadata` came with the change. `timestamp` is the commit, in UTC.

    With `initial` it is no change but a present value: kind REGISTERED, no `old`, and `revision` is that of the cut,
    the same in all of them. With `resync` too, history was compacted while the connection was down: changes were
    missed, and this is the state now; a variable that is gone meanwhile comes as DELETED, without `old` and with the
    client's time.

    `recreated` is for merged changes: the variable was deleted and registered again in between. The kind is UPDATED
    then, and `new` may be of another type than `old`. `constraints_changed`: this change, or one of the merged, changed
    the constraints.
    """

    kind: ChangeKind
    name: str
    revision: int
    old: Any = field(compare=False)
    new: Any = field(compare=False)
    variable: Variable | None
    merged_count: int
    first_version: int
    last_version: int
    source: str
    metadata: Mapping[str, str] = field(compare=False)
    timestamp: datetime
    initial: bool = False
    resync: bool = False
    recreated: bool = False
    constraints_changed: bool = False


@dataclass(frozen=True, slots=True)
class Watcher:
    """Somebody's watch, as the server sees it.

    `delivered`, `conflated` (merged into others), `filtered` (held back) and `pending` (waiting) count changes;
    `lag_revisions` is how many revisions it is behind, `lag_seconds` how long the oldest change has waited.
    `filter_failures` is how often its filter's expression failed on a change, which then passed. No `selectors` means
    everything; `peer` is the client's address, empty for a local one.
    """

    id: str
    label: str
    session: str
    selectors: tuple[str, ...]
    kind: WatcherKind
    node: str
    peer: str
    since: datetime
    delivered: int
    conflated: int
    filtered: int
    pending: int
    lag_revisions: int
    lag_seconds: float
    filter_failures: int
