"""A watch under restarts of its server: python bench/restarts.py [--rounds 50]. Needs ../target/livevars.jar and java.

One writer sets 500 values a second, one watch follows, and the server, with a SQLite store, is killed with -9 and
drained in turns and started again. In the end every version of the variable must have come once, in order, and the last
one must be what the server has.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import re
import socket
import statistics
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import livevars

JAR = Path(os.environ.get("LIVEVARS_JAR") or Path(__file__).parents[2] / "target" / "livevars.jar")
READY = re.compile(rb"livevars ready grpc=")
NAME = "bench.restarts"
RATE = 500


class Server:
    """Starts and ends on the same port with the same store."""

    def __init__(self, store: Path) -> None:
        self._store = store
        self._port = free_port()
        self._process: asyncio.subprocess.Process | None = None
        self.target = f"127.0.0.1:{self._port}"

    async def start(self) -> None:
        self._process = await asyncio.create_subprocess_exec(
            *("java", "-jar", str(JAR), "serve", "--http-port", "0", "--grpc-port", str(self._port)),
            *("--store", f"sqlite:{self._store}"),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
        assert self._process.stdout is not None
        assert READY.search(await self._process.stdout.readline()), "the server did not start"

    async def end(self, *, kill: bool) -> None:
        assert self._process is not None
        if kill:
            self._process.kill()
        else:
            self._process.terminate()
        await self._process.wait()


class Watcher:
    """Follows the versions of the variable."""

    def __init__(self) -> None:
        self.version = 1
        self.problems: list[str] = []
        self.changes = 0
        self.received = asyncio.Event()

    async def follow(self, vars: livevars.Variables) -> None:
        async with vars.watch(NAME, on_error=lambda _: None) as watch:
            async for change in watch:
                if not change.initial and change.first_version != self.version + 1:
                    self.problems.append(f"version {change.first_version} came after {self.version}")
                self.version = change.last_version
                self.changes += change.merged_count
                self.received.set()


async def write(vars: livevars.Variables, stopped: asyncio.Event) -> None:
    """Sets a new value every 2 ms; one that the server does not answer may have been set or not."""
    loop = asyncio.get_running_loop()
    value, due = 0, loop.time()
    while not stopped.is_set():
        value += 1
        due = max(due + 1 / RATE, loop.time() - 1)  # what was not set while nobody served is not made up for
        await asyncio.sleep(max(0.0, due - loop.time()))
        with suppress(livevars.UnavailableError):
            await vars.set(NAME, value)


async def main(rounds: int) -> int:
    spread = []
    with tempfile.TemporaryDirectory() as folder:
        server = Server(Path(folder) / "vars.db")
        await server.start()
        stopped, watcher = asyncio.Event(), Watcher()
        # Two clients, as in two programs.
        async with livevars.connect(server.target, timeout=2) as vars, livevars.connect(server.target) as watching:
            await vars.register(NAME, 0)
            following = asyncio.create_task(watcher.follow(watching))
            await asyncio.wait_for(watcher.received.wait(), 10)
            writing = asyncio.create_task(write(vars, stopped))
            for number in range(rounds):
                await asyncio.sleep(0.5)
                await server.end(kill=number % 2 == 0)
                await server.start()
                ready = time.monotonic()
                watcher.received.clear()
                await asyncio.wait_for(watcher.received.wait(), 60)
                spread.append(time.monotonic() - ready)
            stopped.set()
            await writing
            last = (await vars.get(NAME)).version
            while watcher.version < last and not following.done():
                watcher.received.clear()
                await asyncio.wait_for(watcher.received.wait(), 60)
            following.cancel()
            await asyncio.gather(following, return_exceptions=True)
        await server.end(kill=False)
    print(f"{rounds} restarts, {watcher.changes} changes received, version {watcher.version} of {last}")
    print(
        "from ready to the next change received: "
        f"p50 {statistics.median(spread):.2f} s, least {min(spread):.2f} s, most {max(spread):.2f} s"
    )
    for problem in watcher.problems:
        print(problem)
    print("nothing missed, nothing repeated" if not watcher.problems else "the watch is broken")
    return 1 if watcher.problems or watcher.version != last else 0


def free_port() -> int:
    """A port below those that the system gives to connections."""
    while True:
        port = random.randrange(20_000, 32_000)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=50)
    sys.exit(asyncio.run(main(parser.parse_args().rounds)))
