"""A handler over scripted connections: which present values it is told of."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from livevars._gate import Gate
from livevars._subscription import Subscription
from server.awaiting import eventually
from unit.test_feed import changes, initial, live, resync
from unit.test_watch import LOST, Connection, Script, created

if TYPE_CHECKING:
    import livevars


@pytest.mark.parametrize("include_initial", [True, False])
async def test_should_tell_of_what_there_is_when_history_is_gone(include_initial: bool) -> None:
    script = Script(
        Connection(created("1"), initial(5, "a", "b"), live(5), changes((6, "a")), LOST),
        Connection(created("2"), resync(), initial(90, "a"), live(90), changes((91, "c"))),
    )
    told: list[tuple[int, str, bool]] = []

    def handle(change: livevars.Change) -> None:
        told.append((change.revision, change.name, change.resync))

    subscription = Subscription(
        handle,
        lambda: script.watch,
        Gate(None, script.lost.append),
        include_initial=include_initial,
        on_end=lambda ended: None,
    )
    subscription.start()
    await eventually(lambda: told and told[-1][0] == 91)
    await subscription.cancel()
    first = [(5, "a", False), (5, "b", False)] if include_initial else []
    assert told == [*first, (6, "a", False), (90, "b", True), (90, "a", True), (91, "c", False)]
    assert script.lost == [LOST]
