package dev.livevars.model;

import java.time.Instant;
import java.util.Map;

/**
 * A named, typed, constrained value at one version.
 *
 * @param name the dotted name
 * @param value the value, of the constraints' type
 * @param constraints the type and its limits
 * @param description for people; may be empty
 * @param metadata for programs; may be empty
 * @param version 1 at the first registration, one more with every change of this name, deletions
 *     included
 * @param revision the session's revision of the last change
 * @param createdAt when it was registered
 * @param updatedAt when it was last changed
 * @param source who wrote it last; may be empty
 */
public record Variable(
    String name,
    Value value,
    Constraints constraints,
    String description,
    Map<String, String> metadata,
    long version,
    long revision,
    Instant createdAt,
    Instant updatedAt,
    String source) {
  public Variable {
    metadata = Map.copyOf(metadata);
  }

  /** The type, as the constraints have it. */
  public VariableType type() {
    return constraints.type();
  }
}
