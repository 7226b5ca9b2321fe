package dev.livevars.grpc;

import dev.livevars.model.ChangeSet;
import dev.livevars.model.Reason;
import dev.livevars.model.Variable;
import dev.livevars.model.WatchEnd;
import dev.livevars.model.WatchSink;
import java.time.InstantSource;
import java.util.List;

/**
 * Writes the events of a watch to its stream. A stream whose client reads slowly is not writable;
 * the changes then wait in the watcher, not here, and the present values are not encoded yet.
 * Confined to the event loop of the connection.
 */
final class StreamSink implements WatchSink {
  private final Call call;
  private final PartQueue queue;
  private final ChangesEncoder encoder;
  private final InstantSource clock;
  private boolean live;

  StreamSink(Call call, ChangesEncoder encoder, InstantSource clock) {
    this.call = call;
    this.queue = new PartQueue(call);
    this.encoder = encoder;
    this.clock = clock;
  }

  @Override
  public boolean writable() {
    return queue.writable();
  }

  /** One message of several changes costs the client and the network little more than of one. */
  @Override
  public boolean batching() {
    return true;
  }

  @Override
  public void onWritable(Runnable wake) {
    queue.onWritable(wake);
  }

  @Override
  public void created(String id) {
    queue.send(WatchEvents.created(id));
  }

  @Override
  public void initial(long revision, List<Variable> variables) {
    queue.send(new InitialParts(revision, variables));
  }

  @Override
  public void live(long revision) {
    live = true;
    queue.send(WatchEvents.live(revision));
  }

  @Override
  public void changes(List<ChangeSet> sets) {
    encoder.encode(sets).forEach(queue::send);
  }

  @Override
  public void progress(long revision) {
    queue.send(WatchEvents.progress(revision, clock.instant()));
  }

  @Override
  public void resync(long oldestRevision) {
    queue.send(WatchEvents.resync(oldestRevision));
  }

  @Override
  public void end(WatchEnd end) {
    if (live || end.resumeRevision() > 0 || endsForServer(end.reason())) {
      queue.send(WatchEvents.closing(end));
    }
    queue.end(() -> over(end));
  }

  private void over(WatchEnd end) {
    if (end.reason() == Reason.STOPPED || end.reason() == Reason.CANCELLED) {
      call.complete();
    } else {
      call.fail(
          end.resumeRevision() > 0
              ? end.cause().with("resume_revision", Long.toString(end.resumeRevision()))
              : end.cause());
    }
  }

  /** Whether the server ends a watch for a reason of its own, not because it cannot be served. */
  private static boolean endsForServer(Reason reason) {
    return reason == Reason.STOPPED || reason == Reason.CANCELLED || reason == Reason.DRAINING;
  }
}
