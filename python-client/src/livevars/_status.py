"""The one place that turns what gRPC raises into what Livevars raises."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import grpc
from google.protobuf.message import DecodeError
from google.rpc import error_details_pb2, status_pb2

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
)

if TYPE_CHECKING:
    from collections.abc import Iterator

NOT_DONE = "not_done"
"""The detail of an error that says that what was asked for is certainly not done."""

_DOMAIN = "livevars"
_DETAILS_KEY = "grpc-status-details-bin"

# How gRPC begins to say that it had no connection to send a call on; nothing else tells that from one that broke.
_NO_CONNECTION = ("failed to connect to all addresses", "DNS resolution failed")

_ERRORS: dict[int, type[LivevarsError]] = {
    grpc.StatusCode.NOT_FOUND.value[0]: NotFoundError,
    grpc.StatusCode.ALREADY_EXISTS.value[0]: AlreadyExistsError,
    grpc.StatusCode.INVALID_ARGUMENT.value[0]: InvalidValueError,
    grpc.StatusCode.ABORTED.value[0]: ConflictError,
    grpc.StatusCode.OUT_OF_RANGE.value[0]: CompactedError,
    grpc.StatusCode.RESOURCE_EXHAUSTED.value[0]: OverloadedError,
    grpc.StatusCode.UNAUTHENTICATED.value[0]: UnauthenticatedError,
    grpc.StatusCode.PERMISSION_DENIED.value[0]: PermissionDeniedError,
    grpc.StatusCode.UNAVAILABLE.value[0]: UnavailableError,
    grpc.StatusCode.DEADLINE_EXCEEDED.value[0]: UnavailableError,
}


@contextmanager
def translating() -> Iterator[None]:
    """Raises a LivevarsError in place of gRPC's error."""
    try:
        yield
    except grpc.aio.AioRpcError as error:
        raise from_rpc_error(error) from error


def error_of(code: int, reason: str, message: str, details: dict[str, Any] | None = None) -> LivevarsError:
    """The error that stands for a gRPC status code."""
    return _ERRORS.get(code, LivevarsError)(reason, message, details)


def from_rpc_error(error: grpc.aio.AioRpcError) -> LivevarsError:
    """The error with the reason and the details that the server attached, if it did."""
    code = error.code()
    message = error.details() or code.name
    reason, details = _attached(error)
    if reason:
        return error_of(code.value[0], reason, message, details)
    if code is grpc.StatusCode.UNAVAILABLE or _is_reset(code, message):
        if message.startswith(_NO_CONNECTION):
            details[NOT_DONE] = "true"
        return UnavailableError("CONNECTION_LOST", message, details)
    return error_of(code.value[0], code.name, message, details)


def _is_reset(code: grpc.StatusCode, message: str) -> bool:
    # Not the server's word but the transport's: a stream that was reset when a node or a proxy went away.
    return code is grpc.StatusCode.CANCELLED or (code is grpc.StatusCode.INTERNAL and "RST_STREAM" in message)


def _attached(error: grpc.aio.AioRpcError) -> tuple[str, dict[str, Any]]:
    reason = ""
    details: dict[str, Any] = {}
    for attached in _status(error).details:
        info, bad_request = error_details_pb2.ErrorInfo(), error_details_pb2.BadRequest()
        if attached.Unpack(info) and info.domain == _DOMAIN:
            reason = info.reason
            details.update(info.metadata)
        elif attached.Unpack(bad_request):
            violations = bad_request.field_violations
            details["violations"] = tuple(FieldViolation(v.field, v.description) for v in violations)
    return reason, details


def _status(error: grpc.aio.AioRpcError) -> status_pb2.Status:
    for key, value in error.trailing_metadata() or ():
        if key == _DETAILS_KEY and isinstance(value, bytes):
            try:
                return status_pb2.Status.FromString(value)
            except DecodeError:
                break
    return status_pb2.Status()
