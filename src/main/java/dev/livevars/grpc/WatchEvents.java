package dev.livevars.grpc;

import dev.livevars.model.WatchEnd;
import dev.livevars.wire.TimeWire;
import dev.livevars.wire.v1.WatchChanges;
import dev.livevars.wire.v1.WatchClosing;
import dev.livevars.wire.v1.WatchCreated;
import dev.livevars.wire.v1.WatchInitial;
import dev.livevars.wire.v1.WatchLive;
import dev.livevars.wire.v1.WatchProgress;
import dev.livevars.wire.v1.WatchResync;
import dev.livevars.wire.v1.WatchVariablesResponse;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;

/** The events of a watch as encoded responses. */
final class WatchEvents {
  /**
   * How large a message may grow before what can be split is split: clients take 4 MiB by default.
   */
  static final int PART_BYTES = 1 << 20;

  private WatchEvents() {}

  static Buffer created(String id) {
    return encode(event().setCreated(WatchCreated.newBuilder().setWatcherId(id)));
  }

  static Buffer initial(WatchInitial.Builder part) {
    return encode(event().setInitial(part));
  }

  static Buffer live(long revision) {
    return encode(event().setLive(WatchLive.newBuilder().setRevision(revision)));
  }

  static Buffer changes(WatchChanges changes) {
    return encode(event().setChanges(changes));
  }

  static Buffer progress(long revision, Instant now) {
    return encode(
        event()
            .setProgress(
                WatchProgress.newBuilder()
                    .setRevision(revision)
                    .setServerTime(TimeWire.toWire(now))));
  }

  static Buffer resync(long oldestRevision) {
    return encode(event().setResync(WatchResync.newBuilder().setOldestRevision(oldestRevision)));
  }

  static Buffer closing(WatchEnd end) {
    return encode(
        event()
            .setClosing(
                WatchClosing.newBuilder()
                    .setReason(end.reason().name())
                    .setResumeRevision(end.resumeRevision())
                    .setMessage(end.message())));
  }

  private static WatchVariablesResponse.Builder event() {
    return WatchVariablesResponse.newBuilder();
  }

  private static Buffer encode(WatchVariablesResponse.Builder event) {
    return Buffer.buffer(event.build().toByteArray());
  }
}
