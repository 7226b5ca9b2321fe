"""Sessions and versions as they come from the wire."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest
from google.protobuf.duration_pb2 import Duration
from google.protobuf.timestamp_pb2 import Timestamp

import livevars
from livevars._proto import types_pb2 as pb
from livevars._proto import variables_service_pb2 as service
from livevars._records import historic_of, session_of


def moment(second: int) -> datetime:
    return datetime.fromtimestamp(second, timezone.utc)


def test_should_read_a_session() -> None:
    session = session_of(
        service.Session(
            id="s",
            ttl=Duration(seconds=1, nanos=500_000_000),
            metadata={"owner": "me"},
            revision=7,
            variable_count=3,
            watcher_count=2,
            created_at=Timestamp(seconds=10),
            expires_at=Timestamp(seconds=20),
        )
    )
    assert session == livevars.Session("s", 1.5, {"owner": "me"}, 7, 3, 2, moment(10), moment(20))
    assert hash(session)


def test_should_read_a_session_that_never_expires() -> None:
    session = session_of(service.Session(id="default", created_at=Timestamp(seconds=10)))
    assert (session.ttl, session.expires_at) == (None, None)


@pytest.mark.parametrize("kind", list(livevars.ChangeKind))
def test_should_read_a_version(kind: livevars.ChangeKind) -> None:
    message = service.HistoricValue(
        kind=f"CHANGE_KIND_{kind}",
        value=pb.Value(integer_value=5),
        version=2,
        revision=9,
        time=Timestamp(seconds=10),
        source="me",
    )
    version = historic_of(message)
    assert version == livevars.HistoricValue(kind, 5, 2, 9, moment(10), "me")
    assert version.value == 5


def test_should_read_a_deletion_as_a_version_without_a_value() -> None:
    message = service.HistoricValue(kind=pb.CHANGE_KIND_DELETED, version=3, revision=9)
    assert historic_of(message).value is None
