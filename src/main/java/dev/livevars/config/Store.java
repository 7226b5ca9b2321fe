package dev.livevars.config;

import java.util.regex.Pattern;

/** Where a node keeps its variables. */
final class Store {
  static final Kind<String> KIND =
      new Kind<>(
          "memory, sqlite:FILE or jdbc:postgresql:…", Store::parse, Store::withoutCredentials);

  private static final Pattern ALLOWED =
      Pattern.compile("memory|sqlite:.+|jdbc:postgresql:.+", Pattern.DOTALL);

  private Store() {}

  static boolean isShared(String store) {
    return store.startsWith("jdbc:postgresql:");
  }

  private static String parse(String text) {
    if (!ALLOWED.matcher(text).matches()) {
      throw new IllegalArgumentException();
    }
    return text;
  }

  /** A URL may have a password after a question mark or the like, or before an at sign. */
  private static String withoutCredentials(String text) {
    return text.replaceFirst("(?s)[?&;].*", "…").replaceFirst("(?s)//.*@", "//…@");
  }
}
