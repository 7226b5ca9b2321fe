"""The errors.

LivevarsError
├── NotFoundError           no such variable, version, session or watcher
├── AlreadyExistsError      the name or the session's id is taken
├── InvalidValueError       a bad name, type, constraint, value, selector or option
├── ConflictError           expected_version did not match
├── CompactedError          the history asked for is gone
├── OverloadedError         a quota or a limit, or a watch that chose to fail fell behind
├── UnauthenticatedError    who is asking?
├── PermissionDeniedError   not allowed
├── UnavailableError        the server cannot be reached, did not answer in time or cannot use its store; try again
└── WatchEnded              the server ended the watch

Whatever fits none of them (UNIMPLEMENTED, INTERNAL, ...) is a LivevarsError itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class FieldViolation:
    """One bad field of a refused request: which, and what is wrong with it."""

    field: str
    description: str


class LivevarsError(Exception):
    """A refused call or a broken connection.

    `reason` is a stable name in UPPER_SNAKE_CASE, `message` is for people. `details` holds what the server adds:
    strings such as `variable`, `constraint`, `limit`, `value`, and under `violations` a tuple of FieldViolation.
    """

    def __init__(self, reason: str, message: str, details: Mapping[str, Any] | None = None) -> None:
        super().__init__(reason, message, details)
        self.reason = reason
        self.message = message
        self.details: Mapping[str, Any] = dict(details or {})

    def __str__(self) -> str:
        return f"{self.reason}: {self.message}"

    def _number(self, key: str) -> int | None:
        try:
            return int(self.details[key])
        except (KeyError, ValueError):
            return None


class NotFoundError(LivevarsError):
    """There is no such variable, version of it, session or watcher."""


class AlreadyExistsError(LivevarsError):
    """The name of a variable or the id of a session is taken."""


class InvalidValueError(LivevarsError):
    """A bad name, type, constraint, value, selector or option; nothing was changed."""


class ConflictError(LivevarsError):
    """The variable does not have the expected version; nothing was changed."""

    @property
    def expected_version(self) -> int | None:
        """The version that the call expected, if the server said it."""
        return self._number("expected_version")

    @property
    def actual_version(self) -> int | None:
        """The version that the variable has, if the server said it."""
        return self._number("actual_version")


class CompactedError(LivevarsError):
    """The history back to the revision or the version asked for is gone."""

    @property
    def oldest_revision(self) -> int | None:
        """The oldest revision that a watch may start from, if the server said it."""
        return self._number("oldest_revision")


class OverloadedError(LivevarsError):
    """A quota or a limit is used up, or a watch with `overflow="fail"` fell behind."""

    @property
    def resume_revision(self) -> int | None:
        """The `start_revision` that continues the watch without a gap and without a repeat; None for other calls."""
        return self._number("resume_revision")


class UnauthenticatedError(LivevarsError):
    """The server does not know who asks."""


class PermissionDeniedError(LivevarsError):
    """The server knows who asks and refuses."""


class UnavailableError(LivevarsError):
    """The server could not be reached, did not answer in time or cannot use its store (reason STORE_UNAVAILABLE).

    A write may or may not have happened, unless `details` has `not_done`: then it certainly has not.
    """


class WatchEnded(LivevarsError):  # noqa: N818 - an end, not a fault
    """The server ended the watch, e.g. with reason STOPPED, SESSION_EXPIRED or SESSION_DELETED."""

    def __init__(self, reason: str, resume_revision: int, message: str = "") -> None:
        super().__init__(reason, message or "the server ended the watch", {"resume_revision": resume_revision})
        self.args = (reason, resume_revision, message)
        self.resume_revision = resume_revision
        """The `start_revision` that continues without a gap and without a repeat; 0 when there is none."""
