package dev.livevars.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livevars.Changes;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChangeSetTest {
  private final Selectors selectors = Selectors.parse(List.of("x*"));

  @Test
  void shouldSelectAPartAndKeepItTogether() {
    assertThat(Changes.set(1, "x", "y", "x2").select(selectors))
        .isEqualTo(Changes.set(1, "x", "x2"));
  }

  @Test
  void shouldSelectItselfWhenAllOfItIsSelected() {
    ChangeSet whole = Changes.set(1, "x", "x2");
    assertThat(whole.select(selectors)).isSameAs(whole);
  }

  @Test
  void shouldSelectNothing() {
    assertThat(Changes.set(1, "y").select(selectors)).isNull();
  }
}
