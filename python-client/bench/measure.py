"""What the Python client takes and gives: python bench/measure.py [--json]. Needs ../target/livevars.jar and java.

Starts a server of its own, in memory. Another Python process sets, at a rate that it keeps whatever comes back; a
change carries the time of its commit in the server's JVM, and latency is from there until the application has it, by
the machine's clock.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import re
import statistics
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import livevars

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

JAR = Path(os.environ.get("LIVEVARS_JAR") or Path(__file__).parents[2] / "target" / "livevars.jar")
READY = re.compile(r"livevars ready grpc=(\S+) ")
WATCHES = 1_000


@contextmanager
def server() -> Iterator[str]:
    command = ["java", "-jar", str(JAR), "serve", "--store", "memory", "--grpc-port", "0", "--http-port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            ready = READY.search(process.stdout.readline())
            assert ready, "the server did not start"
            yield ready[1]
        finally:
            process.terminate()


@contextmanager
def setting(target: str, rate: float, seconds: float, names: int) -> Iterator[subprocess.Popen[str]]:
    """Another process that sets; a rate of 0 is as fast as it can."""
    command = [sys.executable, __file__, "--set", target, str(rate), str(seconds), str(names)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        yield process


async def set_many_times(target: str, rate: float, seconds: float, names: int) -> None:
    async with livevars.connect(target) as vars:
        loop = asyncio.get_running_loop()
        begun, number, under_way = loop.time(), 0, set[asyncio.Task[object]]()
        while loop.time() - begun < seconds:
            due = begun + number / rate if rate else 0
            if rate and due > loop.time():
                await asyncio.sleep(due - loop.time())
            elif len(under_way) >= 64:
                await asyncio.wait(under_way, return_when=asyncio.FIRST_COMPLETED)
            number += 1
            task = asyncio.create_task(vars.set(f"bench.v{number % names}", number))
            under_way.add(task)
            task.add_done_callback(under_way.discard)
        await asyncio.gather(*under_way)
        print(number / (loop.time() - begun), flush=True)
        await vars.set("bench.end", True)


async def register(vars: livevars.Variables, names: int) -> None:
    for number in range(names):
        await vars.register(f"bench.v{number}", 0, if_absent=True)
    await vars.register("bench.end", False, if_absent=True)
    await vars.set("bench.end", False)


async def until_end(watch: livevars.Watch) -> AsyncIterator[tuple[livevars.Change, float]]:
    async for change in watch:
        if change.name == "bench.end":
            return
        yield change, time.time() - change.timestamp.timestamp()


async def latency(vars: livevars.Variables, target: str, rate: float, seconds: float) -> dict[str, float]:
    await register(vars, 10)
    taken = []
    async with vars.watch("bench.**", include_initial=False) as watch:
        with setting(target, rate, seconds, 10):
            async for _, late in until_end(watch):
                taken.append(late * 1e3)
    return quantiles(taken[len(taken) // 4 :])


async def throughput(vars: livevars.Variables, target: str, seconds: float, work: float) -> dict[str, float]:
    """One watcher against a writer that is as fast as it can be; `work` is seconds of work a change."""
    await register(vars, 100)
    handed, merged, begun = 0, 0, time.monotonic()
    async with vars.watch("bench.**", include_initial=False) as watch:
        with setting(target, 0, seconds, 100) as setter:
            async for change, _ in until_end(watch):
                handed += 1
                merged += change.merged_count
                if work:
                    time.sleep(work)  # noqa: ASYNC251 what a slow application does
            took = time.monotonic() - begun
            out = setter.communicate()[0]
    return {"sets_per_s": float(out), "handed_per_s": handed / took, "standing_for_per_s": merged / took}


async def many_watches(vars: livevars.Variables, target: str, seconds: float) -> dict[str, float]:
    await register(vars, WATCHES)
    before = resident()
    taken: list[float] = []

    async def follow(watch: livevars.Watch) -> None:
        async for change in watch:
            late = time.time() - change.timestamp.timestamp()
            taken.append(late * 1e3)

    begun = time.monotonic()
    watches = [vars.watch(f"bench.v{number}", include_initial=False) for number in range(WATCHES)]
    await asyncio.gather(*(watch.__aenter__() for watch in watches))
    opened = time.monotonic() - begun
    followers = [asyncio.create_task(follow(watch)) for watch in watches]
    with setting(target, 500, seconds, WATCHES) as setter:
        await asyncio.to_thread(setter.wait)
    memory = (resident() - before) / WATCHES / 1024
    await asyncio.gather(*(watch.cancel() for watch in watches))
    await asyncio.gather(*followers)
    return {"opened_in_s": opened, "kib_a_watch": memory, **quantiles(taken[len(taken) // 4 :])}


def resident() -> float:
    """The memory of this process, in bytes."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


def quantiles(values: list[float]) -> dict[str, float]:
    hundredths = statistics.quantiles(values, n=100)
    return {"count": len(values), "p50_ms": hundredths[49], "p99_ms": hundredths[98], "max_ms": max(values)}


async def main(seconds: float, as_json: bool) -> None:
    with server() as target:
        async with livevars.connect(target) as vars:
            report("1,000 sets/s, warm-up", await latency(vars, target, 1_000, seconds / 2), as_json)
            report("100 sets/s", await latency(vars, target, 100, seconds), as_json)
            report("1,000 sets/s", await latency(vars, target, 1_000, seconds), as_json)
            report("as fast as one writer can", await throughput(vars, target, seconds, 0), as_json)
            report("the same, 5 ms of work a change", await throughput(vars, target, seconds, 0.005), as_json)
            report("1,000 watches, 500 sets/s", await many_watches(vars, target, seconds), as_json)


def report(what: str, figures: dict[str, float], as_json: bool) -> None:
    if as_json:
        print(json.dumps({"what": what, **figures}), flush=True)
    else:
        print(f"{what:35}" + "  ".join(f"{name} {value:,.2f}" for name, value in figures.items()), flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true", help="a line an object, for programs")
    parser.add_argument("--seconds", type=float, default=10, help="how long each part takes")
    parser.add_argument("--set", nargs=4, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.set:
        target, rate, seconds, names = arguments.set
        asyncio.run(set_many_times(target, float(rate), float(seconds), int(names)))
    else:
        asyncio.run(main(arguments.seconds, arguments.json))
