package dev.livevars.wire;

import dev.livevars.model.WatcherInfo;
import dev.livevars.wire.v1.Watcher;
import dev.livevars.wire.v1.WatcherKind;

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
