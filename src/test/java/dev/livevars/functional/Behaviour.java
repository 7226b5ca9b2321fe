package dev.livevars.functional;

import static dev.livevars.Await.refusal;
import static dev.livevars.Await.result;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livevars.Variables;
import dev.livevars.model.Constraints;
import dev.livevars.model.Reason;
import dev.livevars.model.Variable;
import dev.livevars.model.VariableChange;
import io.vertx.core.Future;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/** What all behaviours are of: variables of an empty session, whatever stands behind them. */
interface Behaviour {

  /** The variables under test. */
  Variables variables();

  default Variable register(String name, Object value, Constraints constraints) {
    return result(variables().register(name, value, constraints));
  }

  default List<String> names(String... selectors) {
    return result(variables().list(selectors)).stream().map(Variable::name).toList();
  }

  static Reason reason(Future<?> future) {
    return refusal(future).reason();
  }

  static VariableChange next(BlockingQueue<VariableChange> changes) {
    try {
      VariableChange change = changes.poll(10, TimeUnit.SECONDS);
      assertThat(change).as("a change").isNotNull();
      return change;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  static Map<String, Object> ordered(Object... namesAndValues) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      values.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return values;
  }
}
