package dev.livevars.grpc;

import dev.livevars.bus.Address;
import dev.livevars.bus.Bus;
import dev.livevars.model.WatchSpec;
import dev.livevars.model.WatcherInfo;
import dev.livevars.watch.ObserverRequest;
import dev.livevars.watch.ObserverRequest.Registered;
import dev.livevars.wire.WatchWire;
import dev.livevars.wire.v1.WatchVariablesRequest;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.InstantSource;

/**
 * The rpc that watches. Whatever ends a stream takes its watcher back, also when the observer has
 * not answered yet. Confined to one event loop.
 */
final class WatchService {
  static final String METHOD = "WatchVariables";

  private final ChangesEncoder encoder = new ChangesEncoder();
  private final Vertx vertx;
  private final Bus bus;
  private final Connections connections;
  private final InstantSource clock;

  WatchService(Vertx vertx, Bus bus, Connections connections, InstantSource clock) {
    this.vertx = vertx;
    this.bus = bus;
    this.connections = connections;
    this.clock = clock;
  }

  void bind(Rpcs rpcs) {
    rpcs.stream(
        VariablesService.DESCRIPTOR.getFullName(),
        METHOD,
        WatchVariablesRequest.parser(),
        this::watch);
  }

  private void watch(Call call, WatchVariablesRequest request) {
    WatchSpec spec = WatchWire.toModel(Requests.session(request.getSession()), request);
    connections.goneWhenClosed(call);
    call.sendHead();
    open(new ObserverRequest.OpenWatch(
            spec,
            new StreamSink(call, encoder, clock),
            vertx.getOrCreateContext(),
            WatcherInfo.Kind.GRPC,
            call.request().connection().remoteAddress().toString(),
            registered -> {}))
        .onComplete(registered -> call.onOver(registered.cancel()), call::fail);
  }

  private Future<Registered> open(ObserverRequest.OpenWatch request) {
    return bus.requestLocal(Address.observer(), request);
  }
}
