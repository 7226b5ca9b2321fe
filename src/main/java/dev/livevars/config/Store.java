package dev.livevars.config;

/** Where a node keeps its variables. */
public enum Store {
  MEMORY;

  static final Kind<Store> KIND = new Kind<>("memory", Store::parse);

  /** Knows the stores to come, so that asking for one is told from a mistake. */
  private static Store parse(String text) {
    if (text.equals("memory")) {
      return MEMORY;
    }
    throw text.startsWith("sqlite:") || text.startsWith("jdbc:postgresql:")
        ? new IllegalArgumentException(
            "this store comes with the SQL changelog; until then only memory is allowed")
        : new IllegalArgumentException();
  }
}
