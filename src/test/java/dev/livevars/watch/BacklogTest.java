package dev.livevars.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livevars.history.Story;
import dev.livevars.model.ChangeSet;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BacklogTest {
  private final Backlog backlog = new Backlog();

  /** 1: x; 2: x and y; 3: x; 4: z; 5: z gone. */
  private final Story story =
      new Story().set("x", 1).batch(Map.of("x", 2L, "y", 2L)).set("x", 3).set("z", 4).delete("z");

  @Test
  void shouldGiveWhatWaitsAsItCame() {
    backlog.add(story.at(1));
    backlog.add(story.at(2));
    assertThat(backlog.size()).isEqualTo(3);
    assertThat(backlog.handedOn()).isZero();
    assertThat(backlog.take()).isSameAs(story.at(1));
    assertThat(backlog.handedOn()).isEqualTo(1);
    assertThat(backlog.take()).isSameAs(story.at(2));
    assertThat(backlog.isEmpty()).isTrue();
    assertThat(backlog.size()).isZero();
  }

  @Test
  void shouldMergeToAChangeAVariableInTheOrderOfTheLast() {
    for (int revision = 1; revision <= 3; revision++) {
      backlog.add(story.at(revision));
    }
    assertThat(backlog.mergeTo(0)).isEqualTo(2);
    assertThat(backlog.size()).isEqualTo(2);
    assertThat(backlog.handedOn()).isZero();
    ChangeSet taken = backlog.take();
    assertThat(taken).isEqualTo(story.merged(1, 3));
    assertThat(taken.changes()).extracting(change -> change.name()).containsExactly("y", "x");
    assertThat(backlog.isEmpty()).isTrue();
  }

  @Test
  void shouldMergeLaterOnesIntoWhatWasMerged() {
    backlog.add(story.at(1));
    backlog.mergeTo(0);
    backlog.add(story.at(2));
    backlog.add(story.at(3));
    assertThat(backlog.mergeTo(0)).isEqualTo(2);
    assertThat(backlog.take()).isEqualTo(story.merged(1, 3));
  }

  @Test
  void shouldMergeNoMoreThanItMust() {
    for (int revision = 1; revision <= 3; revision++) {
      backlog.add(story.at(revision));
    }
    assertThat(backlog.mergeTo(3)).isEqualTo(1);
    assertThat(backlog.size()).isEqualTo(3);
    assertThat(backlog.take()).isEqualTo(story.merged(1, 2));
    assertThat(backlog.take()).isSameAs(story.at(3));
  }

  @Test
  void shouldGiveWhatWasMergedBeforeWhatCameLater() {
    backlog.add(story.at(1));
    backlog.add(story.at(2));
    backlog.mergeTo(0);
    backlog.add(story.at(3));
    assertThat(backlog.take()).isEqualTo(story.merged(1, 2));
    assertThat(backlog.handedOn()).isEqualTo(2);
    assertThat(backlog.take()).isSameAs(story.at(3));
  }

  @Test
  void shouldNotCopyWhatWasMergedWithNothing() {
    assertThat(backlog.merge(story.at(2))).isZero();
    assertThat(backlog.take()).isSameAs(story.at(2));
  }

  @Test
  void shouldForgetWhatCameAndWent() {
    backlog.merge(story.at(4));
    assertThat(backlog.merge(story.at(5))).isEqualTo(2);
    assertThat(backlog.isEmpty()).isTrue();
    assertThat(backlog.merged("z")).isNull();
  }

  @Test
  void shouldReachToTheLastRevisionThatWasMergedThoughItVanished() {
    backlog.merge(story.at(3));
    backlog.merge(story.at(4));
    backlog.merge(story.at(5));
    assertThat(backlog.handedOn()).isEqualTo(2);
    assertThat(backlog.take()).isEqualTo(new ChangeSet("default", 5, story.at(3).changes()));
  }

  @Test
  void shouldTellWhetherASingleSetWaits() {
    assertThat(backlog.isOneSet()).isFalse();
    backlog.add(story.at(1));
    assertThat(backlog.isOneSet()).isTrue();
    backlog.add(story.at(2));
    assertThat(backlog.isOneSet()).isFalse();
    backlog.clear();
    backlog.merge(story.at(1));
    assertThat(backlog.isOneSet()).isTrue();
    assertThat(backlog.merged("x")).isEqualTo(story.at(1).change("x"));
    backlog.merge(story.at(2));
    assertThat(backlog.isOneSet()).isFalse();
  }
}
