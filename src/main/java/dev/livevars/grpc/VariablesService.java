package dev.livevars.grpc;

import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import dev.livevars.bus.Bus;
import dev.livevars.model.Names;
import dev.livevars.watch.Watchers;
import dev.livevars.wire.VariableWire;
import dev.livevars.wire.v1.BatchGetVariablesRequest;
import dev.livevars.wire.v1.BatchSetVariablesRequest;
import dev.livevars.wire.v1.DeleteVariableRequest;
import dev.livevars.wire.v1.DeleteVariableResponse;
import dev.livevars.wire.v1.GetVariableHistoryRequest;
import dev.livevars.wire.v1.GetVariableRequest;
import dev.livevars.wire.v1.GetVariableResponse;
import dev.livevars.wire.v1.ListVariablesRequest;
import dev.livevars.wire.v1.ListWatchersRequest;
import dev.livevars.wire.v1.ListWatchersResponse;
import dev.livevars.wire.v1.RegisterVariableRequest;
import dev.livevars.wire.v1.RegisterVariableResponse;
import dev.livevars.wire.v1.RollbackVariableRequest;
import dev.livevars.wire.v1.RollbackVariableResponse;
import dev.livevars.wire.v1.SetVariableRequest;
import dev.livevars.wire.v1.SetVariableResponse;
import dev.livevars.wire.v1.StopWatcherRequest;
import dev.livevars.wire.v1.StopWatcherResponse;
import dev.livevars.wire.v1.UpdateConstraintsRequest;
import dev.livevars.wire.v1.UpdateConstraintsResponse;
import dev.livevars.wire.v1.VariablesServiceOuterClass;
import io.vertx.core.Future;
import java.util.function.Function;

/**
 * The unary rpcs of {@code VariablesService} about variables and watchers: commands for owners and
 * requests to the observer.
 */
final class VariablesService {
  static final ServiceDescriptor DESCRIPTOR =
      VariablesServiceOuterClass.getDescriptor().findServiceByName("VariablesService");

  private final Rpcs rpcs;
  private final Bus bus;
  private final Watchers watchers;

  VariablesService(Rpcs rpcs, Bus bus) {
    this.rpcs = rpcs;
    this.bus = bus;
    this.watchers = new Watchers(bus);
  }

  void bind() {
    unary(
        "RegisterVariable",
        RegisterVariableRequest.parser(),
        request ->
            bus.request(Requests.toCommand(request))
                .map(VariableWire::toWire)
                .map(v -> RegisterVariableResponse.newBuilder().setVariable(v).build()));
    unary(
        "GetVariable",
        GetVariableRequest.parser(),
        request ->
            bus.request(Requests.toCommand(request))
                .map(VariableWire::toWire)
                .map(v -> GetVariableResponse.newBuilder().setVariable(v).build()));
    unary(
        "SetVariable",
        SetVariableRequest.parser(),
        request ->
            bus.request(Requests.toCommand(request))
                .map(
                    result ->
                        SetVariableResponse.newBuilder()
                            .setVariable(VariableWire.toWire(result.variable()))
                            .setChanged(result.changed())
                            .build()));
    unary(
        "UpdateConstraints",
        UpdateConstraintsRequest.parser(),
        request ->
            bus.request(Requests.toCommand(request))
                .map(VariableWire::toWire)
                .map(v -> UpdateConstraintsResponse.newBuilder().setVariable(v).build()));
    unary(
        "DeleteVariable",
        DeleteVariableRequest.parser(),
        request ->
            bus.request(Requests.toCommand(request))
                .map(r -> DeleteVariableResponse.newBuilder().setRevision(r).build()));
    bindSeveral();
    bindWatchers();
    bindHistory();
  }

  private void bindSeveral() {
    unary(
        "ListVariables",
        ListVariablesRequest.parser(),
        request -> bus.request(Requests.toCommand(request)).map(Responses::toResponse));
    unary(
        "BatchGetVariables",
        BatchGetVariablesRequest.parser(),
        request -> bus.request(Requests.toCommand(request)).map(Responses::toResponse));
    unary(
        "BatchSetVariables",
        BatchSetVariablesRequest.parser(),
        request -> new BatchSets(request).execute(bus));
  }

  private void bindHistory() {
    unary(
        "GetVariableHistory",
        GetVariableHistoryRequest.parser(),
        request -> bus.request(Requests.toCommand(request)).map(Responses::toHistory));
    unary(
        "RollbackVariable",
        RollbackVariableRequest.parser(),
        request ->
            bus.request(Requests.toCommand(request))
                .map(VariableWire::toWire)
                .map(v -> RollbackVariableResponse.newBuilder().setVariable(v).build()));
  }

  private void bindWatchers() {
    unary("ListWatchers", ListWatchersRequest.parser(), this::listWatchers);
    unary("StopWatcher", StopWatcherRequest.parser(), this::stopWatcher);
  }

  private Future<ListWatchersResponse> listWatchers(ListWatchersRequest request) {
    String session = Names.requireSession(Requests.session(request.getSession()));
    return watchers.list(session).map(Responses::toResponse);
  }

  private Future<StopWatcherResponse> stopWatcher(StopWatcherRequest request) {
    String session = Names.requireSession(Requests.session(request.getSession()));
    if (request.getWatcherId().isEmpty()) {
      throw Requests.invalid("watcher_id", "is empty");
    }
    return watchers
        .stop(session, request.getWatcherId())
        .map(stopped -> StopWatcherResponse.getDefaultInstance());
  }

  private <Q, A extends MessageLite> void unary(
      String method, Parser<Q> parser, Function<Q, Future<A>> answer) {
    rpcs.unary(DESCRIPTOR.getFullName(), method, parser, answer);
  }
}
