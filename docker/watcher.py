"""Prints what changes, and says loudly when something is missing: the versions of a variable have no gaps."""

import asyncio
import sys

import livevars


async def main(target: str) -> None:
    last: dict[str, int] = {}
    seen = 0
    async with livevars.connect(target) as vars, vars.watch("weather.*") as watch:
        async for change in watch:
            if change.name in last and change.first_version != last[change.name] + 1:
                print(f"GAP: {change.name} went from version {last[change.name]} to {change.first_version}")
            last[change.name] = change.last_version
            seen += 1
            if seen % 10 == 0:
                print(f"{change.name} = {change.new}, revision {change.revision}; {seen} changes, none missing")


asyncio.run(main(sys.argv[1]))
