"""Compaction: what happens to those who come back when the history in between is gone."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

import livevars
from server.awaiting import eventually, take
from server.launcher import running_server
from server.relay import Relay

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

    from server.launcher import Server

RETAINED = 10


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that remembers only a few revisions."""
    config: Path = tmp_path_factory.mktemp("config") / "livevars.yaml"
    config.write_text(f"changelog:\n  retain_revisions: {RETAINED}\n")
    with running_server("--config", str(config)) as started:
        yield started


async def forget(client: livevars.Variables, name: str) -> int:
    """Pushes all that was before out of the history; answers the present revision."""
    revision = (await client.register(name, 0)).revision
    for value in range(2 * RETAINED):
        revision = (await client.set(name, value + 1)).variable.revision
    return revision


async def test_should_refuse_to_continue_from_what_is_gone(client: livevars.Variables, prefix: str) -> None:
    revision = (await client.register(prefix, 0)).revision
    await forget(client, f"{prefix}.other")
    watch = client.watch(prefix, start_revision=revision, include_initial=False)
    with pytest.raises(livevars.CompactedError) as caught:
        await watch.__aenter__()
    error = caught.value
    assert error.reason == "REVISION_COMPACTED"
    assert error.oldest_revision is not None
    assert revision < error.oldest_revision
    async with client.watch(prefix, start_revision=error.oldest_revision, include_initial=False):
        pass


async def test_should_begin_with_the_present_values_when_they_are_wanted(
    client: livevars.Variables, prefix: str
) -> None:
    revision = (await client.register(prefix, 0)).revision
    await client.set(prefix, 1)
    await forget(client, f"{prefix}.other")
    async with client.watch(prefix, start_revision=revision) as watch:
        (present,) = await take(watch, 1)
        assert (present.new, present.initial, present.resync) == (1, True, True)
        await client.set(prefix, 2)
        (change,) = await take(watch, 1)
        assert (change.old, change.new, change.initial, change.resync) == (1, 2, False, False)


@pytest.fixture
async def relay(server: Server) -> AsyncIterator[Relay]:
    async with Relay(server.host, server.port) as started:
        yield started


@pytest.mark.parametrize("include_initial", [True, False])
async def test_should_notice_what_it_missed_while_it_was_away(
    client: livevars.Variables, relay: Relay, prefix: str, include_initial: bool
) -> None:
    kept, gone, new = (f"{prefix}.{part}" for part in ("kept", "gone", "new"))
    await client.register(kept, 0)
    await client.register(gone, 0)
    lost: list[Exception] = []
    async with livevars.connect(relay.target) as far:
        async with far.watch(f"{prefix}.*", include_initial=include_initial, on_error=lost.append) as watch:
            await client.set_many({kept: 1, gone: 1})
            await take(watch, 4 if include_initial else 2)
            reading = asyncio.create_task(take(watch, 4, within=30))
            relay.down = True
            relay.cut()
            await eventually(lambda: lost)
            await client.set(kept, 2)
            await client.delete(gone)
            await client.register(new, 0)
            revision = await forget(client, f"other.{prefix}")
            relay.down = False
            if not include_initial:
                with pytest.raises(livevars.CompactedError):
                    await reading
                assert [change async for change in watch] == []
                return
            await eventually(lambda: watch.revision >= revision)
            await client.set(new, 1)
            changes = await reading
    assert [(one.name, one.kind, one.new, one.resync, one.initial) for one in changes] == [
        (gone, livevars.ChangeKind.DELETED, None, True, True),
        (kept, livevars.ChangeKind.REGISTERED, 2, True, True),
        (new, livevars.ChangeKind.REGISTERED, 0, True, True),
        (new, livevars.ChangeKind.UPDATED, 1, False, False),
    ]


async def test_should_replace_a_mirror_that_missed_something(
    client: livevars.Variables, relay: Relay, prefix: str
) -> None:
    kept, gone, new = (f"{prefix}.{part}" for part in ("kept", "gone", "new"))
    await client.register(kept, 0)
    await client.register(gone, 0)
    looks: list[dict[str, int]] = []
    async with livevars.connect(relay.target) as far:
        async with far.mirror(f"{prefix}.*", on_error=lambda error: None) as mirror:
            mirror.on_change(lambda change: looks.append(dict(mirror)))
            relay.down = True
            relay.cut()
            await eventually(lambda: not mirror.live)
            await client.set(kept, 1)
            await client.delete(gone)
            await client.register(new, 0)
            revision = await forget(client, f"other.{prefix}")
            assert dict(mirror) == {gone: 0, kept: 0}
            relay.down = False
            await eventually(lambda: mirror.revision >= revision)
            assert dict(mirror) == {kept: 1, new: 0}
            assert mirror.live
    assert looks == [{kept: 1, new: 0}] * 3  # one that is gone, two that are there


async def test_should_not_go_back_to_a_version_that_is_gone(client: livevars.Variables, prefix: str) -> None:
    await client.register(prefix, 0)
    for value in range(1, 3 * RETAINED):
        await client.set(prefix, value)
    versions = [one.version for one in await client.history(prefix, 1_000)]
    assert versions == [*range(3 * RETAINED, 3 * RETAINED - len(versions), -1)]
    assert RETAINED <= len(versions) < 3 * RETAINED
    with pytest.raises(livevars.CompactedError) as caught:
        await client.rollback(prefix, 1)
    assert caught.value.reason == "VERSION_COMPACTED"
    assert (await client.rollback(prefix, versions[-1])).value == versions[-1] - 1
