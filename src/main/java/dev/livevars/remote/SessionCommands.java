package dev.livevars.remote;

import dev.livevars.model.Command;
import dev.livevars.model.Session;
import dev.livevars.wire.PageToken;
import dev.livevars.wire.RequestWire;
import dev.livevars.wire.SessionWire;
import dev.livevars.wire.v1.CreateSessionResponse;
import dev.livevars.wire.v1.DeleteSessionResponse;
import dev.livevars.wire.v1.GetSessionResponse;
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
    return rpcs.call("CreateSession", RequestWire.of(command), CreateSessionResponse.parser())
        .map(response -> SessionWire.toModel(response.getSession()));
  }

  Future<Session> get(Command.GetSession command) {
    return rpcs.read("GetSession", RequestWire.of(command), GetSessionResponse.parser())
        .map(response -> SessionWire.toModel(response.getSession()));
  }

  Future<Session> keepAlive(Command.KeepAlive command) {
    return rpcs.read("KeepAlive", RequestWire.of(command), KeepAliveResponse.parser())
        .map(response -> SessionWire.toModel(response.getSession()));
  }

  Future<Boolean> delete(Command.DeleteSession command) {
    return rpcs.call("DeleteSession", RequestWire.of(command), DeleteSessionResponse.parser())
        .map(response -> true);
  }

  /** Reads pages, which may be shorter than they could be, until there are enough sessions. */
  Future<List<Session>> list(String after, int limit) {
    return list(after.isEmpty() ? "" : PageToken.after(after), limit, new ArrayList<>());
  }

  private Future<List<Session>> list(String token, int limit, List<Session> found) {
    return rpcs.read(
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
