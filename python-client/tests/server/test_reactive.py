"""Reactive variables and groups: always current, and what was written is read back."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest

import livevars
from server.awaiting import eventually
from server.relay import Relay

if TYPE_CHECKING:
    from server.launcher import Server


async def test_should_always_have_the_value(client: livevars.Variables, prefix: str) -> None:
    registered = await client.register(prefix, 0.7)
    async with client.reactive(prefix, label=prefix) as temperature:
        assert (temperature.name, temperature.value, temperature.version) == (prefix, 0.7, 1)
        assert (temperature.variable, temperature.live, temperature.ended) == (registered, True, None)
        assert prefix in repr(temperature)
        await client.set(prefix, 0.9)
        await eventually(lambda: temperature.value == 0.9)
        assert temperature.version == 2
        assert len([watcher for watcher in await client.list_watchers() if watcher.label == prefix]) == 1
    assert (temperature.value, temperature.live) == (0.9, False)


async def test_should_read_what_it_wrote(client: livevars.Variables, prefix: str) -> None:
    await client.register(prefix, 0)
    async with client.reactive(prefix) as count:
        for value in range(1, 51):
            result = await count.set(value, source="me", metadata={"k": "v"}, expected_version=value)
            assert (count.value, count.variable) == (value, result.variable)
            assert result.variable.source == "me"
        for value in range(51, 101):
            await count.update(lambda n: n + 1)
            assert count.value == value
        assert not (await count.set(100)).changed
        with pytest.raises(livevars.ConflictError):
            await count.set(1, expected_version=1)


async def test_should_not_wait_for_its_own_value_where_nothing_follows(client: livevars.Variables, prefix: str) -> None:
    await client.register(prefix, 0)
    count = client.reactive(prefix)
    assert (await asyncio.wait_for(count.set(1), 5)).changed
    async with count:
        pass
    assert (await asyncio.wait_for(count.set(2), 5)).changed
    assert count.value == 1


async def test_should_not_wait_for_ever_for_its_own_value(server: Server, prefix: str) -> None:
    async with (
        Relay(server.host, server.port) as relay,
        livevars.connect(relay.target, timeout=1.0) as client,
        livevars.connect(server.target, timeout=1.0) as other,
    ):
        await other.register(prefix, 0)
        async with client.reactive(prefix, on_error=lambda error: None) as count:
            relay.down = True
            relay.cut()
            await eventually(lambda: not count.live)
            count._client = other  # writes still arrive
            assert (await asyncio.wait_for(count.set(1), 5)).changed
            assert count.value == 0
            relay.down = False
            await eventually(lambda: count.value == 1)


async def test_should_come_and_go_with_its_variable(client: livevars.Variables, prefix: str) -> None:
    async with client.reactive(prefix) as bare, client.reactive(prefix, default="none") as filled:
        assert (bare.variable, bare.version, filled.value) == (None, 0, "none")
        with pytest.raises(livevars.NotFoundError, match=prefix):
            assert bare.value
        with pytest.raises(livevars.NotFoundError):
            await bare.set("text")
        await client.register(prefix, "text")
        await eventually(lambda: bare.version == filled.version == 1)
        assert (bare.value, filled.value) == ("text", "text")
        await client.delete(prefix)
        await eventually(lambda: bare.version == filled.version == 0)
        assert filled.value == "none"


async def test_should_tell_of_its_changes(client: livevars.Variables, prefix: str) -> None:
    await client.register(prefix, 0)
    reactive = client.reactive(prefix)
    told: list[tuple[Any, Any, bool]] = []

    @reactive.on_change
    def record(change: livevars.Change) -> None:
        assert reactive.value == change.new
        told.append((change.old, change.new, change.initial))

    async with reactive:
        await reactive.set(1)
    assert told == [(None, 0, True), (0, 1, False)]


async def test_should_refuse_a_coroutine_function_where_nothing_awaits_it(client: livevars.Variables) -> None:
    async def handle(change: livevars.Change) -> None: ...

    for one in (client.reactive("a"), client.group("a"), client.mirror("a")):
        with pytest.raises(TypeError, match="coroutine"):
            one.on_change(handle)


async def test_should_say_why_it_is_not_followed_any_more(
    server: Server, client: livevars.Variables, prefix: str
) -> None:
    await client.sessions.create(prefix)
    async with livevars.connect(server.target, session=prefix) as inside:
        async with inside.reactive("a", on_error=lambda error: None) as one:
            await client.sessions.delete(prefix)
            await eventually(lambda: one.ended is not None)
            assert isinstance(one.ended, livevars.WatchEnded)


async def test_should_follow_a_group_under_one_watch(client: livevars.Variables, prefix: str) -> None:
    a, b, c = (f"{prefix}.{part}" for part in "abc")
    await client.register(a, 1)
    await client.register(b, 2)
    told: list[str] = []
    async with client.group(f"{prefix}.*", label=prefix) as group:
        group[b].on_change(lambda change: told.append(change.name))
        assert len([watcher for watcher in await client.list_watchers() if watcher.label == prefix]) == 1
        assert {name: member.value for name, member in group.items()} == {a: 1, b: 2} == dict(group.mirror)
        assert group[a] is group[a]
        assert (len(group), a in group, c in group, group.get(c)) == (2, True, False, None)
        assert "2 variables" in repr(group)
        with pytest.raises(KeyError, match=c):
            group[c]
        await client.register(c, 3)
        await eventually(lambda: c in group)
        await group[c].set(4)
        assert group[c].value == 4
        kept = group[a]
        await client.delete(a)
        await eventually(lambda: a not in group)
        assert kept.variable is None
        await client.register(a, 7)
        await eventually(lambda: a in group)
        assert kept.value == 7
        await group.set_many({a: 8, b: 9})
    assert told == [b]


async def test_should_set_many_and_see_them_together(client: livevars.Variables, prefix: str) -> None:
    a, b = f"{prefix}.a", f"{prefix}.b"
    await client.register(a, 0)
    await client.register(b, 0)
    await client.register(f"elsewhere.{prefix}", 0)
    group = client.group(f"{prefix}.*")
    seen: set[tuple[int, int]] = set()
    group.on_change(lambda change: seen.add((group[a].value, group[b].value)))
    async with group:
        for value in range(1, 21):
            result = await group.set_many({a: value, b: value}, source="me")
            assert (group[a].value, group[b].value) == (value, value)
            assert group[a].variable == result.variables[a]
        refused = await group.set_many({a: 50, b: "text"}, atomic=False)
        assert (group[a].value, list(refused.errors)) == (50, [b])
        await asyncio.wait_for(group.set_many({f"elsewhere.{prefix}": 1}), 5)
    assert seen == {*((value, value) for value in range(21)), (50, 20)}


async def test_should_be_made_from_their_classes_too(client: livevars.Variables, prefix: str) -> None:
    name = f"{prefix}.k"
    await client.register(name, 1)
    async with (
        livevars.ReactiveVariable(client, name) as reactive,
        livevars.VariableGroup(client, f"{prefix}.*") as group,
        livevars.Mirror(client, f"{prefix}.*") as mirror,
    ):
        assert (reactive.value, group[name].value, dict(mirror)) == (1, 1, {name: 1})
        await group[name].set(2)
        assert group[name].value == 2
