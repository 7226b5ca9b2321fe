"""Pacing: fewer events, every change accounted for, no batch torn, and the last value always follows."""

from __future__ import annotations

import time
from typing import Any

import pytest

import livevars
from livevars import ChangeKind
from server.awaiting import assert_ordered_and_complete, background, take, take_until

LAST = -1
HELD = 3600.0  # longer than any test: what is held back comes only because the watch ends


async def held_back(client: livevars.Variables, watch: livevars.Watch) -> tuple[list[livevars.Change], int]:
    """Ends a watch; what its pacing held back, and where to resume."""
    await client.stop_watcher(watch.id)
    changes: list[livevars.Change] = []
    with pytest.raises(livevars.WatchEnded, match="STOPPED") as caught:
        await take_until(watch, changes.append)
    return changes, caught.value.resume_revision


@pytest.mark.parametrize(
    ("pacing", "period"),
    [
        ({"debounce": 0.05, "max_wait": 0.2}, 0.05),
        ({"min_interval": 0.1}, 0.1),
        ({"debounce": 0.02, "min_interval": 0.1}, 0.1),
    ],
    ids=["debounce", "min_interval", "both"],
)
async def test_should_come_seldom_and_account_for_everything(
    client: livevars.Variables, prefix: str, pacing: dict[str, Any], period: float
) -> None:
    """Contract 4.7 and 4.9."""
    number = 300
    await client.register(prefix, 0)
    async with client.watch(prefix, include_initial=False, **pacing) as watch, background() as tasks:
        began = time.monotonic()
        reading = tasks.start(take_until(watch, lambda change: change.new == LAST))
        for value in range(1, number):
            await client.set(prefix, value)
        await client.set(prefix, LAST)
        changes = await reading
        elapsed = time.monotonic() - began
    assert len(changes) <= elapsed / period + 1
    assert len(changes) < number
    assert changes[0].first_version == 2
    assert_ordered_and_complete(changes)
    assert sum(change.merged_count for change in changes) == number
    assert all(one.merged_count == one.last_version - one.first_version + 1 for one in changes)
    assert [one.old for one in changes] == [0, *(change.new for change in changes[:-1])]
    assert changes[-1].last_version == number + 1


async def test_should_wait_for_a_quiet_period(client: livevars.Variables, prefix: str) -> None:
    await client.register(prefix, 0)
    async with client.watch(prefix, include_initial=False, debounce=0.2) as watch:
        began = time.monotonic()
        await client.set(prefix, 1)
        (change,) = await take(watch, 1)
        assert time.monotonic() - began >= 0.19
    assert (change.new, change.merged_count) == (1, 1)


async def test_should_not_wait_for_quiet_for_ever(client: livevars.Variables, prefix: str) -> None:
    await client.register(prefix, 0)
    async with client.watch(prefix, include_initial=False, debounce=HELD, max_wait=0.1) as watch:
        await client.set(prefix, 1)
        assert (await take(watch, 1))[0].new == 1


async def test_should_bound_a_debounce_that_nobody_bounded(client: livevars.Variables, prefix: str) -> None:
    """Ten times the debounce: it comes although the writer does not stop before it came."""
    await client.register(prefix, 0)
    async with client.watch(prefix, include_initial=False, debounce=0.1) as watch, background() as tasks:
        reading = tasks.start(take(watch, 1))
        value = 0
        while not reading.done():
            value += 1
            await client.set(prefix, value)
        (change,) = await reading
    assert change.merged_count == change.last_version - 1 >= 1


async def test_should_send_the_first_at_once_and_the_last_after_the_interval(
    client: livevars.Variables, prefix: str
) -> None:
    await client.register(prefix, 0)
    async with client.watch(prefix, include_initial=False, min_interval=0.3) as watch:
        await client.set(prefix, 1)
        (first,) = await take(watch, 1)
        arrived = time.monotonic()
        for value in (2, 3, 4):
            await client.set(prefix, value)
        rest = await take_until(watch, lambda change: change.new == 4)
        assert time.monotonic() - arrived >= 0.1  # from sending to sending it is 0.3
    assert (first.new, first.merged_count) == (1, 1)
    assert sum(change.merged_count for change in rest) == 3


async def test_should_send_the_present_values_at_once(client: livevars.Variables, prefix: str) -> None:
    await client.register(prefix, 0)
    async with client.watch(prefix, debounce=HELD, max_wait=HELD) as watch:
        assert (await take(watch, 1))[0].initial


async def test_should_hand_on_what_is_held_back_when_it_ends(client: livevars.Variables, prefix: str) -> None:
    """Contract 4.9 and 4.11: one change for fifty, and a later watch goes on right after it."""
    await client.register(prefix, 0)
    async with client.watch(prefix, include_initial=False, debounce=HELD, max_wait=HELD) as watch:
        for value in range(1, 51):
            await client.set(prefix, value)
        (change,), resume = await held_back(client, watch)
    assert (change.old, change.new, change.merged_count, change.first_version, change.last_version) == (
        0,
        50,
        50,
        2,
        51,
    )
    await client.set(prefix, 51)
    async with client.watch(prefix, start_revision=resume) as resumed:
        (following,) = await take(resumed, 1)
    assert (following.old, following.new, following.first_version) == (50, 51, 52)


async def test_should_merge_kinds_sensibly(client: livevars.Variables, prefix: str) -> None:
    """Contract 4.7."""
    there, again, gone, new, blink = (f"{prefix}.{part}" for part in ("there", "again", "gone", "new", "blink"))
    for name in (there, again, gone):
        await client.register(name, 1)
    async with client.watch(f"{prefix}.*", include_initial=False, debounce=HELD, max_wait=HELD) as watch:
        await client.set(there, 2)
        await client.update_constraints(there, livevars.Integer(max=9))
        await client.delete(again)
        await client.register(again, "text")
        await client.set(gone, 2)
        await client.delete(gone)
        await client.register(new, 1)
        await client.set(new, 2)
        await client.register(blink, 1)
        await client.delete(blink)
        changes, _ = await held_back(client, watch)
    assert [(one.name, one.kind, one.old, one.new, one.merged_count, one.recreated) for one in changes] == [
        (there, ChangeKind.UPDATED, 1, 2, 2, False),
        (again, ChangeKind.UPDATED, 1, "text", 2, True),
        (gone, ChangeKind.DELETED, 1, None, 2, False),
        (new, ChangeKind.REGISTERED, None, 2, 2, False),
    ]
    assert [one.last_version for one in changes] == [3, 3, 3, 2]


async def test_should_resume_before_what_was_merged_when_it_was_taken_half(
    client: livevars.Variables, prefix: str
) -> None:
    """Changes that stand together count as handed on when all of them are."""
    a, b = f"{prefix}.a", f"{prefix}.b"
    await client.register(a, 0)
    await client.register(b, 0)
    async with client.watch(f"{prefix}.*", include_initial=False, debounce=HELD, max_wait=HELD) as watch:
        before = watch.revision
        await client.set_many({a: 1, b: 1})
        await client.set(b, 2)
        last = (await client.set(a, 3)).variable.revision
        await client.stop_watcher(watch.id)
        half = await take(watch, 1)
        assert watch.revision == before
        rest = await take(watch, 1)
        assert watch.revision == last
    assert [(one.name, one.new, one.merged_count) for one in half + rest] == [(b, 2, 2), (a, 3, 2)]
    async with client.watch(f"{prefix}.*", start_revision=before + 1) as resumed:
        changes = await take(resumed, 4)
    assert sorted((one.name, one.new) for one in changes) == [(a, 1), (a, 3), (b, 1), (b, 2)]


@pytest.mark.parametrize("pacing", [{"debounce": 0.01, "max_wait": 0.03}, {"min_interval": 0.02}])
async def test_should_not_tear_a_batch(client: livevars.Variables, prefix: str, pacing: dict[str, Any]) -> None:
    """Contract 4.4: wherever the watch may be resumed from, both variables of each batch were handed on."""
    a, b, alone = (f"{prefix}.{part}" for part in ("a", "b", "alone"))
    number = 200
    for name in (a, b, alone):
        await client.register(name, 0)
    values: dict[str, Any] = {a: 0, b: 0}
    changes = []

    async def write() -> None:
        for value in range(1, number + 1):
            await client.set_many({a: value, b: value})
            await client.set(alone, value)
        await client.set_many({a: LAST, b: LAST})

    async with client.watch(f"{prefix}.*", include_initial=False, **pacing) as watch, background() as tasks:
        point = watch.revision
        writing = tasks.start(write())
        while values != {a: LAST, b: LAST}:
            (change,) = await take(watch, 1)
            changes.append(change)
            if change.name != alone:
                values[change.name] = change.new
            if watch.revision > point:
                point = watch.revision
                assert values[a] == values[b]
        await writing
    assert_ordered_and_complete(changes)
    assert sum(one.merged_count for one in changes if one.name != alone) == 2 * (number + 1)


async def test_should_filter_what_was_merged(client: livevars.Variables, prefix: str) -> None:
    """Contract 4.8 and 4.9: a value that was passed on the way is not handed on, the one it comes to rest at is."""
    there, back = f"{prefix}.there", f"{prefix}.back"
    await client.register(there, 0)
    await client.register(back, 0)
    paced = client.watch(f"{prefix}.*", include_initial=False, min_change=10, debounce=HELD, max_wait=HELD)
    async with paced as watch:
        for value in (5, 100, 1):
            await client.set(back, value)
        for value in (5, 9, 10):
            await client.set(there, value)
        changes, _ = await held_back(client, watch)
    assert [(change.name, change.old, change.new) for change in changes] == [(there, 0, 10)]


async def test_should_tell_how_much_it_merged(client: livevars.Variables, prefix: str) -> None:
    await client.register(prefix, 0)
    async with client.watch(prefix, label=prefix, include_initial=False, debounce=HELD, max_wait=HELD):
        for value in range(1, 11):
            await client.set(prefix, value)
        (watcher,) = [one for one in await client.list_watchers() if one.label == prefix]
    assert (watcher.delivered, watcher.conflated, watcher.pending) == (0, 9, 1)
    assert watcher.lag_revisions >= 10
