package dev.livevars.wire;

import dev.livevars.model.HistoricValue;
import dev.livevars.model.LivevarsException;

/** The versions of variables between protobuf and model. */
public final class HistoryWire {
  private HistoryWire() {}

  /** The version as protobuf. */
  public static dev.livevars.wire.v1.HistoricValue toWire(HistoricValue version) {
    var wire =
        dev.livevars.wire.v1.HistoricValue.newBuilder()
            .setKind(EnumWire.toWire(version.kind()))
            .setVersion(version.version())
            .setRevision(version.revision())
            .setTime(TimeWire.toWire(version.time()))
            .setSource(version.source());
    Present.ifSet(version.value(), value -> wire.setValue(ValueWire.toWire(value)));
    return wire.build();
  }

  /**
   * The version of protobuf.
   *
   * @throws LivevarsException INVALID_REQUEST or INVALID_VALUE when a part is missing or broken
   */
  public static HistoricValue toModel(dev.livevars.wire.v1.HistoricValue version) {
    return new HistoricValue(
        EnumWire.toModel(version.getKind()),
        version.hasValue() ? ValueWire.toModel(version.getValue()) : null,
        version.getVersion(),
        version.getRevision(),
        TimeWire.toModel(version.getTime()),
        version.getSource());
  }
}
