package dev.livevars;

import dev.livevars.model.Backoff;
import dev.livevars.model.ChangeSet;
import dev.livevars.model.LivevarsException;
import dev.livevars.model.Reason;
import dev.livevars.model.Value;
import dev.livevars.model.Variable;
import dev.livevars.model.VariableChange;
import dev.livevars.model.WatchEnd;
import dev.livevars.model.WatchSink;
import dev.livevars.model.WatchSpec;
import io.vertx.core.Closeable;
import io.vertx.core.Completable;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A watch of a handler that opens again, after what was handed on, when it ends for a reason that
 * may pass. Confined to the context of the watch, but for what {@link Watch} offers to any thread.
 */
final class ReconnectingWatch implements Watch, Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(ReconnectingWatch.class);
  private static final long LONGEST_PAUSE_MILLIS = 5_000;

  private final Backoff backoff = new Backoff(LONGEST_PAUSE_MILLIS);
  private final StateProvider provider;
  private final ContextInternal context;
  private final WatchSpec spec;
  private final OpenedWatch target;
  private final ReconnectingWatches siblings;

  /** What was handed on last of each variable, when the filter compares with it. */
  private final Map<String, Value> lastValues = new HashMap<>(0);

  private Attempt attempt = new Attempt();
  private long timer = -1;
  private long next;
  private boolean cancelled;
  private boolean ended;

  /**
   * A watch that was not opened yet.
   *
   * @param spec what is asked for at first
   * @param target what hands on, and is told of the end alone that is for good
   * @param siblings have this watch among them until that end
   */
  ReconnectingWatch(
      StateProvider provider,
      ContextInternal context,
      WatchSpec spec,
      OpenedWatch target,
      ReconnectingWatches siblings) {
    this.provider = provider;
    this.context = context;
    this.spec = spec;
    this.target = target;
    this.siblings = siblings;
  }

  /** Opens it; completed when it is live for the first time. */
  Future<Watch> open() {
    siblings.add(this);
    if (context.isDeployment() && !context.closeFuture().add(this)) {
      cancel();
    }
    context.emit(spec, attempt::open);
    return target.whenLive().map(live -> this);
  }

  @Override
  public String id() {
    return target.id();
  }

  @Override
  public Future<Void> cancel() {
    Promise<Void> over = Promise.promise();
    target.onEnd(end -> over.tryComplete());
    context.emit(null, ignored -> cancelNow());
    return over.future();
  }

  @Override
  public Watch onEnd(Handler<WatchEnd> handler) {
    target.onEnd(handler);
    return this;
  }

  /** Called when the verticle is undeployed. */
  @Override
  public void close(Completable<Void> done) {
    cancel().onComplete(done);
  }

  /** Its end may be under way already, for whatever reason; else it follows. */
  private void cancelNow() {
    if (ended) {
      return;
    }
    cancelled = true;
    if (!attempt.id.isEmpty()) {
      provider.unwatchVariables(attempt.id);
    } else {
      attempt.over = true;
      finish(
          new WatchEnd(new LivevarsException(Reason.CANCELLED, "the watch was cancelled"), next));
    }
  }

  private void lost(WatchEnd end, boolean mayPass) {
    boolean anew = attempt.live && end.resumeRevision() == 0;
    if (cancelled || !mayPass || (anew && !spec.includeInitial())) {
      finish(end);
      return;
    }
    target.lost();
    next = anew ? 0 : Math.max(next, end.resumeRevision());
    // Present values come with a start revision only when that is compacted.
    WatchSpec again = anew || next > 0 ? continued() : spec;
    attempt = new Attempt();
    long wait = backoff.nextMillis();
    LOG.debug("a watch ended and opens again in {} ms: {}", wait, end.message());
    timer = context.setTimer(wait, expired -> attempt.open(again));
  }

  private WatchSpec continued() {
    WatchSpec later = spec.startRevision(next);
    return next > 0 && spec.filter().compares() ? later.lastReceived(lastValues) : later;
  }

  private void received(List<ChangeSet> sets) {
    for (ChangeSet set : sets) {
      for (VariableChange change : set.changes()) {
        Value value = change.newValue();
        if (value == null) {
          lastValues.remove(change.name());
        } else {
          lastValues.put(change.name(), value);
        }
      }
    }
  }

  private void finish(WatchEnd end) {
    ended = true;
    context.owner().cancelTimer(timer);
    context.removeCloseHook(this);
    siblings.remove(this);
    target.end(end);
  }

  /** One time that it is open; deaf after its end. */
  private final class Attempt implements WatchSink {
    private String id = "";
    private boolean live;
    private boolean over;

    void open(WatchSpec wanted) {
      if (!over) {
        provider.watchVariables(wanted, this).onComplete(this::opened, this::refused);
      }
    }

    /** One that was cancelled while it opened is taken back. */
    private void opened(String watcherId) {
      id = watcherId;
      if (over) {
        provider.unwatchVariables(watcherId);
      }
    }

    private void refused(Throwable failure) {
      WatchEnd end = WatchEnd.of(failure);
      over(end, end.reason() == Reason.DEADLINE_EXCEEDED);
    }

    @Override
    public boolean writable() {
      return target.writable();
    }

    @Override
    public void onWritable(Runnable wake) {
      target.onWritable(wake);
    }

    @Override
    public void created(String id) {
      if (!over) {
        target.created(id);
      }
    }

    @Override
    public void initial(long revision, List<Variable> variables) {
      if (!over) {
        next = revision + 1;
        backoff.reset();
        if (spec.filter().compares()) {
          lastValues.clear();
          variables.forEach(variable -> lastValues.put(variable.name(), variable.value()));
        }
        target.initial(revision, variables);
      }
    }

    @Override
    public void live(long revision) {
      if (!over) {
        live = true;
        next = revision + 1;
        target.live(revision);
      }
    }

    @Override
    public void changes(List<ChangeSet> sets) {
      if (!over) {
        next = sets.get(sets.size() - 1).revision() + 1;
        backoff.reset();
        if (spec.filter().compares()) {
          received(sets);
        }
        target.changes(sets);
      }
    }

    @Override
    public void progress(long revision) {
      if (!over) {
        next = Math.max(next, revision + 1);
        backoff.reset();
        target.progress(revision);
      }
    }

    @Override
    public void resync(long oldestRevision) {
      if (!over) {
        target.resync(oldestRevision);
      }
    }

    @Override
    public void end(WatchEnd end) {
      over(end, false);
    }

    private void over(WatchEnd end, boolean mayPass) {
      if (!over) {
        over = true;
        lost(end, mayPass || end.reason().status() == Reason.Status.UNAVAILABLE || mayResync(end));
      }
    }

    /** A live watch for which too much was compacted can go on from present values. */
    private boolean mayResync(WatchEnd end) {
      return live && spec.includeInitial() && end.reason() == Reason.REVISION_COMPACTED;
    }
  }
}
