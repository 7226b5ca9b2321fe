package dev.livevars.config;

/** Whether a node joins others. */
final class Cluster {
  static final Kind<Boolean> KIND = new Kind<>("false", Cluster::parse);

  private Cluster() {}

  private static boolean parse(String text) {
    if (Kinds.FLAG.parse(text)) {
      throw new IllegalArgumentException(
          "clusters come with the shared changelog; until then only false is allowed");
    }
    return false;
  }
}
