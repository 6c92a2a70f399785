extension PostgresSchema {
    /// What a row is called everywhere, what was done to sessions, and what a door has to tell. A
    /// hub that is a door of another is not meant, but the tables are those of a file.
    static let journal = """
        CREATE TABLE known_as (
          kind text COLLATE "C" NOT NULL
            CHECK (kind IN ('user','course','occurrence','classroom')),
          id bigint NOT NULL, uid bytea NOT NULL UNIQUE CHECK (length(uid) = 16),
          PRIMARY KEY (kind, id)
        );

        CREATE TABLE session_event (
          id bytea PRIMARY KEY CHECK (length(id) = 16),
          session_id bigint NOT NULL REFERENCES checkin_session,
          moment bigint NOT NULL,
          kind text COLLATE "C" NOT NULL
            CHECK (kind IN ('created','opened','closed','reopened')),
          code text COLLATE "C", grace_minutes bigint CHECK (grace_minutes >= 0),
          saw bytea NOT NULL,
          has_hub_time bigint NOT NULL DEFAULT 0 CHECK (has_hub_time IN (0, 1)),
          CHECK ((kind = 'opened') = (code IS NOT NULL)),
          CHECK ((kind IN ('created','opened')) = (grace_minutes IS NOT NULL))
        );
        CREATE INDEX session_event_session ON session_event (session_id);

        ALTER TABLE evidence ADD COLUMN has_hub_time bigint NOT NULL DEFAULT 0
          CHECK (has_hub_time IN (0, 1));

        CREATE TABLE hub_link (
          id bigint PRIMARY KEY CHECK (id = 1), address text COLLATE "C" NOT NULL,
          device bytea NOT NULL CHECK (length(device) = 16), token text COLLATE "C" NOT NULL,
          epoch bytea NOT NULL CHECK (length(epoch) = 16), newest bigint NOT NULL DEFAULT 0,
          acked bigint NOT NULL DEFAULT 0 CHECK (acked >= 0), hub_epoch bytea, roster bigint,
          refusal bigint, joined_at bigint NOT NULL, contact_at bigint
        );

        CREATE TABLE journal (seq bigint PRIMARY KEY, moment bigint NOT NULL, line bytea NOT NULL);
        """
}
