package dev.livevars.cli;

import picocli.CommandLine.Command;

/** The command without a subcommand: shows what there is. */
@Command(
    name = "livevars",
    description = "Live typed variables, shared and watched by JVM and Python programs.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    subcommandsRepeatable = false,
    synopsisSubcommandLabel = "COMMAND",
    scope = picocli.CommandLine.ScopeType.INHERIT,
    footer = {
      "",
      "Exit codes: 0 done, 1 a refused call or a failed start, 2 bad usage, configuration or file."
    },
    subcommands = {
      ServeCommand.class,
      RegisterCommand.class,
      GetCommand.class,
      SetCommand.class,
      DeleteCommand.class,
      ListCommand.class,
      HistoryCommand.class,
      RollbackCommand.class,
      WatchCommand.class,
      WatchersCommand.class,
      StopWatcherCommand.class,
      SessionsCommand.class,
      ExportCommand.class,
      ImportCommand.class,
      DemoCommand.class,
      BenchCommand.class
    })
final class RootCommand {}
