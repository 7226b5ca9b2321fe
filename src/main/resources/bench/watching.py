"""The Python side of `livevars bench latency`: how long changes take until a Python watcher has them.

Watches one variable, whose values are moments of CLOCK_MONOTONIC in nanoseconds, the clock that System.nanoTime() of a
JVM on Linux reads. Prints "live", and after a negative value the time from each moment to its receipt, a line each.
"""

from __future__ import annotations

import asyncio
import os
import sys
import threading
import time

try:
    import livevars
except ImportError:
    print("the package livevars is missing", file=sys.stderr)
    sys.exit(3)


async def main(target: str, name: str) -> None:
    taken = []
    async with (
        livevars.connect(target, source="watching.py") as vars,
        vars.watch(name, include_initial=False, buffer_capacity=1_000_000) as watch,
    ):
        print("live", flush=True)
        async for change in watch:
            if change.new < 0:
                break
            taken.append(time.monotonic_ns() - change.new)
    print("\n".join(map(str, taken)), flush=True)


def end_with_parent() -> None:
    """Ends this process when the one that started it is gone: then its standard input ends."""
    sys.stdin.read()
    os._exit(4)


if __name__ == "__main__":
    threading.Thread(target=end_with_parent, daemon=True).start()
    asyncio.run(main(sys.argv[1], sys.argv[2]))
