package dev.livevars.changelog;

import dev.livevars.model.VariableChange;
import java.util.List;

/**
 * A session as it was last made durable.
 *
 * @param incarnation tells it from other sessions of the same id
 * @param revision the revision of its last change set; 0 when there was none
 * @param latest the last change of every name that ever was, deletions included, in any order; what
 *     was before the change may be missing
 */
public record StoredSession(
    SessionHead head, long incarnation, long revision, List<VariableChange> latest) {}
