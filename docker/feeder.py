"""Sets the weather ten times a second, whatever happens to the nodes."""

import asyncio
import math
import sys

import livevars


async def main(target: str) -> None:
    async with livevars.connect(target) as vars:
        hour = 0
        while True:
            try:
                if hour == 0:
                    for name in ("weather.temperature", "weather.wind"):
                        await vars.register(name, 0.0, livevars.Float(), if_absent=True)
                hour += 1
                day = 2 * math.pi * hour / 240
                await vars.set("weather.temperature", round(12 - 8 * math.cos(day) + hour % 7 / 10, 2))
                await vars.set("weather.wind", round(4 + 3 * math.sin(day) + hour % 5 / 10, 2))
            except livevars.UnavailableError as error:
                print(f"feeder: {error.message}: again")
            await asyncio.sleep(0.2)


asyncio.run(main(sys.argv[1]))
