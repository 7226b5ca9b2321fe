package dev.livevars.text;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Lines that are shown again and again: in their place on a terminal, else one after the other. */
public final class Terminal {
  private static final Path STDOUT = Path.of("/proc/self/fd/1");
  private static final Path STDERR = Path.of("/proc/self/fd/2");

  private final PrintWriter out;
  private int shown;

  /** Shows on a terminal. */
  public Terminal(PrintWriter out) {
    this.out = out;
  }

  /** Whether what is printed goes to a terminal. Linux says so; elsewhere no is the safe answer. */
  public static boolean isThere() {
    return isTerminal(STDOUT);
  }

  /** Whether what is said on standard error goes to a terminal; see {@link #isThere}. */
  public static boolean isThereForErrors() {
    return isTerminal(STDERR);
  }

  /** Shows lines in the place of those shown before. */
  public void show(List<String> lines) {
    if (shown > 0) {
      out.printf("\u001b[%dA\u001b[J", shown);
    }
    lines.forEach(out::println);
    shown = lines.size();
    out.flush();
  }

  private static boolean isTerminal(Path stream) {
    try {
      Path target = Files.readSymbolicLink(stream);
      return target.startsWith("/dev/pts") || target.toString().startsWith("/dev/tty");
    } catch (IOException e) {
      return false;
    }
  }
}
