"""Holds a room at a temperature: the sensor is any JVM program or the command line, the heating follows.

Needs a server: java -jar target/livevars.jar serve. Then, in another terminal, play the sensor and the inhabitant:

    java -jar target/livevars.jar set room.temperature 18.5
    java -jar target/livevars.jar set room.target 23
"""

import argparse
import asyncio

import livevars

HYSTERESIS = 0.5


async def register(vars: livevars.Variables) -> None:
    await vars.register("room.temperature", 21.0, livevars.Float(min=-40, max=60), if_absent=True)
    await vars.register("room.target", 21.0, livevars.Float(min=5, max=30), if_absent=True)
    await vars.register("room.heating", False, if_absent=True)


def heats(temperature: float, target: float, heating: bool) -> bool:
    """Whether the heating is to be on; in between it stays as it is."""
    if temperature < target - HYSTERESIS:
        return True
    return heating and temperature < target + HYSTERESIS


async def main(target: str, switches: int) -> None:
    async with livevars.connect(target, source="thermostat") as vars:
        await register(vars)
        room: dict[str, float] = {}
        heating = False
        # A tenth of a degree is noise; slow drift still comes through.
        async with vars.watch("room.temperature", "room.target", min_change=0.1) as watch:
            async for change in watch:
                room[change.name] = change.new
                if len(room) < 2:
                    continue
                temperature, wanted = room["room.temperature"], room["room.target"]
                if heats(temperature, wanted, heating) != heating:
                    heating = not heating
                    await vars.set("room.heating", heating)
                    print(
                        f"{temperature:.1f} of {wanted:.1f} degrees: heating {'on' if heating else 'off'}", flush=True
                    )
                    switches -= 1
                if switches == 0:
                    break


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("target", nargs="?", default="localhost:50051")
    parser.add_argument("--switches", type=int, default=-1, help="end after so many; for ever unless told")
    arguments = parser.parse_args()
    asyncio.run(main(arguments.target, arguments.switches))
