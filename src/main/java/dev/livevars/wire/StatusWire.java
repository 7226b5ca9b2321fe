package dev.livevars.wire;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.Status;
import dev.livevars.model.LivevarsException;
import dev.livevars.model.Reason;
import dev.livevars.wire.v1.UpdateError;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Errors between gRPC statuses and model. A status has a code, a message and, in the trailer {@code
 * grpc-status-details-bin}, a {@code google.rpc.Status} with an ErrorInfo of domain {@code
 * livevars}; an INVALID_ARGUMENT has a BadRequest too. All of it together stays below the 8 kB that
 * gRPC allows for trailers by default.
 */
public final class StatusWire {
  /** The trailer that carries the details. */
  public static final String DETAILS_TRAILER = "grpc-status-details-bin";

  private static final String DOMAIN = "livevars";

  private StatusWire() {}

  /** The numeric gRPC code of an error. */
  public static int code(LivevarsException error) {
    return StatusCode.of(error.reason());
  }

  /** The message for the status: the error's, cut if it is very long. */
  public static String message(LivevarsException error) {
    return TrailerBudget.message(error.message());
  }

  /** The bytes of the {@code google.rpc.Status} of an error. */
  public static byte[] details(LivevarsException error) {
    Status.Builder status = Status.newBuilder().setCode(code(error)).setMessage(message(error));
    status.addDetails(Any.pack(errorInfo(error)));
    if (error.reason().status() == Reason.Status.INVALID_ARGUMENT) {
      status.addDetails(Any.pack(badRequest(error)));
    }
    return status.build().toByteArray();
  }

  /**
   * The error of a status. A reason that this version does not know becomes one of the same code,
   * and stays as the detail {@code server_reason}.
   *
   * @param code the numeric gRPC code
   * @param message the status message; null when there is none
   * @param details the bytes of the {@code google.rpc.Status}; null when there are none
   */
  public static LivevarsException toModel(
      int code, @Nullable String message, byte @Nullable [] details) {
    ErrorInfo info = errorInfo(details);
    String text = message == null || message.isEmpty() ? "status " + code : message;
    return error(code, info.getReason(), text, info.getMetadataMap());
  }

  /** Why an update of a batch was refused, as protobuf. The details stay behind. */
  public static UpdateError toUpdateError(LivevarsException error) {
    return UpdateError.newBuilder()
        .setCode(code(error))
        .setReason(error.reason().name())
        .setMessage(error.message())
        .build();
  }

  /** Why an update of a batch was refused. */
  public static LivevarsException toModel(UpdateError error) {
    return error(error.getCode(), error.getReason(), error.getMessage(), Map.of());
  }

  private static LivevarsException error(
      int code, String reason, String message, Map<String, String> details) {
    Reason known = StatusCode.reason(reason);
    if (known != null) {
      return new LivevarsException(known, message, details);
    }
    Map<String, String> more = new TreeMap<>(details);
    if (!reason.isEmpty()) {
      more.put("server_reason", reason);
    }
    return new LivevarsException(StatusCode.reason(code), message, more);
  }

  private static ErrorInfo errorInfo(LivevarsException error) {
    return ErrorInfo.newBuilder()
        .setDomain(DOMAIN)
        .setReason(error.reason().name())
        .putAllMetadata(TrailerBudget.details(error.details()))
        .build();
  }

  private static BadRequest badRequest(LivevarsException error) {
    String field = error.details().get("field");
    BadRequest.Builder request = BadRequest.newBuilder();
    request
        .addFieldViolationsBuilder()
        .setField(field == null ? StatusCode.field(error.reason()) : TrailerBudget.field(field))
        .setDescription(message(error));
    return request.build();
  }

  /** The ErrorInfo of livevars; an empty one when there is none, or none that can be read. */
  private static ErrorInfo errorInfo(byte @Nullable [] details) {
    if (details == null) {
      return ErrorInfo.getDefaultInstance();
    }
    try {
      for (Any any : Status.parseFrom(details).getDetailsList()) {
        if (any.is(ErrorInfo.class) && any.unpack(ErrorInfo.class).getDomain().equals(DOMAIN)) {
          return any.unpack(ErrorInfo.class);
        }
      }
    } catch (InvalidProtocolBufferException e) {
      // The code and the message still say what happened.
      return ErrorInfo.getDefaultInstance();
    }
    return ErrorInfo.getDefaultInstance();
  }
}
