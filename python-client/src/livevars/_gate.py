"""The application's side of a watch: its filter and its error handler."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from livevars._errors import LivevarsError

if TYPE_CHECKING:
    from collections.abc import Callable

    from livevars._model import Change

_log = logging.getLogger("livevars")


class Gate:
    """Decides which changes the application gets, and tells it of errors that do not end the watch.

    Like the server's filters, `filter(old, new)` compares with the value that the application last received, not with
    the previous one: slow drift passes in the end. Where there is no value, before a registration and after a
    deletion, it is None; so it is for `old` of a present value. A filter that raises lets the change pass: nothing is
    lost by a mistake.
    """

    def __init__(
        self, filter: Callable[[Any, Any], object] | None, on_error: Callable[[Exception], object] | None
    ) -> None:
        self._filter = filter
        self._on_error = on_error
        self._received: dict[str, Any] = {}

    def passes(self, change: Change) -> bool:
        """Whether the application gets this change."""
        if self._filter is None:
            return True
        old = self._received.get(change.name, change.old)
        if not self._wanted(self._filter, old, change.new):
            return False
        if change.variable is None:
            self._received.pop(change.name, None)
        else:
            self._received[change.name] = change.new
        return True

    def report(self, error: Exception, what: str) -> None:
        """Tells `on_error`, or the log when there is none; there with a traceback if it is the application's error."""
        if self._on_error is None:
            _log.warning("%s: %s", what, error, exc_info=None if isinstance(error, LivevarsError) else error)
            return
        try:
            self._on_error(error)
        except Exception:  # noqa: BLE001 - the same
            _log.exception("on_error raised")

    def _wanted(self, filter: Callable[[Any, Any], object], old: Any, new: Any) -> bool:
        try:
            return bool(filter(old, new))
        except Exception as error:  # noqa: BLE001 - the application's code may raise anything
            # A filter written for two values, such as abs(new - old) > 0.1, has nothing to say where one is missing.
            if not (isinstance(error, TypeError) and (old is None or new is None)):
                self.report(error, "a watch's filter raised, the change passes")
            return True
