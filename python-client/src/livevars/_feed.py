"""From the messages of a watch to changes and resume points, without any input or output."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from livevars._model import Change, ChangeKind
from livevars._proto import watch_pb2
from livevars._records import change_of, gone, initial_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from livevars._proto import types_pb2

# A request is at most 4 MiB.
_MOST_LAST_RECEIVED = 2 << 20


class Feed:
    """What one watch received and what of it the application has, across all of its connections.

    Two revisions tell how far it is. All up to *received* is here: a new connection starts after it. All up to
    *handed* was taken by the application: this is what the application may resume from. A revision counts as handed
    when the last of its changes was taken. Nothing that was received is ever dropped, so neither a lost connection
    nor a batch that is taken half makes a gap or a repeat.
    """

    def __init__(
        self, start_revision: int = 0, *, present: bool = True, deletions: bool = True, compares: bool = False
    ) -> None:
        """Wants everything from `start_revision` on, or from now on if that is 0.

        The server was asked for `present` values where the watch begins; `deletions` are to be told of. With
        `compares` its filter compares values with those received last.
        """
        self._start_revision = start_revision
        self._received = self._handed = start_revision - 1 if start_revision > 0 else None
        self._present = present
        self._deletions = deletions
        self._queue: deque[tuple[Change | None, int | None]] = deque()  # a change, and what is handed with it
        self._cut: list[types_pb2.Variable] = []
        self._versions: dict[str, int] = {}  # of the variables that the application will know when it has taken all
        self._compares = compares
        self._values: dict[str, types_pb2.Value] = {}  # what was received last, if it is compared
        self._resync = self._anew = False
        self.live = False
        """Whether the present connection delivers changes."""
        self.whole = True
        """Whether the change taken last completes its revision, or all that it was merged with."""

    @property
    def start_revision(self) -> int:
        """What a new connection asks for: 0, as long as nothing ties the watch to a revision, is from now on."""
        return self._start_revision if self._received is None else self._received + 1

    @property
    def last_received(self) -> watch_pb2.LastReceived | None:
        """What a new connection says that it has, as far as a request can hold it; None when nobody wants to know."""
        if not self._compares or self._received is None or self._received < self._start_revision:
            return None
        last, size = watch_pb2.LastReceived(), 0
        for name, value in self._values.items():
            size += len(name) + value.ByteSize()
            if size > _MOST_LAST_RECEIVED:
                break
            last.values[name].CopyFrom(value)
        return last

    @property
    def handed(self) -> int | None:
        """The last revision that the application has whole; None before the first."""
        return self._handed

    @property
    def resume_revision(self) -> int:
        """The start revision that continues after what the application has."""
        return self._start_revision if self._handed is None else self._handed + 1

    @property
    def drained(self) -> bool:
        """Whether the application has all that was received."""
        return self._handed == self._received and not self._queue

    def begin(self) -> None:
        """A new connection: of a cut that came in parts nothing counts unless all of it came."""
        self._cut.clear()
        self._resync = self._anew
        self.live = False

    def begin_anew(self) -> bool:
        """What was received is not the session's history any more; tells whether a new connection can make up for it.

        It can where present values come, which count as a resync.
        """
        self._anew = self._present
        if self._anew:
            self._start_revision, self._received, self._handed = 0, None, None
        return self._anew

    def accept(self, message: watch_pb2.WatchVariablesResponse) -> None:
        """Takes in the next message of the connection."""
        event = message.WhichOneof("event")
        if event == "initial":
            self._accept_initial(message.initial)
        elif event == "changes":
            self._accept_changes(message.changes)
        elif event == "progress":
            self._reach(message.progress.revision)
        elif event == "resync":
            self._resync = True
        elif event == "live":
            # A watch that resumes is behind this until the changes in between came.
            if self._received is None:
                self._reach(message.live.revision)
            self.live = True

    def take(self) -> Change | None:
        """Hands the next change to the application; None when there is none."""
        while self._queue:
            change, revision = self._queue.popleft()
            if revision is not None:
                self._handed = revision
            self._settle()
            if change is not None:
                self.whole = revision is not None
                return change
        return None

    def _accept_initial(self, part: watch_pb2.WatchInitial) -> None:
        self._cut.extend(part.variables)
        if not part.last:
            return
        present = [initial_of(variable, part.revision, resync=self._resync) for variable in self._cut]
        changes = [*self._vanished({change.name for change in present}, part.revision), *present]
        self._enqueue(zip(changes, _last_alone(changes, part.revision), strict=True))
        if self._compares:
            self._values = {variable.name: variable.value for variable in self._cut}
        self._received = None  # the cut replaces what was before, even if it is older
        self._reach(part.revision)
        self._cut.clear()
        self._anew = False

    def _vanished(self, present: set[str], revision: int) -> list[Change]:
        names = self._versions.keys() - present if self._resync and self._deletions else ()
        return [gone(name, self._versions[name], revision) for name in sorted(names)]

    def _accept_changes(self, message: watch_pb2.WatchChanges) -> None:
        changes = [change_of(change) for change in message.changes]
        points = _last_alone(changes, message.last_revision) if message.merged else _resume_points(changes)
        self._enqueue(zip(changes, points, strict=True))
        if self._compares:
            self._note(message.changes)
        self._reach(message.last_revision)

    def _note(self, changes: Iterable[types_pb2.VariableChange]) -> None:
        for change in changes:
            if change.HasField("variable"):
                self._values[change.name] = change.variable.value
            else:
                self._values.pop(change.name, None)

    def _reach(self, revision: int) -> None:
        if self._received is not None and revision < self._received:
            return
        self._received = revision
        self._queue.append((None, revision))
        self._settle()

    def _settle(self) -> None:
        while self._queue and self._queue[0][0] is None:
            self._handed = self._queue.popleft()[1]

    def _enqueue(self, steps: Iterable[tuple[Change, int | None]]) -> None:
        for change, revision in steps:
            self._queue.append((change, revision))
            if change.kind is ChangeKind.DELETED:
                self._versions.pop(change.name, None)
            else:
                self._versions[change.name] = change.last_version


def _resume_points(changes: Iterable[Change]) -> list[int | None]:
    """For each change the revision that is whole once the application has it.

    None inside a revision, and None as long as a merged change follows: that one reaches back to earlier revisions.
    """
    points: list[int | None] = []
    later: int | None = None
    merged = False
    for change in reversed(list(changes)):
        whole = not merged and change.revision != later
        points.append(change.revision if whole else None)
        later = change.revision
        merged = merged or change.merged_count > 1
    return points[::-1]


def _last_alone(changes: list[Change], revision: int) -> list[int | None]:
    """For changes that stand together: only with the last of them all up to `revision` is whole."""
    return [None if change is not changes[-1] else revision for change in changes]
