"""What watches hand on over a network that breaks, judged by the history checker of the Java tests."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Any

import livevars
from server.awaiting import background, eventually
from server.launcher import running_server
from server.recording import Recorder, check_history
from server.relay import Relay

if TYPE_CHECKING:
    from pathlib import Path

NAMES = ("a", "b", "deep.c", "deep.d")
STEPS = 400
CUTS = 8
SEED = 1


async def step_of(client: livevars.Variables, dice: random.Random) -> None:
    name = dice.choice(NAMES)
    kind = dice.randrange(6)
    if kind == 0:
        await client.set_many({each: dice.randrange(9) for each in NAMES}, atomic=False)
    elif kind == 1:
        await client.register(name, dice.choice((1, 0.5, "text", [1.0, 2.0])))
    elif kind == 2:
        await client.update_constraints(name, livevars.Integer(max=dice.randrange(8, 99)))
    elif kind == 3:
        await client.delete(name)
    else:
        await client.set(name, dice.randrange(9), metadata={"why": "test"} if kind == 4 else None)


async def write(client: livevars.Variables, relay: Relay, dice: random.Random) -> int:
    """Steps of all kinds; some do not apply. Answers the last revision."""
    for step in range(1, STEPS + 1):
        try:
            await step_of(client, dice)
        except livevars.LivevarsError as refused:
            assert not isinstance(refused, livevars.UnavailableError)  # noqa: PT017
        if step % (STEPS // CUTS) == 0:
            relay.cut()
    return (await client.get_many([])).revision


async def test_should_keep_the_guarantees_while_connections_break(tmp_path: Path) -> None:
    """Contract 4.1 to 4.9, as the application sees them."""
    store = f"sqlite:{tmp_path / 'store.db'}"
    with running_server(store=store) as server:
        async with (
            Relay(server.host, server.port) as relay,
            livevars.connect(server.target) as near,
            livevars.connect(relay.target) as far,
            background() as tasks,
        ):
            recorder = Recorder(far)
            options: dict[str, Any] = {"on_error": lambda error: None, "heartbeat_interval": 0.05}
            watches = [
                far.watch(label="all", overflow="fail", buffer_capacity=10_000, **options),
                far.watch("deep.*", label="some", include_initial=False, overflow="fail", **options),
                far.watch(label="merging", buffer_capacity=1, **options),
                far.watch(label="paced", debounce=0.005, max_wait=0.02, **options),
                far.watch(label="slow", min_interval=0.05, kinds=("updated", "deleted"), **options),
                far.watch(label="filtered", min_change=3, overflow="fail", buffer_capacity=10_000, **options),
            ]
            labels = ("all", "some", "merging", "paced", "slow", "filtered")

            async def follow(label: str, watch: livevars.Watch) -> None:
                async for change in watch:
                    recorder.took(label, change)

            for label, watch in zip(labels, watches, strict=True):
                tasks.start(follow(label, watch))
            await eventually(lambda: all(watch.id for watch in watches))
            last = await write(near, relay, random.Random(SEED))
            await eventually(lambda: all(watch.revision >= last for watch in watches), within=30)
            assert all(recorder.connections(label) > 1 for label in labels)
            recorder.settled(last)
        server.terminate()
    lines = recorder.lines()
    assert check_history(tmp_path, store, lines) == (0, "")
    handed_on = [at for at, line in enumerate(lines) if '"changes"' in line]
    del lines[handed_on[len(handed_on) // 2]]
    code, found = check_history(tmp_path, store, lines)
    assert code == 1, found
