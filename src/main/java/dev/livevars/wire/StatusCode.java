package dev.livevars.wire;

import dev.livevars.model.Reason;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The numeric codes of gRPC, and what stands for a reason that nobody gave or nobody knows. */
final class StatusCode {
  private static final Map<String, Reason> REASONS =
      Arrays.stream(Reason.values()).collect(Collectors.toMap(Reason::name, Function.identity()));

  private StatusCode() {}

  static int of(Reason reason) {
    return switch (reason.status()) {
      case CANCELLED -> 1;
      case INVALID_ARGUMENT -> 3;
      case DEADLINE_EXCEEDED -> 4;
      case NOT_FOUND -> 5;
      case ALREADY_EXISTS -> 6;
      case PERMISSION_DENIED -> 7;
      case RESOURCE_EXHAUSTED -> 8;
      case ABORTED -> 10;
      case OUT_OF_RANGE -> 11;
      case UNIMPLEMENTED -> 12;
      case INTERNAL -> 13;
      case UNAVAILABLE -> 14;
      case UNAUTHENTICATED -> 16;
    };
  }

  /** The reason of a name; null when it is not known. */
  static @Nullable Reason reason(String name) {
    return REASONS.get(name);
  }

  /** The reason that a code alone means. */
  static Reason reason(int code) {
    return switch (code) {
      case 1 -> Reason.CANCELLED;
      case 3 -> Reason.INVALID_REQUEST;
      case 4 -> Reason.DEADLINE_EXCEEDED;
      case 5 -> Reason.VARIABLE_NOT_FOUND;
      case 6 -> Reason.VARIABLE_EXISTS;
      case 7 -> Reason.PERMISSION_DENIED;
      case 8 -> Reason.MESSAGE_TOO_LARGE;
      case 10 -> Reason.VERSION_MISMATCH;
      case 11 -> Reason.REVISION_COMPACTED;
      case 12 -> Reason.NOT_YET_IMPLEMENTED;
      case 14 -> Reason.CONNECTION_LOST;
      case 16 -> Reason.UNAUTHENTICATED;
      default -> Reason.INTERNAL;
    };
  }

  /** The field of a request that an INVALID_ARGUMENT is about when it does not say so. */
  static String field(Reason reason) {
    return switch (reason) {
      case INVALID_NAME -> "name";
      case INVALID_SESSION -> "session";
      case INVALID_TYPE -> "type";
      case INVALID_VALUE, CONSTRAINT_VIOLATED, READ_ONLY -> "value";
      case INVALID_CONSTRAINTS -> "constraints";
      case INVALID_SELECTOR -> "selectors";
      case REVISION_IN_FUTURE -> "start_revision";
      default -> "request";
    };
  }
}
