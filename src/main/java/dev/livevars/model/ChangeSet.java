package dev.livevars.model;

import java.util.List;

/**
 * The changes that were committed together under one revision of a session.
 *
 * @param session the session's id
 * @param revision the session's revision, from 1
 * @param changes the changes, never empty, each with this revision
 */
public record ChangeSet(String session, long revision, List<VariableChange> changes) {
  public ChangeSet {
    changes = List.copyOf(changes);
  }
}
