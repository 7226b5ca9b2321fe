package dev.livevars.bench;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/**
 * A node as a process of its own, of the classes of this one, with the launcher's flags for the JVM
 * and then those of this one. Nothing else configures it. Whoever starts it closes it.
 */
final class ServerProcess implements AutoCloseable {
  private static final Pattern READY =
      Pattern.compile("livevars ready grpc=\\S+:(\\d+) http=\\S+:(\\d+)");
  private static final Pattern WATCHERS =
      Pattern.compile("(?m)^livevars_watchers\\{kind=\"grpc\"\\} (\\S+)$");
  private static final int PATIENCE_SECONDS = 15;

  /** What src/main/sh/livevars starts a node with. */
  private static final List<String> LAUNCHER_FLAGS =
      List.of("-XX:G1ConcRefinementThreads=0", "-XX:G1RSetUpdatingPauseTimePercent=50");

  private final HttpClient http = HttpClient.newHttpClient();
  private final Process process;
  private final int grpcPort;
  private final int httpPort;

  private ServerProcess(Process process) throws IOException {
    this.process = process;
    BufferedReader answers = process.inputReader(StandardCharsets.UTF_8);
    Matcher ready = READY.matcher(String.valueOf(answers.readLine()));
    if (!ready.matches()) {
      throw new IllegalStateException("the node did not start");
    }
    this.grpcPort = Integer.parseInt(ready.group(1));
    this.httpPort = Integer.parseInt(ready.group(2));
  }

  /** Starts one in a folder and waits until it serves. */
  static ServerProcess start(Path folder, String store) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Dlivevars.log=error"); // it is ended while there is something to do
    command.addAll(LAUNCHER_FLAGS);
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(flag -> flag.startsWith("-X") || flag.startsWith("-Dlivevars."))
        .forEach(command::add);
    command.add("-Dlogback.configurationFile=logback.xml");
    command.addAll(List.of("-cp", classPath(), "dev.livevars.Main", "serve"));
    command.addAll(List.of("--grpc-port", "0", "--http-port", "0", "--store", store));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().keySet().removeIf(name -> name.startsWith("LIVEVARS_"));
    try {
      return new ServerProcess(builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int grpcPort() {
    return grpcPort;
  }

  /** The processor time that it has taken, in nanoseconds; of a coarse clock. */
  long cpuNanos() {
    return process.info().totalCpuDuration().map(Duration::toNanos).orElse(0L);
  }

  /** The heap in use after a full collection, in bytes, as the process says over JMX. */
  @SuppressWarnings("BanJNDI") // the address comes from the process that was started here
  long heap() {
    try (JMXConnector connector = JMXConnectorFactory.connect(managementOf(process))) {
      return Heap.used(
          ManagementFactory.newPlatformMXBeanProxy(
              connector.getMBeanServerConnection(),
              ManagementFactory.MEMORY_MXBEAN_NAME,
              MemoryMXBean.class));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until no stream watches, to a few milliseconds. */
  void awaitNoWatchers() {
    Waiting.until(
        () -> {
          LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
          return watchers() == 0;
        });
  }

  private long watchers() {
    URI uri = URI.create("http://127.0.0.1:%d/metrics".formatted(httpPort));
    try {
      String metrics =
          http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
      Matcher count = WATCHERS.matcher(metrics);
      return count.find() ? (long) Double.parseDouble(count.group(1)) : 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the measurement was interrupted", e);
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /** It is started in another folder, so that names must be whole. */
  private static String classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static JMXServiceURL managementOf(Process process) throws IOException {
    try {
      VirtualMachine machine = VirtualMachine.attach(String.valueOf(process.pid()));
      try {
        return new JMXServiceURL(machine.startLocalManagementAgent());
      } finally {
        machine.detach();
      }
    } catch (AttachNotSupportedException e) {
      throw new IllegalStateException("the node cannot be measured", e);
    }
  }
}
