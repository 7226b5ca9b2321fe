package dev.livevars.observer;

import dev.livevars.model.LivevarsException;
import dev.livevars.model.WatcherInfo;
import dev.livevars.watch.Watcher;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A watcher from its registration to its end, which is when it is run. Confined to its event loop,
 * but for what every registration has.
 */
final class OpenWatcher implements Registration, Runnable {
  private final Watcher watcher;
  private final Loop loop;
  private final Consumer<Watcher> onEnd;
  private @Nullable Hub hub;
  private @Nullable Beat beat;
  private @Nullable Join join;

  /**
   * A watcher that was not opened yet.
   *
   * @param onEnd told of its end, once
   */
  OpenWatcher(Watcher watcher, Loop loop, Consumer<Watcher> onEnd) {
    this.watcher = watcher;
    this.loop = loop;
    this.onEnd = onEnd;
    watcher.onEnd(this);
  }

  Watcher watcher() {
    return watcher;
  }

  /** Lets it join: from here on the hub knows it. */
  void open(Hub feed, Beat reporting, Join joining) {
    hub = feed;
    beat = reporting;
    join = joining;
    feed.add(watcher);
    reporting.add(this);
    watcher.sink().onWritable(() -> loop.execute(this::wake));
    watcher.sink().created(watcher.origin().id());
    joining.run(() -> join = null);
  }

  /** Lets it report progress. */
  void report() {
    watcher.beat(cursor());
  }

  private void wake() {
    watcher.drain();
    if (join != null) {
      join.resume();
    }
  }

  @Override
  public void run() {
    if (hub != null && beat != null) {
      beat.remove(this);
      hub.remove(watcher);
    }
    onEnd.accept(watcher);
  }

  @Override
  public String session() {
    return watcher.spec().session();
  }

  @Override
  public Future<WatcherInfo> info(Instant now) {
    return loop.ask(() -> watcher.info(cursor(), now));
  }

  @Override
  public void stop(LivevarsException cause) {
    loop.execute(() -> watcher.end(cause, cursor()));
  }

  private long cursor() {
    return hub == null ? 0 : hub.cursor();
  }
}
