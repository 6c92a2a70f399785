/// Step "12 hub": what came of doors' journals, what rooms are told, and how a door joins.
let hub = """
    -- A door's journals, as far as they are here: a door begins another where its file is a copy.
    CREATE TABLE door_journal (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      device_id INTEGER NOT NULL REFERENCES device,
      epoch BLOB NOT NULL CHECK (length(epoch) = 16),
      -- The how-manieth of its door, from 0.
      ordinal INTEGER NOT NULL CHECK (ordinal >= 0),
      high_water INTEGER NOT NULL DEFAULT 0 CHECK (high_water >= 0),
      -- How far it goes at the door, as the door last said.
      newest INTEGER NOT NULL DEFAULT 0, contact_at INTEGER NOT NULL,
      UNIQUE (device_id, epoch), UNIQUE (device_id, ordinal)
    ) STRICT;

    -- What a line was, once and for ever: the first half of its SHA-256.
    CREATE TABLE received (
      journal_id INTEGER NOT NULL REFERENCES door_journal, seq INTEGER NOT NULL,
      hash BLOB NOT NULL CHECK (length(hash) = 16), PRIMARY KEY (journal_id, seq)
    ) STRICT, WITHOUT ROWID;

    -- Lines that could not be taken, whole, and why.
    CREATE TABLE quarantine (
      journal_id INTEGER NOT NULL REFERENCES door_journal, seq INTEGER NOT NULL,
      line BLOB NOT NULL, reason TEXT NOT NULL, received_at INTEGER NOT NULL,
      PRIMARY KEY (journal_id, seq)
    ) STRICT, WITHOUT ROWID;

    -- What a door joins with, once.
    CREATE TABLE enrolment_code (
      digest BLOB PRIMARY KEY CHECK (length(digest) = 32),
      device_id INTEGER NOT NULL REFERENCES device,
      expires_at INTEGER NOT NULL, used_at INTEGER
    ) STRICT, WITHOUT ROWID;

    -- A room's feed: its revisions have no gaps. What was gone at or before `kept_after` is
    -- forgotten.
    CREATE TABLE feed_scope (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      classroom_id INTEGER NOT NULL UNIQUE REFERENCES classroom,
      head INTEGER NOT NULL DEFAULT 0 CHECK (head >= 0),
      kept_after INTEGER NOT NULL DEFAULT 0 CHECK (kept_after >= 0)
    ) STRICT;

    -- What a room must hold, as it is since a revision; without a body it is gone.
    CREATE TABLE feed_item (
      scope_id INTEGER NOT NULL REFERENCES feed_scope, kind TEXT NOT NULL, key TEXT NOT NULL,
      -- What is worked out together: a lesson, or the roster.
      part TEXT NOT NULL,
      revision INTEGER NOT NULL, body TEXT, gone_at INTEGER,
      PRIMARY KEY (scope_id, kind, key), UNIQUE (scope_id, revision),
      CHECK ((body IS NULL) = (gone_at IS NOT NULL))
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX feed_item_part ON feed_item (scope_id, part);

    -- At a door: the things that it holds because the hub said so.
    CREATE TABLE feed_held (
      kind TEXT NOT NULL, key TEXT NOT NULL, PRIMARY KEY (kind, key)
    ) STRICT, WITHOUT ROWID;

    -- Every code that a session was opened with is valid.
    CREATE INDEX session_event_code ON session_event (code) WHERE code IS NOT NULL;

    -- The room it stands in, its contacts with the hub, and which file it was made with.
    ALTER TABLE hub_link ADD COLUMN room BLOB;
    ALTER TABLE hub_link ADD COLUMN fixes TEXT;
    ALTER TABLE hub_link ADD COLUMN file TEXT;
    """
