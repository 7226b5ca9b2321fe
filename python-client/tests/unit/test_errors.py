"""Errors: every status becomes the class that the contract names, with the server's reason and details."""

from __future__ import annotations

import pickle

import grpc
import pytest
from google.protobuf.message import Message
from google.rpc import error_details_pb2, status_pb2

import livevars
from livevars._status import from_rpc_error, translating

Code = grpc.StatusCode


def rpc_error(
    code: grpc.StatusCode, message: str = "no", *attached: Message, raw: bytes | None = None
) -> grpc.aio.AioRpcError:
    status = status_pb2.Status(code=code.value[0], message=message)
    for detail in attached:
        status.details.add().Pack(detail)
    trailing = grpc.aio.Metadata(("grpc-status-details-bin", raw or status.SerializeToString()))
    return grpc.aio.AioRpcError(code, grpc.aio.Metadata(), trailing, details=message)


def info(reason: str, domain: str = "livevars", **metadata: str) -> error_details_pb2.ErrorInfo:
    return error_details_pb2.ErrorInfo(reason=reason, domain=domain, metadata=metadata)


@pytest.mark.parametrize(
    ("code", "error"),
    [
        (Code.NOT_FOUND, livevars.NotFoundError),
        (Code.ALREADY_EXISTS, livevars.AlreadyExistsError),
        (Code.INVALID_ARGUMENT, livevars.InvalidValueError),
        (Code.ABORTED, livevars.ConflictError),
        (Code.OUT_OF_RANGE, livevars.CompactedError),
        (Code.RESOURCE_EXHAUSTED, livevars.OverloadedError),
        (Code.UNAUTHENTICATED, livevars.UnauthenticatedError),
        (Code.PERMISSION_DENIED, livevars.PermissionDeniedError),
        (Code.UNAVAILABLE, livevars.UnavailableError),
        (Code.DEADLINE_EXCEEDED, livevars.UnavailableError),
        (Code.UNIMPLEMENTED, livevars.LivevarsError),
        (Code.INTERNAL, livevars.LivevarsError),
    ],
)
def test_should_map_each_status_to_its_error(code: grpc.StatusCode, error: type[livevars.LivevarsError]) -> None:
    translated = from_rpc_error(rpc_error(code, "no", info("SOME_REASON")))
    assert type(translated) is error
    assert (translated.reason, translated.message) == ("SOME_REASON", "no")


@pytest.mark.parametrize(
    ("code", "reason", "error"),
    [
        (Code.ALREADY_EXISTS, "SESSION_EXISTS", livevars.AlreadyExistsError),
        (Code.NOT_FOUND, "SESSION_NOT_FOUND", livevars.NotFoundError),
        (Code.NOT_FOUND, "VERSION_NOT_FOUND", livevars.NotFoundError),
        (Code.OUT_OF_RANGE, "VERSION_COMPACTED", livevars.CompactedError),
        (Code.OUT_OF_RANGE, "REVISION_COMPACTED", livevars.CompactedError),
        (Code.UNAVAILABLE, "STORE_UNAVAILABLE", livevars.UnavailableError),
    ],
)
def test_should_keep_the_reasons_of_sessions_history_and_store(
    code: grpc.StatusCode, reason: str, error: type[livevars.LivevarsError]
) -> None:
    translated = from_rpc_error(rpc_error(code, "no", info(reason)))
    assert (type(translated), translated.reason) == (error, reason)


def test_should_raise_from_the_rpc_error() -> None:
    cause = rpc_error(Code.NOT_FOUND)
    with pytest.raises(livevars.NotFoundError) as caught, translating():
        raise cause
    assert caught.value.__cause__ is cause


def test_should_carry_the_details_of_a_refused_value() -> None:
    violation = error_details_pb2.BadRequest.FieldViolation(field="value", description="greater than 2")
    error = from_rpc_error(
        rpc_error(
            Code.INVALID_ARGUMENT,
            "no",
            info("CONSTRAINT_VIOLATED", variable="t", constraint="max", limit="2", value="3"),
            error_details_pb2.BadRequest(field_violations=[violation]),
        )
    )
    assert error.details == {
        "variable": "t",
        "constraint": "max",
        "limit": "2",
        "value": "3",
        "violations": (livevars.FieldViolation("value", "greater than 2"),),
    }


def test_should_read_versions_and_revisions_of_the_details() -> None:
    conflict = from_rpc_error(rpc_error(Code.ABORTED, "", info("X", expected_version="1", actual_version="2")))
    assert isinstance(conflict, livevars.ConflictError)
    assert (conflict.expected_version, conflict.actual_version) == (1, 2)
    compacted = from_rpc_error(rpc_error(Code.OUT_OF_RANGE, "", info("X", oldest_revision="7")))
    assert isinstance(compacted, livevars.CompactedError)
    assert compacted.oldest_revision == 7
    overloaded = from_rpc_error(rpc_error(Code.RESOURCE_EXHAUSTED, "", info("WATCHER_OVERFLOW", resume_revision="9")))
    assert isinstance(overloaded, livevars.OverloadedError)
    assert overloaded.resume_revision == 9


@pytest.mark.parametrize("raw", [b"\xff\xff\xff", b"\x00"])
def test_should_survive_details_that_are_garbage(raw: bytes) -> None:
    assert from_rpc_error(rpc_error(Code.NOT_FOUND, "no", raw=raw)).reason == "NOT_FOUND"


def test_should_not_take_the_reason_of_another_domain() -> None:
    assert from_rpc_error(rpc_error(Code.NOT_FOUND, "no", info("THEIRS", domain="other"))).reason == "NOT_FOUND"


@pytest.mark.parametrize(
    ("code", "message"),
    [
        (Code.UNAVAILABLE, "Socket closed"),
        (Code.CANCELLED, "Received RST_STREAM with error code 8"),
        (Code.INTERNAL, "Received RST_STREAM with error code 2"),
    ],
)
def test_should_tell_a_lost_connection_from_an_answer(code: grpc.StatusCode, message: str) -> None:
    error = from_rpc_error(rpc_error(code, message))
    assert isinstance(error, livevars.UnavailableError)
    assert error.reason == "CONNECTION_LOST"


def test_should_say_reason_and_message() -> None:
    assert str(livevars.NotFoundError("VARIABLE_NOT_FOUND", "no variable x")) == "VARIABLE_NOT_FOUND: no variable x"


@pytest.mark.parametrize(
    "error", [livevars.NotFoundError("R", "m", {"a": "b"}), livevars.WatchEnded("STOPPED", 5, "stopped")]
)
def test_should_pickle(error: livevars.LivevarsError) -> None:
    copy = pickle.loads(pickle.dumps(error))
    assert type(copy) is type(error)
    assert (copy.reason, copy.message, copy.details) == (error.reason, error.message, error.details)
