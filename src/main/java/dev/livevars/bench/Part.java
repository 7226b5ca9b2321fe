package dev.livevars.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** What can be measured by itself. */
public enum Part {
  LOCAL(true, "processor time, allocation and latency in one JVM"),
  LATENCY(true, "from a set to its receipt over gRPC, memory and SQLite"),
  FAN_OUT(true, "a change to 100 to 10,000 streams, paced and flat out"),
  STREAMS(true, "opening and closing 10,000 streams, their memory"),
  MEMORY(true, "memory a stream on a grid, and a local watcher"),
  SETS(true, "sets a second, by store and writers"),
  FROZEN(true, "what watchers that never read do to others"),
  CATCH_UP(true, "a watcher that missed a million revisions"),
  FILTERS(false, "what filters cost a local watcher"),
  WEATHER(false, "a year of weather, filtered and paced"),
  STORE(false, "SQLite: bare commits, sets, starting with much history"),
  GROWTH(false, "cost by number and size of things, for src/bench/plots");

  private final boolean usual;
  private final String what;

  Part(boolean usual, String what) {
    this.usual = usual;
    this.what = what;
  }

  /** The parts that the targets need. */
  public static List<Part> usual() {
    return Arrays.stream(values()).filter(part -> part.usual).toList();
  }

  /** What it is called on the command line. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What it measures, for people. */
  public String what() {
    return what;
  }

  /**
   * Measures one thing after the other and hands each on when it is known; blocks the caller's
   * thread.
   */
  public void run(Rig rig, Consumer<List<Figure>> report) {
    switch (this) {
      case LOCAL -> new LocalWatching(rig).measure(report);
      case LATENCY -> new RemoteWatching(rig).measure(report);
      case FAN_OUT -> new FanOut(rig).measure(report);
      case STREAMS -> new StreamLife(rig).measure(report);
      case MEMORY -> new Memory(rig).measure(report);
      case SETS -> new Sets(rig).measure(report);
      case FROZEN -> new FrozenWatchers(rig).measure(report);
      case CATCH_UP -> new ParkedWatcher(rig).measure(report);
      case FILTERS -> new FilterCost(rig).measure(report);
      case WEATHER -> new PacedTrace(rig).measure(report);
      case STORE -> new StoreCost(rig).measure(report);
      case GROWTH -> new Growth(rig).measure(report);
    }
  }
}
