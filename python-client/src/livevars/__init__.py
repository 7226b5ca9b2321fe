"""Livevars: live typed variables, shared and watched.

`connect` makes the client of a session; its methods read, write and watch. `livevars.sync` has the same blocking.
"""

from livevars import sync as sync
from livevars._binding import Binding
from livevars._client import Variables, connect
from livevars._errors import (
    AlreadyExistsError,
    CompactedError,
    ConflictError,
    FieldViolation,
    InvalidValueError,
    LivevarsError,
    NotFoundError,
    OverloadedError,
    PermissionDeniedError,
    UnauthenticatedError,
    UnavailableError,
    WatchEnded,
)
from livevars._group import VariableGroup
from livevars._key import Key
from livevars._mirror import Mirror
from livevars._model import (
    BatchResult,
    Change,
    ChangeKind,
    HistoricValue,
    Overflow,
    Session,
    SetResult,
    Snapshot,
    Variable,
    Watcher,
    WatcherKind,
)
from livevars._options import WatchOptions
from livevars._reactive import ReactiveVariable
from livevars._resolve import resolve_module
from livevars._sessions import Sessions
from livevars._subscription import Subscription
from livevars._tensor import TensorValue
from livevars._types import (
    Boolean,
    Choice,
    Embedding,
    Float,
    Integer,
    Module,
    String,
    Tensor,
    TypeSpec,
    VariableType,
)
from livevars._watch import Watch

__all__ = [
    "AlreadyExistsError",
    "BatchResult",
    "Binding",
    "Boolean",
    "Change",
    "ChangeKind",
    "Choice",
    "CompactedError",
    "ConflictError",
    "Embedding",
    "FieldViolation",
    "Float",
    "HistoricValue",
    "Integer",
    "InvalidValueError",
    "Key",
    "LivevarsError",
    "Mirror",
    "Module",
    "NotFoundError",
    "Overflow",
    "OverloadedError",
    "PermissionDeniedError",
    "ReactiveVariable",
    "Session",
    "Sessions",
    "SetResult",
    "Snapshot",
    "String",
    "Subscription",
    "Tensor",
    "TensorValue",
    "TypeSpec",
    "UnauthenticatedError",
    "UnavailableError",
    "Variable",
    "VariableGroup",
    "VariableType",
    "Variables",
    "Watch",
    "WatchEnded",
    "WatchOptions",
    "Watcher",
    "WatcherKind",
    "connect",
    "resolve_module",
]

for _public in __all__:
    globals()[_public].__module__ = __name__
del _public
