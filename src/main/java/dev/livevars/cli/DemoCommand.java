package dev.livevars.cli;

import dev.livevars.demo.Demo;
import dev.livevars.demo.DemoException;
import dev.livevars.demo.DemoResult;
import dev.livevars.demo.Screen;
import dev.livevars.text.JsonLine;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs the demo; it needs no server. */
@Command(
    name = "demo",
    description = {
      "A year of weather in 20 seconds drives a JVM program and a Python program, each in a",
      "process of its own; they answer each other through variables. Needs no server. Exits",
      "with 1 when anything was lost or repeated."
    })
final class DemoCommand implements Callable<Integer> {
  @Spec private CommandSpec command;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "20",
      description = "How long; 20 is the whole year (default: 20).")
  private double seconds;

  @Option(
      names = "--python",
      description = "The Python (default: venv/bin/python beside the jar, else python3).")
  private @Nullable String python;

  @Option(names = "--json", description = "Print the summary alone, as JSON.")
  private boolean json;

  @Override
  public Integer call() {
    if (!(seconds > 0 && seconds <= 3_600)) {
      throw new ParameterException(command.commandLine(), "--seconds is above 0, at most 3600");
    }
    PrintWriter out = command.commandLine().getOut();
    DemoResult result = run(json ? Screen.silent(out) : Screen.of(out));
    if (json) {
      out.println(JsonLine.of(result.json()));
    } else {
      result.lines().forEach(out::println);
    }
    return result.problems().isEmpty() ? 0 : Cli.REFUSED;
  }

  private DemoResult run(Screen screen) {
    Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
    try {
      return new Demo(vertx, seconds, screen).run(python != null ? python : Python.usual());
    } catch (DemoException e) {
      throw new StartException(String.valueOf(e.getMessage()));
    } finally {
      vertx.close().await();
    }
  }
}
