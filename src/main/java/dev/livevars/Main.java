package dev.livevars;

import dev.livevars.cli.Cli;

/** Where the process starts: {@code java -jar livevars.jar …}. */
public final class Main {
  private Main() {}

  /** Runs the command of these arguments and exits with its code. */
  public static void main(String[] arguments) {
    System.exit(Cli.commandLine().execute(arguments));
  }
}
