package dev.livevars.watch;

import com.google.re2j.Pattern;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelLateFunctionBindings;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The functions of expressions that are not CEL's own, or take less time than those. */
final class ExpressionFunctions {
  /** What the patterns of an expression must be written out for: they are compiled once. */
  static final String MATCHES = "matches";

  private static final String MATCHES_OVERLOAD = "matches_compiled";
  private static final String CONTAINS_OVERLOAD = "contains_linear";

  private ExpressionFunctions() {}

  static List<CelFunctionDecl> declarations() {
    List<CelFunctionDecl> declarations = new ArrayList<>();
    declarations.add(ofTexts(MATCHES, MATCHES_OVERLOAD));
    declarations.add(ofTexts("contains", CONTAINS_OVERLOAD));
    for (MixedOperator operator : MixedOperator.values()) {
      declarations.add(operator.declaration());
    }
    return declarations;
  }

  /** All but {@code matches}. */
  static List<CelFunctionBinding> bindings() {
    List<CelFunctionBinding> bindings = new ArrayList<>();
    bindings.add(
        CelFunctionBinding.from(
            CONTAINS_OVERLOAD, String.class, String.class, LinearSearch::contains));
    for (MixedOperator operator : MixedOperator.values()) {
      bindings.addAll(operator.bindings());
    }
    return bindings;
  }

  /** {@code matches} for the patterns of one expression. */
  @SuppressWarnings("Immutable") // Nobody changes the copy, and a Pattern never changes.
  static CelLateFunctionBindings matches(Map<String, Pattern> patterns) {
    Map<String, Pattern> compiled = Map.copyOf(patterns);
    return CelLateFunctionBindings.from(
        CelFunctionBinding.from(
            MATCHES_OVERLOAD,
            String.class,
            String.class,
            (text, pattern) -> Objects.requireNonNull(compiled.get(pattern)).matcher(text).find()));
  }

  private static CelFunctionDecl ofTexts(String function, String overload) {
    return CelFunctionDecl.newFunctionDeclaration(
        function,
        CelOverloadDecl.newMemberOverload(
            overload, SimpleType.BOOL, SimpleType.STRING, SimpleType.STRING));
  }
}
