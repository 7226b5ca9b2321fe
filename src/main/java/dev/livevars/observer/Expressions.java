package dev.livevars.observer;

import dev.livevars.watch.Expression;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The expressions that were used last, compiled; a new one is compiled off the event loop. Confined
 * to one event loop.
 */
final class Expressions {
  private static final int KEPT = 256;

  private final Vertx vertx;
  private final Map<String, Expression> compiled =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Expression> eldest) {
          return size() > KEPT;
        }
      };

  Expressions(Vertx vertx) {
    this.vertx = vertx;
  }

  /** The expression of a text, null of an empty one; fails as {@link Expression#compile} does. */
  Future<@Nullable Expression> of(String text) {
    Expression known = compiled.get(text);
    if (text.isEmpty() || known != null) {
      return Future.succeededFuture(known);
    }
    return vertx
        .executeBlocking(() -> Expression.compile(text), false)
        .onSuccess(expression -> compiled.put(text, expression));
  }
}
