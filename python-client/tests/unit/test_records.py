"""Sessions, versions, changes and watchers as they come from the wire."""

from __future__ import annotations

from datetime import datetime, timezone

import pytest
from google.protobuf.duration_pb2 import Duration
from google.protobuf.timestamp_pb2 import Timestamp

import livevars
from livevars._proto import types_pb2 as pb
from livevars._proto import variables_service_pb2 as service
from livevars._proto import watch_pb2
from livevars._records import change_of, historic_of, session_of, watcher_of


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


@pytest.mark.parametrize("recreated", [False, True])
def test_should_read_a_merged_change(recreated: bool) -> None:
    after = pb.Variable(
        name="a",
        type=pb.VARIABLE_TYPE_INTEGER,
        value=pb.Value(integer_value=5),
        constraints=pb.Constraints(integer=pb.IntegerConstraints()),
    )
    change = change_of(
        pb.VariableChange(
            kind=pb.CHANGE_KIND_UPDATED,
            name="a",
            revision=9,
            variable=after,
            old_value=pb.Value(string_value="x"),
            merged_count=3,
            first_version=2,
            last_version=4,
            timestamp=Timestamp(seconds=10),
            recreated=recreated,
        )
    )
    assert (change.kind, change.old, change.new) == (livevars.ChangeKind.UPDATED, "x", 5)
    assert (change.merged_count, change.first_version, change.last_version) == (3, 2, 4)
    assert (change.initial, change.resync, change.recreated) == (False, False, recreated)


def test_should_read_a_watcher() -> None:
    watcher = watcher_of(
        watch_pb2.Watcher(
            id="w",
            label="l",
            selectors=["a", "b.*"],
            kind=watch_pb2.WATCHER_KIND_GRPC,
            node="n",
            peer="p",
            since=Timestamp(seconds=10),
            delivered=1,
            conflated=2,
            filtered=3,
            pending=4,
            lag_revisions=5,
            lag_millis=6_500,
            session="s",
            filter_failures=7,
        )
    )
    kind = livevars.WatcherKind.GRPC
    assert watcher == livevars.Watcher("w", "l", "s", ("a", "b.*"), kind, "n", "p", moment(10), 1, 2, 3, 4, 5, 6.5, 7)
