package dev.livevars.text;

/** A file holds no session, for a reason that the message tells people. */
public final class SessionFileException extends RuntimeException {
  SessionFileException(String message) {
    super(message, null, false, false);
  }

  /** Where and why; never null. */
  public String message() {
    return String.valueOf(getMessage());
  }
}
