"""Watches a variable while somebody sets it. Needs a server: java -jar target/livevars.jar serve."""

import asyncio
import sys

import livevars


async def main(target: str) -> None:
    async with livevars.connect(target, source="hello_watch") as vars:
        await vars.register("hello.temperature", 0.7, livevars.Float(min=0, max=2), if_absent=True)
        async with vars.watch("hello.*") as watch:
            for value in (0.8, 0.9, 1.0):
                await vars.set("hello.temperature", value)
            async for change in watch:
                print(change.revision, change.name, change.old, "->", change.new)
                if change.new == 1.0 and not change.initial:
                    break


asyncio.run(main(sys.argv[1] if len(sys.argv) > 1 else "localhost:50051"))
