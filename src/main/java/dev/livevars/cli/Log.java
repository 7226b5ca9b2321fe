package dev.livevars.cli;

import ch.qos.logback.classic.LoggerContext;
import org.slf4j.LoggerFactory;

/** The log of this process, which is written behind its back. */
public final class Log {
  private Log() {}

  /** Writes what was logged, as far as its reader takes it within a second; before the end. */
  public static void close() {
    if (LoggerFactory.getILoggerFactory() instanceof LoggerContext log) {
      log.stop();
    }
  }
}
