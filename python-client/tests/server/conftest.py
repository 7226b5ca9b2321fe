"""A server for all tests, and for each a client and names of its own."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

import pytest
import pytest_asyncio

import livevars
from server.launcher import Server, running_server

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

_numbers = count(1)


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    with running_server() as started:
        yield started


@pytest_asyncio.fixture
async def client(server: Server) -> AsyncIterator[livevars.Variables]:
    async with livevars.connect(server.target, source="tests") as connected:
        yield connected


@pytest.fixture
def prefix() -> str:
    """The first part of the names of one test; `prefix.**` selects them."""
    return f"test{next(_numbers)}"
