/// Step "3 callers": who asks by HTTP, and what they were answered.
let callers = """
    -- Whoever asks by HTTP. What they were given is kept as its SHA-256 only.
    CREATE TABLE token (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      digest BLOB NOT NULL UNIQUE CHECK (length(digest) = 32),
      kind TEXT NOT NULL CHECK (kind IN ('user','device','integration','projector','calendar')),
      user_id INTEGER REFERENCES user, device_id INTEGER REFERENCES device,
      session_id INTEGER REFERENCES checkin_session, name TEXT, scopes TEXT,
      created_at INTEGER NOT NULL, expires_at INTEGER, revoked_at INTEGER, last_used_at INTEGER,
      CHECK ((kind IN ('user','calendar')) = (user_id IS NOT NULL)),
      CHECK ((kind = 'device') = (device_id IS NOT NULL)),
      CHECK ((kind = 'projector') = (session_id IS NOT NULL)),
      CHECK ((kind = 'integration') = (name IS NOT NULL AND scopes IS NOT NULL))
    ) STRICT;

    -- First answers to requests that may be sent again.
    CREATE TABLE reply (
      token_id INTEGER NOT NULL REFERENCES token, route TEXT NOT NULL, key TEXT NOT NULL,
      body_digest BLOB NOT NULL CHECK (length(body_digest) = 32),
      status INTEGER NOT NULL, content_type TEXT NOT NULL, body BLOB NOT NULL,
      created_at INTEGER NOT NULL,
      PRIMARY KEY (token_id, route, key)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX reply_age ON reply (created_at);
    CREATE INDEX reply_of_token ON reply (token_id, created_at);

    ALTER TABLE device ADD COLUMN classroom_id INTEGER REFERENCES classroom;

    -- What a session's rotating proofs are signed with.
    ALTER TABLE checkin_session ADD COLUMN proof_key BLOB;
    UPDATE checkin_session SET proof_key = randomblob(32);

    CREATE INDEX walk_in_user ON walk_in (user_id);

    -- As it was, but for a classroom that may be none: a telephone needs no room.
    CREATE TABLE attempt_new (
      id BLOB PRIMARY KEY CHECK (length(id) = 16),
      device_id INTEGER NOT NULL REFERENCES device,
      classroom_id INTEGER REFERENCES classroom,
      moment INTEGER NOT NULL, kind TEXT NOT NULL, byte_count INTEGER NOT NULL,
      from_reader INTEGER NOT NULL,
      outcome TEXT NOT NULL
        CHECK (outcome IN ('accepted','repeated','refused','chosen','staff')),
      reason TEXT, detail TEXT, amount INTEGER, other_moment INTEGER, room TEXT,
      number INTEGER, checkin_time INTEGER, method TEXT,
      user_id INTEGER REFERENCES user, session_id INTEGER REFERENCES checkin_session,
      record_id INTEGER REFERENCES record, failed_tail INTEGER NOT NULL DEFAULT 0,
      CHECK ((outcome = 'refused') = (reason IS NOT NULL))
    ) STRICT, WITHOUT ROWID;
    INSERT INTO attempt_new SELECT * FROM attempt;
    DROP TABLE attempt;
    ALTER TABLE attempt_new RENAME TO attempt;
    CREATE INDEX attempt_failed ON attempt (device_id, moment) WHERE failed_tail = 1;
    CREATE INDEX attempt_asked ON attempt (device_id, moment) WHERE reason = 'ambiguous';
    CREATE INDEX attempt_chosen ON attempt (device_id, moment) WHERE outcome = 'chosen';
    """
