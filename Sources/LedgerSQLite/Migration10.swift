/// Step "10 room calendars": a token that reads the calendar of one classroom.
let roomCalendars = """
    CREATE TABLE new_token (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      digest BLOB NOT NULL UNIQUE CHECK (length(digest) = 32),
      kind TEXT NOT NULL CHECK (kind IN ('user','device','integration','projector','calendar',
        'link','browser','pairing','phone','room_calendar')),
      user_id INTEGER REFERENCES user, device_id INTEGER REFERENCES device,
      session_id INTEGER REFERENCES checkin_session, name TEXT, scopes TEXT,
      created_at INTEGER NOT NULL, expires_at INTEGER, revoked_at INTEGER, last_used_at INTEGER,
      classroom_id INTEGER REFERENCES classroom,
      CHECK ((kind IN ('user','calendar','link','browser','pairing','phone'))
        = (user_id IS NOT NULL)),
      CHECK ((kind = 'device') = (device_id IS NOT NULL)),
      CHECK ((kind = 'projector') = (session_id IS NOT NULL)),
      CHECK ((kind = 'integration') = (name IS NOT NULL AND scopes IS NOT NULL)),
      CHECK ((kind = 'room_calendar') = (classroom_id IS NOT NULL)),
      CHECK (kind NOT IN ('link','browser','pairing','phone') OR expires_at IS NOT NULL)
    ) STRICT;
    INSERT INTO new_token SELECT id, digest, kind, user_id, device_id, session_id, name, scopes,
      created_at, expires_at, revoked_at, last_used_at, NULL FROM token;
    DROP TABLE token;
    ALTER TABLE new_token RENAME TO token;
    """
