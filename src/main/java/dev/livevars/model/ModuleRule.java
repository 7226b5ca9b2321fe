package dev.livevars.model;

import com.google.re2j.Pattern;
import dev.livevars.model.Constraints.ModuleConstraints;
import dev.livevars.model.Value.StringValue;
import org.jspecify.annotations.Nullable;

/** Accepts the dotted names of classes and modules by namespace, choices and pattern. */
final class ModuleRule extends ValueRule {
  /** Identifiers as Java and Python have them, with the {@code $} of Java's inner classes. */
  private static final String IDENTIFIER = "[\\pL\\p{Nl}_$][\\pL\\p{Nl}\\pM\\p{Nd}_$]*";

  private static final Pattern DOTTED_NAME =
      Pattern.compile(IDENTIFIER + "(\\." + IDENTIFIER + ")*");

  private final ModuleConstraints limits;
  private final Choices choices;
  private final @Nullable WholePattern pattern;

  ModuleRule(ModuleConstraints limits) {
    this.limits = limits;
    this.choices = new Choices(limits.choices());
    this.pattern = WholePattern.of(limits.pattern());
    limits.choices().forEach(choice -> requireDotted("choices", choice));
    requireDotted("namespace", limits.namespace());
  }

  @Override
  public StringValue accept(Value value) {
    StringValue name = StringRule.require(value, limits.type());
    if (!DOTTED_NAME.matches(name.value())) {
      throw Refusal.invalid("type", "module", name, "is not the dotted name of a class or module");
    }
    String namespace = limits.namespace();
    if (namespace != null && !name.value().startsWith(namespace + ".")) {
      throw Refusal.violated("namespace", namespace, name);
    }
    if (!choices.isEmpty() && !isChoice(name.value())) {
      throw Refusal.violated("choices", choices, name);
    }
    if (pattern != null) {
      pattern.require(name);
    }
    return name;
  }

  private boolean isChoice(String name) {
    String namespace = limits.namespace();
    return choices.contains(name)
        || (namespace != null && choices.contains(name.substring(namespace.length() + 1)));
  }

  private static void requireDotted(String constraint, @Nullable String name) {
    if (name != null && !DOTTED_NAME.matches(name)) {
      throw Refusal.contradiction(constraint, name, "is not a dotted name");
    }
  }
}
