"""Attributes bound to variables: they follow, are pushed, and never fall back to what they were."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

import livevars
from livevars import Key
from server.awaiting import eventually

if TYPE_CHECKING:
    from server.launcher import Server


class Model:
    """An object with an attribute that refuses, and one that makes something else of what it gets."""

    def __init__(self) -> None:
        self.temperature = 0.0
        self._seed = 0
        self._top = 0

    @property
    def seed(self) -> int:
        return self._seed

    @seed.setter
    def seed(self, seed: int) -> None:
        if seed < 0:
            raise ValueError(f"{seed} is negative")
        self._seed = seed

    @property
    def top(self) -> int:
        return self._top

    @top.setter
    def top(self, top: int) -> None:
        self._top = min(top, 10)


async def test_should_set_the_present_values_and_follow(client: livevars.Variables, prefix: str) -> None:
    names = {"temperature": f"{prefix}.t", "seed": f"{prefix}.s"}
    model = Model()
    await client.register(names["temperature"], 0.7)
    async with client.bind(model, names, label=prefix) as binding:
        assert (model.temperature, model.seed, binding.live, binding.ended) == (0.7, 0, True, None)
        assert len([watcher for watcher in await client.list_watchers() if watcher.label == prefix]) == 1
        await client.register(names["seed"], 7)
        await client.set(names["temperature"], 0.9)
        await eventually(lambda: (model.temperature, model.seed) == (0.9, 7))
        await client.delete(names["seed"])
        await client.set(names["temperature"], 1.0)
        await eventually(lambda: model.temperature == 1.0)
        assert model.seed == 7
        await client.register(names["seed"], 8)
        await eventually(lambda: model.seed == 8)
    await client.set(names["temperature"], 2.0)
    assert not [watcher for watcher in await client.list_watchers() if watcher.label == prefix]
    assert model.temperature == 1.0


async def test_should_set_what_was_set_together_together(
    server: Server, client: livevars.Variables, prefix: str
) -> None:
    a, b = f"{prefix}.a", f"{prefix}.b"
    await client.register(a, 0)
    await client.register(b, 0)
    pair = SimpleNamespace()
    seen: list[tuple[int, int]] = []
    async with client.bind(pair, a=a, b=b), livevars.connect(server.target) as other:

        async def look() -> None:
            while not seen or seen[-1] != (50, 50):
                seen.append((pair.a, pair.b))
                await asyncio.sleep(0)

        looking = asyncio.ensure_future(look())
        for value in range(1, 51):
            await other.set_many({a: value, b: value})
        await asyncio.wait_for(looking, 10)
    assert all(one == other for one, other in seen)


async def test_should_be_awaited_and_cancelled(client: livevars.Variables, prefix: str) -> None:
    await client.register(prefix, 1)
    target = SimpleNamespace()
    binding = await client.bind(target, {"label": prefix})
    assert target.label == 1
    await binding.cancel()
    await binding.cancel()
    assert not binding.live


async def test_should_report_what_an_attribute_refuses(client: livevars.Variables, prefix: str) -> None:
    errors: list[Exception] = []
    model = Model()
    await client.register(prefix, 1)
    async with client.bind(model, seed=prefix, on_error=errors.append) as binding:
        await client.set(prefix, -1)
        await eventually(lambda: errors)
        assert (str(errors[0]), model.seed) == ("-1 is negative", 1)
        assert (await binding.push()).variables == {}
        await client.set(prefix, 2)
        await eventually(lambda: model.seed == 2)
    assert len(errors) == 1


async def test_should_report_a_value_of_another_type(client: livevars.Variables, prefix: str) -> None:
    errors: list[Exception] = []
    model = Model()
    await client.register(prefix, "text")
    async with client.bind(model, temperature=Key(prefix, float), on_error=errors.append):
        assert (model.temperature, [type(error) for error in errors]) == (0.0, [livevars.InvalidValueError])


async def test_should_push_what_was_assigned(client: livevars.Variables, prefix: str) -> None:
    names = {attribute: f"{prefix}.{attribute}" for attribute in ("temperature", "seed", "top")}
    for name in names.values():
        await client.register(name, 0)
    model = Model()
    async with client.bind(model, names) as binding, client.watch(f"{prefix}.*", include_initial=False) as watch:
        assert (await binding.push()).variables == {}
        model.temperature, model.seed = 5, 6
        result = await binding.push()
        assert {variable.value for variable in result.variables.values()} == {5, 6}
        assert len({(await watch.__anext__()).revision for _ in range(2)}) == 1  # one change set
        assert (await binding.push()).variables == {}
        await client.set(names["top"], 99)  # the object makes 10 of it
        await eventually(lambda: model.top == 10)
        assert (await binding.push()).variables == {}
        assert await client.value(names["top"]) == 99


async def test_should_push_arrays(client: livevars.Variables, prefix: str) -> None:
    await client.register(prefix, np.zeros(2))
    target = SimpleNamespace()
    async with client.bind(target, array=prefix) as binding:
        target.array = np.zeros(2)
        assert (await binding.push()).variables == {}
        target.array = np.ones(2)
        assert list((await binding.push()).variables) == [prefix]


async def test_should_give_back_the_variables_value_where_it_is_refused(
    client: livevars.Variables, prefix: str
) -> None:
    errors: list[Exception] = []
    await client.register(prefix, 1, livevars.Integer(max=5))
    target = SimpleNamespace()
    async with client.bind(target, n=prefix, on_error=errors.append) as binding:
        for wrong in (6, object()):
            target.n = wrong
            assert list((await binding.push()).errors) == [prefix]
            assert target.n == 1
    assert [type(error) for error in errors] == [livevars.InvalidValueError] * 2


async def test_should_give_way_to_a_writer_who_was_faster(client: livevars.Variables, prefix: str) -> None:
    errors: list[Exception] = []
    await client.register(prefix, 1)
    target = SimpleNamespace()
    async with client.bind(target, n=prefix, on_error=errors.append) as binding:
        setting = asyncio.ensure_future(client.set(prefix, 2))
        target.n = 9
        await setting
        binding._links[0].version, target.n = 1, 9  # as if it had not come yet
        await binding.push()
        await eventually(lambda: target.n == 2)
    assert [type(error) for error in errors] == [livevars.ConflictError]
    assert await client.value(prefix) == 2


async def test_should_not_fall_back_to_what_it_pushed_before(client: livevars.Variables, prefix: str) -> None:
    """The echo of a push comes when the attribute was assigned again."""
    await client.register(prefix, 0)
    target = SimpleNamespace()
    async with client.bind(target, n=prefix) as binding:
        for value in range(1, 100, 2):
            target.n = value
            pushing = asyncio.ensure_future(binding.push())
            await asyncio.sleep(0)
            target.n = value + 1
            await pushing
            variable = await client.get(prefix)
            assert variable.value == value
            await binding._mirror.caught_up(variable.revision)
            assert target.n == value + 1
            await binding.push()
            assert await client.value(prefix) == target.n == value + 1


async def test_should_bind_two_attributes_to_one_variable(client: livevars.Variables, prefix: str) -> None:
    await client.register(prefix, 0)
    target = SimpleNamespace()
    async with client.bind(target, a=prefix, b=prefix) as binding:
        target.a = 1
        await binding.push()
        await eventually(lambda: target.b == 1)


async def test_should_push_by_itself(client: livevars.Variables, prefix: str) -> None:
    errors: list[Exception] = []
    await client.register(prefix, 0, livevars.Integer(max=50))
    one, other = SimpleNamespace(), SimpleNamespace()
    bound = client.bind(one, n=prefix, two_way=0.01, on_error=errors.append)
    async with bound, client.bind(other, n=prefix, two_way=True, on_error=errors.append):
        one.n = 1
        await eventually(lambda: other.n == 1)
        other.n = 2
        await eventually(lambda: one.n == 2)
        one.n = 51
        await eventually(lambda: one.n == 2)
        version = (await client.get(prefix)).version
        await asyncio.sleep(0.3)  # several pushes that have nothing to push
        assert (await client.get(prefix)).version == version == 3
        one.n = 7
    assert await client.value(prefix) == 7  # also what was assigned last
    assert [type(error) for error in errors] == [livevars.InvalidValueError]


async def test_should_end_with_the_client(server: Server, client: livevars.Variables, prefix: str) -> None:
    await client.register(prefix, 0)
    target: Any = SimpleNamespace()
    tasks = asyncio.all_tasks()
    async with livevars.connect(server.target) as own:
        binding = await own.bind(target, n=prefix, two_way=60.0)
    assert not binding.live
    await eventually(lambda: {task for task in asyncio.all_tasks() if "Binding" in repr(task)} <= tasks)
    await client.set(prefix, 1)
    await binding.cancel()
    assert target.n == 0


async def test_should_refuse_to_bind_nothing_or_a_glob(client: livevars.Variables) -> None:
    for names in ({}, {"a": "llm.*"}):
        with pytest.raises(livevars.InvalidValueError):
            client.bind(object(), names)
