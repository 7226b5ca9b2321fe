"""The Python side of the demo: turns wind and heating mode into heating power. Started by `livevars demo`.

Watches outdoor.* and heating.mode, sets heating.power, and ends when demo.running becomes false. Prints JSON lines:
{"event": "live"}, then a "progress" each half second, then a "summary". Latencies are milliseconds from the commit of a
change, by its timestamp, to its receipt here, both by this machine's clock.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import threading
import time
from dataclasses import dataclass, field
from typing import Any

try:
    import livevars
except ImportError:
    print("the package livevars is missing", file=sys.stderr)
    sys.exit(3)

HEAT = {"off": 0.0, "low": 0.3, "high": 0.8}


@dataclass
class Tally:
    """What was received, checked by versions: each variable's go up by exactly one."""

    received: int = 0
    lost: int = 0
    repeated: int = 0
    versions: dict[str, int] = field(default_factory=dict)
    latencies: list[float] = field(default_factory=list)

    def add(self, change: livevars.Change) -> None:
        last = self.versions.get(change.name)
        self.versions[change.name] = change.last_version
        if change.initial:
            return
        self.received += change.merged_count
        self.latencies.append((time.time() - change.timestamp.timestamp()) * 1e3)
        if last is not None:
            self.lost += max(0, change.first_version - last - 1)
            self.repeated += max(0, last + 1 - change.first_version)

    def report(self, event: str, **more: Any) -> None:
        ordered = sorted(self.latencies) or [0.0]
        report = {
            "event": event,
            "received": self.received,
            "lost": self.lost,
            "repeated": self.repeated,
            "p50_ms": round(ordered[len(ordered) // 2], 3),
            "p99_ms": round(ordered[int(len(ordered) * 0.99)], 3),
            "max_ms": round(ordered[-1], 3),
            **more,
        }
        print(json.dumps(report), flush=True)


class Heating:
    """Sets heating.power to what the latest wind and mode ask for; while a call runs, newer wind replaces older."""

    def __init__(self, vars: livevars.Variables) -> None:
        self._vars = vars
        self._changed = asyncio.Event()
        self._done = False
        self._wind = 0.0
        self._wind_version = 0
        self._mode = "off"
        self.sets = 0

    def accept(self, change: livevars.Change) -> None:
        if change.name == "outdoor.wind":
            self._wind, self._wind_version = change.new, change.last_version
        elif change.name == "heating.mode":
            self._mode = change.new
        else:
            return
        self._changed.set()

    def finish(self) -> None:
        self._done = True
        self._changed.set()

    async def run(self) -> None:
        while True:
            await self._changed.wait()
            self._changed.clear()
            done = self._done
            version = self._wind_version
            power = min(1.0, HEAT[self._mode] * (1 + self._wind / 20))
            # With the version of the wind in the metadata each set is a change, and the other side sees its question.
            await self._vars.set("heating.power", round(power, 3), metadata={"wind_version": str(version)})
            self.sets += 1
            if done:
                return


async def progress(tally: Tally) -> None:
    while True:
        await asyncio.sleep(0.5)
        tally.report("progress")


async def main(target: str) -> None:
    tally = Tally()
    async with livevars.connect(target, source="heating.py") as vars:
        heating = Heating(vars)
        setting = asyncio.create_task(heating.run())
        async with vars.watch("outdoor.*", "heating.mode", "demo.running", label="heating.py") as watch:
            print(json.dumps({"event": "live"}), flush=True)
            reporting = asyncio.create_task(progress(tally))
            async for change in watch:
                if change.name == "demo.running":
                    if change.new is False:
                        break
                    continue
                tally.add(change)
                heating.accept(change)
                if setting.done():
                    break
        reporting.cancel()
        heating.finish()
        await setting
    tally.report("summary", sets=heating.sets, versions=tally.versions)


def end_with_parent() -> None:
    """Ends this process when the one that started it is gone: then its standard input ends."""
    sys.stdin.read()
    os._exit(4)


if __name__ == "__main__":
    threading.Thread(target=end_with_parent, daemon=True).start()
    asyncio.run(main(sys.argv[1]))
