package dev.livevars.changelog;

class MemoryBehaviourTest extends ChangelogBehaviour {
  @Override
  protected Changelog open() {
    return new MemoryChangelog(100);
  }
}
