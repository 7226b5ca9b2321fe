"""The examples run as they are, but for the server's address."""

from __future__ import annotations

import ast
import asyncio
import inspect
import json
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from server.awaiting import eventually
from server.launcher import JAR

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pytest

    import livevars
    from server.launcher import Server

EXAMPLES = Path(__file__).parents[2] / "examples"


@contextmanager
def running(script: str, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-W", "error", str(EXAMPLES / script), *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


async def ended(process: subprocess.Popen[str]) -> list[str]:
    out, error = await asyncio.to_thread(process.communicate, timeout=30)
    assert process.returncode == 0, error
    assert not error
    return out.splitlines()


async def test_should_hold_the_temperature_that_a_jvm_program_tells(server: Server, client: livevars.Variables) -> None:
    with running("thermostat.py", server.target, "--switches", "2") as process:
        await eventually(lambda: watches(client, "room.temperature"))
        await from_jvm(server, "room.temperature", "18.5")
        await client.wait_for("room.heating", lambda on: on, timeout=10)
        await from_jvm(server, "room.temperature", "22.5")
        assert await ended(process) == [
            "18.5 of 21.0 degrees: heating on",
            "22.5 of 21.0 degrees: heating off",
        ]


async def test_should_tune_a_pipeline_while_it_runs(server: Server, client: livevars.Variables) -> None:
    with running("llm_pipeline.py", server.target, "--questions", "1000", "--pause", "0.02") as process:
        assert process.stdout is not None
        lines = process.stdout
        assert await asyncio.to_thread(lines.readline) == "[small at 0.7] Answer briefly: what is 0 + 1?\n"
        await client.set_many({"llm.temperature": 0.2, "llm.model": "large", "llm.style": "llm_pipeline.Shout"})
        await eventually(lambda: lines.readline().startswith("[LARGE AT 0.2] ANSWER BRIEFLY"))


async def test_should_show_a_live_table(server: Server, client: livevars.Variables, prefix: str) -> None:
    await client.register(f"{prefix}.k", 1)
    with running("live_table.py", "--target", server.target, "--seconds", "2", f"{prefix}.*") as process:
        await eventually(lambda: watches(client, f"{prefix}.*"))
        await client.set(f"{prefix}.k", 17)
        lines = await ended(process)
    assert any(f"{prefix}.k" in line and "17" in line for line in lines)


async def test_should_run_the_notebook(
    server: Server, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LIVEVARS_TARGET", server.target)
    names: dict[str, Any] = {}
    for cell in json.loads((EXAMPLES / "notebook.ipynb").read_text())["cells"]:
        if cell["cell_type"] == "code":
            code = compile("".join(cell["source"]), "cell", "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
            answer = eval(code, names)
            if inspect.isawaitable(answer):
                await answer
    assert "notebook.temperature 0.8 -> 0.9" in capsys.readouterr().out


async def watches(client: livevars.Variables, selector: str) -> bool:
    return any(selector in watcher.selectors for watcher in await client.list_watchers())


async def from_jvm(server: Server, name: str, value: str) -> None:
    command = ["java", "-jar", str(JAR), "set", "--server", server.target, name, value]
    done = await asyncio.to_thread(subprocess.run, command, capture_output=True, text=True, timeout=30, check=False)
    assert done.returncode == 0, done.stderr
