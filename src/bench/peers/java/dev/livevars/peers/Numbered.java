package dev.livevars.peers;

/** Numbers as values of 16 characters. */
final class Numbered {
  private static final long BASE = 1_000_000_000_000_000L;

  private Numbered() {}

  static String value(long number) {
    return Long.toString(BASE + number);
  }

  static long number(String value) {
    return Long.parseLong(value) - BASE;
  }
}
