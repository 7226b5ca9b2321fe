"""The Python examples run as printed, but for the server's address."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from server.launcher import Server

ROOT = Path(__file__).parents[3]
EXAMPLE = re.compile(r"```python\n(.*?)```", re.DOTALL)


@pytest.mark.parametrize(
    ("document", "last"),
    [
        ("README.md", ["llm.temperature 0.9 0.45"]),
        (
            "python-client/README.md",
            [
                "temperature 0.7 0.9",
                "1.0 1.0",
                "tuning.rate 2 now",
                "1 REGISTERED 1",
                "[('rag.k', 8), ('rag.model', 'large')] True",
                "{'agent.model': 'large', 'agent.steps': 9}",
                "0.9 40",
                "JSONDecoder MODULE_NOT_ALLOWED",
                "32 32",
            ],
        ),
    ],
)
def test_should_run_the_examples_of_a_document(server: Server, document: str, last: list[str]) -> None:
    for source, expected in zip(EXAMPLE.findall((ROOT / document).read_text()), last, strict=True):
        arguments = [sys.executable, "-c", source.replace("localhost:50051", server.target)]
        run = subprocess.run(arguments, capture_output=True, text=True, timeout=30, check=False)
        assert run.returncode == 0, run.stderr
        assert run.stdout.splitlines()[-1] == expected


def test_should_run_hello_watch(server: Server) -> None:
    script = ROOT / "python-client/examples/hello_watch.py"
    run = subprocess.run(
        [sys.executable, script, server.target], capture_output=True, text=True, timeout=30, check=False
    )
    assert run.returncode == 0, run.stderr
    assert run.stdout.splitlines()[-1].endswith("0.9 -> 1.0")
