package dev.livevars.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livevars.model.ChangeKind;
import dev.livevars.model.VariableChange;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class TallyTest {
  private final Tally tally = new Tally();

  @Test
  void shouldCountWhatComesAfterTheFirst() {
    receive(5, 5);
    receive(6, 6);

    assertThat(tally.received()).isEqualTo(1);
    assertThat(tally.lost() + tally.repeated()).isZero();
    assertThat(tally.versions()).containsEntry("a", 6L);
  }

  @Test
  void shouldNoticeWhatIsMissing() {
    receive(1, 1);
    receive(4, 4);

    assertThat(tally.lost()).isEqualTo(2);
  }

  @Test
  void shouldNoticeWhatComesTwice() {
    receive(1, 1);
    receive(2, 2);
    receive(2, 2);

    assertThat(tally.repeated()).isEqualTo(1);
  }

  @Test
  void shouldCountMergedChangesAsReceived() {
    receive(1, 1);
    receive(2, 4);

    assertThat(tally.received()).isEqualTo(3);
    assertThat(tally.lost() + tally.repeated()).isZero();
  }

  private void receive(long first, long last) {
    tally.add(
        new VariableChange(
            ChangeKind.UPDATED,
            "default",
            "a",
            last,
            null,
            null,
            last - first + 1,
            first,
            last,
            "",
            Map.of(),
            Instant.EPOCH,
            0,
            false,
            false));
  }
}
