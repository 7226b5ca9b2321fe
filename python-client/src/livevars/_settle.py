"""Functions of the application that may be coroutine functions."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Awaitable

_T = TypeVar("_T")


async def settle(answer: Awaitable[_T] | _T) -> _T:
    """What a function answered, awaited if it was a coroutine function."""
    return await answer if inspect.isawaitable(answer) else answer
