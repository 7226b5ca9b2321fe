package dev.livevars.cli;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The Python that commands use when none is named. */
final class Python {
  private Python() {}

  /** The environment that the build makes, beside the jar or the classes. */
  static String usual() {
    try {
      Path code = Path.of(Python.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      Path made = code.resolveSibling("venv").resolve("bin").resolve("python");
      return Files.isExecutable(made) ? made.toString() : "python3";
    } catch (URISyntaxException e) {
      return "python3";
    }
  }
}
