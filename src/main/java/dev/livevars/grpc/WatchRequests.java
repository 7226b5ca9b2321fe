package dev.livevars.grpc;

import com.google.protobuf.Duration;
import dev.livevars.model.LivevarsException;
import dev.livevars.model.Reason;
import dev.livevars.model.Selectors;
import dev.livevars.model.WatchSpec;
import dev.livevars.wire.TimeWire;
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
  private static final int MAX_NANOS = 999_999_999;

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
        duration("heartbeat_interval", request.getHeartbeatInterval()));
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
    if (!duration(field, duration).isZero()) {
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

  private static java.time.Duration duration(String field, Duration duration) {
    int nanos = duration.getNanos();
    if (Math.abs((long) nanos) > MAX_NANOS || duration.getSeconds() < 0 || nanos < 0) {
      throw Requests.invalid(
          field,
          "is %d s and %d ns, but must be positive with less than a second of nanoseconds"
              .formatted(duration.getSeconds(), nanos));
    }
    return TimeWire.toModel(field, duration);
  }

  private static LivevarsException unserved(String field) {
    return new LivevarsException(
            Reason.NOT_YET_IMPLEMENTED, "%s is not implemented yet".formatted(field))
        .with("field", field);
  }
}
