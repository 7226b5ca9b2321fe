package dev.livevars.state;

import static dev.livevars.Await.refusal;
import static dev.livevars.Await.result;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livevars.Await;
import dev.livevars.Variables;
import dev.livevars.changelog.Changelog;
import dev.livevars.changelog.MemoryChangelog;
import dev.livevars.model.ChangeSet;
import dev.livevars.model.Command;
import dev.livevars.model.Constraints;
import dev.livevars.model.Reason;
import dev.livevars.model.Variable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Nothing is seen or answered before it is durable, and revisions that exist are never written
 * again.
 */
class OwnerTest {
  private final Vertx vertx = Vertx.vertx();
  private final Variables variables = Variables.local(vertx);
  private final SlowChangelog changelog = new SlowChangelog();

  @BeforeEach
  void deploy() {
    result(
        vertx.deployVerticle(
            new VariablesVerticle(changelog, Duration.ofSeconds(1), InstantSource.system())));
  }

  @AfterEach
  void close() {
    result(vertx.close());
  }

  @Test
  void shouldAnswerAndPublishOnlyWhatIsDurable() {
    List<Object> published = new ArrayList<>();
    vertx.eventBus().consumer("livevars.changed.default.x", m -> published.add(m.body()));
    Future<Variable> registered = variables.register("x", 1, Constraints.ofInteger());
    Future<Variable> read = variables.get("x");
    Await.until("the append is under way", () -> changelog.waiting.size() == 1);
    Future<?> other = variables.get("nobody");
    assertThat(refusal(other).reason()).isEqualTo(Reason.VARIABLE_NOT_FOUND);
    assertThat(registered.isComplete()).isFalse();
    assertThat(read.isComplete()).isFalse();
    assertThat(published).isEmpty();
    changelog.release();
    assertThat(result(registered)).isEqualTo(result(read));
    Await.until("published", () -> published.size() == 1);
  }

  @Test
  void shouldNotShowInTheFeedWhatIsNotDurable() {
    Future<Variable> registered = variables.register("x", 1, Constraints.ofInteger());
    Await.until("the append is under way", () -> changelog.waiting.size() == 1);
    assertThat(result(readFeed(1)).revision()).isZero();
    assertThat(refusal(readFeed(2)).reason()).isEqualTo(Reason.REVISION_IN_FUTURE);
    changelog.release();
    result(registered);
    assertThat(result(readFeed(1)).sets()).hasSize(1);
  }

  private Future<Command.FeedSlice> readFeed(long from) {
    return variables.provider().call(new Command.ReadFeed("default", from, 10));
  }

  /** A changelog whose appends complete when the test says so. */
  private static final class SlowChangelog implements Changelog {
    final Queue<Promise<Void>> waiting = new ConcurrentLinkedQueue<>();
    private final Changelog memory = new MemoryChangelog(100);

    void release() {
      waiting.forEach(Promise::complete);
    }

    @Override
    public Future<Void> append(ChangeSet set) {
      Promise<Void> promise = Promise.promise();
      waiting.add(promise);
      return promise.future().compose(released -> memory.append(set));
    }

    @Override
    public Future<List<ChangeSet>> read(String session, long fromRevision, int limit) {
      return memory.read(session, fromRevision, limit);
    }

    @Override
    public Future<Void> close() {
      return memory.close();
    }
  }
}
