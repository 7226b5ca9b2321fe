package dev.livevars.wire;

import com.google.protobuf.Timestamp;
import dev.livevars.model.LivevarsException;
import dev.livevars.model.Reason;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;

/** Times between protobuf and the JDK, to the nanosecond. */
public final class TimeWire {
  private static final int MAX_NANOS = 999_999_999;

  private TimeWire() {}

  /** The instant as protobuf. */
  public static Timestamp toWire(Instant instant) {
    return Timestamp.newBuilder()
        .setSeconds(instant.getEpochSecond())
        .setNanos(instant.getNano())
        .build();
  }

  /** The instant of protobuf, the epoch when it is not set. */
  public static Instant toModel(Timestamp timestamp) {
    try {
      return Instant.ofEpochSecond(timestamp.getSeconds(), timestamp.getNanos());
    } catch (DateTimeException | ArithmeticException e) {
      throw EnumWire.refused(Reason.INVALID_REQUEST, "timestamp", "is out of range");
    }
  }

  /** The duration as protobuf; both its parts have the same sign. */
  public static com.google.protobuf.Duration toWire(Duration duration) {
    boolean borrow = duration.getSeconds() < 0 && duration.getNano() > 0;
    return com.google.protobuf.Duration.newBuilder()
        .setSeconds(duration.getSeconds() + (borrow ? 1 : 0))
        .setNanos(duration.getNano() - (borrow ? 1_000_000_000 : 0))
        .build();
  }

  /**
   * The duration of protobuf, zero when it is not set.
   *
   * @param field what a request calls it
   * @throws LivevarsException INVALID_REQUEST naming the field when it is beyond what a long has in
   *     nanoseconds, about 292 years
   */
  public static Duration toModel(String field, com.google.protobuf.Duration duration) {
    try {
      Duration sum = Duration.ofSeconds(duration.getSeconds(), duration.getNanos());
      return Duration.ofNanos(sum.toNanos());
    } catch (ArithmeticException e) {
      throw EnumWire.refused(Reason.INVALID_REQUEST, field, "is out of range");
    }
  }

  /** The duration that a request asks for, zero when it is not set; a negative one is refused. */
  public static Duration requested(String field, com.google.protobuf.Duration duration) {
    int nanos = duration.getNanos();
    if (Math.abs((long) nanos) > MAX_NANOS || duration.getSeconds() < 0 || nanos < 0) {
      throw EnumWire.refused(
          Reason.INVALID_REQUEST,
          field,
          "is %d s and %d ns, but must not be negative, nor have a second of nanoseconds or more"
              .formatted(duration.getSeconds(), nanos));
    }
    return toModel(field, duration);
  }
}
