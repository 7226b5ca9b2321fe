package dev.livevars.cluster;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.livevars.model.LivevarsException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a member may be. */
class MembershipTest {
  @ParameterizedTest
  @ValueSource(strings = {"192.0.2.1", "0.0.0.0", "no-such-host.invalid"})
  void shouldNameTheKeyAndAHostThatIsNoneOfThisMachine(String host) {
    assertThatThrownBy(() -> Membership.manager("c", host, 5701, List.of("127.0.0.1")))
        .isInstanceOf(LivevarsException.class)
        .hasMessageContaining("cluster.host '" + host + "'")
        .hasMessageContaining("address of this machine");
  }
}
