package dev.livevars.changelog.sql;

import dev.livevars.changelog.Changelog;
import dev.livevars.changelog.ChangelogBehaviour;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteBehaviourTest extends ChangelogBehaviour {
  @TempDir Path folder;

  @Override
  protected Changelog open() {
    return SqlChangelog.open(SqlSettings.of("sqlite:" + folder.resolve("vars.db")));
  }
}
