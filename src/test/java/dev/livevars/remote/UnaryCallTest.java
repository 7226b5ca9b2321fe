package dev.livevars.remote;

import static dev.livevars.Await.refusal;
import static dev.livevars.Await.result;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livevars.RemoteOptions;
import dev.livevars.Variables;
import dev.livevars.model.LivevarsException;
import dev.livevars.model.Reason;
import dev.livevars.wire.StatusWire;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which calls are made again, by what the node does with each attempt. */
class UnaryCallTest {
  private interface Answer {
    void give(HttpServerRequest request);
  }

  private static final Answer CUTS = request -> request.connection().close();
  private static final Answer RESETS = request -> request.response().reset(7);
  private static final Answer IS_SILENT = request -> {};
  private final LivevarsException gone = new LivevarsException(Reason.VARIABLE_NOT_FOUND, "gone");
  private final LivevarsException unanswered =
      new LivevarsException(Reason.OWNER_UNAVAILABLE, "no answer");

  private final Vertx vertx = Vertx.vertx();
  private final Queue<Answer> answers = new ConcurrentLinkedQueue<>();
  private final List<Long> deadlines = new CopyOnWriteArrayList<>();
  private final int port =
      result(
              vertx
                  .createHttpServer()
                  .requestHandler(request -> request.endHandler(sent -> answer(request)))
                  .listen(0, "127.0.0.1"))
          .actualPort();
  private final RemoteOptions options = RemoteOptions.of("127.0.0.1", port);
  private final Variables variables = Variables.remote(vertx, options);

  @AfterEach
  void close() {
    result(vertx.close());
  }

  @Test
  void shouldNotRepeatAWriteThatWasSentBeforeItsConnectionBroke() {
    node(CUTS, refuses(gone));
    assertThat(refusal(variables.set("x", 1)).reason()).isEqualTo(Reason.CONNECTION_LOST);
    assertThat(deadlines).hasSize(1);
  }

  @Test
  void shouldRepeatAReadWhoseConnectionBroke() {
    node(CUTS, CUTS, refuses(gone));
    assertThat(refusal(variables.get("x")).reason()).isEqualTo(Reason.VARIABLE_NOT_FOUND);
    assertThat(deadlines).hasSize(3);
  }

  @Test
  void shouldRepeatAWriteThatWasNotLookedAt() {
    node(RESETS, refuses(unanswered.notDone()), refuses(gone));
    assertThat(refusal(variables.set("x", 1)).reason()).isEqualTo(Reason.VARIABLE_NOT_FOUND);
    assertThat(deadlines).hasSize(3);
  }

  @ParameterizedTest
  @EnumSource(names = {"OWNER_UNAVAILABLE", "STORE_UNAVAILABLE", "CONNECTION_LOST"})
  void shouldNotRepeatAWriteThatMayHaveBeenMade(Reason reason) {
    node(refuses(new LivevarsException(reason, "perhaps")), refuses(gone));
    assertThat(refusal(variables.set("x", 1)).reason()).isEqualTo(reason);
    assertThat(deadlines).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource(names = {"OWNER_UNAVAILABLE", "STORE_UNAVAILABLE", "CONNECTION_LOST"})
  void shouldRepeatAReadThatCouldNotBeAnswered(Reason reason) {
    node(refuses(new LivevarsException(reason, "perhaps")), refuses(gone));
    assertThat(refusal(variables.history("x", 1)).reason()).isEqualTo(Reason.VARIABLE_NOT_FOUND);
  }

  @Test
  void shouldNotRepeatWhatIsRefusedForGood() {
    node(refuses(gone), CUTS);
    assertThat(refusal(variables.get("x")).reason()).isEqualTo(Reason.VARIABLE_NOT_FOUND);
    assertThat(deadlines).hasSize(1);
  }

  @Test
  void shouldGiveEachAttemptTheTimeThatIsLeft() {
    node(CUTS, CUTS, CUTS, refuses(gone));
    refusal(variables.get("x"));
    assertThat(deadlines).hasSize(4).doesNotHaveDuplicates();
    assertThat(deadlines.get(0)).isLessThanOrEqualTo(options.timeout().toNanos() / 1_000);
    assertThat(deadlines).isSortedAccordingTo((one, other) -> Long.compare(other, one));
  }

  @Test
  void shouldFailWithTheLastErrorWhenTheTimeIsOver() {
    node(CUTS, refuses(unanswered), IS_SILENT);
    LivevarsException error = refusal(hasty().get("x"));
    assertThat(error.reason()).isEqualTo(Reason.OWNER_UNAVAILABLE);
    assertThat(error.message()).startsWith("no answer; made again, GetVariable was not answered");
  }

  /** The attempt before was not done, but the one that is not answered may be. */
  @Test
  void shouldNotSayThatAnUnansweredWriteIsNotDone() {
    node(refuses(unanswered.notDone()), IS_SILENT);
    LivevarsException error = refusal(hasty().set("x", 1));
    assertThat(error.reason()).isEqualTo(Reason.OWNER_UNAVAILABLE);
    assertThat(error.isNotDone()).isFalse();
  }

  @Test
  void shouldRepeatNothingWhenToldSo() {
    node(refuses(unanswered.notDone()), refuses(gone));
    Variables once = Variables.remote(vertx, options.retry(false));
    assertThat(refusal(once.get("x")).reason()).isEqualTo(Reason.OWNER_UNAVAILABLE);
    assertThat(deadlines).hasSize(1);
  }

  private Variables hasty() {
    return Variables.remote(vertx, options.timeout(Duration.ofSeconds(1)));
  }

  private void node(Answer... script) {
    answers.addAll(Arrays.asList(script));
  }

  private void answer(HttpServerRequest request) {
    String timeout = request.getHeader("grpc-timeout");
    deadlines.add(Long.parseLong(timeout.substring(0, timeout.length() - 1)));
    answers.remove().give(request);
  }

  private static Answer refuses(LivevarsException error) {
    String details = Base64.getEncoder().encodeToString(StatusWire.details(error));
    return request ->
        request
            .response()
            .putHeader("content-type", "application/grpc")
            .putHeader("grpc-status", Integer.toString(StatusWire.code(error)))
            .putHeader("grpc-message", error.message())
            .putHeader(StatusWire.DETAILS_TRAILER, details)
            .end();
  }
}
