import GRDB
import LedgerSQL

/// The schema, frozen step by step: a step once released is never edited, only followed.
///
/// Written in strings and not in the types of today, so that an old database is brought forward by
/// exactly what was meant when the step was written.
let migrations: DatabaseMigrator = {
    var migrator = DatabaseMigrator()
    migrator.registerMigration("1 school") { db in
        try db.execute(sql: school)
    }
    migrator.registerMigration("2 attendance") { db in
        try db.execute(sql: attendance)
        try db.execute(
            sql: "INSERT INTO device (uid, name) VALUES (randomblob(16), 'this database')")
    }
    migrator.registerMigration("3 callers") { db in
        try db.execute(sql: callers)
    }
    migrator.registerMigration("4 attendance API") { db in
        try db.execute(sql: attendanceAPI)
    }
    migrator.registerMigration("5 receipts and readers") { db in
        try db.execute(sql: receiptsAndReaders)
    }
    migrator.registerMigration("6 staff at the door") { db in
        try db.execute(sql: staffAtTheDoor)
    }
    migrator.registerMigration("7 audit chain") { db in
        try db.execute(sql: auditChain)
        try AuditChain.chain(SQLTransaction(db))
        try db.execute(sql: auditChainKept)
    }
    migrator.registerMigration("8 privacy") { db in
        try db.execute(sql: privacy)
    }
    migrator.registerMigration("9 occurrence sequence") { db in
        try db.execute(sql: occurrenceSequence)
    }
    migrator.registerMigration("10 room calendars") { db in
        try db.execute(sql: roomCalendars)
    }
    migrator.registerMigration("11 journal") { db in
        try db.execute(sql: journal)
        try noteSessionsOfBefore(SQLTransaction(db))
    }
    migrator.registerMigration("12 hub") { db in
        try db.execute(sql: hub)
    }
    migrator.registerMigration("13 seals") { db in
        try db.execute(sql: seals)
    }
    migrator.registerMigration("14 open lessons") { db in
        try db.execute(sql: openLessons)
    }
    migrator.registerMigration("15 sealed tables") { db in
        try db.execute(sql: sealedTables)
        try TableSeals.sealAll(db)
    }
    migrator.registerMigration("16 sealed lists") { db in
        try db.execute(sql: sealedLists)
        try TableSeals.sealAll(db, of: sealedListNames)
    }
    return migrator
}()

private let school = """
    CREATE TABLE user (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      source TEXT, source_id TEXT,
      code TEXT NOT NULL, code_key TEXT NOT NULL UNIQUE,
      tail_key TEXT NOT NULL, code_length INTEGER NOT NULL,
      given_name TEXT NOT NULL, family_name TEXT NOT NULL, full_name TEXT NOT NULL,
      role TEXT NOT NULL
        CHECK (role IN ('student','teacher','assistant','secretary','superadmin','parent')),
      student_class TEXT NOT NULL DEFAULT '', email TEXT,
      archived_at INTEGER, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL,
      UNIQUE (source, source_id)
    ) STRICT;
    CREATE INDEX user_tail ON user (tail_key);
    CREATE INDEX user_code_length ON user (role, code_length);

    CREATE TABLE parent_link (
      parent_id INTEGER NOT NULL REFERENCES user, child_id INTEGER NOT NULL REFERENCES user,
      PRIMARY KEY (parent_id, child_id)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE alias (
      number_key TEXT PRIMARY KEY, number TEXT NOT NULL,
      user_id INTEGER NOT NULL REFERENCES user, source TEXT, blocked_at INTEGER
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX alias_user ON alias (user_id);

    CREATE TABLE term (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      source TEXT NOT NULL, source_id TEXT NOT NULL, parent_id INTEGER REFERENCES term,
      title TEXT NOT NULL, kind TEXT NOT NULL,
      start_date TEXT NOT NULL, end_date TEXT NOT NULL, school_year INTEGER,
      UNIQUE (source, source_id), CHECK (start_date <= end_date)
    ) STRICT;

    CREATE TABLE classroom (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      building TEXT NOT NULL, room_number TEXT NOT NULL, capacity INTEGER,
      UNIQUE (building, room_number)
    ) STRICT;

    CREATE TABLE course (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      source TEXT, source_id TEXT,
      name TEXT NOT NULL, course_code TEXT NOT NULL, class_name TEXT NOT NULL,
      is_homeroom INTEGER NOT NULL DEFAULT 0,
      teacher_id INTEGER REFERENCES user, grace_minutes INTEGER CHECK (grace_minutes >= 0),
      archived_at INTEGER, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL,
      UNIQUE (source, source_id)
    ) STRICT;

    CREATE TABLE course_term (
      course_id INTEGER NOT NULL REFERENCES course, term_id INTEGER NOT NULL REFERENCES term,
      PRIMARY KEY (course_id, term_id)
    ) STRICT, WITHOUT ROWID;

    -- Both ends counted; a null end is open. Ending an enrolment leaves the past as it was.
    CREATE TABLE enrolment (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      source TEXT, source_id TEXT,
      course_id INTEGER NOT NULL REFERENCES course, user_id INTEGER NOT NULL REFERENCES user,
      is_teacher INTEGER NOT NULL CHECK (is_teacher IN (0, 1)),
      is_primary INTEGER NOT NULL DEFAULT 0 CHECK (is_primary IN (0, 1)),
      begin_date TEXT, end_date TEXT,
      -- When staff ended it: then files no longer change it.
      dropped_at INTEGER
    ) STRICT;
    CREATE INDEX enrolment_user ON enrolment (user_id, course_id, is_teacher);
    CREATE INDEX enrolment_course ON enrolment (course_id, is_teacher);
    CREATE INDEX enrolment_source ON enrolment (source, source_id);

    CREATE TABLE bell (
      section INTEGER PRIMARY KEY CHECK (section >= 1),
      start_minute INTEGER NOT NULL, end_minute INTEGER NOT NULL, CHECK (start_minute < end_minute)
    ) STRICT;

    CREATE TABLE meeting (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      source TEXT NOT NULL, course_id INTEGER NOT NULL REFERENCES course,
      weekday INTEGER NOT NULL CHECK (weekday BETWEEN 1 AND 7), weeks TEXT,
      sections TEXT NOT NULL, start_minute INTEGER, end_minute INTEGER,
      classroom_id INTEGER REFERENCES classroom, is_enabled INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX meeting_course ON meeting (course_id);

    CREATE TABLE occurrence (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      course_id INTEGER NOT NULL REFERENCES course, classroom_id INTEGER REFERENCES classroom,
      date TEXT NOT NULL, sections TEXT NOT NULL, first_section INTEGER NOT NULL,
      start_minute INTEGER NOT NULL, end_minute INTEGER NOT NULL,
      status TEXT NOT NULL CHECK (status IN ('scheduled','cancelled','moved')),
      source_type TEXT NOT NULL CHECK (source_type IN ('generated','imported','manual')),
      remark TEXT NOT NULL DEFAULT '', revision INTEGER NOT NULL DEFAULT 0,
      -- Where the timetable planned it, by which it is found again; when a hand last changed it.
      planned_date TEXT, planned_section INTEGER, changed_at INTEGER,
      UNIQUE (course_id, date, first_section), CHECK (start_minute < end_minute)
    ) STRICT;
    CREATE UNIQUE INDEX occurrence_planned ON
      occurrence (course_id, planned_date, planned_section) WHERE planned_date IS NOT NULL;
    CREATE INDEX occurrence_room ON occurrence (classroom_id, date);
    CREATE INDEX occurrence_date ON occurrence (date);

    CREATE TABLE occurrence_teacher (
      occurrence_id INTEGER NOT NULL REFERENCES occurrence ON DELETE CASCADE,
      user_id INTEGER NOT NULL REFERENCES user,
      PRIMARY KEY (occurrence_id, user_id)
    ) STRICT, WITHOUT ROWID;
    """

private let attendance = """
    -- Sources of evidence; the first row is this database itself.
    CREATE TABLE device (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16), name TEXT NOT NULL
    ) STRICT;

    CREATE TABLE checkin_session (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      occurrence_id INTEGER NOT NULL UNIQUE REFERENCES occurrence,
      code TEXT UNIQUE, status TEXT NOT NULL CHECK (status IN ('draft','open','closed')),
      grace_minutes INTEGER NOT NULL CHECK (grace_minutes >= 0),
      created_by INTEGER REFERENCES user, remark TEXT NOT NULL DEFAULT '',
      created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL,
      CHECK ((status = 'draft') = (code IS NULL))
    ) STRICT;
    CREATE INDEX checkin_session_open ON checkin_session (status) WHERE status = 'open';

    CREATE TABLE checkin_interval (
      session_id INTEGER NOT NULL REFERENCES checkin_session, position INTEGER NOT NULL,
      opened_at INTEGER NOT NULL, closed_at INTEGER,
      PRIMARY KEY (session_id, position), CHECK (closed_at IS NULL OR opened_at <= closed_at)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE walk_in (
      occurrence_id INTEGER NOT NULL REFERENCES occurrence,
      user_id INTEGER NOT NULL REFERENCES user,
      PRIMARY KEY (occurrence_id, user_id)
    ) STRICT, WITHOUT ROWID;

    -- Every try, accepted or refused. What was presented is kept as kind and length only.
    CREATE TABLE attempt (
      id BLOB PRIMARY KEY CHECK (length(id) = 16),
      device_id INTEGER NOT NULL REFERENCES device,
      classroom_id INTEGER NOT NULL REFERENCES classroom,
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
    CREATE INDEX attempt_failed ON attempt (device_id, moment) WHERE failed_tail = 1;
    CREATE INDEX attempt_asked ON attempt (device_id, moment) WHERE reason = 'ambiguous';
    CREATE INDEX attempt_chosen ON attempt (device_id, moment) WHERE outcome = 'chosen';

    CREATE TABLE evidence (
      row INTEGER PRIMARY KEY,
      id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
      occurrence_id INTEGER NOT NULL REFERENCES occurrence,
      user_id INTEGER NOT NULL REFERENCES user,
      device_id INTEGER NOT NULL REFERENCES device, seq INTEGER NOT NULL,
      revision INTEGER, seen INTEGER NOT NULL, moment INTEGER NOT NULL,
      kind TEXT NOT NULL CHECK (kind IN ('scan','mark','retraction','void','verdict')),
      method TEXT, held_for TEXT, flags TEXT, status TEXT, number INTEGER, period INTEGER,
      remark TEXT, accepted INTEGER, targets BLOB,
      actor_id INTEGER REFERENCES user, origin TEXT NOT NULL,
      UNIQUE (device_id, seq)
    ) STRICT;
    CREATE INDEX evidence_subject ON evidence (occurrence_id, user_id);

    -- Dates are local, both ends counted.
    CREATE TABLE excusal (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      student_id INTEGER NOT NULL REFERENCES user, parent_id INTEGER REFERENCES user,
      start_date TEXT NOT NULL, end_date TEXT NOT NULL, comment TEXT NOT NULL DEFAULT '',
      created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, CHECK (start_date <= end_date)
    ) STRICT;
    CREATE INDEX excusal_student ON excusal (student_id, start_date);

    -- What stands. A null number stood once and does not now.
    CREATE TABLE record (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      occurrence_id INTEGER NOT NULL REFERENCES occurrence,
      user_id INTEGER NOT NULL REFERENCES user,
      number INTEGER, checkin_time INTEGER, method TEXT,
      remark TEXT NOT NULL DEFAULT '', flags TEXT NOT NULL DEFAULT '',
      settled_row INTEGER NOT NULL, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL,
      UNIQUE (occurrence_id, user_id)
    ) STRICT;
    CREATE INDEX record_user ON record (user_id);

    CREATE TABLE audit (
      seq INTEGER PRIMARY KEY,
      moment INTEGER NOT NULL, actor_id INTEGER, role TEXT, origin TEXT NOT NULL,
      action TEXT NOT NULL, object TEXT NOT NULL, object_id INTEGER NOT NULL,
      before TEXT, after TEXT
    ) STRICT;
    CREATE TRIGGER audit_is_kept BEFORE DELETE ON audit
      BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
    CREATE TRIGGER audit_is_unchanged BEFORE UPDATE ON audit
      BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
    """
