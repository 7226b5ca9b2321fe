"""The programs that measure run, and what they must find holds."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from server.launcher import JAR

BENCH = Path(__file__).parents[2] / "bench"


def test_should_measure() -> None:
    lines = run("measure.py", "--json", "--seconds", "0.5")
    figures = {figure["what"]: figure for figure in map(json.loads, lines)}
    assert figures["100 sets/s"]["count"] > 0
    assert figures["1,000 watches, 500 sets/s"]["count"] > 0
    assert figures["as fast as one writer can"]["handed_per_s"] > 0


def test_should_miss_and_repeat_nothing_while_the_server_restarts() -> None:
    """Contract 4.5, at 500 sets a second."""
    assert run("restarts.py", "--rounds", "3")[-1] == "nothing missed, nothing repeated"


def run(script: str, *arguments: str) -> list[str]:
    environment = {**os.environ, "LIVEVARS_JAR": str(JAR)}
    done = subprocess.run(
        [sys.executable, "-W", "error", BENCH / script, *arguments],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env=environment,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert not done.stderr
    return done.stdout.splitlines()
