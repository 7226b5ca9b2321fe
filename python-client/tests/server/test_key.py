"""Keys: what is read by one is of its type, for the reader and for the type checker."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from typing_extensions import assert_type

import livevars
import livevars.sync
from livevars import Key

if TYPE_CHECKING:
    from server.launcher import Server


async def test_should_type_what_is_read_and_written(client: livevars.Variables, prefix: str) -> None:
    """What is ignored here are mistakes that mypy finds; it complains of an ignore without one."""
    key = Key(prefix, float)
    await client.register(key.name, 0.5)
    assert_type(await client.get(key), livevars.Variable[float])
    assert_type(await client.value(key), float)
    assert_type((await client.get(prefix)).value, Any)
    assert (await client.set(key, 1, expected_version=1)).variable.value == 1.0
    assert (await client.update(key, lambda value: value * 2, source="me")).variable.value == 2.0
    assert_type(await client.wait_for(key, lambda value: value.is_integer(), timeout=10), livevars.Variable[float])
    assert (await client.wait_for(key, 2.0, timeout=10)).version == 3
    async with client.reactive(key) as reactive, client.group(f"{prefix}") as group:
        assert_type(reactive.value, float)
        assert_type(group[key].value, float)
        assert_type(group[prefix].value, Any)
        assert reactive.value == group[key].value == 2.0
        assert (await group[key].set(3.0)).variable.value == group[prefix].value == 3.0
        assert reactive.name == group[key].name == prefix
    with pytest.raises(livevars.InvalidValueError):
        await client.set(key, "text")  # type: ignore[misc]
    with pytest.raises(livevars.InvalidValueError):
        await client.update(key, str)  # type: ignore[arg-type]


def test_should_type_the_blocking_calls(server: Server, prefix: str) -> None:
    key = Key(prefix, int)
    with livevars.sync.connect(server.target) as vars:
        vars.register(prefix, 1)
        assert_type(vars.get(key), livevars.Variable[int])
        assert_type(vars.value(key), int)
        assert_type(vars.wait_for(key, 1), livevars.Variable[int])
        vars.set(key, 2)
        assert vars.update(key, lambda value: value + 1).variable.value == 3
        with pytest.raises(livevars.InvalidValueError):
            vars.set(key, "text")  # type: ignore[misc]


@pytest.mark.parametrize(
    ("value", "right", "wrong", "message"),
    [
        (0.5, float, int, "holds a value of type float, not int"),
        (1, int, float, "holds a value of type int, not float"),
        (True, bool, int, "holds a value of type bool, not int"),
        ("text", str, float, "holds a value of type str, not float"),
        (np.eye(2), np.ndarray, float, "holds a value of type ndarray, not float"),
    ],
)
async def test_should_say_that_a_variable_is_of_another_type(
    client: livevars.Variables, prefix: str, value: Any, right: type[Any], wrong: type[Any], message: str
) -> None:
    await client.register(prefix, value)
    assert (await client.get(Key(prefix, right))).version == 1
    key = Key(prefix, wrong)
    called: list[Any] = []
    async with client.reactive(key) as reactive, client.group(prefix) as group:
        for read in (
            lambda: client.get(key),
            lambda: client.value(key),
            lambda: client.wait_for(key, called.append, timeout=10),
            lambda: client.update(key, called.append),
            lambda: asyncio.sleep(0, reactive.value),
            lambda: asyncio.sleep(0, group[key].value),
        ):
            with pytest.raises(livevars.InvalidValueError, match=f"'{prefix}' {message}") as caught:
                await read()
            assert caught.value.reason == "INVALID_TYPE"
    assert called == []
    assert (await client.get(prefix)).version == 1


def test_should_be_a_name_with_a_type() -> None:
    key = Key("llm.temperature", float)
    assert_type(key, Key[float])
    assert (str(key), key) == ("llm.temperature", Key("llm.temperature", float))
    assert len({key, Key("llm.temperature", float), Key("llm.temperature", int)}) == 2
