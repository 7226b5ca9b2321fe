package dev.livevars.remote;

import dev.livevars.model.Command;
import dev.livevars.model.Session;
import dev.livevars.wire.PageToken;
import dev.livevars.wire.SessionWire;
import dev.livevars.wire.TimeWire;
import dev.livevars.wire.v1.CreateSessionRequest;
import dev.livevars.wire.v1.CreateSessionResponse;
import dev.livevars.wire.v1.DeleteSessionRequest;
import dev.livevars.wire.v1.DeleteSessionResponse;
import dev.livevars.wire.v1.GetSessionRequest;
import dev.livevars.wire.v1.GetSessionResponse;
import dev.livevars.wire.v1.KeepAliveRequest;
import dev.livevars.wire.v1.KeepAliveResponse;
import dev.livevars.wire.v1.ListSessionsRequest;
import dev.livevars.wire.v1.ListSessionsResponse;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;

/** What is asked about sessions, as calls of rpcs. */
final class SessionCommands {
  private final Rpcs rpcs;

  SessionCommands(Rpcs rpcs) {
    this.rpcs = rpcs;
  }

  Future<Session> create(Command.CreateSession command) {
    CreateSessionRequest.Builder request =
        CreateSessionRequest.newBuilder()
            .setId(command.session())
            .putAllMetadata(command.metadata());
    if (command.ttl() != null) {
      request.setTtl(TimeWire.toWire(command.ttl()));
    }
    return rpcs.unary("CreateSession", request.build(), CreateSessionResponse.parser())
        .map(response -> SessionWire.toModel(response.getSession()));
  }

  Future<Session> get(Command.GetSession command) {
    return rpcs.unary(
            "GetSession",
            GetSessionRequest.newBuilder().setId(command.session()).build(),
            GetSessionResponse.parser())
        .map(response -> SessionWire.toModel(response.getSession()));
  }

  Future<Session> keepAlive(Command.KeepAlive command) {
    return rpcs.unary(
            "KeepAlive",
            KeepAliveRequest.newBuilder().setId(command.session()).build(),
            KeepAliveResponse.parser())
        .map(response -> SessionWire.toModel(response.getSession()));
  }

  Future<Boolean> delete(Command.DeleteSession command) {
    return rpcs.unary(
            "DeleteSession",
            DeleteSessionRequest.newBuilder().setId(command.session()).build(),
            DeleteSessionResponse.parser())
        .map(response -> true);
  }

  /** Reads pages, which may be shorter than they could be, until there are enough sessions. */
  Future<List<Session>> list(String after, int limit) {
    return list(after.isEmpty() ? "" : PageToken.after(after), limit, new ArrayList<>());
  }

  private Future<List<Session>> list(String token, int limit, List<Session> found) {
    return rpcs.unary(
            "ListSessions",
            ListSessionsRequest.newBuilder()
                .setPageSize(limit - found.size())
                .setPageToken(token)
                .build(),
            ListSessionsResponse.parser())
        .compose(
            page -> {
              page.getSessionsList().forEach(session -> found.add(SessionWire.toModel(session)));
              return page.getNextPageToken().isEmpty() || found.size() >= limit
                  ? Future.succeededFuture(List.copyOf(found))
                  : list(page.getNextPageToken(), limit, found);
            });
  }
}
