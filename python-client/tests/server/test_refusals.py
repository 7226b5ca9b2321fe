"""Every bad input is refused with the right error and reason, and changes nothing."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

import livevars


async def reason_of(call: Any) -> str:
    with pytest.raises(livevars.InvalidValueError) as caught:
        await call
    assert caught.value.message
    return caught.value.reason


@pytest.mark.parametrize(
    ("spec", "initial", "bad"),
    [
        (livevars.Float(), 1.0, "1.0"),
        (livevars.Float(), 1.0, True),
        (livevars.Float(), 1.0, math.nan),
        (livevars.Float(), 1.0, -math.inf),
        (livevars.Integer(), 1, 2.5),
        (livevars.Integer(), 1, True),
        (livevars.Integer(), 1, 1e300),
        (livevars.String(), "a", 1),
        (livevars.Boolean(), True, 1),
        (livevars.Boolean(), True, "true"),
        (livevars.Choice(choices=["a"]), "a", 1),
        (livevars.Module(), "a.B", "not a module"),
        (livevars.Embedding(), [1.0], "text"),
        (livevars.Embedding(), [1.0], [math.nan]),
        (livevars.Embedding(), [1.0], np.zeros((2, 2), np.float32)),
        (livevars.Tensor(), np.zeros(2), 1.5),
        (livevars.Tensor(), np.zeros(2), livevars.TensorValue("float32", (3,), b"1234")),
        (livevars.Tensor(), np.zeros(2), livevars.TensorValue("float32", (-1,), b"1234")),
    ],
)
async def test_should_refuse_a_value_of_the_wrong_type(
    client: livevars.Variables, prefix: str, spec: livevars.TypeSpec, initial: Any, bad: Any
) -> None:
    before = await client.register(prefix, initial, spec)
    assert await reason_of(client.set(prefix, bad)) in ("INVALID_VALUE", "INVALID_TYPE", "CONSTRAINT_VIOLATED")
    assert await client.get(prefix) == before


@pytest.mark.parametrize(
    ("spec", "initial", "bad", "constraint"),
    [
        (livevars.Float(min=0), 0.0, -0.1, "min"),
        (livevars.Float(max=2), 0.0, 2.1, "max"),
        (livevars.Float(step=0.5), 0.0, 0.6, "step"),
        (livevars.Integer(min=1, step=2), 1, 2, "step"),
        (livevars.String(min_length=1), "a", "", "min_length"),
        (livevars.String(max_length=2), "a", "aaa", "max_length"),
        (livevars.String(pattern="[a-z]"), "a", "ab", "pattern"),
        (livevars.Choice(choices=["a", "b"]), "a", "A", "choices"),
        (livevars.Module(namespace="dspy"), "dspy.A", "other.A", "namespace"),
        (livevars.Module(choices=["A"], namespace="dspy"), "dspy.A", "dspy.B", "choices"),
        (livevars.Embedding(dimensions=2), [1, 2], [1, 2, 3], "dimensions"),
        (livevars.Embedding(max_norm=5), [3, 4], [3, 4.1], "max_norm"),
        (livevars.Tensor(dtype="float32"), np.zeros(2), np.zeros(2, np.int64), "dtype"),
        (livevars.Tensor(shape=[2, -1]), np.zeros((2, 1)), np.zeros((3, 1)), "shape"),
    ],
)
async def test_should_name_variable_and_constraint_of_a_value_outside(
    client: livevars.Variables, prefix: str, spec: livevars.TypeSpec, initial: Any, bad: Any, constraint: str
) -> None:
    await client.register(prefix, initial, spec)
    with pytest.raises(livevars.InvalidValueError) as caught:
        await client.set(prefix, bad)
    error = caught.value
    assert error.reason == "CONSTRAINT_VIOLATED"
    assert (error.details["variable"], error.details["constraint"]) == (prefix, constraint)
    assert {"limit", "value", "violations"} <= error.details.keys()
    assert prefix in error.message
    assert (await client.get(prefix)).version == 1


@pytest.mark.parametrize(
    ("spec", "value", "reason"),
    [
        (livevars.Float(min=2, max=1), 1.5, "INVALID_CONSTRAINTS"),
        (livevars.Float(step=0), 0.0, "INVALID_CONSTRAINTS"),
        (livevars.Float(min=math.nan), 0.0, "INVALID_CONSTRAINTS"),
        (livevars.Integer(min=2, max=1), 1, "INVALID_CONSTRAINTS"),
        (livevars.String(min_length=2, max_length=1), "a", "INVALID_CONSTRAINTS"),
        (livevars.String(min_length=-1), "a", "INVALID_CONSTRAINTS"),
        (livevars.String(pattern="("), "a", "INVALID_CONSTRAINTS"),
        (livevars.Choice(choices=[]), "a", "INVALID_CONSTRAINTS"),
        (livevars.Embedding(dimensions=-1), [1.0], "INVALID_CONSTRAINTS"),
        (livevars.Tensor(shape=[-2]), np.zeros(2), "INVALID_CONSTRAINTS"),
        (livevars.Float(max=1), 1.5, "CONSTRAINT_VIOLATED"),
        (livevars.Choice(choices=["a"]), "b", "CONSTRAINT_VIOLATED"),
    ],
)
async def test_should_refuse_a_bad_registration(
    client: livevars.Variables, prefix: str, spec: livevars.TypeSpec, value: Any, reason: str
) -> None:
    assert await reason_of(client.register(prefix, value, spec)) == reason
    assert prefix in (await client.get_many([prefix])).missing


@pytest.mark.parametrize("name", ["", "with space", "1digit", ".dot", "a/b", "ü", "a" * 256, "a" * 300, "a\n"])
async def test_should_refuse_a_bad_name(client: livevars.Variables, name: str) -> None:
    assert await reason_of(client.register(name, 1)) == "INVALID_NAME"
    assert await reason_of(client.get(name)) == "INVALID_NAME"


async def test_should_take_the_longest_name(client: livevars.Variables, prefix: str) -> None:
    name = prefix.ljust(255, "x")
    await client.register(name, 1)
    assert await client.value(name) == 1


@pytest.mark.parametrize("selector", ["", "with space", "a b.*", "a/**"])
async def test_should_refuse_a_bad_selector(client: livevars.Variables, selector: str) -> None:
    assert await reason_of(client.list(selector)) == "INVALID_SELECTOR"
    assert await reason_of(client.watch(selector).__aenter__()) == "INVALID_SELECTOR"


async def test_should_refuse_too_many_selectors(client: livevars.Variables, prefix: str) -> None:
    watch = client.watch(*(f"{prefix}.n{i}" for i in range(10_000)))
    assert await reason_of(watch.__aenter__()) in ("INVALID_SELECTOR", "INVALID_REQUEST")


@pytest.mark.parametrize("include_initial", [True, False])
async def test_should_refuse_a_revision_from_the_future(
    client: livevars.Variables, prefix: str, include_initial: bool
) -> None:
    revision = (await client.register(prefix, 1)).revision
    watch = client.watch(prefix, start_revision=revision + 1000, include_initial=include_initial)
    assert await reason_of(watch.__aenter__()) == "REVISION_IN_FUTURE"


@pytest.mark.parametrize("options", [{"start_revision": -1}, {"heartbeat_interval": -1.0}, {"buffer_capacity": -1}])
async def test_should_refuse_an_option_that_makes_no_sense(client: livevars.Variables, options: dict[str, Any]) -> None:
    assert await reason_of(client.watch("x", **options).__aenter__()) == "INVALID_REQUEST"


@pytest.mark.parametrize("options", [{"kinds": ["RENAMED"]}, {"overflow": "explode"}, {"debounce": math.nan}])
def test_should_refuse_an_option_before_it_is_sent(client: livevars.Variables, options: dict[str, Any]) -> None:
    with pytest.raises(livevars.InvalidValueError):
        client.watch("x", **options)


async def test_should_refuse_a_message_that_is_too_large_and_go_on(client: livevars.Variables, prefix: str) -> None:
    await client.register(prefix, "small")
    with pytest.raises(livevars.OverloadedError) as caught:
        await client.set(prefix, "x" * (10 * 1024 * 1024))
    assert caught.value.reason == "MESSAGE_TOO_LARGE"
    assert await client.value(prefix) == "small"


async def test_should_keep_a_value_of_three_megabytes(client: livevars.Variables, prefix: str) -> None:
    text = "x" * (3 * 1024 * 1024)
    await client.register(prefix, text)
    assert await client.value(prefix) == text


async def test_should_say_that_there_is_no_server() -> None:
    async with livevars.connect("127.0.0.1:1", timeout=1.0) as nobody:
        with pytest.raises(livevars.UnavailableError):
            await nobody.get("x")
        with pytest.raises(livevars.UnavailableError):
            await nobody.watch("x").__aenter__()
