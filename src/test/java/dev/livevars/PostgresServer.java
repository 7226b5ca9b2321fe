package dev.livevars;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A real PostgreSQL with a database of its own, on a free port of the loopback. Its programs come
 * packed in a dependency of the tests, or from the folder that {@code LIVEVARS_PG_BIN} names.
 * PostgreSQL does not run as root: root runs it as nobody.
 */
public final class PostgresServer implements AutoCloseable {
  public static final String USER = "livevars";
  public static final String PASSWORD = "correct-horse-battery";

  private static final String PACKED = "/postgres-linux-x86_64.txz";
  private static final String NOBODY = "65534";

  private final Path folder;
  private final Path programs;
  private final int port;
  private final String host;
  private @Nullable Process process;

  private PostgresServer(Path folder, Path programs, String host, int port) {
    this.host = host;
    this.folder = folder;
    this.programs = programs;
    this.port = port;
  }

  /** A server that has just been made and answers. */
  public static PostgresServer start() {
    return start("127.0.0.1");
  }

  /** The same on another address of this machine. */
  public static PostgresServer start(String host) {
    try {
      Path folder = Files.createTempDirectory("livevars-postgres");
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
      PostgresServer server = new PostgresServer(folder, Programs.folder(), host, Ports.free());
      server.initialize();
      server.restart();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return port;
  }

  /** The JDBC URL of the database without user and password. */
  public String url() {
    return "jdbc:postgresql://%s:%d/postgres".formatted(host, port);
  }

  /** The same for a schema that was made for the caller and is empty. */
  public String urlOfNewSchema(String schema) {
    execute("CREATE SCHEMA " + schema);
    return url() + "?currentSchema=" + schema;
  }

  /** A connection of the owner of the database. */
  public Connection connect() throws SQLException {
    return DriverManager.getConnection(url(), USER, PASSWORD);
  }

  /** Executes a statement as the owner of the database. */
  public void execute(String sql) {
    try (Connection connection = connect();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new AssertionError(sql, e);
    }
  }

  /** Kills it as a loss of the machine would: nothing is said to anybody. */
  public void kill9() {
    List<ProcessHandle> all = all();
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(one -> Await.result(one.onExit()));
    process = null;
  }

  /** Asks it to end, which ends its connections. */
  public void stop() {
    signal("INT", all().subList(0, 1));
    Await.result(server().onExit());
    process = null;
  }

  /** Starts it again, on the same port with the same data. */
  public void restart() {
    try {
      List<String> command = asUser(programs.resolve("postgres").toString());
      command.addAll(List.of("-D", data().toString(), "-p", Integer.toString(port)));
      command.addAll(List.of("-h", host, "-k", ""));
      process = builder(command).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Await.until("PostgreSQL answers, see " + log(), this::answers);
  }

  /** Freezes it: connections stay open, nothing is answered. */
  public void pause() {
    signal("STOP", all());
  }

  /** The opposite of {@link #pause}. */
  public void resume() {
    signal("CONT", all());
  }

  /** Ends it and deletes its data. */
  @Override
  public void close() {
    if (process != null) {
      kill9();
    }
    Programs.delete(folder);
  }

  private void initialize() throws IOException {
    Files.createDirectory(data());
    Path password = folder.resolve("password");
    Files.writeString(password, PASSWORD);
    Files.createFile(log());
    if (isRoot()) {
      run(List.of("chown", "-R", NOBODY + ":" + NOBODY, folder.toString()));
    }
    List<String> command = asUser(programs.resolve("initdb").toString());
    command.addAll(List.of("-D", data().toString(), "-U", USER, "-A", "scram-sha-256"));
    command.addAll(List.of("--pwfile", password.toString(), "-E", "UTF8", "--locale", "C", "-N"));
    run(command);
    if (!host.equals("127.0.0.1")) {
      Files.writeString(
          data().resolve("pg_hba.conf"),
          "host all all all scram-sha-256\n",
          StandardOpenOption.APPEND);
    }
  }

  private boolean answers() {
    assertThat(server().isAlive()).as("PostgreSQL runs, see %s", log()).isTrue();
    try (Connection connection = connect()) {
      return connection.isValid(1);
    } catch (SQLException e) {
      return false;
    }
  }

  private List<String> asUser(String program) {
    List<String> command = new ArrayList<>();
    if (isRoot()) {
      command.addAll(List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY));
      command.add("--clear-groups");
    }
    command.add(program);
    return command;
  }

  private void run(List<String> command) throws IOException {
    try {
      Process running = builder(command).start();
      assertThat(running.waitFor(1, TimeUnit.MINUTES)).as("%s ends", command).isTrue();
      assertThat(running.exitValue()).as("%s, see %s", command, log()).isZero();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private ProcessBuilder builder(List<String> command) {
    return new ProcessBuilder(command)
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
  }

  private void signal(String signal, List<ProcessHandle> processes) {
    List<String> command = new ArrayList<>(List.of("kill", "-" + signal));
    processes.forEach(one -> command.add(Long.toString(one.pid())));
    try {
      // Some may be gone by now, which kill reports.
      Await.result(builder(command).start().onExit());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The server first, and the processes that it has made. */
  private List<ProcessHandle> all() {
    return Stream.concat(Stream.of(server().toHandle()), server().descendants()).toList();
  }

  private Process server() {
    return Objects.requireNonNull(process, "not running");
  }

  private Path data() {
    return folder.resolve("data");
  }

  private Path log() {
    return folder.resolve("log");
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  /** The programs, unpacked once by each process that needs them. */
  private static final class Programs {
    private static @Nullable Path unpacked;

    static synchronized Path folder() throws IOException {
      String named = System.getenv("LIVEVARS_PG_BIN");
      if (named != null) {
        return Path.of(named);
      }
      if (unpacked == null) {
        Path target = Files.createTempDirectory("livevars-postgres-programs");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(target)));
        Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwxr-xr-x"));
        unpack(target);
        unpacked = target;
      }
      return unpacked.resolve("bin");
    }

    private static void unpack(Path target) throws IOException {
      InputStream packed = PostgresServer.class.getResourceAsStream(PACKED);
      try (TarArchiveInputStream files =
          new TarArchiveInputStream(new XZCompressorInputStream(Objects.requireNonNull(packed)))) {
        for (TarArchiveEntry entry = files.getNextEntry();
            entry != null;
            entry = files.getNextEntry()) {
          unpack(entry, files, target.resolve(entry.getName()).normalize());
        }
      }
    }

    private static void unpack(TarArchiveEntry entry, InputStream content, Path file)
        throws IOException {
      if (entry.isDirectory()) {
        Files.createDirectories(file);
      } else if (entry.isSymbolicLink()) {
        Files.createDirectories(file.getParent());
        Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
      } else {
        Files.createDirectories(file.getParent());
        Files.copy(content, file);
        String rights = (entry.getMode() & 0100) != 0 ? "rwxr-xr-x" : "rw-r--r--";
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(rights));
      }
    }

    static void delete(Path folder) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(file);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
