import Attendance
import Foundation
import LedgerSQL

/// Step "11 journal": what a row is called everywhere, what was done to sessions, and what a door
/// of a hub has to tell it.
let journal = """
    -- What a row is called everywhere: by a door and its hub alike.
    CREATE TABLE known_as (
      kind TEXT NOT NULL CHECK (kind IN ('user','course','occurrence','classroom')),
      id INTEGER NOT NULL, uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16),
      PRIMARY KEY (kind, id)
    ) STRICT, WITHOUT ROWID;

    -- What was done to a session; its columns and intervals are what that comes to.
    CREATE TABLE session_event (
      id BLOB PRIMARY KEY CHECK (length(id) = 16),
      session_id INTEGER NOT NULL REFERENCES checkin_session,
      moment INTEGER NOT NULL,
      kind TEXT NOT NULL CHECK (kind IN ('created','opened','closed','reopened')),
      code TEXT, grace_minutes INTEGER CHECK (grace_minutes >= 0),
      saw BLOB NOT NULL, has_hub_time INTEGER NOT NULL DEFAULT 0 CHECK (has_hub_time IN (0, 1)),
      CHECK ((kind = 'opened') = (code IS NOT NULL)),
      CHECK ((kind IN ('created','opened')) = (grace_minutes IS NOT NULL))
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX session_event_session ON session_event (session_id);

    -- The moment has been held against the hub's time.
    ALTER TABLE evidence ADD COLUMN has_hub_time INTEGER NOT NULL DEFAULT 0
      CHECK (has_hub_time IN (0, 1));

    -- One row where this database is a door's.
    CREATE TABLE hub_link (
      id INTEGER PRIMARY KEY CHECK (id = 1), address TEXT NOT NULL,
      device BLOB NOT NULL CHECK (length(device) = 16), token TEXT NOT NULL,
      epoch BLOB NOT NULL CHECK (length(epoch) = 16), newest INTEGER NOT NULL DEFAULT 0,
      acked INTEGER NOT NULL DEFAULT 0 CHECK (acked >= 0), hub_epoch BLOB, roster INTEGER,
      refusal INTEGER, joined_at INTEGER NOT NULL, contact_at INTEGER
    ) STRICT;

    -- What was done here, in the hub's words; rows go by age only, and only once they are there.
    CREATE TABLE journal (
      seq INTEGER PRIMARY KEY, moment INTEGER NOT NULL, line BLOB NOT NULL
    ) STRICT;
    """

/// What was done to sessions before that was noted, as far as their intervals tell.
func noteSessionsOfBefore(_ transaction: SQLTransaction) throws {
    let sessions = try transaction.all(
        "SELECT id, code, grace_minutes, created_at FROM checkin_session"
    ) { columns in
        (
            id: try columns.take(Int64.self), code: columns.takeIf(String.self),
            grace: try columns.take(Int64.self), made: try columns.take(Int64.self)
        )
    }
    for session in sessions {
        let intervals = try transaction.all(
            "SELECT opened_at, closed_at FROM checkin_interval WHERE session_id = ? "
                + "ORDER BY position", [session.id]
        ) { (opened: try $0.take(Int64.self), closed: $0.takeIf(Int64.self)) }
        var last = Data()
        func note(_ kind: String, _ moment: Int64, _ code: String?, _ grace: Int64?) throws {
            let id = Data.random(count: 16)
            try transaction.run(
                "INSERT INTO session_event VALUES (?, ?, ?, ?, ?, ?, ?, 0)",
                [id, session.id, moment, kind, code, grace, last])
            last = id
        }
        try note("created", session.made, nil, session.grace)
        for (place, interval) in intervals.enumerated() {
            if place == 0 {
                try note("opened", interval.opened, session.code, session.grace)
            } else {
                try note("reopened", interval.opened, nil, nil)
            }
            if let closed = interval.closed { try note("closed", closed, nil, nil) }
        }
    }
}
