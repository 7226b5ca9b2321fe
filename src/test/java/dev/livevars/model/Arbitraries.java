package dev.livevars.model;

import static net.jqwik.api.Arbitraries.bytes;
import static net.jqwik.api.Arbitraries.doubles;
import static net.jqwik.api.Arbitraries.floats;
import static net.jqwik.api.Arbitraries.integers;
import static net.jqwik.api.Arbitraries.longs;
import static net.jqwik.api.Arbitraries.maps;
import static net.jqwik.api.Arbitraries.oneOf;
import static net.jqwik.api.Arbitraries.strings;

import dev.livevars.model.Constraints.ChoiceConstraints;
import dev.livevars.model.Constraints.FloatConstraints;
import dev.livevars.model.Constraints.IntegerConstraints;
import dev.livevars.model.Constraints.ModuleConstraints;
import dev.livevars.model.Constraints.StringConstraints;
import dev.livevars.model.Constraints.TensorConstraints;
import dev.livevars.model.Value.BooleanValue;
import dev.livevars.model.Value.EmbeddingValue;
import dev.livevars.model.Value.FloatValue;
import dev.livevars.model.Value.IntegerValue;
import dev.livevars.model.Value.StringValue;
import dev.livevars.model.Value.TensorValue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.jspecify.annotations.Nullable;

/** Random values, constraints, variables and changes, for the properties of all rooms. */
public final class Arbitraries {
  private Arbitraries() {}

  /** Any double: small ones, whole ones, huge ones, NaN and the infinities. */
  public static Arbitrary<Double> anyDouble() {
    return oneOf(
        doubles().between(-10, 10).ofScale(2),
        integers().between(-10, 10).map(Integer::doubleValue),
        longs().map(Double::longBitsToDouble).filter(Double::isFinite),
        net.jqwik.api.Arbitraries.of(
            Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -0.0, 0x1p63));
  }

  /** Any long, small ones and the extremes often. */
  public static Arbitrary<Long> anyLong() {
    return oneOf(longs().between(-10, 10), longs());
  }

  /** Text that can travel. */
  public static Arbitrary<String> texts() {
    return oneOf(
        strings().withChars("ab.é").ofMaxLength(6),
        net.jqwik.api.Arbitraries.of("dspy.Predict", "com.acme.Outer$Inner", "😀", "a\u0000b", ""),
        strings().all().ofMaxLength(12).filter(Text::isWellFormed));
  }

  /** Values of every kind, whatever their type makes of them. */
  public static Arbitrary<Value> values() {
    return oneOf(
        anyDouble().map(FloatValue::new),
        anyLong().map(IntegerValue::new),
        texts().map(StringValue::new),
        net.jqwik.api.Arbitraries.of(true, false).map(BooleanValue::new),
        embeddings(),
        tensors().map(TensorValue::new));
  }

  /** Values of the kind that suits a type. */
  public static Arbitrary<Value> values(VariableType type) {
    return switch (type) {
      case FLOAT -> anyDouble().map(FloatValue::new);
      case INTEGER -> anyLong().map(IntegerValue::new);
      case STRING, CHOICE -> texts().map(StringValue::new);
      case MODULE ->
          net.jqwik.api.Arbitraries.of("dspy.Predict", "b", "com.acme.Outer$Inner", "dspy.b")
              .map(StringValue::new);
      case BOOLEAN -> net.jqwik.api.Arbitraries.of(true, false).map(BooleanValue::new);
      case EMBEDDING -> embeddings().map(vector -> vector);
      case TENSOR -> tensors().map(TensorValue::new);
    };
  }

  /** Vectors, some of which are not finite. */
  public static Arbitrary<EmbeddingValue> embeddings() {
    return oneOf(
            floats().between(-2, 2),
            net.jqwik.api.Arbitraries.of(Float.NaN, Float.MAX_VALUE, Float.NEGATIVE_INFINITY, -0f))
        .array(float[].class)
        .ofMaxSize(5)
        .map(EmbeddingValue::new);
  }

  /** Tensors of every element type, of rank 0 to 3. */
  public static Arbitrary<Tensor> tensors() {
    Arbitrary<List<Long>> shapes = longs().between(0, 3).list().ofMaxSize(3);
    Arbitrary<DType> dtypes = net.jqwik.api.Arbitraries.of(DType.values());
    return Combinators.combine(dtypes, shapes).flatAs(Arbitraries::tensors);
  }

  private static Arbitrary<Tensor> tensors(DType dtype, List<Long> shape) {
    int elements = (int) shape.stream().mapToLong(Long::longValue).reduce(1, (a, b) -> a * b);
    byte most = dtype == DType.BOOL ? 1 : Byte.MAX_VALUE;
    byte least = dtype == DType.BOOL ? 0 : Byte.MIN_VALUE;
    return bytes()
        .between(least, most)
        .array(byte[].class)
        .ofSize(elements * dtype.bytes())
        .map(data -> Tensor.of(dtype, shape, data));
  }

  /** Constraints of every type that do not contradict themselves. */
  public static Arbitrary<Constraints> constraints() {
    return oneOf(Arrays.stream(VariableType.values()).map(Arbitraries::constraints).toList());
  }

  /** Constraints of a type that do not contradict themselves. */
  public static Arbitrary<Constraints> constraints(VariableType type) {
    Arbitrary<Boolean> flags = net.jqwik.api.Arbitraries.of(false, true);
    Arbitrary<? extends Constraints> limits =
        switch (type) {
          case FLOAT -> floatConstraints();
          case INTEGER -> integerConstraints();
          case STRING -> stringConstraints();
          case BOOLEAN -> flags.map(flag -> Constraints.ofBoolean());
          case CHOICE ->
              texts()
                  .list()
                  .uniqueElements()
                  .ofMinSize(1)
                  .map(c -> new ChoiceConstraints(c, false));
          case MODULE -> moduleConstraints();
          case EMBEDDING ->
              flags.flatMap(
                  flag ->
                      flag
                          ? integers()
                              .between(1, 4)
                              .map(n -> Constraints.ofEmbedding().dimensions(n))
                          : doubles()
                              .between(0, 4)
                              .map(norm -> Constraints.ofEmbedding().maxNorm(norm)));
          case TENSOR -> tensorConstraints();
        };
    return Combinators.combine(limits, flags).as(Constraints::readOnly);
  }

  private static Arbitrary<FloatConstraints> floatConstraints() {
    Arbitrary<Double> limits = doubles().between(-8, 8).ofScale(1);
    Arbitrary<Double> steps = net.jqwik.api.Arbitraries.of(0.1, 0.25, 0.3, 1.0, 1e300);
    return Combinators.combine(
            limits.injectNull(0.3),
            limits.injectNull(0.3),
            steps.injectNull(0.5),
            net.jqwik.api.Arbitraries.of(true, false))
        .as(
            (a, b, step, nonFinite) ->
                new FloatConstraints(least(a, b), greatest(a, b), step, nonFinite, false));
  }

  private static Arbitrary<IntegerConstraints> integerConstraints() {
    Arbitrary<Long> steps = longs().between(1, 5);
    return Combinators.combine(
            anyLong().injectNull(0.4), anyLong().injectNull(0.4), steps.injectNull(0.5))
        .as((a, b, step) -> new IntegerConstraints(least(a, b), greatest(a, b), step, false));
  }

  private static Arbitrary<StringConstraints> stringConstraints() {
    Arbitrary<Integer> lengths = integers().between(0, 6);
    // No class of Unicode: the tables of RE2/J are older than those of the JDK that judges it.
    Arbitrary<String> patterns =
        net.jqwik.api.Arbitraries.of("[ab.]*", "a.*", ".{0,3}", "[^\\x00-\\x7f]+");
    return Combinators.combine(
            lengths.injectNull(0.3), lengths.injectNull(0.3), patterns.injectNull(0.5))
        .as((a, b, pattern) -> new StringConstraints(least(a, b), greatest(a, b), pattern, false));
  }

  private static Arbitrary<ModuleConstraints> moduleConstraints() {
    Arbitrary<List<String>> choices =
        net.jqwik.api.Arbitraries.of("Predict", "dspy.Predict", "acme.Outer$Inner", "b")
            .list()
            .uniqueElements()
            .ofMaxSize(4);
    Arbitrary<String> namespaces = net.jqwik.api.Arbitraries.of("dspy", "com.acme", "com");
    Arbitrary<String> patterns = net.jqwik.api.Arbitraries.of(".*\\.[A-Z].*", "dspy.*");
    return Combinators.combine(choices, namespaces.injectNull(0.5), patterns.injectNull(0.5))
        .as((some, namespace, pattern) -> new ModuleConstraints(some, namespace, pattern, false));
  }

  private static Arbitrary<TensorConstraints> tensorConstraints() {
    Arbitrary<List<Long>> shapes = longs().between(-1, 3).list().ofMaxSize(3);
    return Combinators.combine(
            net.jqwik.api.Arbitraries.of(DType.values()).injectNull(0.5), shapes.injectNull(0.4))
        .as((dtype, shape) -> new TensorConstraints(dtype, shape, false));
  }

  /** Times to the nanosecond. */
  public static Arbitrary<Instant> instants() {
    return Combinators.combine(
            longs().between(-1_000_000_000L, 4_000_000_000L), integers().between(0, 999_999_999))
        .as(Instant::ofEpochSecond);
  }

  /** Variables whose parts need not fit together. */
  public static Arbitrary<Variable> variables() {
    Arbitrary<String> names = net.jqwik.api.Arbitraries.of("temperature", "llm.model", "_x-1");
    return Combinators.combine(
            names, values(), constraints(), texts(), metadata(), counters(), instants(), texts())
        .as(
            (name, value, constraints, description, metadata, version, time, source) ->
                new Variable(
                    name,
                    value,
                    constraints,
                    description,
                    metadata,
                    version,
                    version + 1,
                    time,
                    time.plusNanos(1),
                    source));
  }

  /** Variables as a session may hold them: the value satisfies the constraints. */
  public static Arbitrary<Variable> consistentVariables() {
    return net.jqwik.api.Arbitraries.of(VariableType.values())
        .flatMap(type -> Combinators.combine(constraints(type), values(type)).as(Fit::of))
        .flatMap(fit -> variables().map(variable -> fit.in(variable)));
  }

  /** Sessions as they are at one moment. */
  public static Arbitrary<Session> sessions() {
    Arbitrary<Duration> ttls = longs().between(1, 1L << 50).map(Duration::ofNanos);
    Arbitrary<Integer> counts = integers().between(0, 1 << 20);
    return Combinators.combine(
            ttls.injectNull(0.3), metadata(), counters(), counts, instants().injectNull(0.3))
        .as(
            (ttl, metadata, revision, count, expires) ->
                new Session(
                    "s." + revision,
                    ttl,
                    metadata,
                    revision,
                    count,
                    2 * count,
                    Instant.EPOCH,
                    expires));
  }

  /** Versions of variables, deletions among them. */
  public static Arbitrary<HistoricValue> historicValues() {
    return changes("default", 7).map(HistoricValue::of);
  }

  /** Constraints and a value that satisfies them. */
  private record Fit(Constraints constraints, Value value) {
    static Fit of(Constraints constraints, Value value) {
      try {
        return new Fit(constraints, ValueRule.of(constraints).accept(value));
      } catch (LivevarsException e) {
        return switch (constraints.type()) {
          case FLOAT -> new Fit(Constraints.ofFloat().allowNonFinite(true), value);
          case CHOICE -> new Fit(Constraints.ofChoice("a", text(value)), Value.of(text(value)));
          case MODULE -> new Fit(Constraints.ofModule(), Value.of("dspy.Predict"));
          case EMBEDDING -> new Fit(Constraints.ofEmbedding(), Value.of(new float[] {-0f, 0.1f}));
          default -> new Fit(Constraints.of(constraints.type()), value);
        };
      }
    }

    Variable in(Variable variable) {
      return new Variable(
          variable.name(),
          value,
          constraints,
          variable.description(),
          variable.metadata(),
          variable.version(),
          variable.revision(),
          variable.createdAt(),
          variable.updatedAt(),
          variable.source());
    }

    private static String text(Value value) {
      String text = (String) value.plain();
      return text.isEmpty() || text.equals("a") ? "b" : text;
    }
  }

  /** Changes of every kind at a revision. */
  public static Arbitrary<VariableChange> changes(String session, long revision) {
    return Combinators.combine(
            net.jqwik.api.Arbitraries.of(ChangeKind.values()),
            variables().injectNull(0.3),
            values().injectNull(0.3),
            counters(),
            texts(),
            metadata(),
            instants())
        .as(
            (kind, variable, old, version, source, metadata, time) ->
                new VariableChange(
                    kind,
                    session,
                    "temperature",
                    revision,
                    variable,
                    old,
                    1,
                    version,
                    version,
                    source,
                    metadata,
                    time,
                    version - 1,
                    false,
                    version % 2 == 0));
  }

  /** Change sets of one session with increasing revisions; at least one. */
  public static Arbitrary<List<ChangeSet>> changeSets(String session) {
    Arbitrary<List<Integer>> sizes = integers().between(1, 3).list().ofMinSize(1).ofMaxSize(3);
    return sizes.flatMap(
        counts -> {
          List<Arbitrary<ChangeSet>> sets = new ArrayList<>();
          for (int i = 0; i < counts.size(); i++) {
            long revision = 7 + 2L * i;
            sets.add(
                changes(session, revision)
                    .list()
                    .ofSize(counts.get(i))
                    .map(changes -> new ChangeSet(session, revision, changes)));
          }
          return Combinators.combine(sets).as(list -> list);
        });
  }

  private static Arbitrary<Map<String, String>> metadata() {
    return maps(texts(), texts()).ofMaxSize(3);
  }

  private static Arbitrary<Long> counters() {
    return longs().between(1, 1L << 40);
  }

  private static <T extends Comparable<T>> @Nullable T least(@Nullable T a, @Nullable T b) {
    return a == null || b == null || a.compareTo(b) <= 0 ? a : b;
  }

  private static <T extends Comparable<T>> @Nullable T greatest(@Nullable T a, @Nullable T b) {
    return a == null || b == null || a.compareTo(b) <= 0 ? b : a;
  }
}
