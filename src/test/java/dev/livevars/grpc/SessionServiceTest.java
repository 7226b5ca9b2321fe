package dev.livevars.grpc;

import static dev.livevars.grpc.GrpcTestClient.number;
import static dev.livevars.grpc.GrpcTestClient.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Duration;
import dev.livevars.wire.v1.ChangeKind;
import dev.livevars.wire.v1.CreateSessionRequest;
import dev.livevars.wire.v1.CreateSessionResponse;
import dev.livevars.wire.v1.DeleteSessionRequest;
import dev.livevars.wire.v1.DeleteVariableRequest;
import dev.livevars.wire.v1.GetSessionRequest;
import dev.livevars.wire.v1.GetSessionResponse;
import dev.livevars.wire.v1.GetVariableHistoryRequest;
import dev.livevars.wire.v1.GetVariableHistoryResponse;
import dev.livevars.wire.v1.HistoricValue;
import dev.livevars.wire.v1.KeepAliveRequest;
import dev.livevars.wire.v1.KeepAliveResponse;
import dev.livevars.wire.v1.ListSessionsRequest;
import dev.livevars.wire.v1.ListSessionsResponse;
import dev.livevars.wire.v1.RollbackVariableRequest;
import dev.livevars.wire.v1.RollbackVariableResponse;
import dev.livevars.wire.v1.Session;
import dev.livevars.wire.v1.VariableChange;
import dev.livevars.wire.v1.WatchClosing;
import dev.livevars.wire.v1.WatchVariablesRequest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Sessions and the past of variables, as they are on the wire. */
class SessionServiceTest {
  private final TestNode node = TestNode.start();
  private final GrpcTestClient client = node.client();

  @AfterEach
  void close() {
    client.close();
    node.close();
  }

  @Test
  void shouldMakeReadRenewAndDelete() {
    Duration hour = Duration.newBuilder().setSeconds(3_600).build();
    Session made =
        create(
            CreateSessionRequest.newBuilder()
                .setId("s")
                .setTtl(hour)
                .putMetadata("team", "blau")
                .build());
    assertThat(made.getTtl()).isEqualTo(hour);
    assertThat(made.getMetadataMap()).containsEntry("team", "blau");
    assertThat(made.getExpiresAt().getSeconds() - made.getCreatedAt().getSeconds())
        .isEqualTo(3_600);
    assertThat(get("s")).isEqualTo(made);
    Session kept =
        client
            .get(
                "KeepAlive",
                KeepAliveRequest.newBuilder().setId("s").build(),
                KeepAliveResponse.parser())
            .getSession();
    assertThat(kept.getExpiresAt().getSeconds())
        .isGreaterThanOrEqualTo(made.getExpiresAt().getSeconds());
    client.call("DeleteSession", DeleteSessionRequest.newBuilder().setId("s").build()).expectOk();
    assertThat(client.call("GetSession", GetSessionRequest.newBuilder().setId("s").build()).code())
        .isEqualTo(5);
  }

  @Test
  void shouldMakeAnIdAndMeanDefaultWhenNoneIsGiven() {
    Session made = create(CreateSessionRequest.getDefaultInstance());
    assertThat(made.getId()).matches("[0-9a-f-]{36}");
    assertThat(made.hasTtl()).isFalse();
    assertThat(made.hasExpiresAt()).isFalse();
    assertThat(get("").getId()).isEqualTo("default");
    assertThat(
            client
                .get("KeepAlive", KeepAliveRequest.getDefaultInstance(), KeepAliveResponse.parser())
                .getSession()
                .getId())
        .isEqualTo("default");
  }

  @Test
  void shouldListPageByPage() {
    for (int i = 0; i < 4; i++) {
      create(CreateSessionRequest.newBuilder().setId("s." + i).build());
    }
    List<String> ids = new ArrayList<>();
    String token = "";
    int pages = 0;
    do {
      ListSessionsResponse page = list(2, token);
      page.getSessionsList().forEach(session -> ids.add(session.getId()));
      token = page.getNextPageToken();
      pages++;
    } while (!token.isEmpty());
    assertThat(ids).containsExactly("default", "s.0", "s.1", "s.2", "s.3");
    assertThat(pages).isEqualTo(3);
    assertThat(list(5, "").getNextPageToken()).isEmpty();
    assertThat(list(4, "").getNextPageToken()).isNotEmpty();
    assertThat(list(2_000_000, "").getSessionsList()).hasSize(5);
  }

  @Test
  void shouldCutPagesThatWouldBeTooLarge() {
    for (int i = 0; i < 40; i++) {
      create(
          CreateSessionRequest.newBuilder()
              .setId("s." + i)
              .putMetadata("k", "x".repeat(60_000))
              .build());
    }
    ListSessionsResponse page = list(0, "");
    assertThat(page.getSessionsCount()).isBetween(20, 39);
    assertThat(page.getNextPageToken()).isNotEmpty();
    assertThat(list(0, page.getNextPageToken()).getSessionsCount())
        .isEqualTo(41 - page.getSessionsCount());
  }

  @Test
  void shouldCountItsVariablesAndWatchers() {
    client.register("x", number(1));
    client.watch(WatchVariablesRequest.getDefaultInstance());
    TestNode.until("it watches", () -> get("").getWatcherCount() == 1);
    assertThat(get("").getVariableCount()).isEqualTo(1);
    assertThat(get("").getRevision()).isEqualTo(1);
    assertThat(list(0, "").getSessions(0).getWatcherCount()).isEqualTo(1);
  }

  @Test
  void shouldSayWhyTheWatchesOfADeletedSessionEnd() {
    create(CreateSessionRequest.newBuilder().setId("s").build());
    TestCall watch = client.watch(WatchVariablesRequest.newBuilder().setSession("s").build());
    watch.awaitLive();
    client.call("DeleteSession", DeleteSessionRequest.newBuilder().setId("s").build()).expectOk();
    watch.awaitEnd();
    WatchClosing closing = watch.events().get(watch.events().size() - 1).getClosing();
    assertThat(closing.getReason()).isEqualTo("SESSION_DELETED");
    assertThat(closing.getResumeRevision()).isZero();
    assertThat(watch.code()).isEqualTo(5);
    assertThat(watch.errorInfo().getReason()).isEqualTo("SESSION_DELETED");
  }

  @Test
  void shouldTellVersionsAndRollBack() {
    client.register("x", text("a"));
    client.set("x", text("b"));
    client
        .call("DeleteVariable", DeleteVariableRequest.newBuilder().setName("x").build())
        .expectOk();
    client.register("x", text("c"));
    List<HistoricValue> versions = history(0);
    assertThat(versions).extracting(HistoricValue::getVersion).containsExactly(4L, 3L, 2L, 1L);
    assertThat(versions.get(1).getKind()).isEqualTo(ChangeKind.CHANGE_KIND_DELETED);
    assertThat(versions.get(1).hasValue()).isFalse();
    assertThat(versions.get(2).getValue()).isEqualTo(text("b"));
    assertThat(versions.get(2).getRevision()).isEqualTo(2);
    assertThat(versions.get(2).hasTime()).isTrue();
    assertThat(history(1)).containsExactly(versions.get(0));
    RollbackVariableResponse back =
        client.get(
            "RollbackVariable",
            RollbackVariableRequest.newBuilder()
                .setName("x")
                .setToVersion(2)
                .setSource("undo")
                .build(),
            RollbackVariableResponse.parser());
    assertThat(back.getVariable().getValue()).isEqualTo(text("b"));
    assertThat(back.getVariable().getVersion()).isEqualTo(5);
    assertThat(back.getVariable().getSource()).isEqualTo("undo");
  }

  @Test
  void shouldTellFewerVersionsWhenTheyAreLarge() {
    client.register("x", text(""));
    for (int i = 0; i < 4; i++) {
      client.set("x", text(String.valueOf(i).repeat(900_000)));
    }
    assertThat(history(100)).hasSizeBetween(1, 3);
    assertThat(history(100).get(0).getVersion()).isEqualTo(5);
  }

  @Test
  void shouldSayWhichChangeWasBefore() {
    client.register("x", text("a"));
    client.register("y", text("a"));
    client.set("x", text("b"));
    TestCall watch = client.watch(WatchVariablesRequest.newBuilder().setStartRevision(1).build());
    TestNode.until("the changes came", () -> watch.events().size() >= 3);
    List<Long> before =
        watch.events().stream()
            .flatMap(event -> event.getChanges().getChangesList().stream())
            .map(VariableChange::getPreviousRevision)
            .toList();
    assertThat(before).containsExactly(0L, 0L, 1L);
  }

  private Session create(CreateSessionRequest request) {
    return client.get("CreateSession", request, CreateSessionResponse.parser()).getSession();
  }

  private Session get(String id) {
    return client
        .get(
            "GetSession",
            GetSessionRequest.newBuilder().setId(id).build(),
            GetSessionResponse.parser())
        .getSession();
  }

  private ListSessionsResponse list(int size, String token) {
    return client.get(
        "ListSessions",
        ListSessionsRequest.newBuilder().setPageSize(size).setPageToken(token).build(),
        ListSessionsResponse.parser());
  }

  private List<HistoricValue> history(int limit) {
    return client
        .get(
            "GetVariableHistory",
            GetVariableHistoryRequest.newBuilder().setName("x").setLimit(limit).build(),
            GetVariableHistoryResponse.parser())
        .getValuesList();
  }
}
