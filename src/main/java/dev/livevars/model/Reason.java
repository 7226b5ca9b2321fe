package dev.livevars.model;

/** Why a call was refused or a watch ended; names are stable and travel to every client. */
public enum Reason {
  SESSION_NOT_FOUND(Status.NOT_FOUND),
  VARIABLE_NOT_FOUND(Status.NOT_FOUND),
  WATCHER_NOT_FOUND(Status.NOT_FOUND),
  /** No gRPC service of that name, in a health check. */
  SERVICE_NOT_FOUND(Status.NOT_FOUND),
  /** A version of a variable that is no value: it never was, or it is a deletion. */
  VERSION_NOT_FOUND(Status.NOT_FOUND),
  SESSION_EXISTS(Status.ALREADY_EXISTS),
  VARIABLE_EXISTS(Status.ALREADY_EXISTS),
  INVALID_NAME(Status.INVALID_ARGUMENT),
  INVALID_SESSION(Status.INVALID_ARGUMENT),
  INVALID_TYPE(Status.INVALID_ARGUMENT),
  INVALID_VALUE(Status.INVALID_ARGUMENT),
  INVALID_CONSTRAINTS(Status.INVALID_ARGUMENT),
  CONSTRAINT_VIOLATED(Status.INVALID_ARGUMENT),
  READ_ONLY(Status.INVALID_ARGUMENT),
  INVALID_SELECTOR(Status.INVALID_ARGUMENT),
  INVALID_REQUEST(Status.INVALID_ARGUMENT),
  REVISION_IN_FUTURE(Status.INVALID_ARGUMENT),
  VERSION_MISMATCH(Status.ABORTED),
  REVISION_EXISTS(Status.ABORTED),
  REVISION_COMPACTED(Status.OUT_OF_RANGE),
  /** A version of a variable that is older than what is retained. */
  VERSION_COMPACTED(Status.OUT_OF_RANGE),
  MESSAGE_TOO_LARGE(Status.RESOURCE_EXHAUSTED),
  WATCHER_OVERFLOW(Status.RESOURCE_EXHAUSTED),
  OWNER_UNAVAILABLE(Status.UNAVAILABLE),
  /** The store takes no writes, or cannot be read; whether a write took place is not known. */
  STORE_UNAVAILABLE(Status.UNAVAILABLE),
  /** The store is damaged, no store of Livevars or held by another process; somebody must look. */
  STORE_UNUSABLE(Status.INTERNAL),
  CONNECTION_LOST(Status.UNAVAILABLE),
  DRAINING(Status.UNAVAILABLE),
  DEADLINE_EXCEEDED(Status.DEADLINE_EXCEEDED),
  UNAUTHENTICATED(Status.UNAUTHENTICATED),
  PERMISSION_DENIED(Status.PERMISSION_DENIED),
  NOT_YET_IMPLEMENTED(Status.UNIMPLEMENTED),
  /** The watch's own side cancelled it. */
  CANCELLED(Status.CANCELLED),
  /** Somebody called StopWatcher. */
  STOPPED(Status.CANCELLED),
  /** The session of the watch was deleted. */
  SESSION_DELETED(Status.NOT_FOUND),
  /** The session of the watch outlived its time to live. */
  SESSION_EXPIRED(Status.NOT_FOUND),
  INTERNAL(Status.INTERNAL);

  private final Status status;

  Reason(Status status) {
    this.status = status;
  }

  /** The class of the error, named as gRPC names it. */
  public Status status() {
    return status;
  }

  /** The classes of errors; the names are those of the gRPC status codes. */
  public enum Status {
    NOT_FOUND,
    ALREADY_EXISTS,
    INVALID_ARGUMENT,
    UNAUTHENTICATED,
    PERMISSION_DENIED,
    ABORTED,
    OUT_OF_RANGE,
    RESOURCE_EXHAUSTED,
    UNAVAILABLE,
    DEADLINE_EXCEEDED,
    UNIMPLEMENTED,
    CANCELLED,
    INTERNAL
  }
}
