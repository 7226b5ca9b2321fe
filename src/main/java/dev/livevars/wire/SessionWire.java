package dev.livevars.wire;

import dev.livevars.model.LivevarsException;
import dev.livevars.model.Session;

/** Sessions between protobuf and model. */
public final class SessionWire {
  private SessionWire() {}

  /** The session as protobuf. */
  public static dev.livevars.wire.v1.Session toWire(Session session) {
    var wire =
        dev.livevars.wire.v1.Session.newBuilder()
            .setId(session.id())
            .putAllMetadata(session.metadata())
            .setRevision(session.revision())
            .setVariableCount(session.variableCount())
            .setWatcherCount(session.watcherCount())
            .setCreatedAt(TimeWire.toWire(session.createdAt()));
    Present.ifSet(session.ttl(), ttl -> wire.setTtl(TimeWire.toWire(ttl)));
    Present.ifSet(session.expiresAt(), time -> wire.setExpiresAt(TimeWire.toWire(time)));
    return wire.build();
  }

  /**
   * The session of protobuf.
   *
   * @throws LivevarsException INVALID_REQUEST when a time is out of range
   */
  public static Session toModel(dev.livevars.wire.v1.Session session) {
    return new Session(
        session.getId(),
        session.hasTtl() ? TimeWire.toModel("ttl", session.getTtl()) : null,
        session.getMetadataMap(),
        session.getRevision(),
        (int) session.getVariableCount(),
        (int) session.getWatcherCount(),
        TimeWire.toModel(session.getCreatedAt()),
        session.hasExpiresAt() ? TimeWire.toModel(session.getExpiresAt()) : null);
  }
}
