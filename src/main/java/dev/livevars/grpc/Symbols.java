package dev.livevars.grpc;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The protobuf files of some services and all that they import, and what each file declares. */
final class Symbols {
  private final Map<String, FileDescriptor> files = new HashMap<>();
  private final Map<String, FileDescriptor> declaring = new HashMap<>();

  Symbols(Collection<ServiceDescriptor> services) {
    services.forEach(service -> add(service.getFile()));
  }

  /** The file of a name; null when there is none. */
  @Nullable FileDescriptor file(String name) {
    return files.get(name);
  }

  /** The file that declares a service, method, message or enum; null when none does. */
  @Nullable FileDescriptor fileOf(String symbol) {
    return declaring.get(symbol);
  }

  private void add(FileDescriptor file) {
    if (files.put(file.getName(), file) != null) {
      return;
    }
    file.getDependencies().forEach(this::add);
    file.getMessageTypes().forEach(type -> add(type, file));
    file.getEnumTypes().forEach(type -> add(type, file));
    for (ServiceDescriptor service : file.getServices()) {
      declaring.put(service.getFullName(), file);
      service.getMethods().forEach(method -> declaring.put(method.getFullName(), file));
    }
  }

  private void add(Descriptor type, FileDescriptor file) {
    declaring.put(type.getFullName(), file);
    type.getNestedTypes().forEach(nested -> add(nested, file));
    type.getEnumTypes().forEach(nested -> add(nested, file));
  }

  private void add(EnumDescriptor type, FileDescriptor file) {
    declaring.put(type.getFullName(), file);
  }
}
