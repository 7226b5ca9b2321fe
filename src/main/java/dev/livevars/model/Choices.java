package dev.livevars.model;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A list of allowed strings, without duplicates and bounded. */
final class Choices {
  private static final int MOST = 10_000;

  private final List<String> listed;
  private final Set<String> allowed;

  Choices(List<String> listed) {
    if (listed.size() > MOST) {
      throw Refusal.contradiction("choices", listed.size(), "are more than " + MOST);
    }
    this.listed = listed;
    this.allowed = new HashSet<>();
    for (String choice : listed) {
      requireNew(choice);
    }
  }

  boolean isEmpty() {
    return listed.isEmpty();
  }

  boolean contains(String text) {
    return allowed.contains(text);
  }

  private void requireNew(String choice) {
    if (!Text.isWellFormed(choice)) {
      throw Refusal.contradiction("choices", choice, "has an unpaired surrogate");
    }
    if (!allowed.add(choice)) {
      throw Refusal.contradiction("choices", choice, "is there twice");
    }
  }

  /** The choices for an error. */
  @Override
  public String toString() {
    int shown = Math.min(listed.size(), 20);
    List<String> first = listed.subList(0, shown).stream().map(Text::shown).toList();
    return shown < listed.size() ? first + " and more" : first.toString();
  }
}
