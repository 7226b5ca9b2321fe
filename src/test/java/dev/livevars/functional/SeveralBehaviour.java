package dev.livevars.functional;

import static dev.livevars.Await.refusal;
import static dev.livevars.Await.result;
import static dev.livevars.functional.Behaviour.ordered;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livevars.Await;
import dev.livevars.Variables;
import dev.livevars.model.Command.BatchGetResult;
import dev.livevars.model.Command.BatchSetResult;
import dev.livevars.model.Constraints;
import dev.livevars.model.LivevarsException;
import dev.livevars.model.Reason;
import dev.livevars.model.Variable;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What {@link Variables} does with several variables at once, whatever stands behind it. */
interface SeveralBehaviour extends Behaviour {

  @Test
  default void shouldReadSeveralInOneCut() {
    register("a", 1, Constraints.ofInteger());
    register("b", 2, Constraints.ofInteger());
    BatchGetResult got = result(variables().getMany("b", "nobody", "a"));
    assertThat(got.variables()).extracting(Variable::name).containsExactly("b", "a");
    assertThat(got.missing()).containsExactly("nobody");
    assertThat(got.revision()).isEqualTo(2);
  }

  @Test
  default void shouldSetSeveralAsOneRevision() {
    register("a", 1, Constraints.ofInteger());
    register("b", 2, Constraints.ofInteger());
    BatchSetResult set = result(variables().setMany(ordered("a", 10, "b", 20), true));
    assertThat(set.variables()).extracting(Variable::revision).containsExactly(3L, 3L);
    assertThat(set.revision()).isEqualTo(3);
  }

  @Test
  default void shouldApplyNothingOfAnAtomicBatchWithOneBadUpdate() {
    register("a", 1, Constraints.ofInteger());
    register("b", 2, Constraints.ofInteger().max(5));
    LivevarsException refused =
        refusal(variables().setMany(ordered("a", 10, "b", 20, "nobody", 1), true));
    assertThat(refused.message()).contains("'b'").contains("'nobody'");
    assertThat(result(variables().getMany("a", "b")).revision()).isEqualTo(2);
  }

  @Test
  default void shouldApplyTheGoodUpdatesOfABatchThatIsNotAtomic() {
    register("a", 1, Constraints.ofInteger());
    register("b", 2, Constraints.ofInteger().max(5));
    BatchSetResult set = result(variables().setMany(ordered("a", 10, "b", 20, "nobody", 1), false));
    assertThat(set.variables()).extracting(Variable::name).containsExactly("a");
    assertThat(set.errors().get("b").reason()).isEqualTo(Reason.CONSTRAINT_VIOLATED);
    assertThat(set.errors().get("nobody").reason()).isEqualTo(Reason.VARIABLE_NOT_FOUND);
  }

  @Test
  default void shouldListInTheOrderOfNames() {
    for (String name : List.of("llm.b", "llm.a", "other", "llm.deep.c")) {
      register(name, 1, Constraints.ofInteger());
    }
    assertThat(names("llm.*")).containsExactly("llm.a", "llm.b");
    assertThat(names("llm.**")).containsExactly("llm.a", "llm.b", "llm.deep.c");
    assertThat(names("other", "llm.a")).containsExactly("llm.a", "other");
    assertThat(names()).containsExactly("llm.a", "llm.b", "llm.deep.c", "other");
  }

  @Test
  default void shouldListAllPages() {
    IntStream.range(0, 2_500)
        .mapToObj(i -> variables().register("v%04d".formatted(i), i, Constraints.ofInteger()))
        .toList()
        .forEach(Await::result);
    assertThat(names()).hasSize(2_500).isSorted();
  }
}
