package dev.livevars.changelog.sql;

import dev.livevars.model.LivevarsException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The file of a SQLite store, looked at from outside: whose it is and whether it is whole. It is
 * held through a lock on a file beside it, which stays when the lock is gone.
 */
final class SqliteFile {
  /** Says in the header of a file that Livevars made it: LVRS. */
  static final int APPLICATION_ID = 0x4c565253;

  private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] OPEN = "open\n".getBytes(StandardCharsets.US_ASCII);
  private static final int HEADER = 100;
  private static final int APPLICATION_ID_AT = 68;

  private final Path path;
  private @Nullable FileChannel lockFile;
  private boolean leftOpen;

  private SqliteFile(Path path) {
    this.path = path;
  }

  /** The file that a name means; folders that are missing are made. */
  static SqliteFile of(Path name) throws IOException {
    if (Files.exists(name)) {
      return new SqliteFile(name.toRealPath());
    }
    Path absolute = name.toAbsolutePath();
    Path folder = absolute.getParent();
    Path file = absolute.getFileName();
    if (folder == null || file == null) {
      throw Refusals.unusable("the store " + name, "is no file");
    }
    return new SqliteFile(Files.createDirectories(folder).toRealPath().resolve(file));
  }

  Path path() {
    return path;
  }

  /** A file of that name and this ending. */
  Path beside(String ending) {
    return path.resolveSibling(path.getFileName() + ending);
  }

  /** Takes the lock, which no other process and nobody else in this one has then. */
  void lock() throws IOException {
    Path name = beside(".lock");
    FileChannel channel =
        FileChannel.open(name, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = tryLock(channel);
    if (lock == null) {
      channel.close();
      throw Refusals.unusable(
          shown(), "is used by another Livevars process, which holds the lock on " + name);
    }
    lockFile = channel;
    leftOpen = channel.size() > 0;
  }

  /**
   * Notes that the log beside the file holds what the file does not, or that it does not any more;
   * survives this process.
   */
  void noteOpen(boolean open) throws IOException {
    if (lockFile != null) {
      lockFile.truncate(0);
      if (open) {
        int unused = lockFile.write(ByteBuffer.wrap(OPEN), 0);
      }
      lockFile.force(true);
    }
  }

  /** Notes that the file is whole if no log is left beside it. */
  void noteEnd() throws IOException {
    if (!Files.exists(beside("-wal"))) {
      noteOpen(false);
    }
  }

  void unlock() throws IOException {
    if (lockFile != null) {
      lockFile.close();
      lockFile = null;
    }
  }

  /**
   * Whether there is a store of Livevars; false when there is nothing at all.
   *
   * @throws LivevarsException when there is something else
   */
  boolean isStore() throws IOException {
    if (!Files.exists(path)) {
      requireNoLeftovers();
      return false;
    }
    if (!Files.isRegularFile(path)) {
      throw Refusals.unusable(shown(), "is no file");
    }
    requireOneName();
    ByteBuffer header = header();
    if (header.limit() == 0) {
      throw Refusals.unusable(
          shown(), "is empty: restore a backup, or delete the file to start anew");
    }
    boolean sqlite = header.limit() == HEADER && header.slice(0, MAGIC.length).equals(magic());
    if (!sqlite) {
      throw Refusals.unusable(
          shown(), "is no SQLite database, or its beginning is damaged: name another file");
    }
    if (header.getInt(APPLICATION_ID_AT) != APPLICATION_ID) {
      throw Refusals.unusable(
          shown(), "is a SQLite database that Livevars did not make: name another file");
    }
    requireLog();
    return true;
  }

  /** Puts a complete store in the place of the file, at once or not at all. */
  void adopt(Path made) throws IOException {
    try (FileChannel content = FileChannel.open(made, StandardOpenOption.WRITE)) {
      content.force(true);
    }
    Files.move(made, path, StandardCopyOption.ATOMIC_MOVE);
    Path folder = path.getParent();
    if (folder != null) {
      try (FileChannel entries = FileChannel.open(folder, StandardOpenOption.READ)) {
        entries.force(true);
      }
    }
  }

  String shown() {
    return "the store " + path;
  }

  /** A second name has a log and a lock of its own: two processes would not see each other. */
  private void requireOneName() throws IOException {
    if (!Files.isWritable(path)) {
      throw Refusals.unusable(shown(), "cannot be written: change its permissions");
    }
    boolean unix = path.getFileSystem().supportedFileAttributeViews().contains("unix");
    if (unix && ((Number) Files.getAttribute(path, "unix:nlink")).intValue() > 1) {
      throw Refusals.unusable(
          shown(), "has more than one name (hard links): copy it, or remove the others");
    }
  }

  private void requireLog() {
    Path log = beside("-wal");
    if (leftOpen && !Files.exists(log)) {
      throw Refusals.unusable(
          shown(),
          "was not closed, but its log %s is gone, and the last changes with it: restore that, or delete %s to go on without them"
              .formatted(log, beside(".lock")));
    }
  }

  private void requireNoLeftovers() throws IOException {
    Path log = beside("-wal");
    if (Files.exists(log) && Files.size(log) > 0) {
      throw Refusals.unusable(
          shown(),
          "is gone, but its log %s is there: restore the file, or delete the log to start anew"
              .formatted(log));
    }
  }

  private ByteBuffer header() throws IOException {
    ByteBuffer header = ByteBuffer.allocate(HEADER);
    try (FileChannel content = FileChannel.open(path, StandardOpenOption.READ)) {
      int read = 0;
      while (read >= 0 && header.hasRemaining()) {
        read = content.read(header);
      }
    }
    return header.flip();
  }

  private static ByteBuffer magic() {
    return ByteBuffer.wrap(MAGIC);
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }
}
