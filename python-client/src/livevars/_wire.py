"""Making messages of what the user gave."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from google.protobuf.duration_pb2 import Duration

from livevars._errors import InvalidValueError

if TYPE_CHECKING:
    from google.protobuf.message import Message

_M = TypeVar("_M", bound="Message")


def build(message: type[_M], reason: str = "INVALID_REQUEST", **fields: Any) -> _M:
    """Makes a message; None leaves a field unset.

    Raises:
        InvalidValueError: a field cannot hold what it was given.
    """
    try:
        return message(**fields)
    except (TypeError, ValueError) as error:
        raise InvalidValueError(reason, str(error)) from error


def duration(seconds: float | None) -> Duration | None:
    """A time span; None stays unset.

    Raises:
        InvalidValueError: it is not a finite number of seconds.
    """
    if seconds is None:
        return None
    span = Duration()
    try:
        span.FromNanoseconds(round(seconds * 1e9))
    except (TypeError, ValueError, OverflowError) as error:
        raise InvalidValueError("INVALID_REQUEST", f"{seconds!r} is not a number of seconds") from error
    return span
