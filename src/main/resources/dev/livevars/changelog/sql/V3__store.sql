-- Which store this is: one row, made once.
CREATE TABLE store (
  one INT PRIMARY KEY CHECK (one = 1),
  id TEXT NOT NULL
);

INSERT INTO store (one, id) VALUES (1, ${random});
