package dev.livevars.cli;

import dev.livevars.model.LivevarsException;
import dev.livevars.model.Reason;
import dev.livevars.text.JsonLine;
import dev.livevars.text.ModelJson;
import java.io.PrintWriter;

/**
 * Why a command failed, as one line for people or for programs.
 *
 * @param prefix what stands before the message for people
 */
record Failure(LivevarsException cause, String prefix) {

  static Failure of(Exception failure) {
    if (failure instanceof LivevarsException refused) {
      return new Failure(refused, refused.reason() + ": ");
    } else if (failure instanceof StartException notStarted) {
      return new Failure(new LivevarsException(Reason.INTERNAL, notStarted.message()), "");
    }
    return new Failure(
        new LivevarsException(Reason.INTERNAL, failure.toString()), Reason.INTERNAL + ": ");
  }

  void print(PrintWriter err, boolean json) {
    String oneLine = cause.message().replaceAll("\\s*\\R\\s*", " ");
    err.println(json ? JsonLine.of(ModelJson.of(cause)) : "livevars: " + prefix + oneLine);
  }
}
