package dev.livevars;

import dev.livevars.cli.Cli;
import dev.livevars.cli.Log;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** Where the process starts: {@code java -jar livevars.jar …}. */
public final class Main {
  private Main() {}

  /** Runs the command of these arguments and exits with its code. */
  public static void main(String[] arguments) {
    int code = Cli.commandLine().setOut(standardOutput()).execute(arguments);
    Log.close();
    System.exit(code);
  }

  /** Straight onto the stream, so that a reader who has gone is noticed. */
  private static PrintWriter standardOutput() {
    return new PrintWriter(System.out, true, StandardCharsets.UTF_8);
  }
}
