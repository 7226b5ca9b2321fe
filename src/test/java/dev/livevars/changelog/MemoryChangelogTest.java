package dev.livevars.changelog;

import static dev.livevars.Await.refusal;
import static dev.livevars.Await.result;
import static org.assertj.core.api.Assertions.assertThat;

import dev.livevars.Changes;
import dev.livevars.model.ChangeSet;
import dev.livevars.model.LivevarsException;
import dev.livevars.model.Reason;
import dev.livevars.model.Value;
import java.time.Instant;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class MemoryChangelogTest {
  private final Changelog changelog = withSession(new MemoryChangelog(100));

  @Test
  void shouldRefuseARevisionThatExists() {
    append(3);
    assertThat(refusal(changelog.append(Changes.set(3, "other"))).reason())
        .isEqualTo(Reason.REVISION_EXISTS);
    assertThat(refusal(changelog.append(Changes.set(5, "other"))).reason())
        .isEqualTo(Reason.REVISION_EXISTS);
    assertThat(result(changelog.read("default", 3, 10))).containsExactly(Changes.set(3, "x"));
  }

  @Test
  void shouldReadWhatWasAppended() {
    append(90);
    assertThat(result(changelog.read("default", 1, 1_000)))
        .extracting(ChangeSet::revision)
        .containsExactlyElementsOf(LongStream.rangeClosed(1, 90).boxed().toList());
    assertThat(result(changelog.read("default", 40, 3)))
        .extracting(ChangeSet::revision)
        .containsExactly(40L, 41L, 42L);
    assertThat(result(changelog.read("default", 91, 3))).isEmpty();
    assertThat(refusal(changelog.read("other", 1, 3)).reason()).isEqualTo(Reason.SESSION_NOT_FOUND);
  }

  @Test
  void shouldForgetTheOldestAndSaySo() {
    append(250);
    LivevarsException refused = refusal(changelog.read("default", 150, 10));
    assertThat(refused.reason()).isEqualTo(Reason.REVISION_COMPACTED);
    assertThat(refused.message()).contains("151");
    assertThat(refused.details()).containsEntry("oldest_revision", "151");
    assertThat(result(changelog.read("default", 151, 1_000))).hasSize(100);
  }

  @Test
  void shouldForgetTheOldestWhenTheyAreTooLargeTogether() {
    Changelog small = withSession(new MemoryChangelog(100, 10 << 20));
    for (int revision = 1; revision <= 20; revision++) {
      result(small.append(Changes.set(revision, mebibyte())));
    }
    LivevarsException refused = refusal(small.read("default", 16, 10));
    assertThat(refused.reason()).isEqualTo(Reason.REVISION_COMPACTED);
    assertThat(refused.details()).containsEntry("oldest_revision", "17");
    assertThat(result(small.read("default", 17, 1))).hasSize(1);
    for (int revision = 21; revision <= 120; revision++) {
      result(small.append(Changes.set(revision, "x")));
    }
    assertThat(result(small.read("default", 21, 1_000))).hasSize(100);
  }

  @Test
  void shouldKeepTheNewestWhateverItsSize() {
    Changelog small = withSession(new MemoryChangelog(100, 1));
    result(small.append(Changes.set(1, mebibyte())));
    result(small.append(Changes.set(2, mebibyte())));
    assertThat(result(small.read("default", 2, 10))).hasSize(1);
    assertThat(refusal(small.read("default", 1, 10)).details())
        .containsEntry("oldest_revision", "2");
  }

  @Test
  void shouldReadLargeChangeSetsInSmallSlices() {
    for (int revision = 1; revision <= 10; revision++) {
      result(changelog.append(Changes.set(revision, mebibyte())));
    }
    result(changelog.append(Changes.set(11, Value.of(new float[1 << 21]))));
    assertThat(result(changelog.read("default", 1, 1_000))).hasSize(2);
    assertThat(result(changelog.read("default", 3, 1))).hasSize(1);
    assertThat(result(changelog.read("default", 11, 1_000))).hasSize(1);
  }

  private static Changelog withSession(Changelog made) {
    result(made.create(new SessionHead("default", null, Map.of(), Instant.EPOCH, null)));
    return made;
  }

  private static Value mebibyte() {
    return Value.of(new float[1 << 18]);
  }

  private void append(int count) {
    for (int revision = 1; revision <= count; revision++) {
      result(changelog.append(Changes.set(revision, "x")));
    }
  }
}
