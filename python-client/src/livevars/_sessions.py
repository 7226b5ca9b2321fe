"""Making, reading and deleting sessions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from livevars._proto import variables_service_pb2 as service
from livevars._records import session_of
from livevars._wire import build, duration

if TYPE_CHECKING:
    import builtins
    from collections.abc import Mapping

    from livevars._model import Session
    from livevars._rpc import Rpc


class Sessions:
    """The sessions of the server; `Variables.sessions`.

    A session is a unit of isolation and of ordering: its variables and revisions are its own. `default` always exists.
    To work in another one, `connect` with its id.
    """

    def __init__(self, rpc: Rpc, own: str) -> None:
        self._rpc = rpc
        self._own = own

    async def create(
        self, id: str | None = None, *, ttl: float | None = None, metadata: Mapping[str, str] | None = None
    ) -> Session:
        """Makes a session; without an `id` the server makes one up.

        It ends by itself `ttl` seconds after the last call in it or the last open watch; without `ttl` it never does.

        Raises:
            AlreadyExistsError: there is a session of that id.
            InvalidValueError: a bad id, or a `ttl` that is too short or too long.
        """
        request = build(service.CreateSessionRequest, id=id, ttl=duration(ttl), metadata=metadata)
        return session_of((await self._rpc.call("CreateSession", request, service.CreateSessionResponse)).session)

    async def get(self, id: str | None = None) -> Session:
        """Reads a session, without an `id` the client's own; this does not prolong its life.

        Raises:
            NotFoundError: there is none of that id.
        """
        request = build(service.GetSessionRequest, id=self._id(id))
        return session_of((await self._rpc.read("GetSession", request, service.GetSessionResponse)).session)

    async def list(self) -> builtins.list[Session]:
        """Reads all sessions in the order of their ids; this does not prolong their lives.

        It is no consistent cut: sessions come and go meanwhile.
        """
        sessions: builtins.list[Session] = []
        page_token = ""
        while True:
            request = build(service.ListSessionsRequest, page_token=page_token)
            page = await self._rpc.read("ListSessions", request, service.ListSessionsResponse)
            sessions.extend(session_of(session) for session in page.sessions)
            page_token = page.next_page_token
            if not page_token:
                return sessions

    async def keep_alive(self, id: str | None = None) -> Session:
        """Prolongs the life of a session, without an `id` of the client's own, as any call in it does.

        Raises:
            NotFoundError: there is none of that id.
        """
        request = build(service.KeepAliveRequest, id=self._id(id))
        return session_of((await self._rpc.read("KeepAlive", request, service.KeepAliveResponse)).session)

    async def delete(self, id: str) -> None:
        """Deletes a session and its variables. Its watches end as WatchEnded with reason SESSION_DELETED.

        Raises:
            NotFoundError: there is none of that id.
            InvalidValueError: it is `default`.
        """
        request = build(service.DeleteSessionRequest, id=id)
        await self._rpc.call("DeleteSession", request, service.DeleteSessionResponse)

    def _id(self, id: str | None) -> str:
        return self._own if id is None else id
