package dev.livevars.model;

/**
 * Why a watch ended and where the next one may start.
 *
 * @param cause why
 * @param resumeRevision the start revision that continues without a gap and without a repeat; 0
 *     when the watch never got that far
 */
public record WatchEnd(LivevarsException cause, long resumeRevision) {

  /** The end of a watch that was refused, with nothing to resume from. */
  public static WatchEnd of(Throwable cause) {
    return new WatchEnd(
        cause instanceof LivevarsException known
            ? known
            : new LivevarsException(Reason.INTERNAL, "the watch could not open: " + cause),
        0);
  }

  /** The stable reason. */
  public Reason reason() {
    return cause.reason();
  }

  /** The same for people. */
  public String message() {
    return cause.message();
  }
}
