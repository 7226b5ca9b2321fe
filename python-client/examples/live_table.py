"""A table of variables that is always current. Needs a server and rich: pip install 'livevars[examples]'."""

import argparse
import asyncio

from rich.live import Live
from rich.table import Table

import livevars


def table(mirror: livevars.Mirror) -> Table:
    shown = Table("variable", "value", "version", "by", title="live" if mirror.live else "connecting")
    for name in sorted(mirror):
        variable = mirror.variable(name)
        if variable is not None:
            shown.add_row(name, str(variable.value), str(variable.version), variable.source)
    return shown


async def main(target: str, selectors: list[str], seconds: float | None) -> None:
    async with livevars.connect(target) as vars, vars.mirror(*selectors) as mirror:
        with Live(table(mirror), refresh_per_second=10) as live:
            mirror.on_change(lambda _: live.update(table(mirror)))
            try:
                await asyncio.wait_for(asyncio.Event().wait(), seconds)
            except asyncio.TimeoutError:
                live.update(table(mirror), refresh=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--target", default="localhost:50051")
    parser.add_argument("--seconds", type=float, help="end after so long; for ever unless told")
    parser.add_argument("selectors", nargs="*", help="names and globs; everything unless told")
    arguments = parser.parse_args()
    asyncio.run(main(arguments.target, arguments.selectors, arguments.seconds))
