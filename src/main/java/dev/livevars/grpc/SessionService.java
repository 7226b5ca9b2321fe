package dev.livevars.grpc;

import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import dev.livevars.bus.Bus;
import dev.livevars.model.Command;
import dev.livevars.watch.Watchers;
import dev.livevars.wire.PageToken;
import dev.livevars.wire.SessionWire;
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
import dev.livevars.wire.v1.Session;
import io.vertx.core.Future;
import java.util.function.Function;

/** The rpcs of {@code VariablesService} about sessions. */
final class SessionService {
  private final Rpcs rpcs;
  private final Bus bus;
  private final Watchers watchers;

  SessionService(Rpcs rpcs, Bus bus) {
    this.rpcs = rpcs;
    this.bus = bus;
    this.watchers = new Watchers(bus);
  }

  void bind() {
    unary(
        "CreateSession",
        CreateSessionRequest.parser(),
        request ->
            session(SessionRequests.toCommand(request))
                .map(made -> CreateSessionResponse.newBuilder().setSession(made).build()));
    unary(
        "GetSession",
        GetSessionRequest.parser(),
        request ->
            session(SessionRequests.toCommand(request))
                .map(found -> GetSessionResponse.newBuilder().setSession(found).build()));
    unary(
        "KeepAlive",
        KeepAliveRequest.parser(),
        request ->
            session(SessionRequests.toCommand(request))
                .map(kept -> KeepAliveResponse.newBuilder().setSession(kept).build()));
    unary(
        "DeleteSession",
        DeleteSessionRequest.parser(),
        request ->
            bus.request(SessionRequests.toCommand(request))
                .map(deleted -> DeleteSessionResponse.getDefaultInstance()));
    unary("ListSessions", ListSessionsRequest.parser(), this::list);
  }

  private Future<Session> session(Command.OfSession<dev.livevars.model.Session> command) {
    return bus.request(command).compose(watchers::counted).map(SessionWire::toWire);
  }

  /** One more than the page holds is asked for: it tells whether there is another page. */
  private Future<ListSessionsResponse> list(ListSessionsRequest request) {
    int size = SessionRequests.pageSize(request);
    return bus.listSessions(PageToken.session(request.getPageToken()), size + 1)
        .compose(watchers::counted)
        .map(found -> Responses.toResponse(found, size));
  }

  private <Q, A extends MessageLite> void unary(
      String method, Parser<Q> parser, Function<Q, Future<A>> answer) {
    rpcs.unary(VariablesService.DESCRIPTOR.getFullName(), method, parser, answer);
  }
}
