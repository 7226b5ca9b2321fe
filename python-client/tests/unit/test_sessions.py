"""What the calls on sessions, history and rollback ask of the server."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, cast

import pytest

import livevars
from livevars._calls import VariableCalls
from livevars._proto import variables_service_pb2 as service
from livevars._sessions import Sessions
from unit.test_feed import variable

if TYPE_CHECKING:
    from google.protobuf.message import Message

    from livevars._rpc import Rpc


class Answers:
    """Gives one answer after the other, then empty ones, and keeps what was asked."""

    def __init__(self, *answers: Message) -> None:
        self._answers = list(answers)
        self.asked: list[tuple[str, Any]] = []

    async def call(self, method: str, request: Message, reply: type[Message]) -> Message:
        self.asked.append((method, request))
        return self._answers.pop(0) if self._answers else reply()

    read = call


def sessions(answers: Answers) -> Sessions:
    return Sessions(cast("Rpc", answers), "own")


def calls(answers: Answers) -> VariableCalls:
    return VariableCalls(cast("Rpc", answers), session="own", source="me")


async def test_should_mean_the_clients_own_session_unless_told_which() -> None:
    answers = Answers()
    for id in (None, "other"):
        await sessions(answers).get(id)
        await sessions(answers).keep_alive(id)
    assert [(method, request.id) for method, request in answers.asked] == [
        ("GetSession", "own"),
        ("KeepAlive", "own"),
        ("GetSession", "other"),
        ("KeepAlive", "other"),
    ]


async def test_should_ask_for_a_session_as_it_is_described() -> None:
    answers = Answers()
    await sessions(answers).create()
    await sessions(answers).create("new", ttl=0.25, metadata={"a": "b"})
    (_, bare), (_, full) = answers.asked
    assert bare == service.CreateSessionRequest()
    assert not bare.HasField("ttl")
    assert (full.id, full.ttl.ToNanoseconds(), dict(full.metadata)) == ("new", 250_000_000, {"a": "b"})


@pytest.mark.parametrize("options", [{"ttl": math.inf}, {"ttl": "1s"}, {"metadata": {"a": 1}}, {"id": 7}])
async def test_should_refuse_what_is_no_description_of_a_session(options: dict[str, Any]) -> None:
    with pytest.raises(livevars.InvalidValueError):
        await sessions(Answers()).create(**options)


async def test_should_read_all_pages_of_sessions() -> None:
    pages = [("a", "b"), (), ("c",)]
    answers = Answers(
        *(
            service.ListSessionsResponse(
                sessions=[service.Session(id=id) for id in ids], next_page_token=f"p{n}" if n < len(pages) else ""
            )
            for n, ids in enumerate(pages, 1)
        )
    )
    assert [session.id for session in await sessions(answers).list()] == ["a", "b", "c"]
    assert [request.page_token for _, request in answers.asked] == ["", "p1", "p2"]


async def test_should_roll_back_in_the_name_of_the_client() -> None:
    answer = service.RollbackVariableResponse(variable=variable("x", 1.0))
    answers = Answers(answer, answer)
    await calls(answers).rollback("x", 3)
    await calls(answers).rollback("x", 3, source="you")
    (_, mine), (_, yours) = answers.asked
    assert mine == service.RollbackVariableRequest(session="own", name="x", to_version=3, source="me")
    assert yours.source == "you"


@pytest.mark.parametrize("limit", [0, 2**31, 1.5])
async def test_should_refuse_a_limit_that_the_server_cannot_be_told(limit: Any) -> None:
    answers = Answers()
    with pytest.raises(livevars.InvalidValueError):
        await calls(answers).history("x", limit)
    assert not answers.asked
