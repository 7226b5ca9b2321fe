package dev.livevars.grpc;

import dev.livevars.model.Command;
import dev.livevars.model.LivevarsException;
import dev.livevars.model.Names;
import dev.livevars.wire.TimeWire;
import dev.livevars.wire.v1.CreateSessionRequest;
import dev.livevars.wire.v1.DeleteSessionRequest;
import dev.livevars.wire.v1.GetSessionRequest;
import dev.livevars.wire.v1.KeepAliveRequest;
import dev.livevars.wire.v1.ListSessionsRequest;
import java.util.UUID;

/** Requests about sessions as commands. What cannot be one is refused, naming the field. */
final class SessionRequests {
  private static final int MAX_PAGE = 1_000;

  private SessionRequests() {}

  static Command.CreateSession toCommand(CreateSessionRequest request) {
    String id = request.getId().isEmpty() ? UUID.randomUUID().toString() : id(request.getId());
    return new Command.CreateSession(
        id,
        request.hasTtl() ? TimeWire.requested("ttl", request.getTtl()) : null,
        request.getMetadataMap());
  }

  static Command.GetSession toCommand(GetSessionRequest request) {
    return new Command.GetSession(id(Requests.session(request.getId())));
  }

  static Command.KeepAlive toCommand(KeepAliveRequest request) {
    return new Command.KeepAlive(id(Requests.session(request.getId())));
  }

  static Command.DeleteSession toCommand(DeleteSessionRequest request) {
    if (request.getId().isEmpty()) {
      throw Requests.invalid("id", "is empty");
    }
    return new Command.DeleteSession(id(request.getId()));
  }

  static int pageSize(ListSessionsRequest request) {
    return Requests.pageSize(request.getPageSize(), MAX_PAGE, MAX_PAGE);
  }

  /** These requests call the session {@code id}, which others call {@code session}. */
  private static String id(String session) {
    try {
      return Names.requireSession(session);
    } catch (LivevarsException e) {
      throw e.with("field", "id");
    }
  }
}
