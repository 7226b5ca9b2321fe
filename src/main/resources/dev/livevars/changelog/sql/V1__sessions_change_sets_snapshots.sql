-- The sessions. A deleted one has no id any more and waits for its rows to be swept.
CREATE TABLE sessions (
  uid ${identity},
  id TEXT UNIQUE,
  ttl TEXT,
  metadata ${bytes} NOT NULL,
  created_at TEXT NOT NULL,
  expires_at TEXT,
  -- What was committed up to here is in the snapshots.
  snapshot_revision BIGINT NOT NULL
);

-- The change sets of the sessions, the oldest of which are deleted in time.
CREATE TABLE change_sets (
  session BIGINT NOT NULL,
  revision BIGINT NOT NULL,
  -- In milliseconds since 1970.
  committed_at BIGINT NOT NULL,
  data ${bytes} NOT NULL,
  PRIMARY KEY (session, revision)
) ${clustered};

-- The last change of every name up to the snapshot's revision; a row may be newer than that.
CREATE TABLE snapshots (
  session BIGINT NOT NULL,
  name TEXT NOT NULL,
  revision BIGINT NOT NULL,
  data ${bytes} NOT NULL,
  PRIMARY KEY (session, name)
) ${clustered};
