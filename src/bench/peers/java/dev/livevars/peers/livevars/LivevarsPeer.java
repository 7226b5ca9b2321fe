package dev.livevars.peers.livevars;

import dev.livevars.peers.Client;
import dev.livevars.peers.Driver;
import dev.livevars.peers.Durability;
import dev.livevars.peers.FreePort;
import dev.livevars.peers.Peer;
import dev.livevars.peers.Programs;
import dev.livevars.peers.ServerPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A node of its own, over gRPC. */
public final class LivevarsPeer implements Peer {
  private static final Pattern USED = Pattern.compile("used (\\d+)K");
  private static final Path JAR = Path.of("target/livevars.jar").toAbsolutePath();

  /** What src/main/sh/livevars starts a node with. */
  private static final List<String> LAUNCHER_FLAGS =
      List.of("-XX:G1ConcRefinementThreads=0", "-XX:G1RSetUpdatingPauseTimePercent=50");

  private LivevarsPeer() {}

  /** Measures Livevars; see {@link Driver#run}. */
  public static void main(String[] args) {
    Driver.run(new LivevarsPeer(), args);
  }

  @Override
  public String name() {
    return "livevars";
  }

  @Override
  public String version() throws IOException {
    return Programs.firstLine(java("java"), "-jar", JAR.toString(), "--version")
        + ", JDK "
        + Runtime.version();
  }

  @Override
  public ServerPlan server(Durability durability, Path data) throws IOException {
    int port = FreePort.next();
    List<String> command =
        new ArrayList<>(List.of(java("java"), "-XX:+AlwaysPreTouch", "-Xms1g", "-Xmx1g"));
    command.addAll(LAUNCHER_FLAGS);
    command.addAll(List.of("-jar", JAR.toString(), "serve", "--http-port", "0"));
    command.addAll(List.of("--grpc-port", String.valueOf(port), "--store"));
    command.add(durability == Durability.MEMORY ? "memory" : "sqlite:store.db");
    return new ServerPlan(
        command,
        port,
        durability == Durability.MEMORY
            ? "10 connections of 1,000 watches, a stream each; heap of 1 GiB, touched at the start:"
                + " memory is live heap and what is resident beside it"
            : "SQLite, sync full");
  }

  @Override
  public Client connect(int port) {
    return new LivevarsClient(port);
  }

  @Override
  public long liveHeap(long pid) throws IOException {
    Programs.output(java("jcmd"), String.valueOf(pid), "GC.run");
    Matcher heap = USED.matcher(Programs.output(java("jcmd"), String.valueOf(pid), "GC.heap_info"));
    if (!heap.find()) {
      throw new IOException("jcmd tells nothing of the heap");
    }
    return Long.parseLong(heap.group(1)) * 1024;
  }

  private static String java(String program) {
    return Path.of(System.getProperty("java.home"), "bin", program).toString();
  }
}
