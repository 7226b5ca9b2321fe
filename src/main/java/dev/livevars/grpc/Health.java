package dev.livevars.grpc;

import com.google.protobuf.Descriptors.ServiceDescriptor;
import dev.livevars.model.LivevarsException;
import dev.livevars.model.Reason;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.grpc.health.v1.HealthCheckRequest;
import io.vertx.grpc.health.v1.HealthCheckResponse;
import io.vertx.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.vertx.grpc.health.v1.HealthListRequest;
import io.vertx.grpc.health.v1.HealthListResponse;
import io.vertx.grpc.health.v1.HealthProto;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Set;

/**
 * The standard health service: everything serves until the server drains. Vert.x's own would take
 * the connection's one slot for a close handler and write to streams that are gone. Confined to one
 * event loop.
 */
final class Health {
  static final ServiceDescriptor DESCRIPTOR =
      HealthProto.getDescriptor().findServiceByName("Health");

  private static final String NAME = DESCRIPTOR.getFullName();
  private static final Set<String> SERVICES = Set.of("", VariablesService.DESCRIPTOR.getFullName());

  private final Set<Call> watches = new HashSet<>();
  private boolean draining;

  void bind(Rpcs rpcs) {
    rpcs.unary(NAME, "Check", HealthCheckRequest.parser(), this::check);
    rpcs.unary(NAME, "List", HealthListRequest.parser(), request -> list());
    rpcs.stream(NAME, "Watch", HealthCheckRequest.parser(), this::watch);
  }

  /** From now on nothing serves: tells those who watch, and ends their calls. */
  void drain() {
    draining = true;
    for (Call watch : new ArrayList<>(watches)) {
      watch.send(encode(ServingStatus.NOT_SERVING));
      watch.complete();
    }
  }

  private Future<HealthCheckResponse> check(HealthCheckRequest request) {
    return SERVICES.contains(request.getService())
        ? Future.succeededFuture(response(present()))
        : Future.failedFuture(
            new LivevarsException(
                Reason.SERVICE_NOT_FOUND,
                "service '%s' is not known here".formatted(request.getService())));
  }

  private Future<HealthListResponse> list() {
    HealthListResponse.Builder response = HealthListResponse.newBuilder();
    SERVICES.forEach(name -> response.putStatuses(name, response(present())));
    return Future.succeededFuture(response.build());
  }

  private void watch(Call call, HealthCheckRequest request) {
    watches.add(call);
    call.onOver(() -> watches.remove(call));
    call.send(
        encode(
            SERVICES.contains(request.getService()) ? present() : ServingStatus.SERVICE_UNKNOWN));
    if (draining) {
      call.complete();
    }
  }

  private ServingStatus present() {
    return draining ? ServingStatus.NOT_SERVING : ServingStatus.SERVING;
  }

  private static HealthCheckResponse response(ServingStatus status) {
    return HealthCheckResponse.newBuilder().setStatus(status).build();
  }

  private static Buffer encode(ServingStatus status) {
    return Buffer.buffer(response(status).toByteArray());
  }
}
