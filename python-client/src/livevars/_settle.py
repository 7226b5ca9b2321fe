"""Functions of the application that may be coroutine functions."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    _F = TypeVar("_F", bound=Callable[..., object])

_T = TypeVar("_T")


async def settle(answer: Awaitable[_T] | _T) -> _T:
    """What a function answered, awaited if it was a coroutine function."""
    return await answer if inspect.isawaitable(answer) else answer


def plain(function: _F) -> _F:
    """The function itself, if it can be called where nothing can be awaited.

    Raises:
        TypeError: it is a coroutine function.
    """
    if inspect.iscoroutinefunction(function):
        raise TypeError(f"{function!r} is a coroutine function, which only Variables.on_change awaits")
    return function
