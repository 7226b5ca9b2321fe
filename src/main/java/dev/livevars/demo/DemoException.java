package dev.livevars.demo;

/** The demo cannot run, for a reason that the message tells people. */
public final class DemoException extends RuntimeException {
  DemoException(String message) {
    super(message, null, false, false);
  }
}
