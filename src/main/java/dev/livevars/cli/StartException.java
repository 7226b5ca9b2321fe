package dev.livevars.cli;

/** Something could not be started, for a reason that the message tells people. */
final class StartException extends RuntimeException {
  StartException(String message) {
    super(message, null, false, false);
  }

  String message() {
    return String.valueOf(getMessage());
  }
}
