package dev.livevars.wire;

import dev.livevars.model.Overflow;
import dev.livevars.model.Reason;
import dev.livevars.model.Selectors;
import dev.livevars.model.Value;
import dev.livevars.model.WatchPacing;
import dev.livevars.model.WatchSpec;
import dev.livevars.wire.v1.LastReceived;
import dev.livevars.wire.v1.OverflowPolicy;
import dev.livevars.wire.v1.WatchFilter;
import dev.livevars.wire.v1.WatchOverflow;
import dev.livevars.wire.v1.WatchVariablesRequest;
import java.util.Map;
import java.util.stream.Collectors;

/** What a watcher asks for, between protobuf and model. */
public final class WatchWire {
  /** How many bytes of values last received a request has at most; the rest is left out. */
  private static final int MOST_LAST_RECEIVED = 2 << 20;

  private WatchWire() {}

  /** The request of what is asked for. */
  public static WatchVariablesRequest toWire(WatchSpec spec) {
    WatchVariablesRequest.Builder wire =
        WatchVariablesRequest.newBuilder()
            .setSession(spec.session())
            .addAllSelectors(spec.selectors().texts())
            .setIncludeInitial(spec.includeInitial())
            .setStartRevision(spec.startRevision())
            .setLabel(spec.label())
            .setFilter(toWire(spec.filter()))
            .setPacing(toWire(spec.pacing()))
            .setOverflow(toWire(spec.overflow()))
            .setHeartbeatInterval(TimeWire.toWire(spec.heartbeat()));
    Present.ifSet(spec.lastReceived(), last -> wire.setLastReceived(toWire(last)));
    return wire.build();
  }

  /**
   * What a request asks for.
   *
   * @param session the session that it means
   * @throws dev.livevars.model.LivevarsException INVALID_REQUEST or INVALID_SELECTOR naming the
   *     field that is not allowed
   */
  public static WatchSpec toModel(String session, WatchVariablesRequest request) {
    return new WatchSpec(
        session,
        Selectors.parse(request.getSelectorsList()),
        request.getIncludeInitial(),
        request.getStartRevision(),
        request.getLabel(),
        toModel(request.getFilter()),
        toModel(request.getPacing()),
        toModel(request.getOverflow()),
        TimeWire.requested("heartbeat_interval", request.getHeartbeatInterval()),
        request.hasLastReceived() ? toModel(request.getLastReceived()) : null);
  }

  private static LastReceived toWire(Map<String, Value> lastReceived) {
    LastReceived.Builder wire = LastReceived.newBuilder();
    long bytes = 0;
    for (Map.Entry<String, Value> last : lastReceived.entrySet()) {
      var value = ValueWire.toWire(last.getValue());
      bytes += last.getKey().length() + value.getSerializedSize();
      if (bytes > MOST_LAST_RECEIVED) {
        break;
      }
      wire.putValues(last.getKey(), value);
    }
    return wire.build();
  }

  private static Map<String, Value> toModel(LastReceived lastReceived) {
    return lastReceived.getValuesMap().entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, last -> ValueWire.toModel(last.getValue())));
  }

  private static WatchFilter toWire(dev.livevars.model.WatchFilter filter) {
    WatchFilter.Builder wire = WatchFilter.newBuilder().setExpression(filter.expression());
    filter.kinds().stream().sorted().map(EnumWire::toWire).forEach(wire::addKinds);
    Present.ifSet(filter.minChange(), wire::setMinChange);
    Present.ifSet(filter.minChangeRatio(), wire::setMinChangeRatio);
    Present.ifSet(filter.minDistance(), wire::setMinDistance);
    return wire.build();
  }

  private static dev.livevars.model.WatchFilter toModel(WatchFilter filter) {
    return new dev.livevars.model.WatchFilter(
        filter.getKindsValueList().stream()
            .map(number -> EnumWire.requestedKind("filter.kinds", number))
            .collect(Collectors.toSet()),
        Present.orNull(filter.hasMinChange(), filter.getMinChange()),
        Present.orNull(filter.hasMinChangeRatio(), filter.getMinChangeRatio()),
        Present.orNull(filter.hasMinDistance(), filter.getMinDistance()),
        filter.getExpression());
  }

  private static dev.livevars.wire.v1.WatchPacing toWire(WatchPacing pacing) {
    return dev.livevars.wire.v1.WatchPacing.newBuilder()
        .setDebounce(TimeWire.toWire(pacing.debounce()))
        .setMaxWait(TimeWire.toWire(pacing.maxWait()))
        .setMinInterval(TimeWire.toWire(pacing.minInterval()))
        .build();
  }

  private static WatchPacing toModel(dev.livevars.wire.v1.WatchPacing pacing) {
    return new WatchPacing(
        TimeWire.requested("pacing.debounce", pacing.getDebounce()),
        TimeWire.requested("pacing.max_wait", pacing.getMaxWait()),
        TimeWire.requested("pacing.min_interval", pacing.getMinInterval()));
  }

  private static WatchOverflow toWire(Overflow overflow) {
    OverflowPolicy policy =
        switch (overflow.policy()) {
          case CONFLATE -> OverflowPolicy.OVERFLOW_POLICY_CONFLATE;
          case FAIL -> OverflowPolicy.OVERFLOW_POLICY_FAIL;
        };
    return WatchOverflow.newBuilder()
        .setPolicy(policy)
        .setBufferCapacity(overflow.capacity())
        .build();
  }

  private static Overflow toModel(WatchOverflow overflow) {
    Overflow.Policy policy =
        switch (overflow.getPolicy()) {
          case OVERFLOW_POLICY_UNSPECIFIED, OVERFLOW_POLICY_CONFLATE -> Overflow.Policy.CONFLATE;
          case OVERFLOW_POLICY_FAIL -> Overflow.Policy.FAIL;
          case UNRECOGNIZED ->
              throw EnumWire.refused(
                  Reason.INVALID_REQUEST,
                  "overflow.policy",
                  "is %d, which is not known".formatted(overflow.getPolicyValue()));
        };
    int capacity = overflow.getBufferCapacity();
    return new Overflow(policy, capacity == 0 ? Overflow.DEFAULT_CAPACITY : capacity);
  }
}
