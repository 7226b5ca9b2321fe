"""How long to wait before the next attempt."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class Backoff:
    """Exponential, with full jitter: the n-th wait is anything from 0 to min(cap, base * 2**n) seconds.

    `draw` gives numbers from 0 to 1; a test passes its own.
    """

    def __init__(self, *, base: float = 0.05, cap: float = 5.0, draw: Callable[[], float] = random.random) -> None:
        self._base = base
        self._cap = cap
        self._draw = draw
        self._attempts = 0

    def next_delay(self) -> float:
        """The seconds to wait now; the bound doubles with every call."""
        bound = min(self._cap, self._base * 2.0 ** min(self._attempts, 64))
        self._attempts += 1
        return bound * self._draw()

    def reset(self) -> None:
        """Starts from the base again, because something was delivered."""
        self._attempts = 0
