package dev.livevars.wire;

import dev.livevars.model.LivevarsException;
import dev.livevars.model.Reason;
import dev.livevars.model.WatcherInfo;
import dev.livevars.model.WatcherQuery;
import dev.livevars.wire.bus.v1.BusWatcherQuery;
import dev.livevars.wire.v1.Watcher;
import dev.livevars.wire.v1.WatcherKind;
import java.util.List;

/** Watchers, as lists have them, between protobuf and model. */
public final class WatcherWire {
  private WatcherWire() {}

  /** The watcher as protobuf. */
  public static Watcher toWire(WatcherInfo info) {
    return Watcher.newBuilder()
        .setId(info.id())
        .setSession(info.session())
        .setLabel(info.label())
        .addAllSelectors(info.selectors())
        .setKind(
            info.kind() == WatcherInfo.Kind.GRPC
                ? WatcherKind.WATCHER_KIND_GRPC
                : WatcherKind.WATCHER_KIND_LOCAL)
        .setNode(info.node())
        .setPeer(info.peer())
        .setSince(TimeWire.toWire(info.since()))
        .setDelivered(info.delivered())
        .setConflated(info.conflated())
        .setFiltered(info.filtered())
        .setFilterFailures(info.filterFailures())
        .setPending(info.pending())
        .setLagRevisions(info.lagRevisions())
        .setLagMillis(info.lagMillis())
        .build();
  }

  static BusWatcherQuery toWire(WatcherQuery<?> query) {
    BusWatcherQuery.Builder wire = BusWatcherQuery.newBuilder();
    if (query instanceof WatcherQuery.ListWatchers list) {
      wire.setList(list.session());
    } else if (query instanceof WatcherQuery.CountWatchers count) {
      wire.getCountBuilder().addAllIds(count.sessions());
    } else if (query instanceof WatcherQuery.StopWatcher stop) {
      wire.getStopBuilder().setSession(stop.session()).setId(stop.id());
    }
    return wire.build();
  }

  static WatcherQuery<?> toModel(BusWatcherQuery wire) {
    return switch (wire.getQueryCase()) {
      case LIST -> new WatcherQuery.ListWatchers(wire.getList());
      case COUNT -> new WatcherQuery.CountWatchers(List.copyOf(wire.getCount().getIdsList()));
      case STOP ->
          new WatcherQuery.StopWatcher(wire.getStop().getSession(), wire.getStop().getId());
      case QUERY_NOT_SET ->
          throw new LivevarsException(
              Reason.INTERNAL, "a query of another node is of no kind that is known here");
    };
  }

  /** The watcher of protobuf. */
  public static WatcherInfo toModel(Watcher watcher) {
    return new WatcherInfo(
        watcher.getId(),
        watcher.getSession(),
        watcher.getLabel(),
        watcher.getSelectorsList(),
        watcher.getKind() == WatcherKind.WATCHER_KIND_GRPC
            ? WatcherInfo.Kind.GRPC
            : WatcherInfo.Kind.LOCAL,
        watcher.getNode(),
        watcher.getPeer(),
        TimeWire.toModel(watcher.getSince()),
        watcher.getDelivered(),
        watcher.getConflated(),
        watcher.getFiltered(),
        watcher.getFilterFailures(),
        watcher.getPending(),
        watcher.getLagRevisions(),
        watcher.getLagMillis());
  }
}
