package dev.livevars.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.livevars.model.Arbitraries;
import dev.livevars.model.Session;
import dev.livevars.model.Variable;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class SessionFileProperties {

  @Provide
  Arbitrary<List<Variable>> variables() {
    return Arbitraries.consistentVariables().list().uniqueElements(Variable::name).ofMaxSize(3);
  }

  @Provide
  Arbitrary<Session> sessions() {
    return Arbitraries.sessions();
  }

  @Provide
  Arbitrary<Duration> durations() {
    return Arbitraries.anyLong().map(nanos -> Duration.ofNanos(Math.abs(nanos >> 1)));
  }

  @Property(tries = 500)
  void shouldReadWhatIsWritten(
      @ForAll("sessions") Session session, @ForAll("variables") List<Variable> variables)
      throws IOException {
    SessionFile file =
        new SessionFile(
            session.id(),
            session.revision(),
            session.ttl(),
            session.metadata(),
            variables.stream().map(SessionFile.Entry::of).toList());
    StringBuilder text = new StringBuilder();
    file.write(text);

    assertThat(text.chars()).allMatch(c -> c == '\n' || (c >= ' ' && c < 0x7f));
    assertThat(text.toString().lines()).hasSize(variables.size() + 2);
    assertThat(SessionFile.read(bytes(text.toString()))).isEqualTo(file);
  }

  @Property
  void shouldReadTheDurationsThatAreWritten(@ForAll("durations") Duration duration) {
    assertThat(DurationText.parse(DurationText.of(duration))).isEqualTo(duration);
  }

  private static ByteArrayInputStream bytes(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }
}
