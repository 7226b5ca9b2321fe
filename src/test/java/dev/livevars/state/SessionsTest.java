package dev.livevars.state;

import static dev.livevars.Await.refusal;
import static dev.livevars.Await.result;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livevars.Await;
import dev.livevars.bus.Bus;
import dev.livevars.history.Recording;
import dev.livevars.local.LocalState;
import dev.livevars.model.Command;
import dev.livevars.model.Constraints;
import dev.livevars.model.LivevarsException;
import dev.livevars.model.Reason;
import dev.livevars.model.Selectors;
import dev.livevars.model.Session;
import dev.livevars.model.Value;
import dev.livevars.model.Variable;
import dev.livevars.model.WatchSpec;
import dev.livevars.observer.ObserverVerticle;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sessions come and go: what prolongs their life, and what their end means for others. */
class SessionsTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final Vertx vertx = Vertx.vertx();
  private final Context context = vertx.getOrCreateContext();
  private final Bus bus = new Bus(vertx);
  private final LocalState provider = new LocalState(vertx);
  private final FaultyChangelog changelog = new FaultyChangelog();
  private volatile Instant now = Instant.EPOCH;

  @BeforeEach
  void deploy() {
    InstantSource clock = () -> now;
    result(vertx.deployVerticle(new VariablesVerticle(changelog, Duration.ofMillis(20), clock)));
    result(
        vertx.deployVerticle(
            new ObserverVerticle("n", ObserverVerticle.Settings.defaults(), clock)));
  }

  @AfterEach
  void close() {
    result(vertx.close());
  }

  @Test
  void shouldMakeReadListAndDeleteSessions() {
    Session made = result(create("b", MINUTE));
    assertThat(made)
        .isEqualTo(
            new Session(
                "b", MINUTE, Map.of("k", "v"), 0, 0, 0, Instant.EPOCH, Instant.EPOCH.plus(MINUTE)));
    result(create("a", null));
    result(register("b", "x"));
    assertThat(result(get("b")))
        .isEqualTo(
            new Session(
                "b", MINUTE, Map.of("k", "v"), 1, 1, 0, Instant.EPOCH, Instant.EPOCH.plus(MINUTE)));
    assertThat(ids("", 10)).containsExactly("a", "b", "default");
    assertThat(ids("a", 1)).containsExactly("b");
    assertThat(refusal(create("a", null)).reason()).isEqualTo(Reason.SESSION_EXISTS);
    assertThat(result(delete("a"))).isTrue();
    assertThat(refusal(get("a")).reason()).isEqualTo(Reason.SESSION_NOT_FOUND);
    assertThat(refusal(register("a", "x")).reason()).isEqualTo(Reason.SESSION_NOT_FOUND);
    assertThat(refusal(delete("a")).reason()).isEqualTo(Reason.SESSION_NOT_FOUND);
    assertThat(refusal(delete("default")).reason()).isEqualTo(Reason.INVALID_REQUEST);
    assertThat(result(get("default")).expiresAt()).isNull();
  }

  @Test
  void shouldListTheSessionsOfAllShardsInOrder() {
    List<String> made =
        IntStream.range(0, 200).mapToObj(i -> "s-%03d".formatted((i * 37) % 200)).toList();
    made.forEach(id -> result(create(id, null)));
    assertThat(ids("default", 1_000)).isEqualTo(made.stream().sorted().toList());
  }

  @Test
  void shouldBeginASessionOfTheSameIdFromNothing() {
    result(create("a", null));
    result(register("a", "x"));
    result(delete("a"));
    result(create("a", null));
    assertThat(refusal(read("a", "x")).reason()).isEqualTo(Reason.VARIABLE_NOT_FOUND);
    Variable again = result(register("a", "x"));
    assertThat(again.version()).isEqualTo(1);
    assertThat(again.revision()).isEqualTo(1);
  }

  @Test
  void shouldGiveAnIdToOneOfThoseWhoWantItTogether() {
    List<Future<Session>> wanted = IntStream.range(0, 10).mapToObj(i -> create("a", null)).toList();
    Future.join(wanted).otherwiseEmpty().await();
    assertThat(wanted.stream().filter(Future::succeeded)).hasSize(1);
    assertThat(wanted.stream().filter(Future::failed))
        .allMatch(f -> ((LivevarsException) f.cause()).reason() == Reason.SESSION_EXISTS);
  }

  @Test
  void shouldEndASessionThatIsNotUsed() {
    result(create("a", MINUTE));
    result(register("a", "x"));
    pass(MINUTE.minusMillis(1));
    result(read("a", "x"));
    pass(MINUTE.minusMillis(1));
    result(bus.request(new Command.KeepAlive("a")));
    pass(MINUTE.minusMillis(1));
    assertThat(result(get("a")).expiresAt()).isEqualTo(now.plusMillis(1));
    pass(Duration.ofMillis(1));
    assertThat(refusal(get("a")).reason()).isEqualTo(Reason.SESSION_NOT_FOUND);
    assertThat(ids("", 10)).containsExactly("default");
    assertThat(result(create("a", MINUTE)).variableCount()).isZero();
  }

  @Test
  void shouldNotCountTheTimeInWhichTheOwnerStoodStill() {
    Duration second = Duration.ofSeconds(1);
    result(create("used", second));
    result(create("unused", second));
    result(register("used", "x"));
    for (int pause = 0; pause < 3; pause++) {
      now = now.plusSeconds(3);
      assertThat(ids("", 10)).as("looked for before the calls").contains("used", "unused");
      result(read("used", "x"));
    }
    pass(second.minusMillis(1));
    result(read("used", "x"));
    assertThat(refusal(get("unused")).reason()).isEqualTo(Reason.SESSION_NOT_FOUND);
    pass(second);
    assertThat(refusal(get("used")).reason()).isEqualTo(Reason.SESSION_NOT_FOUND);
  }

  @Test
  void shouldTellTheWatchersWhyTheSessionEnded() {
    result(create("a", null));
    result(create("b", MINUTE));
    Recording deleted = watch("a");
    result(delete("a"));
    assertThat(reasonOfEnd(deleted)).isEqualTo(Reason.SESSION_DELETED);
    Recording expired = watch("b");
    pass(MINUTE);
    assertThat(reasonOfEnd(expired)).isEqualTo(Reason.SESSION_EXPIRED);
  }

  @Test
  void shouldEndTheWatchersAlsoWhenNobodyTellsThem() {
    result(create("a", null));
    Recording watched = watch("a");
    vertx
        .eventBus()
        .addOutboundInterceptor(
            delivery -> {
              if (!(delivery.body() instanceof dev.livevars.model.FeedMessage.Ended)) {
                delivery.next();
              }
            });
    result(delete("a"));
    result(create("a", null));
    watch("a");
    result(register("a", "x"));
    assertThat(reasonOfEnd(watched)).isEqualTo(Reason.OWNER_UNAVAILABLE);
  }

  @Test
  void shouldKeepASessionAliveWhileItIsWatched() {
    result(create("a", Duration.ofMillis(300)));
    Recording watched = watch("a");
    for (int i = 0; i < 5; i++) {
      pass(Duration.ofMillis(299));
      Instant until = now.plusMillis(300);
      Await.until("kept alive", () -> until.equals(result(get("a")).expiresAt()));
    }
    result(provider.stopWatcher("a", result(provider.listWatchers("a")).get(0).id()));
    result(watched.untilEnded());
    pass(Duration.ofMillis(301));
    assertThat(refusal(get("a")).reason()).isEqualTo(Reason.SESSION_NOT_FOUND);
  }

  @Test
  void shouldEndASessionThoughTheStoreIsDown() {
    result(create("a", MINUTE));
    Recording watched = watch("a");
    changelog.down(true);
    pass(MINUTE);
    assertThat(reasonOfEnd(watched)).isEqualTo(Reason.SESSION_EXPIRED);
    assertThat(refusal(read("a", "x")).reason()).isEqualTo(Reason.SESSION_NOT_FOUND);
    assertThat(refusal(create("a", MINUTE)).reason()).isEqualTo(Reason.STORE_UNAVAILABLE);
    changelog.down(false);
    Await.until(
        "made", () -> create("a", MINUTE).transform(Future::succeededFuture).await().succeeded());
  }

  @Test
  void shouldKeepASessionThatTheStoreDoesNotDelete() {
    result(create("a", null));
    Recording watched = watch("a");
    changelog.down(true);
    assertThat(refusal(delete("a")).reason()).isEqualTo(Reason.STORE_UNAVAILABLE);
    changelog.down(false);
    result(register("a", "x"));
    result(watched.untilSets(1));
  }

  @Test
  void shouldFindOutWhatBecameOfACallWhoseAnswerWasLost() {
    result(create("deleted", null));
    result(create("expired", MINUTE));
    Recording watched = watch("deleted");
    changelog.mute(true);
    assertThat(refusal(delete("deleted")).reason()).isEqualTo(Reason.STORE_UNAVAILABLE);
    assertThat(refusal(create("made", null)).reason()).isEqualTo(Reason.STORE_UNAVAILABLE);
    pass(MINUTE);
    Await.until("deleted unheard", () -> changelog.load("expired").failed());
    changelog.mute(false);
    assertThat(reasonOfEnd(watched)).isEqualTo(Reason.SESSION_DELETED);
    assertThat(refusal(get("deleted")).reason()).isEqualTo(Reason.SESSION_NOT_FOUND);
    result(create("deleted", null));
    assertThat(refusal(create("made", null)).reason()).isEqualTo(Reason.SESSION_EXISTS);
    result(register("made", "x"));
    result(delete("made"));
    result(create("expired", MINUTE));
    assertThat(ids("", 10)).containsExactly("default", "deleted", "expired");
  }

  private Future<Session> create(String id, @Nullable Duration ttl) {
    return bus.request(new Command.CreateSession(id, ttl, Map.of("k", "v")));
  }

  private Future<Session> get(String id) {
    return bus.request(new Command.GetSession(id));
  }

  private Future<Boolean> delete(String id) {
    return bus.request(new Command.DeleteSession(id));
  }

  private Future<Variable> read(String session, String name) {
    return bus.request(new Command.GetVariable(session, name));
  }

  private Future<Variable> register(String session, String name) {
    return bus.request(
        new Command.RegisterVariable(
            session, name, Value.of(1), Constraints.ofInteger(), "", Map.of(), false, ""));
  }

  private List<String> ids(String after, int limit) {
    return result(bus.listSessions(after, limit)).stream().map(Session::id).toList();
  }

  private Recording watch(String session) {
    Recording recording = new Recording();
    WatchSpec spec = WatchSpec.of(session, Selectors.parse(List.of())).includeInitial(true);
    context.runOnContext(ignored -> provider.watchVariables(spec, recording));
    result(recording.until(events -> events.size() == 2));
    return recording;
  }

  private static Reason reasonOfEnd(Recording recording) {
    result(recording.untilEnded());
    return ((Recording.Event.Ended) recording.events().get(recording.events().size() - 1))
        .end()
        .reason();
  }

  /** Lets time go by while the owner runs and looks at the clock now and then. */
  private void pass(Duration time) {
    Instant until = now.plus(time);
    while (now.isBefore(until)) {
      Instant next = now.plus(Owner.TICK);
      now = next.isBefore(until) ? next : until;
      ids("", 1);
    }
  }
}
