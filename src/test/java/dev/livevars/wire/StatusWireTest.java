package dev.livevars.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.Status;
import dev.livevars.model.LivevarsException;
import dev.livevars.model.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class StatusWireTest {

  @ParameterizedTest
  @EnumSource
  void shouldRoundTripEveryReason(Reason reason) {
    LivevarsException error =
        new LivevarsException(reason, "no", Map.of("variable", "x", "limit", "2.0"));
    LivevarsException back = roundTrip(error);

    assertThat(back.reason()).isEqualTo(reason);
    assertThat(back.message()).isEqualTo("no");
    assertThat(back.details()).isEqualTo(error.details());
  }

  @ParameterizedTest
  @EnumSource
  void shouldRoundTripUpdateErrors(Reason reason) {
    LivevarsException back =
        StatusWire.toModel(StatusWire.toUpdateError(new LivevarsException(reason, "no")));

    assertThat(back.reason()).isEqualTo(reason);
    assertThat(back.message()).isEqualTo("no");
  }

  @Test
  void shouldNameTheFieldOfABadRequest() throws InvalidProtocolBufferException {
    LivevarsException named =
        new LivevarsException(Reason.INVALID_CONSTRAINTS, "no", Map.of("field", "constraints.max"));

    assertThat(badRequest(named).getFieldViolations(0).getField()).isEqualTo("constraints.max");
    assertThat(badRequest(new LivevarsException(Reason.INVALID_NAME, "no")).getFieldViolations(0))
        .isEqualTo(
            BadRequest.FieldViolation.newBuilder().setField("name").setDescription("no").build());
  }

  @ParameterizedTest
  @CsvSource({
    "1, CANCELLED",
    "2, INTERNAL",
    "3, INVALID_REQUEST",
    "4, DEADLINE_EXCEEDED",
    "5, VARIABLE_NOT_FOUND",
    "6, VARIABLE_EXISTS",
    "7, PERMISSION_DENIED",
    "8, MESSAGE_TOO_LARGE",
    "10, VERSION_MISMATCH",
    "11, REVISION_COMPACTED",
    "12, NOT_YET_IMPLEMENTED",
    "14, CONNECTION_LOST",
    "16, UNAUTHENTICATED",
    "99, INTERNAL"
  })
  void shouldMapAnUnknownReasonByItsCode(int code, Reason reason) {
    byte[] details = status("livevars", "QUOTA_OF_TOMORROW");
    LivevarsException error = StatusWire.toModel(code, "no", details);

    assertThat(error.reason()).isEqualTo(reason);
    assertThat(error.details())
        .isEqualTo(Map.of("server_reason", "QUOTA_OF_TOMORROW", "limit", "7"));
  }

  @Test
  void shouldDoWithoutDetails() {
    LivevarsException bare = StatusWire.toModel(14, null, null);

    assertThat(bare.reason()).isEqualTo(Reason.CONNECTION_LOST);
    assertThat(bare.message()).isEqualTo("status 14");
    assertThat(bare.details()).isEmpty();
  }

  @Test
  void shouldIgnoreWhatItCannotReadAndOtherDomains() {
    assertThat(StatusWire.toModel(5, "no", new byte[] {1, 2, 3}).reason())
        .isEqualTo(Reason.VARIABLE_NOT_FOUND);
    assertThat(StatusWire.toModel(5, "no", status("example.org", "STOPPED")).details()).isEmpty();
  }

  @Test
  void shouldStayBelowTheLimitOfTrailers() {
    LivevarsException error =
        new LivevarsException(
            Reason.INVALID_VALUE,
            "語".repeat(5000),
            Map.of("field", "語".repeat(2000), "value", "v".repeat(9000), "limit", "2"));
    int trailers =
        3 * StatusWire.message(error).getBytes(StandardCharsets.UTF_8).length
            + StatusWire.details(error).length * 4 / 3;

    assertThat(trailers).isLessThan(7_500);
    assertThat(roundTrip(error).details()).isEqualTo(Map.of("limit", "2"));
    assertThat(roundTrip(error).message()).startsWith("語語").endsWith("語…");
  }

  private static LivevarsException roundTrip(LivevarsException error) {
    return StatusWire.toModel(
        StatusWire.code(error), StatusWire.message(error), StatusWire.details(error));
  }

  private static byte[] status(String domain, String reason) {
    ErrorInfo info =
        ErrorInfo.newBuilder()
            .setDomain(domain)
            .setReason(reason)
            .putMetadata("limit", "7")
            .build();
    return Status.newBuilder().addDetails(Any.pack(info)).build().toByteArray();
  }

  private static BadRequest badRequest(LivevarsException error)
      throws InvalidProtocolBufferException {
    return Status.parseFrom(StatusWire.details(error)).getDetails(1).unpack(BadRequest.class);
  }
}
