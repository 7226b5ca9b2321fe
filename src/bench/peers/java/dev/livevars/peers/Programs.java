package dev.livevars.peers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Runs programs that end by themselves. */
public final class Programs {
  private Programs() {}

  /**
   * What a program prints.
   *
   * @throws IOException when it does not end with 0; the message is what it printed
   */
  public static String output(String... command) throws IOException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (process.waitFor() != 0) {
        throw new IOException("%s: %s".formatted(List.of(command), printed.strip()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
    return printed.strip();
  }

  /** The first line of what a program prints. */
  public static String firstLine(String... command) throws IOException {
    return output(command).lines().findFirst().orElse("");
  }
}
