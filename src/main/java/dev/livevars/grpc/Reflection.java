package dev.livevars.grpc;

import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import io.vertx.core.buffer.Buffer;
import io.vertx.grpc.common.GrpcStatus;
import io.vertx.grpc.reflection.v1.ErrorResponse;
import io.vertx.grpc.reflection.v1.FileDescriptorResponse;
import io.vertx.grpc.reflection.v1.ListServiceResponse;
import io.vertx.grpc.reflection.v1.ServerReflectionProto;
import io.vertx.grpc.reflection.v1.ServerReflectionRequest;
import io.vertx.grpc.reflection.v1.ServerReflectionResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Server reflection, v1 and v1alpha, which differ in nothing but their name. Vert.x's own answers
 * one question a stream; tools ask several.
 */
final class Reflection {
  private static final String METHOD = "ServerReflectionInfo";
  private static final List<ServiceDescriptor> SERVICES =
      List.of(
          VariablesService.DESCRIPTOR,
          Health.DESCRIPTOR,
          ServerReflectionProto.getDescriptor().findServiceByName("ServerReflection"));

  private final Symbols symbols = new Symbols(SERVICES);

  void bind(Rpcs rpcs) {
    for (String version : List.of("v1", "v1alpha")) {
      rpcs.raw("grpc.reflection." + version + ".ServerReflection", METHOD, this::serve);
    }
  }

  private void serve(Call call) {
    call.receiveAll(
        bytes ->
            call.send(
                Buffer.buffer(
                    answer(Payload.parse(ServerReflectionRequest.parser(), bytes)).toByteArray())));
  }

  private ServerReflectionResponse answer(ServerReflectionRequest request) {
    ServerReflectionResponse.Builder response =
        ServerReflectionResponse.newBuilder()
            .setValidHost(request.getHost())
            .setOriginalRequest(request);
    switch (request.getMessageRequestCase()) {
      case LIST_SERVICES -> response.setListServicesResponse(services());
      case FILE_BY_FILENAME -> found(response, symbols.file(request.getFileByFilename()));
      case FILE_CONTAINING_SYMBOL ->
          found(response, symbols.fileOf(request.getFileContainingSymbol()));
      default -> response.setErrorResponse(error(GrpcStatus.UNIMPLEMENTED, "not served"));
    }
    return response.build();
  }

  private static ListServiceResponse services() {
    ListServiceResponse.Builder response = ListServiceResponse.newBuilder();
    SERVICES.forEach(service -> response.addServiceBuilder().setName(service.getFullName()));
    return response.build();
  }

  private static void found(
      ServerReflectionResponse.Builder response, @Nullable FileDescriptor file) {
    if (file == null) {
      response.setErrorResponse(error(GrpcStatus.NOT_FOUND, "not known here"));
    } else {
      response.setFileDescriptorResponse(
          FileDescriptorResponse.newBuilder()
              .addFileDescriptorProto(file.toProto().toByteString()));
    }
  }

  private static ErrorResponse error(GrpcStatus status, String message) {
    return ErrorResponse.newBuilder().setErrorCode(status.code).setErrorMessage(message).build();
  }
}
