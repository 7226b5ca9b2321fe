package dev.livevars.grpc;

import static dev.livevars.grpc.GrpcTestClient.number;
import static dev.livevars.grpc.GrpcTestClient.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Duration;
import dev.livevars.NodeOptions;
import dev.livevars.wire.v1.BatchSetVariablesRequest;
import dev.livevars.wire.v1.OverflowPolicy;
import dev.livevars.wire.v1.StopWatcherRequest;
import dev.livevars.wire.v1.VariableChange;
import dev.livevars.wire.v1.VariableUpdate;
import dev.livevars.wire.v1.WatchClosing;
import dev.livevars.wire.v1.WatchFilter;
import dev.livevars.wire.v1.WatchOverflow;
import dev.livevars.wire.v1.WatchPacing;
import dev.livevars.wire.v1.WatchVariablesRequest;
import dev.livevars.wire.v1.WatchVariablesResponse;
import dev.livevars.wire.v1.Watcher;
import dev.livevars.wire.v1.WatcherKind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class WatchServiceTest {
  private final TestNode node = TestNode.start(NodeOptions.defaults().retainRevisions(200));
  private final GrpcTestClient client = node.client();

  @AfterEach
  void close() {
    client.close();
    node.close();
  }

  @Test
  void shouldBringPresentValuesThenEveryChange() {
    client.register("a", number(0));
    TestCall watch = client.watch(all().setIncludeInitial(true).build()).awaitLive();
    for (int i = 1; i <= 50; i++) {
      client.set("a", number(i));
    }
    TestNode.until("all came", () -> changes(watch).size() == 50);
    assertThat(watch.events().get(0).hasCreated()).isTrue();
    assertThat(watch.events().get(1).getInitial().getLast()).isTrue();
    assertThat(watch.events().get(1).getInitial().getVariables(0).getName()).isEqualTo("a");
    assertThat(watch.events().get(2).getLive().getRevision()).isEqualTo(1);
    assertThat(changes(watch))
        .extracting(VariableChange::getRevision)
        .containsExactlyElementsOf(LongStream.rangeClosed(2, 51).boxed().toList());
  }

  @Test
  void shouldSplitLargePresentValues() {
    for (int i = 0; i < 5; i++) {
      client.register("large." + i, text("x".repeat(700_000)));
    }
    TestCall watch = client.watch(all().setIncludeInitial(true).build()).awaitLive();
    List<WatchVariablesResponse> parts =
        watch.events().stream().filter(WatchVariablesResponse::hasInitial).toList();
    assertThat(parts).hasSize(5);
    assertThat(parts).extracting(part -> part.getInitial().getRevision()).containsOnly(5L);
    assertThat(parts)
        .extracting(part -> part.getInitial().getLast())
        .containsExactly(false, false, false, false, true);
  }

  @Test
  void shouldEncodePresentValuesNoFasterThanTheClientTakesThem() {
    int count = 30;
    for (int i = 0; i < count; i++) {
      client.register("large." + i, text("x".repeat(1_000_000)));
    }
    try (GrpcTestClient slow = node.client()) {
      TestCall watch = slow.watch(all().setIncludeInitial(true).build());
      TestNode.until("the first part came", () -> watch.events().size() > 1);
      watch.pause();
      client.set("large.0", text("y"));
      watch.resume();
      TestNode.until("the change came", () -> changes(watch).size() == 1);
      List<WatchVariablesResponse> events = watch.events();
      assertThat(events).hasSize(count + 3);
      assertThat(events.subList(1, count + 1)).allMatch(WatchVariablesResponse::hasInitial);
      assertThat(events.get(count).getInitial().getLast()).isTrue();
      assertThat(events.get(count + 1).getLive().getRevision()).isEqualTo(count);
    }
  }

  @Test
  void shouldSplitLargeHistoryBetweenRevisions() {
    client.register("large", text(""));
    for (int i = 0; i < 6; i++) {
      client.set("large", text(("" + i).repeat(400_000)));
    }
    TestCall watch = client.watch(all().setStartRevision(1).build()).awaitLive();
    TestNode.until("all came", () -> changes(watch).size() == 7);
    assertThat(watch.messages()).allMatch(message -> message.length() < 2 << 20);
    assertThat(changes(watch))
        .extracting(VariableChange::getRevision)
        .containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L);
  }

  @Test
  void shouldKeepABatchInOneMessage() {
    BatchSetVariablesRequest.Builder batch = BatchSetVariablesRequest.newBuilder();
    for (int i = 0; i < 3; i++) {
      client.register("batch." + i, number(0));
      batch.addUpdates(VariableUpdate.newBuilder().setName("batch." + i).setValue(number(1)));
    }
    TestCall watch = client.watch(all().build()).awaitLive();
    client.call("BatchSetVariables", batch.build()).expectOk();
    WatchVariablesResponse event = watch.awaitEvent(WatchVariablesResponse::hasChanges);
    assertThat(event.getChanges().getChangesList()).hasSize(3);
    assertThat(event.getChanges().getFirstRevision()).isEqualTo(4);
    assertThat(event.getChanges().getLastRevision()).isEqualTo(4);
  }

  @Test
  void shouldReportProgressWhileIdle() {
    TestCall watch =
        client.watch(
            all().setHeartbeatInterval(Duration.newBuilder().setNanos(20_000_000)).build());
    WatchVariablesResponse event = watch.awaitEvent(WatchVariablesResponse::hasProgress);
    assertThat(event.getProgress().getServerTime().getSeconds()).isPositive();
  }

  @Test
  void shouldListItsWatchers() {
    client.watch(all().setLabel("me").addSelectors("llm.*").build()).awaitLive();
    Watcher watcher = client.watchers().get(0);
    assertThat(watcher.getKind()).isEqualTo(WatcherKind.WATCHER_KIND_GRPC);
    assertThat(watcher.getLabel()).isEqualTo("me");
    assertThat(watcher.getPeer()).startsWith("127.0.0.1:");
    assertThat(watcher.getSelectorsList()).containsExactly("llm.*");
  }

  @Test
  void shouldForgetAWatcherThatIsCancelled() {
    TestCall watch = client.watch(all().build()).awaitLive();
    assertThat(client.watchers()).hasSize(1);
    watch.cancel();
    TestNode.until("it is gone", () -> client.watchers().isEmpty());
  }

  @Test
  void shouldForgetAWatcherThatIsCancelledAtOnce() {
    for (int i = 0; i < 100; i++) {
      TestCall watch = client.watch(all().build());
      TestNode.until("the head came", watch::headReceived);
      watch.cancel();
    }
    TestNode.until("all are gone", () -> client.watchers().isEmpty());
  }

  @Test
  void shouldForgetTheWatchersOfAClientThatIsGone() {
    GrpcTestClient other = node.client();
    for (int i = 0; i < 20; i++) {
      other.watch(all().build()).awaitLive();
    }
    assertThat(client.watchers()).hasSize(20);
    other.close();
    TestNode.until("all are gone", () -> client.watchers().isEmpty());
  }

  @Test
  void shouldHoldManyWatchesOnOneConnection() {
    client.register("a", number(0));
    List<TestCall> watches = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      watches.add(client.watch(all().build()));
    }
    watches.forEach(TestCall::awaitLive);
    assertThat(client.watchers()).extracting(Watcher::getPeer).hasSize(400).containsOnly(peer());
    client.set("a", number(1));
    TestNode.until("all heard", () -> watches.stream().allMatch(w -> changes(w).size() == 1));
    watches.forEach(TestCall::cancel);
    TestNode.until("all are gone", () -> client.watchers().isEmpty());
    client.set("a", number(2));
  }

  private String peer() {
    return client.watchers().get(0).getPeer();
  }

  @Test
  void shouldEndAWatchThatIsStopped() {
    client.register("a", number(0));
    TestCall watch = client.watch(all().build()).awaitLive();
    String id = watch.events().get(0).getCreated().getWatcherId();
    client.call("StopWatcher", StopWatcherRequest.newBuilder().setWatcherId(id).build()).expectOk();
    watch.awaitEnd();
    assertThat(watch.code()).isZero();
    WatchClosing closing = watch.awaitEvent(WatchVariablesResponse::hasClosing).getClosing();
    assertThat(closing.getReason()).isEqualTo("STOPPED");
    assertThat(closing.getResumeRevision()).isEqualTo(2);
  }

  @Test
  void shouldEndItsWatchesWhenTheNodeDrains() {
    TestCall watch = client.watch(all().build()).awaitLive();
    TestNode.await(node.node().close());
    watch.awaitEnd();
    assertThat(watch.code()).isEqualTo(14);
    assertThat(watch.errorInfo().getReason()).isEqualTo("DRAINING");
    WatchClosing closing = watch.awaitEvent(WatchVariablesResponse::hasClosing).getClosing();
    assertThat(closing.getReason()).isEqualTo("DRAINING");
    assertThat(closing.getResumeRevision()).isEqualTo(1);
  }

  @Test
  void shouldEndAWatcherThatFallsBehindAndNoOther() {
    client.register("a", text(""));
    GrpcTestClient slow = node.client();
    TestCall frozen =
        slow.watch(
            all()
                .setOverflow(
                    WatchOverflow.newBuilder()
                        .setBufferCapacity(4)
                        .setPolicy(OverflowPolicy.OVERFLOW_POLICY_FAIL))
                .build());
    frozen.awaitLive();
    frozen.pause();
    TestCall other = client.watch(all().build()).awaitLive();
    int sets = 100;
    for (int i = 0; i < sets; i++) {
      client.set("a", text(i + "x".repeat(60_000)));
    }
    TestNode.until("the other has all", () -> changes(other).size() == sets);
    TestNode.until("the frozen one is gone", () -> client.watchers().size() == 1);
    frozen.resume();
    frozen.awaitEnd();
    assertThat(frozen.code()).isEqualTo(8);
    assertThat(frozen.errorInfo().getReason()).isEqualTo("WATCHER_OVERFLOW");
    WatchClosing closing = frozen.awaitEvent(WatchVariablesResponse::hasClosing).getClosing();
    assertThat(frozen.errorInfo().getMetadataOrThrow("resume_revision"))
        .isEqualTo(Long.toString(closing.getResumeRevision()));
    TestCall again = slow.watch(all().setStartRevision(closing.getResumeRevision()).build());
    TestNode.until(
        "nothing is missing", () -> changes(frozen).size() + changes(again).size() == sets);
    slow.close();
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        refusal(3, "INVALID_SELECTOR", "selectors", all().addSelectors("a b")),
        refusal(3, "INVALID_REQUEST", "start_revision", all().setStartRevision(-1)),
        refusal(3, "REVISION_IN_FUTURE", "start_revision", all().setStartRevision(99_999)),
        refusal(3, "INVALID_REQUEST", "label", all().setLabel("x".repeat(257))),
        refusal(5, "SESSION_NOT_FOUND", "", all().setSession("other")),
        refusal(
            3,
            "INVALID_REQUEST",
            "overflow.buffer_capacity",
            all().setOverflow(WatchOverflow.newBuilder().setBufferCapacity(-1))),
        refusal(
            3,
            "INVALID_REQUEST",
            "overflow.policy",
            all().setOverflow(WatchOverflow.newBuilder().setPolicyValue(77))),
        refusal(
            3,
            "INVALID_REQUEST",
            "heartbeat_interval",
            all().setHeartbeatInterval(Duration.newBuilder().setNanos(1))),
        refusal(
            3,
            "INVALID_REQUEST",
            "heartbeat_interval",
            all().setHeartbeatInterval(Duration.newBuilder().setSeconds(-1))),
        refusal(
            3,
            "INVALID_REQUEST",
            "heartbeat_interval",
            all().setHeartbeatInterval(Duration.newBuilder().setNanos(Integer.MAX_VALUE))),
        refusal(
            3,
            "INVALID_REQUEST",
            "filter.min_change",
            all().setFilter(WatchFilter.newBuilder().setMinChange(-1))),
        refusal(
            3,
            "INVALID_REQUEST",
            "filter.kinds",
            all().setFilter(WatchFilter.newBuilder().addKindsValue(99))),
        refusal(
            3,
            "INVALID_REQUEST",
            "filter.expression",
            all().setFilter(WatchFilter.newBuilder().setExpression("new >"))),
        refusal(
            3,
            "INVALID_REQUEST",
            "pacing.debounce",
            all()
                .setPacing(
                    WatchPacing.newBuilder().setDebounce(Duration.newBuilder().setNanos(-1)))),
        refusal(
            3,
            "INVALID_REQUEST",
            "overflow.policy",
            all().setOverflow(WatchOverflow.newBuilder().setPolicyValue(9))));
  }

  @ParameterizedTest(name = "{1} {2}")
  @MethodSource("refusals")
  void shouldSayWhatIsWrong(
      int code, String reason, String field, WatchVariablesRequest.Builder request) {
    TestCall watch = client.watch(request.build());
    watch.awaitEnd();
    assertThat(watch.code()).isEqualTo(code);
    assertThat(watch.errorInfo().getReason()).isEqualTo(reason);
    assertThat(watch.events()).noneMatch(WatchVariablesResponse::hasClosing);
    if (code == 3) {
      assertThat(watch.badRequest().getFieldViolations(0).getField()).isEqualTo(field);
    } else if (!field.isEmpty()) {
      assertThat(watch.errorInfo().getMetadataOrThrow("field")).isEqualTo(field);
      assertThat(watch.statusMessage()).contains(field);
    }
    assertThat(client.watchers()).isEmpty();
  }

  @Test
  void shouldSayWhatIsCompacted() {
    client.register("a", number(0));
    for (int i = 1; i < 300; i++) {
      client.set("a", number(i));
    }
    TestCall watch = client.watch(all().setStartRevision(1).build());
    watch.awaitEnd();
    assertThat(watch.code()).isEqualTo(11);
    assertThat(watch.errorInfo().getReason()).isEqualTo("REVISION_COMPACTED");
    assertThat(watch.errorInfo().getMetadataOrThrow("oldest_revision")).isEqualTo("101");
    TestCall resynced =
        client.watch(all().setStartRevision(1).setIncludeInitial(true).build()).awaitLive();
    assertThat(resynced.events().get(1).getResync().getOldestRevision()).isEqualTo(101);
    assertThat(resynced.events().get(2).getInitial().getRevision()).isEqualTo(300);
  }

  private static List<VariableChange> changes(TestCall watch) {
    return watch.events().stream()
        .flatMap(event -> event.getChanges().getChangesList().stream())
        .toList();
  }

  private static WatchVariablesRequest.Builder all() {
    return WatchVariablesRequest.newBuilder();
  }

  private static Arguments refusal(
      int code, String reason, String field, WatchVariablesRequest.Builder request) {
    return Arguments.of(code, reason, field, request);
  }
}
