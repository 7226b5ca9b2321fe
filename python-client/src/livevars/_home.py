"""Where a client may be used."""

from __future__ import annotations

import asyncio
import os


class Home:
    """The process that a client was made in and the event loop that it was first used in; it works nowhere else."""

    def __init__(self) -> None:
        self._pid = os.getpid()
        self._loop: asyncio.AbstractEventLoop | None = None

    def check(self) -> None:
        """Moves in, at first.

        Raises:
            RuntimeError: this is another process or another loop.
        """
        check_process(self._pid)
        loop = asyncio.get_running_loop()
        if self._loop is None:
            self._loop = loop
        if self._loop is not loop:
            raise RuntimeError("this client belongs to another event loop: connect one in each loop")


def check_process(pid: int) -> None:
    """Raises RuntimeError when this is another process than `pid`."""
    if os.getpid() != pid:
        raise RuntimeError("this client was made before a fork: the child has to connect one of its own")
