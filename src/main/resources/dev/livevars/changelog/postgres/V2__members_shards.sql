-- The nodes that share the store. Whoever is still here when the time is over is gone for good.
CREATE TABLE members (
  id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  name TEXT NOT NULL,
  expires_at TIMESTAMPTZ NOT NULL
);

-- Which of them owns the sessions of a shard; nobody when it is null.
CREATE TABLE shards (
  shard INT PRIMARY KEY,
  member BIGINT REFERENCES members ON DELETE SET NULL
);

INSERT INTO shards (shard) SELECT generate_series(0, 63);
