package dev.livevars.model;

/** What happened to a variable. */
public enum ChangeKind {
  REGISTERED,
  UPDATED,
  CONSTRAINTS_UPDATED,
  DELETED
}
