package dev.livevars.cli;

import dev.livevars.config.ConfigException;
import dev.livevars.text.SessionFileException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * The command line. Exit codes: 0, 1 for a refused call or a start that failed, 2 for bad usage,
 * bad configuration or a bad file.
 */
public final class Cli {
  static final int REFUSED = 1;
  static final int BAD_USAGE = 2;

  private Cli() {}

  /** A command line that runs a command, a node or the demo. */
  public static CommandLine commandLine() {
    return new CommandLine(new RootCommand())
        .setUsageHelpAutoWidth(true)
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setAbbreviatedOptionsAllowed(false)
        .setParameterExceptionHandler(Cli::badUsage)
        .setExecutionExceptionHandler(Cli::failed);
  }

  private static int badUsage(ParameterException failure, String[] arguments) {
    CommandLine command = failure.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("livevars: " + failure.getMessage());
    err.println("Try: " + command.getCommandSpec().qualifiedName() + " --help");
    return BAD_USAGE;
  }

  private static int failed(Exception failure, CommandLine command, ParseResult parsed) {
    if (failure instanceof ConfigException bad) {
      bad.problems().forEach(problem -> command.getErr().println("livevars: " + problem));
      return BAD_USAGE;
    } else if (failure instanceof SessionFileException bad) {
      command.getErr().println("livevars: " + bad.message());
      return BAD_USAGE;
    }
    Failure.of(failure).print(command.getErr(), wantsJson(parsed));
    return REFUSED;
  }

  private static boolean wantsJson(ParseResult parsed) {
    for (ParseResult part = parsed; part != null; part = part.subcommand()) {
      if (part.matchedOptionValue("--json", false)) {
        return true;
      }
    }
    return false;
  }
}
