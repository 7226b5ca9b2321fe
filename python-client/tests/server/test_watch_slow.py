"""Watches slower than the changes: they get merged changes or a clear end, and nobody waits for them."""

from __future__ import annotations

import asyncio
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

import livevars
from server.awaiting import assert_ordered_and_complete, background, eventually, take_until

if TYPE_CHECKING:
    from server.launcher import Server

KIB = 1024
CAPACITY = 50
ROUNDS = 2000


def text(number: int) -> str:
    return f"{number:08}".ljust(16 * KIB, "d")


async def labelled(client: livevars.Variables, label: str) -> livevars.Watcher | None:
    return next((watcher for watcher in await client.list_watchers() if watcher.label == label), None)


async def test_should_merge_what_is_not_read(server: Server, client: livevars.Variables, prefix: str) -> None:
    """Contract 4.7 and 4.10: nothing of it holds up the writer or a watch that reads, and what waits is bounded."""
    one, other = f"{prefix}.one", f"{prefix}.other"
    await client.register(one, text(0))
    await client.register(other, 0)
    slow = client.watch(f"{prefix}.*", label=prefix, include_initial=False, buffer_capacity=CAPACITY)
    async with livevars.connect(server.target) as far, slow as unread, background() as tasks:
        async with far.watch(other, include_initial=False, overflow="fail", buffer_capacity=100_000) as quick:
            reading = tasks.start(take_until(quick, lambda change: change.new == ROUNDS))
            for number in range(1, ROUNDS + 1):
                await client.set_many({one: text(number), other: number})
                if number % 500 == 0:
                    watcher = await labelled(client, prefix)
                    assert watcher is not None
                    assert watcher.pending <= CAPACITY
            everything = await reading
        watcher = await labelled(client, prefix)
        assert watcher is not None
        assert watcher.conflated > ROUNDS
        assert watcher.lag_revisions > 0
        seen: dict[str, str] = {}
        point, revision = unread.revision, (await client.get(one)).revision
        merged = []
        while unread.revision < revision:
            change = await asyncio.wait_for(unread.__anext__(), 10)
            merged.append(change)
            seen[change.name] = str(change.new)[:8].zfill(8)
            if unread.revision > point:
                point = unread.revision
                assert seen[one] == seen[other], "a batch was torn"
    assert [change.new for change in everything] == [*range(1, ROUNDS + 1)]
    assert len(merged) < 2 * ROUNDS
    assert max(change.merged_count for change in merged) > 1
    assert_ordered_and_complete(merged)
    for name, last in ((one, text(ROUNDS)), (other, ROUNDS)):
        of_name = [change for change in merged if change.name == name]
        assert (of_name[0].first_version, of_name[-1].last_version) == (2, ROUNDS + 1)
        assert sum(change.merged_count for change in of_name) == ROUNDS
        assert of_name[-1].new == last
        assert all(before.new == after.old for before, after in pairwise(of_name))


async def test_should_fail_rather_than_merge_when_told_to(client: livevars.Variables, prefix: str) -> None:
    """Contract 4.5: what was sent before the end is handed on, and a later watch misses and repeats nothing."""
    await client.register(prefix, text(0))
    failing = client.watch(prefix, label=prefix, include_initial=False, overflow="fail", buffer_capacity=CAPACITY)
    async with failing as watch:
        number = 0
        while await labelled(client, prefix):
            number += 1
            await client.set(prefix, text(number))
        changes: list[livevars.Change] = []
        with pytest.raises(livevars.OverloadedError) as caught:
            await take_until(watch, changes.append)
    error = caught.value
    assert error.reason == "WATCHER_OVERFLOW"
    assert str(CAPACITY) in error.message
    assert error.resume_revision is not None
    assert error.resume_revision > changes[-1].revision == watch.revision
    assert len(changes) < number
    last = text(number + 1)
    await client.set(prefix, last)
    async with client.watch(prefix, start_revision=error.resume_revision, buffer_capacity=100_000) as resumed:
        changes += await take_until(resumed, lambda change: change.new == last)
    assert [change.new for change in changes] == [text(n) for n in range(1, number + 2)]
    assert_ordered_and_complete(changes)
    assert all(change.merged_count == 1 for change in changes)


async def test_should_take_less_than_its_buffer_without_merging(client: livevars.Variables, prefix: str) -> None:
    """A short burst is not the same as being slow."""
    await client.register(prefix, text(0))
    async with client.watch(prefix, include_initial=False, buffer_capacity=500) as watch:
        for number in range(1, 201):
            await client.set(prefix, text(number))
        changes = await take_until(watch, lambda change: change.new == text(200))
    assert [change.merged_count for change in changes] == [1] * 200


async def test_should_catch_up_when_it_reads_now_and_then(client: livevars.Variables, prefix: str) -> None:
    """Contract 4.7: merging again and again loses no version."""
    number = 600
    await client.register(prefix, text(0))
    changes: list[livevars.Change] = []
    async with client.watch(prefix, label=prefix, include_initial=False, buffer_capacity=5) as watch:
        for value in range(1, number + 1):
            await client.set(prefix, text(value))
            if value % 100 == 0:
                changes.append(await watch.__anext__())
        changes += await take_until(watch, lambda change: change.new == text(number))

        async def caught_up() -> bool:
            watcher = await labelled(client, prefix)
            return watcher is not None and (watcher.pending, watcher.lag_revisions) == (0, 0)

        await eventually(caught_up)
    assert_ordered_and_complete(changes)
    assert changes[0].first_version == 2
    assert sum(change.merged_count for change in changes) == number
