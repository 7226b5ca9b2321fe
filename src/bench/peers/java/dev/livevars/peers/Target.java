package dev.livevars.peers;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What Livevars has promised of a figure of a peer in the same run.
 *
 * @param ratio the most that Livevars' figure may be of the peer's, or the least where more is
 *     better
 */
record Target(String durability, String name, String peer, double ratio, boolean moreIsBetter) {
  private static final String LIVEVARS = "livevars";

  static List<Target> all() {
    List<Target> all = new ArrayList<>();
    for (String rate : List.of("1,000/s", "100/s")) {
      for (String percentile : List.of("p50", "p99")) {
        String name = "latency %s %s".formatted(rate, percentile);
        all.add(new Target("memory", name, "redis", 1, false));
        all.add(new Target("memory", name, "nats", 1, false));
        all.add(new Target("fsync", name, "etcd", 0.5, false));
      }
    }
    for (String watchers : List.of("1,000", "10,000")) {
      String name = "%s watchers flat out, server CPU a delivery".formatted(watchers);
      all.add(new Target("memory", name, "etcd", 0.2, false));
      all.add(new Target("memory", name, "nats", 0.2, false));
    }
    all.add(new Target("memory", "sets, 64 writers", "etcd", 1, true));
    all.add(new Target("fsync", "sets, 64 writers", "etcd", 1, true));
    return all;
  }

  /** Whether it was met; nothing where a figure is missing. */
  Optional<String> verdict(Figures figures) {
    OptionalDouble ours = figures.median(LIVEVARS, durability, name);
    OptionalDouble theirs = figures.median(peer, durability, name);
    if (ours.isEmpty() || theirs.isEmpty()) {
      return Optional.empty();
    }
    double is = ours.getAsDouble() / theirs.getAsDouble();
    boolean met = moreIsBetter ? is > ratio : is <= ratio;
    return Optional.of(
        String.format(
            Locale.ROOT,
            "%-4s  %-6s  %-48s %6.2f of %s's, wanted %s %.1f",
            met ? "met" : "lost",
            durability,
            name,
            is,
            peer,
            moreIsBetter ? "more than" : "at most",
            ratio));
  }
}
