"""Filters by expression."""

from __future__ import annotations

import pytest

import livevars
from server.awaiting import eventually, take


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("new > 3", [4, 5]),
        ("new - old >= 2", [2, 4]),  # old is what was last received
        ("source == 'even'", [2, 4]),
        ("metadata['n'] == '3'", [3]),
        ("version == 2", [1]),
        ("name.endsWith('.n')", [1, 2, 3, 4, 5]),
    ],
)
async def test_should_hand_on_what_the_expression_holds_for(
    client: livevars.Variables, prefix: str, expression: str, expected: list[int]
) -> None:
    name = f"{prefix}.n"
    await client.register(name, 0)
    async with client.watch(name, include_initial=False, label=prefix, expression=expression) as watch:
        for value in range(1, 6):
            await client.set(name, value, source="odd" if value % 2 else "even", metadata={"n": str(value)})
        assert [change.new for change in await take(watch, len(expected))] == expected
        (watcher,) = [one for one in await client.list_watchers() if one.label == prefix]
    assert (watcher.delivered, watcher.filtered) == (len(expected), 5 - len(expected))


async def test_should_let_pass_and_count_what_the_expression_fails_on(client: livevars.Variables, prefix: str) -> None:
    await client.register(prefix, 1)
    async with client.watch(prefix, include_initial=False, label=prefix, expression="metadata['gone'] == 'x'") as watch:
        await client.set(prefix, 2)
        assert (await take(watch, 1))[0].new == 2

        async def counted() -> bool:
            return any(one.label == prefix and one.filter_failures == 1 for one in await client.list_watchers())

        await eventually(counted)


async def test_should_name_the_field_of_a_bad_expression(client: livevars.Variables, prefix: str) -> None:
    with pytest.raises(livevars.InvalidValueError) as caught:
        await client.watch(prefix, expression="new >").__aenter__()
    assert "filter.expression" in caught.value.message
