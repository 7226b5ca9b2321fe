package dev.livevars.text;

import dev.livevars.model.HistoricValue;
import dev.livevars.model.LivevarsException;
import dev.livevars.model.Session;
import dev.livevars.model.Value.TensorValue;
import dev.livevars.model.Variable;
import dev.livevars.model.VariableChange;
import dev.livevars.model.WatcherInfo;
import java.time.Duration;

/** What the model looks like to programs: the names of the protocol in JSON. */
public final class ModelJson {
  private ModelJson() {}

  /** The fields of a variable. A tensor's come with the dtype and the shape of its value. */
  public static JsonLine.Fields of(Variable variable) {
    return line -> {
      line.field("name", variable.name())
          .field("type", variable.type().label())
          .field("value", ValueJson.of(variable.value()));
      if (variable.value() instanceof TensorValue tensor) {
        line.field("dtype", tensor.value().dtype().label()).field("shape", tensor.value().shape());
      }
      line.field("constraints", ConstraintsJson.of(variable.constraints()))
          .field("description", variable.description())
          .field("metadata", variable.metadata())
          .field("version", variable.version())
          .field("revision", variable.revision())
          .field("created_at", variable.createdAt())
          .field("updated_at", variable.updatedAt())
          .field("source", variable.source());
    };
  }

  /** The fields of a change; old_value and variable are null when there is none. */
  public static JsonLine.Fields of(VariableChange change) {
    return line -> {
      Variable variable = change.variable();
      line.field("kind", change.kind().name())
          .field("session", change.session())
          .field("name", change.name())
          .field("revision", change.revision())
          .field("variable", variable == null ? null : of(variable))
          .field("old_value", ValueJson.of(change.oldValue()))
          .field("merged_count", change.mergedCount())
          .field("recreated", change.recreated())
          .field("constraints_changed", change.constraintsChanged())
          .field("first_version", change.firstVersion())
          .field("last_version", change.lastVersion())
          .field("source", change.source())
          .field("metadata", change.metadata())
          .field("timestamp", change.timestamp());
    };
  }

  /** The fields of a version of a variable; the value of a deletion is null. */
  public static JsonLine.Fields of(HistoricValue version) {
    return line -> {
      line.field("kind", version.kind().name()).field("value", ValueJson.of(version.value()));
      if (version.value() instanceof TensorValue tensor) {
        line.field("dtype", tensor.value().dtype().label()).field("shape", tensor.value().shape());
      }
      line.field("version", version.version())
          .field("revision", version.revision())
          .field("time", version.time())
          .field("source", version.source());
    };
  }

  /** The fields of a session; ttl and expires_at are null when it lives for ever. */
  public static JsonLine.Fields of(Session session) {
    Duration ttl = session.ttl();
    return line ->
        line.field("id", session.id())
            .field("ttl", ttl == null ? null : DurationText.of(ttl))
            .field("metadata", session.metadata())
            .field("revision", session.revision())
            .field("variable_count", session.variableCount())
            .field("watcher_count", session.watcherCount())
            .field("created_at", session.createdAt())
            .field("expires_at", session.expiresAt());
  }

  /** The fields of a watcher. */
  public static JsonLine.Fields of(WatcherInfo watcher) {
    return line ->
        line.field("id", watcher.id())
            .field("label", watcher.label())
            .field("session", watcher.session())
            .field("selectors", watcher.selectors())
            .field("kind", watcher.kind().name())
            .field("node", watcher.node())
            .field("peer", watcher.peer())
            .field("since", watcher.since())
            .field("delivered", watcher.delivered())
            .field("conflated", watcher.conflated())
            .field("filtered", watcher.filtered())
            .field("filter_failures", watcher.filterFailures())
            .field("pending", watcher.pending())
            .field("lag_revisions", watcher.lagRevisions())
            .field("lag_millis", watcher.lagMillis());
  }

  /** The field error with reason, status, message and details. */
  public static JsonLine.Fields of(LivevarsException refused) {
    JsonLine.Fields error =
        line ->
            line.field("reason", refused.reason().name())
                .field("status", refused.reason().status().name())
                .field("message", refused.message())
                .field("details", refused.details());
    return line -> line.field("error", error);
  }
}
