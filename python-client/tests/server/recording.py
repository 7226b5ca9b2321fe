"""Records what watches hand on, and lets the history checker of the Java tests judge it."""

from __future__ import annotations

import json
import os
import subprocess
from collections import deque
from typing import TYPE_CHECKING, Any

from google.protobuf.json_format import MessageToDict

import livevars
from livevars._constraints import wire_constraints, wire_type
from livevars._proto import types_pb2, watch_pb2
from livevars._values import encode
from server.launcher import JAR

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from google.protobuf.message import Message

CHECK_SECONDS = 120.0
# What a livevars.Change does not tell, or Python's datetime cannot.
LACKING = ("previous_revision", "nanoseconds")


class Recorder:
    """The watches of a client, told apart by their labels.

    What a watch was handed is written in the messages that it came in, each when the application has taken the last of
    its changes. Every change in them is made anew from what the application took.
    """

    def __init__(self, client: livevars.Variables) -> None:
        self._recordings: dict[str, _Recording] = {}
        self._stream = client._rpc.stream
        client._rpc.stream = self._recorded  # type: ignore[method-assign]

    def took(self, label: str, change: livevars.Change) -> None:
        """The application has taken a change."""
        self._recordings[label].took(change)

    def settled(self, revision: int) -> None:
        """Nothing up to a revision can come any more."""
        for recording in self._recordings.values():
            recording.write(settled=revision)

    def connections(self, label: str) -> int:
        """How often a watch has connected."""
        return self._recordings[label].connections

    def lines(self) -> list[str]:
        """The recordings, as the Java tests' package dev.livevars.history says."""
        return [line for recording in self._recordings.values() for line in recording.lines]

    def _recorded(self, method: str, request: Message, reply: Any) -> Any:
        stream = self._stream(method, request, reply)
        if not isinstance(request, watch_pb2.WatchVariablesRequest):
            return stream
        recording = self._recordings.setdefault(request.label, _Recording(request.label))
        recording.opened(request)
        return _RecordedStream(stream, recording)


class _RecordedStream:
    def __init__(self, stream: Any, recording: _Recording) -> None:
        self._stream = stream
        self._recording = recording

    async def read(self) -> Any:
        message = await self._stream.read()
        self._recording.received(message)
        return message

    async def close(self) -> None:
        await self._stream.close()


class _Recording:
    """One watch: what it was sent and the application has not taken whole is pending."""

    def __init__(self, label: str) -> None:
        self.lines: list[str] = []
        self.connections = 0
        self._label = label
        self._parts: list[types_pb2.Variable] = []
        self._pending: deque[watch_pb2.WatchVariablesResponse | watch_pb2.WatchVariablesRequest] = deque()
        self._taken: list[livevars.Change] = []

    def opened(self, request: watch_pb2.WatchVariablesRequest) -> None:
        self.connections += 1
        self._parts.clear()
        self._pending.append(request)
        self._flush()

    def received(self, message: watch_pb2.WatchVariablesResponse) -> None:
        if message.HasField("initial"):
            self._parts.extend(message.initial.variables)
            if not message.initial.last:
                return
            message = watch_pb2.WatchVariablesResponse(
                initial={"variables": self._parts, "revision": message.initial.revision, "last": True}
            )
        self._pending.append(message)
        self._flush()

    def took(self, change: livevars.Change) -> None:
        self._taken.append(change)
        self._flush()

    def write(self, **line: Any) -> None:
        self.lines.append(json.dumps({"watcher": self._label, **line}))

    def _flush(self) -> None:
        while self._pending and len(self._taken) >= _size(self._pending[0]):
            message = self._pending.popleft()
            taken = self._taken[: _size(message)]
            del self._taken[: _size(message)]
            if isinstance(message, watch_pb2.WatchVariablesRequest):
                self.write(opened=_plain(message), lacking=LACKING)
            else:
                self.write(received=_plain(_as_taken(message, taken)))
        assert self._pending or not self._taken, f"{self._label} was handed what was never sent: {self._taken}"


def check_history(folder: Path, store: str, lines: list[str]) -> tuple[int, str]:
    """The exit code of the checker, 0 when all guarantees hold, and what it found, against what a store holds."""
    file = folder / "history.jsonl"
    file.write_text("\n".join(lines))
    path = os.pathsep.join((str(JAR.parent / "test-classes"), str(JAR)))
    command = ["java", "-cp", path, "dev.livevars.history.CheckHistory", "--store", store, str(file)]
    done = subprocess.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=CHECK_SECONDS, check=False
    )
    return done.returncode, done.stdout


def _size(message: Message) -> int:
    if isinstance(message, watch_pb2.WatchVariablesResponse):
        return len(message.changes.changes) + len(message.initial.variables)
    return 0


def _as_taken(
    message: watch_pb2.WatchVariablesResponse, taken: list[livevars.Change]
) -> watch_pb2.WatchVariablesResponse:
    again = watch_pb2.WatchVariablesResponse()
    again.CopyFrom(message)
    if message.HasField("initial"):
        assert all(change.initial for change in taken)
        del again.initial.variables[:]
        again.initial.variables.extend(_variable(change.variable) for change in taken if change.variable)
    elif message.HasField("changes"):
        assert not any(change.initial for change in taken)
        del again.changes.changes[:]
        again.changes.changes.extend(_change(change) for change in taken)
    return again


def _change(change: livevars.Change) -> types_pb2.VariableChange:
    message = types_pb2.VariableChange(
        kind=f"CHANGE_KIND_{change.kind.name}",
        name=change.name,
        revision=change.revision,
        variable=_variable(change.variable) if change.variable else None,
        old_value=None if change.old is None else _value(change.old),
        merged_count=change.merged_count,
        first_version=change.first_version,
        last_version=change.last_version,
        source=change.source,
        metadata=change.metadata,
        recreated=change.recreated,
        constraints_changed=change.constraints_changed,
    )
    _set_time(message.timestamp, change.timestamp)
    return message


def _value(old: Any) -> types_pb2.Value:
    # The type is not told; what has one dimension is taken for an embedding.
    return encode(old, livevars.Embedding() if getattr(old, "ndim", 0) == 1 else None)


def _variable(variable: livevars.Variable) -> types_pb2.Variable:
    message = types_pb2.Variable(
        name=variable.name,
        type=wire_type(variable.constraints),
        value=encode(variable.value, variable.constraints),
        constraints=wire_constraints(variable.constraints),
        description=variable.description,
        metadata=variable.metadata,
        version=variable.version,
        revision=variable.revision,
        source=variable.source,
    )
    _set_time(message.created_at, variable.created_at)
    _set_time(message.updated_at, variable.updated_at)
    return message


def _set_time(message: Any, time: datetime) -> None:
    message.FromDatetime(time)


def _plain(message: Message) -> dict[str, Any]:
    return MessageToDict(message)
