package dev.livevars.peers;

/** How many watchers share a connection. */
public enum Spread {
  /** Ten connections for all. */
  TEN("%,d watchers"),
  /** A connection for each. */
  EACH("%,d watchers, a connection each");

  private final String title;

  Spread(String title) {
    this.title = title;
  }

  int connections(int watchers) {
    return this == EACH ? watchers : Math.min(watchers, 10);
  }

  String title(int watchers) {
    return title.formatted(watchers);
  }
}
