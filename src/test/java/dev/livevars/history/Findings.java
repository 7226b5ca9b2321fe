package dev.livevars.history;

import com.google.errorprone.annotations.FormatMethod;
import com.google.errorprone.annotations.FormatString;
import java.util.ArrayList;
import java.util.List;

/** What was found to be wrong: sentences that begin with the guarantee. */
final class Findings {
  /** What is wrong with one watcher shows in its first sentences. */
  private static final int MOST = 8;

  private final List<String> all = new ArrayList<>();
  private String who = "";
  private int ofWho;

  /** What is found from now on is of this watcher. */
  void of(String watcher) {
    who = watcher;
    ofWho = 0;
  }

  @FormatMethod
  void add(String guarantee, @FormatString String message, Object... args) {
    if (ofWho++ < MOST) {
      all.add(
          "%s: %s%s"
              .formatted(guarantee, who.isEmpty() ? "" : who + ": ", message.formatted(args)));
    }
  }

  @FormatMethod
  void addIf(boolean wrong, String guarantee, @FormatString String message, Object... args) {
    if (wrong) {
      add(guarantee, message, args);
    }
  }

  List<String> all() {
    return List.copyOf(all);
  }
}
