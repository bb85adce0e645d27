-- Times are milliseconds since 1970-01-01 UTC. "content" is JSON, sealed with the key that key_id names, or as it is when that is null.

CREATE TABLE conversation (
  number       INTEGER PRIMARY KEY,
  id           TEXT    NOT NULL UNIQUE,
  external_id  TEXT    NOT NULL UNIQUE,
  node         TEXT    NOT NULL,
  started_at   INTEGER NOT NULL,
  completed_at INTEGER,
  retained_from INTEGER NOT NULL,
  ending       TEXT
);

-- completed_at, or Conversation.LongestSpan after started_at: written with them, so that it can be an index in any database.
CREATE INDEX conversation_retained_from ON conversation (retained_from);

-- Contents are appended, and indexes are slim: a write touches few pages, whichever conversations it is about.
CREATE TABLE message (
  number       INTEGER PRIMARY KEY,
  id           TEXT    NOT NULL UNIQUE,
  conversation INTEGER NOT NULL REFERENCES conversation (number),
  created_at   INTEGER NOT NULL,
  spoken_at    INTEGER NOT NULL,
  key_id       TEXT,
  content      BLOB    NOT NULL
);

CREATE INDEX message_conversation ON message (conversation, spoken_at, created_at);
CREATE INDEX message_spoken ON message (spoken_at, created_at);

CREATE TABLE event (
  id           TEXT    PRIMARY KEY,
  conversation INTEGER NOT NULL REFERENCES conversation (number),
  node         TEXT    NOT NULL,
  at           INTEGER NOT NULL,
  kind         TEXT    NOT NULL,
  key_id       TEXT,
  content      BLOB    NOT NULL
) WITHOUT ROWID;

CREATE INDEX event_conversation ON event (conversation, at, id);
CREATE INDEX event_loss ON event (node, id) WHERE kind = 'loss';
