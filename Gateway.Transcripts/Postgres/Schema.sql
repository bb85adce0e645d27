-- "content" is JSON, sealed with the key that key_id names, or as it is when that is null.

CREATE TABLE schema_version (
  version      integer NOT NULL
);

CREATE TABLE conversation (
  number       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id           text COLLATE "C" NOT NULL UNIQUE,
  external_id  text COLLATE "C" NOT NULL UNIQUE,
  node         text NOT NULL,
  started_at   timestamptz NOT NULL,
  completed_at timestamptz,
  retained_from timestamptz NOT NULL,
  ending       text
);

-- completed_at, or Conversation.LongestSpan after started_at: written with them, so that it can be an index in any database.
CREATE INDEX conversation_retained_from ON conversation (retained_from);

CREATE TABLE message (
  id           text COLLATE "C" PRIMARY KEY,
  conversation bigint NOT NULL REFERENCES conversation (number),
  created_at   timestamptz NOT NULL,
  spoken_at    timestamptz NOT NULL,
  key_id       text,
  content      bytea NOT NULL
);

CREATE INDEX message_conversation ON message (conversation, spoken_at, created_at, id);
CREATE INDEX message_spoken ON message (spoken_at, created_at, id);

CREATE TABLE event (
  id           text COLLATE "C" PRIMARY KEY,
  conversation bigint NOT NULL REFERENCES conversation (number),
  node         text NOT NULL,
  at           timestamptz NOT NULL,
  kind         text NOT NULL,
  key_id       text,
  content      bytea NOT NULL
);

CREATE INDEX event_conversation ON event (conversation, at, id);
CREATE INDEX event_loss ON event (node, id) WHERE kind = 'loss';
