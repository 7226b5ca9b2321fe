"""The two connections to the server: one for calls, one for all streams."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, Generic, TypeVar, cast

import grpc

from livevars._errors import UnavailableError
from livevars._home import Home
from livevars._retry import retrying
from livevars._status import translating
from livevars._tasks import within

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from google.protobuf.message import Message

_M = TypeVar("_M", bound="Message")

_SERVICE = "/livevars.v1.VariablesService/"

_OPTIONS = (
    # A server that is silently gone is noticed within 20 s, also by a quiet watch. It tolerates a ping every 10 s.
    ("grpc.keepalive_time_ms", 15_000),
    ("grpc.keepalive_timeout_ms", 5_000),
    ("grpc.http2.max_pings_without_data", 0),
    # Watches and calls pace their own attempts; the channel shall not hold them back for long.
    ("grpc.initial_reconnect_backoff_ms", 100),
    ("grpc.max_reconnect_backoff_ms", 1_000),
    ("grpc.min_reconnect_backoff_ms", 5_000),  # how long an attempt to connect may take
    ("grpc.use_local_subchannel_pool", 1),  # a channel has a connection of its own
    ("grpc.max_receive_message_length", 64 * 1024 * 1024),
)

_STREAM_OPTIONS = (
    *_OPTIONS,
    # A consumer that is slow shall be noticed by the server at once, not after megabytes in this process: without
    # bdp_probe and with a small look-ahead the HTTP/2 window of a stream stays small.
    ("grpc.http2.bdp_probe", 0),
    ("grpc.http2.lookahead_bytes", 4 * 1024),
)


class Rpc:
    """The channels of one client. They connect when first used and belong to the event loop of the first call.

    What the readers of streams do not take waits on the server, which counts all that waits on a connection against
    that connection's window: once more waits than fits, nothing is sent there, whatever the stream. So calls have a
    connection that no stream shares.
    """

    def __init__(self, target: str, timeout: float, *, retry: bool = True) -> None:
        self._target = target
        self._retry = retry
        self.timeout = timeout
        """How long a call may take, with all its attempts, in seconds."""
        self._calls: grpc.aio.Channel | None = None
        self._streams: grpc.aio.Channel | None = None
        self._closed = False
        self._ended = asyncio.Event()
        self.home = Home()
        """Where it may be used."""

    @property
    def closed(self) -> bool:
        """Whether there are no more calls and streams."""
        return self._closed

    async def call(self, method: str, request: Message, reply: type[_M]) -> _M:
        """One request, one reply, within the timeout; made again when it was certainly not carried out."""
        return await self._call(method, request, reply, changes_nothing=False)

    async def read(self, method: str, request: Message, reply: type[_M]) -> _M:
        """As `call`, of a method that changes nothing: also made again when it may have been carried out."""
        return await self._call(method, request, reply, changes_nothing=True)

    async def _call(self, method: str, request: Message, reply: type[_M], *, changes_nothing: bool) -> _M:
        def attempt(timeout: float) -> Awaitable[_M]:
            return self._attempt(method, request, reply, timeout)

        if not self._retry:
            return await attempt(self.timeout)
        return await retrying(attempt, self.timeout, changes_nothing=changes_nothing, pause=self._pause)

    async def _attempt(self, method: str, request: Message, reply: type[_M], timeout: float) -> _M:
        caller = self._call_channel().unary_unary(
            _SERVICE + method, request_serializer=_serialize, response_deserializer=reply.FromString
        )
        # In a task of its own, so that the end of the channel, which cancels it, and a cancelled caller are told apart.
        answer = asyncio.ensure_future(caller(request, timeout=timeout))
        try:
            await asyncio.wait((answer,))
        except asyncio.CancelledError:
            answer.cancel()
            raise
        if answer.cancelled():
            raise _closed()
        with translating():
            return answer.result()

    async def _pause(self, seconds: float) -> None:
        with suppress(TimeoutError):
            await within(seconds, "the end", self._ended.wait())

    def stream(self, method: str, request: Message, reply: type[_M]) -> Stream[_M]:
        """One request, a stream of replies."""
        caller = self._stream_channel().unary_stream(
            _SERVICE + method, request_serializer=_serialize, response_deserializer=reply.FromString
        )
        return Stream(caller(request), self.home)

    async def close(self) -> None:
        """Ends all calls and streams and their connections; may be called again, and then from anywhere."""
        if self._closed:
            return
        self.home.check()
        self._closed = True
        self._ended.set()
        channels = (self._calls, self._streams)
        self._calls = self._streams = None
        for channel in channels:
            if channel is not None:
                await channel.close()

    def check(self) -> None:
        """Raises RuntimeError where it may not be used, and UnavailableError when it is closed."""
        if self._closed:
            raise _closed()
        self.home.check()

    def _call_channel(self) -> grpc.aio.Channel:
        self.check()
        if self._calls is None:
            self._calls = self._connect(_OPTIONS)
        return self._calls

    def _stream_channel(self) -> grpc.aio.Channel:
        self.check()
        if self._streams is None:
            self._streams = self._connect(_STREAM_OPTIONS)
        return self._streams

    def _connect(self, options: tuple[tuple[str, int], ...]) -> grpc.aio.Channel:
        return grpc.aio.insecure_channel(self._target, options=options)


class Stream(Generic[_M]):
    """The replies of one call, for one reader. It is at most one message ahead of its reader.

    gRPC cancels the call when a task that reads from it is cancelled. Here a read is a task of its own: a reader may be
    cancelled, as by `asyncio.wait_for`, and the next one goes on where it stopped.
    """

    def __init__(self, call: grpc.aio.UnaryStreamCall[Message, _M], home: Home) -> None:
        self._call = call
        self._home = home
        self._read: asyncio.Task[_M] | None = None

    async def read(self) -> _M:
        """The next message.

        Raises:
            UnavailableError: the call ended, was closed or lost its connection.
            LivevarsError: the server ended the call with another error.
        """
        self._home.check()
        if self._read is None:
            self._read = asyncio.ensure_future(self._next())
            self._read.add_done_callback(_retrieve)
        await asyncio.wait((self._read,))
        task, self._read = self._read, None
        if task.cancelled():
            raise UnavailableError("CONNECTION_LOST", "the stream was closed")
        return task.result()

    async def close(self) -> None:
        """Cancels the call and waits until a read that is under way has ended."""
        self._home.check()
        self._call.cancel()
        if self._read is not None:
            await asyncio.wait((self._read,))

    async def _next(self) -> _M:
        with translating():
            message = await self._call.read()
        if message is grpc.aio.EOF:
            raise UnavailableError("CONNECTION_LOST", "the server ended the stream without a reason")
        return cast("_M", message)


def _retrieve(task: asyncio.Task[_M]) -> None:
    # A read that nobody waits for any more may fail unseen.
    if not task.cancelled():
        task.exception()


def _serialize(message: Message) -> bytes:
    return message.SerializeToString()


def _closed() -> UnavailableError:
    return UnavailableError("CANCELLED", "the client is closed")
