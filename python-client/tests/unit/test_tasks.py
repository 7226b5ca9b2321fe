"""A time limit loses neither an outcome nor a cancellation."""

from __future__ import annotations

import asyncio

import pytest

from livevars._tasks import within


async def test_should_answer_and_raise_what_the_work_does() -> None:
    async def answer() -> int:
        return 7

    async def fail() -> None:
        raise ZeroDivisionError

    assert await within(None, "x", answer()) == 7
    assert await within(5, "x", answer()) == 7
    with pytest.raises(ZeroDivisionError):
        await within(5, "x", fail())


async def test_should_end_work_that_is_late() -> None:
    over = False

    async def work() -> None:
        nonlocal over
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(0)
            over = True

    with pytest.raises(TimeoutError, match=r"x: not within 0\.01 s"):
        await within(0.01, "x", work())
    assert over


async def test_should_be_cancelled_at_the_moment_the_work_is_over() -> None:
    finish = asyncio.Event()

    async def work() -> None:
        await finish.wait()
        asyncio.get_running_loop().call_soon(caller.cancel)

    caller = asyncio.create_task(within(10, "x", work()))
    await asyncio.sleep(0)
    finish.set()
    with pytest.raises(asyncio.CancelledError):
        await caller


async def test_should_end_the_work_of_a_caller_that_is_cancelled() -> None:
    ended = asyncio.Event()

    async def work() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    caller = asyncio.create_task(within(10, "x", work()))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    caller.cancel()
    with pytest.raises(asyncio.CancelledError):
        await caller
    assert ended.is_set()
