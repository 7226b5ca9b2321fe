"""Starts the real server for the tests."""

from __future__ import annotations

import os
import random
import re
import socket
import subprocess
import tempfile
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

JAR = Path(os.environ.get("LIVEVARS_JAR") or Path(__file__).parents[3] / "target" / "livevars.jar")
READY = re.compile(r"livevars ready grpc=(\S+):(\d+) http=(\S+):(\d+)")
START_SECONDS = 60.0
STOP_SECONDS = 20.0


@dataclass(frozen=True)
class Server:
    host: str
    port: int
    process: subprocess.Popen[str] = field(repr=False, compare=False)

    @property
    def target(self) -> str:
        return f"{self.host}:{self.port}"

    def kill(self) -> None:
        """Ends it as kill -9 does."""
        self.process.kill()
        self.process.wait()

    def terminate(self) -> None:
        """Lets it drain and end."""
        _stop(self.process)


@contextmanager
def running_server(*options: str, store: str = "memory", port: int = 0) -> Iterator[Server]:
    """A server, on free ports unless told which, until the end of the block.

    Says what it wrote to stderr when it does not start.
    """
    if not JAR.is_file():
        raise FileNotFoundError(f"no server at {JAR}: build it with mvn package, or set LIVEVARS_JAR")
    arguments = ["java", "-jar", str(JAR), "serve", "--grpc-port", str(port), "--http-port", "0", "--store", store]
    with tempfile.TemporaryFile("w+") as stderr:
        with subprocess.Popen([*arguments, *options], stdout=subprocess.PIPE, stderr=stderr, text=True) as process:
            try:
                yield _await_ready(process, stderr)
            finally:
                _stop(process)


def free_port() -> int:
    """A port that stays free while a server on it is away: none of those that the system gives to connections."""
    for port in random.sample(range(20_000, 32_000), 100):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise RuntimeError("no free port")


def _await_ready(process: subprocess.Popen[str], stderr: IO[str]) -> Server:
    ready = threading.Event()
    found: list[Server] = []

    def read() -> None:  # to the end: a server whose output nobody reads would block
        assert process.stdout is not None
        for line in process.stdout:
            if match := READY.search(line):
                found.append(Server(match[1], int(match[2]), process))
                ready.set()
        ready.set()

    threading.Thread(target=read, daemon=True).start()
    ready.wait(START_SECONDS)
    if not found:
        _stop(process)
        stderr.seek(0)
        raise RuntimeError(f"the server did not start, exit code {process.returncode}:\n{stderr.read()}")
    return found[0]


def _stop(process: subprocess.Popen[str]) -> None:
    process.terminate()
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
