"""The script that starts the jar with options that fit."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from server.launcher import JAR

SCRIPT = Path(__file__).parents[3] / "src/main/sh/livevars"


@pytest.fixture
def script(tmp_path: Path) -> Path:
    shutil.copy(JAR, tmp_path / "livevars.jar")
    return Path(shutil.copy(SCRIPT, tmp_path))


def test_starts_with_and_without_an_archive(script: Path) -> None:
    archive = script.parent / "livevars.jsa"
    for archived in (False, True):
        assert archive.exists() is archived
        with subprocess.Popen(
            [script, "serve", "--grpc-port=0", "--http-port=0", "--store=memory"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        ) as node:
            assert node.stdout is not None
            ready = node.stdout.readline()
            server = ready.split()[2].removeprefix("grpc=")
            listed = subprocess.run([script, "list", "--server", server], capture_output=True, text=True, check=False)
            node.terminate()
            _, errors = node.communicate(timeout=30)
        assert (listed.returncode, listed.stderr) == (0, "")
        assert (node.returncode, errors) == (0, "")
        subprocess.run([script, "--archive"], check=True)


def test_passes_the_exit_code_on(script: Path) -> None:
    assert subprocess.run([script, "nonsense"], capture_output=True, check=False).returncode == 2
