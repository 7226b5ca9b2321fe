package dev.livevars.demo;

import dev.livevars.ClusterOptions;
import dev.livevars.Livevars;
import dev.livevars.Variables;
import dev.livevars.WatchOptions;
import dev.livevars.model.VariableChange;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A Vert.x application that is a member of the cluster: it watches the weather, and consumes the
 * wind from its plain address on the event bus as well. It owns no variables.
 */
public final class ClusterProgram {
  private static final int SHOWN = 10;
  private static final long LEAVING_SECONDS = 5;

  private final Map<String, Long> versions = new HashMap<>();
  private final PrintStream out;
  private long seen;
  private long plain;

  private ClusterProgram(PrintStream out) {
    this.out = out;
  }

  /**
   * Runs until SIGTERM.
   *
   * @param arguments its own address, and those of some members with commas between
   */
  public static void main(String[] arguments) throws InterruptedException {
    if (arguments.length != 2) {
      System.err.println("usage: ClusterProgram OWN-ADDRESS MEMBER,MEMBER…");
      System.exit(2);
    }
    ClusterOptions cluster =
        ClusterOptions.defaults().host(arguments[0]).members(List.of(arguments[1].split(",", -1)));
    Vertx vertx = Livevars.clustered(new VertxOptions(), cluster).buildClustered().await();
    Livevars member = Livevars.join(vertx, "program").await();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> leave(member, vertx), "leave"));
    new ClusterProgram(System.out).run(vertx).await();
    new CountDownLatch(1).await(); // the hook ends the process
  }

  private Future<?> run(Vertx vertx) {
    vertx
        .eventBus()
        .<VariableChange>consumer("livevars.changed.default.weather.wind", message -> plain++);
    return Variables.local(vertx).watch(WatchOptions.of("weather.*"), this::changed);
  }

  private void changed(VariableChange change) {
    Long before = versions.put(change.name(), change.lastVersion());
    if (before != null && change.firstVersion() != before + 1) {
      out.printf(
          "GAP: %s went from version %d to %d%n", change.name(), before, change.firstVersion());
    }
    if (++seen % SHOWN == 0) {
      out.printf(
          "%s = %s, revision %d; %d changes, none missing; %d of the wind on its address%n",
          change.name(), change.newValue(), change.revision(), seen, plain);
    }
  }

  private static void leave(Livevars member, Vertx vertx) {
    try {
      member.close().eventually(vertx::close).await(LEAVING_SECONDS, TimeUnit.SECONDS);
    } catch (java.util.concurrent.TimeoutException e) {
      Runtime.getRuntime().halt(1);
    }
  }
}
