package dev.livevars.watch;

import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelFunctionBinding;
import java.util.List;

/**
 * Arithmetic of an integer with a float, which CEL lacks: {@code new > old * 2} is then right for
 * variables of both types. The integer is widened.
 */
enum MixedOperator {
  ADD("_+_"),
  SUBTRACT("_-_"),
  MULTIPLY("_*_"),
  DIVIDE("_/_");

  private final String function;

  MixedOperator(String function) {
    this.function = function;
  }

  CelFunctionDecl declaration() {
    return CelFunctionDecl.newFunctionDeclaration(
        function,
        CelOverloadDecl.newGlobalOverload(
            overload("int_double"), SimpleType.DOUBLE, SimpleType.INT, SimpleType.DOUBLE),
        CelOverloadDecl.newGlobalOverload(
            overload("double_int"), SimpleType.DOUBLE, SimpleType.DOUBLE, SimpleType.INT));
  }

  List<CelFunctionBinding> bindings() {
    return List.of(
        CelFunctionBinding.from(overload("int_double"), Long.class, Double.class, this::ofLong),
        CelFunctionBinding.from(overload("double_int"), Double.class, Long.class, this::ofDouble));
  }

  private Double ofLong(Long left, Double right) {
    return apply(left, right);
  }

  private Double ofDouble(Double left, Long right) {
    return apply(left, right);
  }

  private double apply(double left, double right) {
    return switch (this) {
      case ADD -> left + right;
      case SUBTRACT -> left - right;
      case MULTIPLY -> left * right;
      case DIVIDE -> left / right;
    };
  }

  private String overload(String types) {
    return "mixed_%s_%s".formatted(this, types);
  }
}
