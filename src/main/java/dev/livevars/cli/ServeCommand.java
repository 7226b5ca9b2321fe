package dev.livevars.cli;

import dev.livevars.config.Setting;
import dev.livevars.config.Settings;
import dev.livevars.config.Table;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs a node until SIGTERM or SIGINT. */
@Command(
    name = "serve",
    description = {
      "Run a node. Prints one line when it serves: livevars ready grpc=HOST:PORT http=HOST:PORT.",
      "On SIGTERM or SIGINT it drains: watches end as DRAINING, then it exits with 0.",
      "Settings come from flags, then LIVEVARS_… variables, then the file, then defaults."
    })
final class ServeCommand implements Callable<Integer> {
  @Spec private CommandSpec command;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The settings (default: conf/livevars.yaml, if it is there).")
  private @Nullable Path config;

  @Option(names = "--grpc-port", paramLabel = "PORT", description = "0 picks a free one.")
  private @Nullable String grpcPort;

  @Option(names = "--http-port", paramLabel = "PORT", description = "0 picks a free one.")
  private @Nullable String httpPort;

  @Option(names = "--host", description = "The address to serve on (default: 127.0.0.1).")
  private @Nullable String host;

  @Option(
      names = "--store",
      description = "memory, sqlite:FILE or jdbc:postgresql:… (default: sqlite:data/livevars.db).")
  private @Nullable String store;

  @Option(
      names = "--cluster",
      arity = "0..1",
      fallbackValue = "true",
      description = "Share sessions with other nodes; needs --store jdbc:postgresql:…")
  private @Nullable String cluster;

  @Override
  public Integer call() throws InterruptedException {
    Node node = Node.start(Settings.load(config, System.getenv(), flags()));
    Runtime.getRuntime().addShutdownHook(new Thread(node::drainAndHalt, "drain"));
    command
        .commandLine()
        .getOut()
        .printf("livevars ready grpc=%s http=%s%n", node.grpc(), node.http())
        .flush();
    new CountDownLatch(1).await(); // the drain ends the process
    return 0;
  }

  private Map<String, String> flags() {
    Map<String, String> flags = new TreeMap<>();
    put(flags, Table.GRPC_PORT, grpcPort);
    put(flags, Table.HTTP_PORT, httpPort);
    put(flags, Table.HOST, host);
    put(flags, Table.STORE, store);
    put(flags, Table.CLUSTER, cluster);
    return flags;
  }

  private static void put(Map<String, String> flags, Setting<?> setting, @Nullable String value) {
    if (value != null) {
      flags.put(setting.flag(), value);
    }
  }
}
