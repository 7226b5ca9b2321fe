package dev.livevars.watch;

import dev.cel.checker.CelStandardDeclarations;
import dev.cel.checker.CelStandardDeclarations.StandardFunction;
import dev.cel.checker.CelStandardDeclarations.StandardFunction.Overload.Arithmetic;
import dev.cel.checker.CelStandardDeclarations.StandardOverload;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.ast.CelReference;
import dev.cel.common.types.CelType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntime.Program;
import dev.cel.runtime.CelRuntimeFactory;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The part of CEL that filter expressions may use. What costs more than its size is left out: the
 * macros that loop and the concatenations; and so is what values never are, dates and bytes.
 */
final class ExpressionLanguage {
  private static final int MOST_DEPTH = 50;

  private static final CelOptions OPTIONS =
      CelOptions.current()
          .enableHeterogeneousNumericComparisons(true)
          .maxParseRecursionDepth(MOST_DEPTH)
          .build();

  private static final Set<StandardFunction> FUNCTIONS =
      EnumSet.of(
          StandardFunction.LOGICAL_AND,
          StandardFunction.LOGICAL_OR,
          StandardFunction.LOGICAL_NOT,
          StandardFunction.CONDITIONAL,
          StandardFunction.EQUALS,
          StandardFunction.NOT_EQUALS,
          StandardFunction.LESS,
          StandardFunction.LESS_EQUALS,
          StandardFunction.GREATER,
          StandardFunction.GREATER_EQUALS,
          StandardFunction.IN,
          StandardFunction.INDEX,
          StandardFunction.ADD,
          StandardFunction.SUBTRACT,
          StandardFunction.MULTIPLY,
          StandardFunction.DIVIDE,
          StandardFunction.MODULO,
          StandardFunction.NEGATE,
          StandardFunction.SIZE,
          StandardFunction.STARTS_WITH,
          StandardFunction.ENDS_WITH,
          StandardFunction.INT,
          StandardFunction.DOUBLE,
          StandardFunction.STRING,
          StandardFunction.BOOL,
          StandardFunction.DYN,
          StandardFunction.TYPE);
  private static final Set<StandardOverload> CONCATENATIONS =
      Set.of(Arithmetic.ADD_STRING, Arithmetic.ADD_BYTES, Arithmetic.ADD_LIST);

  private static final CelCompiler COMPILER =
      CelCompilerFactory.standardCelCompilerBuilder()
          .setOptions(OPTIONS)
          .setStandardMacros(CelStandardMacro.HAS)
          .setStandardEnvironmentEnabled(false)
          .setStandardDeclarations(
              CelStandardDeclarations.newBuilder()
                  .filterFunctions(
                      (function, overload) ->
                          FUNCTIONS.contains(function) && !CONCATENATIONS.contains(overload))
                  .filterIdentifiers(identifier -> true)
                  .build())
          .addLibraries(CelExtensions.math(OPTIONS))
          .addFunctionDeclarations(ExpressionFunctions.declarations())
          .addVar("name", SimpleType.STRING)
          .addVar("old", SimpleType.DYN)
          .addVar("new", SimpleType.DYN)
          .addVar("version", SimpleType.INT)
          .addVar("source", SimpleType.STRING)
          .addVar("metadata", MapType.create(SimpleType.STRING, SimpleType.STRING))
          .build();
  private static final CelRuntime RUNTIME =
      CelRuntimeFactory.standardCelRuntimeBuilder()
          .setOptions(OPTIONS)
          .addLibraries(CelExtensions.math(OPTIONS))
          .addFunctionBindings(ExpressionFunctions.bindings())
          .build();

  private ExpressionLanguage() {}

  static CelAbstractSyntaxTree parse(String text) {
    try {
      return valid(COMPILER.parse(text));
    } catch (IllegalArgumentException e) { // A macro of math whose argument has a syntax error.
      throw ExpressionErrors.of("cannot be parsed");
    }
  }

  /** The same tree with its types. */
  static CelAbstractSyntaxTree check(CelAbstractSyntaxTree parsed) {
    CelAbstractSyntaxTree checked = valid(COMPILER.check(parsed));
    CelType type = checked.getResultType();
    if (!type.equals(SimpleType.BOOL) && !type.equals(SimpleType.DYN)) {
      throw ExpressionErrors.at(
          parsed, parsed.getExpr(), "it gives %s, but must give bool".formatted(type.name()));
    }
    return checked;
  }

  /** The variables that a checked tree uses. */
  static Set<String> names(CelAbstractSyntaxTree checked) {
    return checked.getReferenceMap().values().stream()
        .filter(reference -> reference.overloadIds().isEmpty())
        .map(CelReference::name)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** What evaluates a checked tree. */
  static Program program(CelAbstractSyntaxTree checked) {
    try {
      return RUNTIME.createProgram(checked);
    } catch (CelEvaluationException e) {
      throw new IllegalStateException("a checked expression cannot be evaluated", e);
    }
  }

  private static CelAbstractSyntaxTree valid(CelValidationResult result) {
    try {
      return result.getAst();
    } catch (CelValidationException e) {
      throw ExpressionErrors.of(e.getErrors().get(0));
    }
  }
}
