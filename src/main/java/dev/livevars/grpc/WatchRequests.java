package dev.livevars.grpc;

import com.google.protobuf.Duration;
import dev.livevars.model.LivevarsException;
import dev.livevars.model.Reason;
import dev.livevars.model.Selectors;
import dev.livevars.model.WatchSpec;
import dev.livevars.wire.v1.OverflowPolicy;
import dev.livevars.wire.v1.WatchFilter;
import dev.livevars.wire.v1.WatchOverflow;
import dev.livevars.wire.v1.WatchPacing;
import dev.livevars.wire.v1.WatchVariablesRequest;

/**
 * Requests for watches as what a watcher asks for. What is not served yet is refused, never
 * ignored: a watcher that asked for a filter must not get everything.
 */
final class WatchRequests {
  private WatchRequests() {}

  static WatchSpec toSpec(WatchVariablesRequest request) {
    refuseFilter(request.getFilter());
    refusePacing(request.getPacing());
    return new WatchSpec(
        Requests.session(request.getSession()),
        Selectors.parse(request.getSelectorsList()),
        request.getIncludeInitial(),
        request.getStartRevision(),
        request.getLabel(),
        capacity(request.getOverflow()),
        Requests.duration("heartbeat_interval", request.getHeartbeatInterval()));
  }

  private static void refuseFilter(WatchFilter filter) {
    filter.getAllFields().keySet().stream()
        .findFirst()
        .ifPresent(
            field -> {
              throw unserved("filter." + field.getName());
            });
  }

  private static void refusePacing(WatchPacing pacing) {
    refuseUnlessZero("pacing.debounce", pacing.getDebounce());
    refuseUnlessZero("pacing.max_wait", pacing.getMaxWait());
    refuseUnlessZero("pacing.min_interval", pacing.getMinInterval());
  }

  private static void refuseUnlessZero(String field, Duration duration) {
    if (!Requests.duration(field, duration).isZero()) {
      throw unserved(field);
    }
  }

  private static int capacity(WatchOverflow overflow) {
    if (overflow.getPolicy() == OverflowPolicy.UNRECOGNIZED) {
      throw Requests.invalid(
          "overflow.policy", "is %d, which is not known".formatted(overflow.getPolicyValue()));
    }
    int capacity = overflow.getBufferCapacity();
    return capacity == 0 ? WatchSpec.DEFAULT_CAPACITY : capacity;
  }

  private static LivevarsException unserved(String field) {
    return new LivevarsException(
            Reason.NOT_YET_IMPLEMENTED, "%s is not implemented yet".formatted(field))
        .with("field", field);
  }
}
