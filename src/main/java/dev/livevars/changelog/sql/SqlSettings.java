package dev.livevars.changelog.sql;

import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * Where change sets are kept and for how long. Its text has no password.
 *
 * @param url {@code sqlite:FILE} or {@code jdbc:postgresql:…}
 * @param user who connects to PostgreSQL; null or empty as the URL says
 * @param password of the user; null or empty as the URL says
 * @param sync what an acknowledged change survives
 * @param retainRevisions how many of its newest change sets a session keeps at least, from 1
 * @param retainDuration how long a change set is kept at least
 * @param clock what decides how old a change set is
 * @param member as whom it is shared with others; null when it is used alone
 */
public record SqlSettings(
    String url,
    @Nullable String user,
    @Nullable String password,
    Sync sync,
    int retainRevisions,
    Duration retainDuration,
    InstantSource clock,
    @Nullable Member member) {

  /**
   * A node that shares a store.
   *
   * @param name what it is called
   * @param id as whom it is known to the cluster
   * @param term how long its lease holds after it was renewed
   */
  public record Member(String name, String id, Duration term) {}

  /** What an acknowledged change survives. */
  public enum Sync {
    /** A loss of power. */
    FULL,
    /**
     * The death of the process, but not of the machine. Only SQLite makes use of it: PostgreSQL
     * waits for its disk all the same.
     */
    NORMAL
  }

  public SqlSettings {
    if (retainRevisions < 1 || retainDuration.isNegative()) {
      throw new IllegalArgumentException("at least one change set is kept, for no negative time");
    }
  }

  /** The usual settings: sync full, 10,000 change sets a session and 24 hours. */
  public static SqlSettings of(String url) {
    return new SqlSettings(
        url, null, null, Sync.FULL, 10_000, Duration.ofHours(24), InstantSource.system(), null);
  }

  /** The same for a user of PostgreSQL. */
  public SqlSettings credentials(@Nullable String newUser, @Nullable String newPassword) {
    return new SqlSettings(
        url, newUser, newPassword, sync, retainRevisions, retainDuration, clock, member);
  }

  /** The same with another promise. */
  public SqlSettings sync(Sync newSync) {
    return new SqlSettings(
        url, user, password, newSync, retainRevisions, retainDuration, clock, member);
  }

  /** The same that keeps another part of the history. */
  public SqlSettings retain(int revisions, Duration duration) {
    return new SqlSettings(url, user, password, sync, revisions, duration, clock, member);
  }

  /** The same by another clock. */
  public SqlSettings clock(InstantSource newClock) {
    return new SqlSettings(
        url, user, password, sync, retainRevisions, retainDuration, newClock, member);
  }

  /** The same, shared with others; PostgreSQL only. */
  public SqlSettings shared(Member newMember) {
    return new SqlSettings(
        url, user, password, sync, retainRevisions, retainDuration, clock, newMember);
  }

  @Override
  public String toString() {
    return "SqlSettings[" + PostgresDialect.shown(url) + "]";
  }
}
