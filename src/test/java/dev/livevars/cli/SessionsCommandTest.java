package dev.livevars.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livevars.model.Constraints;
import dev.livevars.model.Session;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The commands about sessions and the past of variables. */
final class SessionsCommandTest extends CommandsOfNode {

  @Test
  void shouldMakeReadRenewAndDeleteASession() {
    assertThat(call("sessions", "create", "s", "--ttl", "30m", "--metadata", "team=blue")).isZero();
    assertThat(lines(out).get(0)).startsWith("ID  TTL  REVISION  VARIABLES  WATCHERS  CREATED");
    assertThat(lines(out).get(1))
        .startsWith("s   30m  0         0          0  ")
        .endsWith("team=blue");
    clear();
    assertThat(call("sessions", "get", "s")).isZero();
    assertThat(call("sessions", "keep-alive", "s")).isZero();
    assertThat(lines(out)).hasSize(4);
    clear();
    assertThat(call("sessions")).isZero();
    assertThat(lines(out)).hasSize(3);
    assertThat(lines(out).get(1)).startsWith("default  -  ");
    assertThat(call("sessions", "delete", "s")).isZero();
    assertThat(out.toString()).endsWith("deleted session s\n");
    assertThat(variables.sessions().list().await()).hasSize(1);
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void shouldPrintSessionsAsJson() {
    call("sessions", "create", "s", "--ttl", "1500ms", "--meta", "k=v", "--json");
    assertThat(out.toString())
        .startsWith("{\"id\":\"s\",\"ttl\":\"1500ms\",\"metadata\":{\"k\":\"v\"},\"revision\":0,")
        .contains(
            "\"variable_count\":0,\"watcher_count\":0,\"created_at\":\"", "\"expires_at\":\"");
    clear();
    call("sessions", "--json");
    assertThat(lines(out)).hasSize(2);
    assertThat(lines(out).get(0))
        .startsWith("{\"id\":\"default\",\"ttl\":null,")
        .endsWith("\"expires_at\":null}");
    clear();
    call("sessions", "delete", "s", "--json");
    assertThat(out.toString()).isEqualTo("{\"id\":\"s\"}\n");
  }

  @Test
  void shouldMakeAnIdWhenNoneIsGiven() {
    assertThat(call("sessions", "create")).isZero();
    Session made =
        variables.sessions().list().await().stream()
            .filter(session -> !session.id().equals("default"))
            .findFirst()
            .orElseThrow();
    assertThat(made.ttl()).isNull();
    assertThat(lines(out).get(1)).startsWith(made.id());
  }

  @Test
  void shouldTellRefusals() {
    assertThat(call("sessions", "get", "nobody")).isEqualTo(1);
    assertThat(err.toString()).startsWith("livevars: SESSION_NOT_FOUND: ").contains("'nobody'");
    clear();
    assertThat(call("sessions", "get", "nobody", "--json")).isEqualTo(1);
    assertThat(err.toString()).startsWith("{\"error\":{\"reason\":\"SESSION_NOT_FOUND\"");
    clear();
    assertThat(call("sessions", "create", "default")).isEqualTo(1);
    assertThat(call("sessions", "create", "s", "--ttl", "1ms")).isEqualTo(1);
    assertThat(call("sessions", "delete", "default")).isEqualTo(1);
    assertThat(err.toString())
        .contains("SESSION_EXISTS", "INVALID_REQUEST")
        .doesNotContain("\tat ");
  }

  @Test
  void shouldWorkInASession() {
    variables.sessions().create("s", Duration.ofHours(1)).await();
    assertThat(call("register", "n", "1", "--session", "s")).isZero();
    assertThat(call("get", "n", "--session", "s")).isZero();
    assertThat(call("get", "n")).isEqualTo(1);
    assertThat(variables.sessions().get("s").await().variableCount()).isEqualTo(1);
  }

  @Test
  void shouldPrintHistoryAndRollBack() {
    variables.register("n", 1, Constraints.ofInteger()).await();
    variables.withSource("tuner").set("n", 2, Map.of(), null).await();
    assertThat(call("rollback", "n", "1")).isZero();
    assertThat(lines(out).get(1)).startsWith("n     integer  1      3 ").endsWith("  cli");
    clear();
    assertThat(call("history", "n")).isZero();
    assertThat(lines(out)).hasSize(4);
    assertThat(lines(out).get(0)).startsWith("VERSION  KIND        VALUE  REVISION  TIME");
    assertThat(lines(out).get(2)).startsWith("2        UPDATED     2      2  ").endsWith("  tuner");
    clear();
    variables.delete("n").await();
    assertThat(call("history", "n", "--limit", "2", "--json")).isZero();
    assertThat(lines(out)).hasSize(2);
    assertThat(lines(out).get(0))
        .startsWith(
            "{\"kind\":\"DELETED\",\"value\":null,\"version\":4,\"revision\":4,\"time\":\"");
    assertThat(call("rollback", "n", "1")).isEqualTo(1);
    assertThat(err.toString()).startsWith("livevars: VARIABLE_NOT_FOUND: ");
  }
}
