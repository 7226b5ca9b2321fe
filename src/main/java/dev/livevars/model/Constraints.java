package dev.livevars.model;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The type of a variable and the limits of its value: immutable, each method that sets a limit
 * returns a new instance. A limit that is null is not set. {@link ValueRule#of} checks that the
 * limits do not contradict each other and enforces them.
 */
public sealed interface Constraints {

  /** The type that these constraints are for. */
  VariableType type();

  /** Whether nobody may set the value. */
  boolean readOnly();

  /** The same limits, read-only or not. */
  Constraints readOnly(boolean readOnly);

  /** A float without limits. */
  static FloatConstraints ofFloat() {
    return new FloatConstraints(null, null, null, false, false);
  }

  /** An integer without limits. */
  static IntegerConstraints ofInteger() {
    return new IntegerConstraints(null, null, null, false);
  }

  /** A string without limits. */
  static StringConstraints ofString() {
    return new StringConstraints(null, null, null, false);
  }

  /** A boolean. */
  static BooleanConstraints ofBoolean() {
    return new BooleanConstraints(false);
  }

  /** One of these strings. */
  static ChoiceConstraints ofChoice(String... choices) {
    return new ChoiceConstraints(Arrays.asList(choices), false);
  }

  /** A module name without limits. */
  static ModuleConstraints ofModule() {
    return new ModuleConstraints(List.of(), null, null, false);
  }

  /** An embedding without limits. */
  static EmbeddingConstraints ofEmbedding() {
    return new EmbeddingConstraints(null, null, false);
  }

  /** A tensor without limits. */
  static TensorConstraints ofTensor() {
    return new TensorConstraints(null, null, false);
  }

  /**
   * The constraints of a type without limits. A choice has none, so that its registration will be
   * refused.
   */
  static Constraints of(VariableType type) {
    return switch (type) {
      case FLOAT -> ofFloat();
      case INTEGER -> ofInteger();
      case STRING -> ofString();
      case BOOLEAN -> ofBoolean();
      case CHOICE -> ofChoice();
      case MODULE -> ofModule();
      case EMBEDDING -> ofEmbedding();
      case TENSOR -> ofTensor();
    };
  }

  /** Limits of a float: inclusive bounds; a value is min (or 0) plus whole steps. */
  record FloatConstraints(
      @Nullable Double min,
      @Nullable Double max,
      @Nullable Double step,
      boolean allowNonFinite,
      boolean readOnly)
      implements Constraints {
    @Override
    public VariableType type() {
      return VariableType.FLOAT;
    }

    public FloatConstraints min(double value) {
      return new FloatConstraints(value, max, step, allowNonFinite, readOnly);
    }

    public FloatConstraints max(double value) {
      return new FloatConstraints(min, value, step, allowNonFinite, readOnly);
    }

    public FloatConstraints step(double value) {
      return new FloatConstraints(min, max, value, allowNonFinite, readOnly);
    }

    public FloatConstraints allowNonFinite(boolean value) {
      return new FloatConstraints(min, max, step, value, readOnly);
    }

    @Override
    public FloatConstraints readOnly(boolean value) {
      return new FloatConstraints(min, max, step, allowNonFinite, value);
    }
  }

  /** Limits of an integer: inclusive bounds; a value is min (or 0) plus whole steps. */
  record IntegerConstraints(
      @Nullable Long min, @Nullable Long max, @Nullable Long step, boolean readOnly)
      implements Constraints {
    @Override
    public VariableType type() {
      return VariableType.INTEGER;
    }

    public IntegerConstraints min(long value) {
      return new IntegerConstraints(value, max, step, readOnly);
    }

    public IntegerConstraints max(long value) {
      return new IntegerConstraints(min, value, step, readOnly);
    }

    public IntegerConstraints step(long value) {
      return new IntegerConstraints(min, max, value, readOnly);
    }

    @Override
    public IntegerConstraints readOnly(boolean value) {
      return new IntegerConstraints(min, max, step, value);
    }
  }

  /**
   * Limits of a string: lengths in Unicode code points; an RE2 pattern that the whole must match.
   */
  record StringConstraints(
      @Nullable Integer minLength,
      @Nullable Integer maxLength,
      @Nullable String pattern,
      boolean readOnly)
      implements Constraints {
    @Override
    public VariableType type() {
      return VariableType.STRING;
    }

    public StringConstraints minLength(int value) {
      return new StringConstraints(value, maxLength, pattern, readOnly);
    }

    public StringConstraints maxLength(int value) {
      return new StringConstraints(minLength, value, pattern, readOnly);
    }

    public StringConstraints pattern(String value) {
      return new StringConstraints(minLength, maxLength, value, readOnly);
    }

    @Override
    public StringConstraints readOnly(boolean value) {
      return new StringConstraints(minLength, maxLength, pattern, value);
    }
  }

  /** A boolean has no limits. */
  record BooleanConstraints(boolean readOnly) implements Constraints {
    @Override
    public VariableType type() {
      return VariableType.BOOLEAN;
    }

    @Override
    public BooleanConstraints readOnly(boolean value) {
      return new BooleanConstraints(value);
    }
  }

  /** The strings that a choice may be. */
  record ChoiceConstraints(List<String> choices, boolean readOnly) implements Constraints {
    public ChoiceConstraints {
      choices = List.copyOf(choices);
    }

    @Override
    public VariableType type() {
      return VariableType.CHOICE;
    }

    @Override
    public ChoiceConstraints readOnly(boolean value) {
      return new ChoiceConstraints(choices, value);
    }
  }

  /**
   * Limits of a module: names relative to the namespace or full (empty is any), dotted prefix, RE2
   * pattern.
   */
  record ModuleConstraints(
      List<String> choices, @Nullable String namespace, @Nullable String pattern, boolean readOnly)
      implements Constraints {
    public ModuleConstraints {
      choices = List.copyOf(choices);
    }

    @Override
    public VariableType type() {
      return VariableType.MODULE;
    }

    public ModuleConstraints choices(String... values) {
      return new ModuleConstraints(Arrays.asList(values), namespace, pattern, readOnly);
    }

    public ModuleConstraints namespace(String value) {
      return new ModuleConstraints(choices, value, pattern, readOnly);
    }

    public ModuleConstraints pattern(String value) {
      return new ModuleConstraints(choices, namespace, value, readOnly);
    }

    @Override
    public ModuleConstraints readOnly(boolean value) {
      return new ModuleConstraints(choices, namespace, pattern, value);
    }
  }

  /** Limits of an embedding: number of elements, Euclidean norm. */
  record EmbeddingConstraints(
      @Nullable Integer dimensions, @Nullable Double maxNorm, boolean readOnly)
      implements Constraints {
    @Override
    public VariableType type() {
      return VariableType.EMBEDDING;
    }

    public EmbeddingConstraints dimensions(int value) {
      return new EmbeddingConstraints(value, maxNorm, readOnly);
    }

    public EmbeddingConstraints maxNorm(double value) {
      return new EmbeddingConstraints(dimensions, value, readOnly);
    }

    @Override
    public EmbeddingConstraints readOnly(boolean value) {
      return new EmbeddingConstraints(dimensions, maxNorm, value);
    }
  }

  /** Limits of a tensor: element type; shape, where -1 is any size. */
  record TensorConstraints(@Nullable DType dtype, @Nullable List<Long> shape, boolean readOnly)
      implements Constraints {
    public TensorConstraints {
      shape = shape == null ? null : List.copyOf(shape);
    }

    @Override
    public VariableType type() {
      return VariableType.TENSOR;
    }

    public TensorConstraints dtype(DType value) {
      return new TensorConstraints(value, shape, readOnly);
    }

    public TensorConstraints shape(long... sizes) {
      return new TensorConstraints(dtype, Arrays.stream(sizes).boxed().toList(), readOnly);
    }

    @Override
    public TensorConstraints readOnly(boolean value) {
      return new TensorConstraints(dtype, shape, value);
    }
  }
}
