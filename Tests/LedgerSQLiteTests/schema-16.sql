CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY);
CREATE TABLE user (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  source TEXT, source_id TEXT,
  code TEXT NOT NULL, code_key TEXT NOT NULL UNIQUE,
  tail_key TEXT NOT NULL, code_length INTEGER NOT NULL,
  given_name TEXT NOT NULL, family_name TEXT NOT NULL, full_name TEXT NOT NULL,
  role TEXT NOT NULL
    CHECK (role IN ('student','teacher','assistant','secretary','superadmin','parent')),
  student_class TEXT NOT NULL DEFAULT '', email TEXT,
  archived_at INTEGER, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, year_group_id INTEGER REFERENCES year_group, erased_at INTEGER, seal INTEGER NOT NULL DEFAULT 0x4000000000000000,
  UNIQUE (source, source_id)
) STRICT;
CREATE TABLE sqlite_sequence(name,seq);
CREATE INDEX user_tail ON user (tail_key);
CREATE INDEX user_code_length ON user (role, code_length);
CREATE TABLE parent_link (
  parent_id INTEGER NOT NULL REFERENCES user, child_id INTEGER NOT NULL REFERENCES user, source TEXT, removed_at INTEGER, seal INTEGER NOT NULL DEFAULT 0x4000000000000000,
  PRIMARY KEY (parent_id, child_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE alias (
  number_key TEXT PRIMARY KEY, number TEXT NOT NULL,
  user_id INTEGER NOT NULL REFERENCES user, source TEXT, blocked_at INTEGER
, seal INTEGER NOT NULL DEFAULT 0x4000000000000000) STRICT, WITHOUT ROWID;
CREATE INDEX alias_user ON alias (user_id);
CREATE TABLE term (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  source TEXT NOT NULL, source_id TEXT NOT NULL, parent_id INTEGER REFERENCES term,
  title TEXT NOT NULL, kind TEXT NOT NULL,
  start_date TEXT NOT NULL, end_date TEXT NOT NULL, school_year INTEGER, year_id INTEGER REFERENCES term, is_term INTEGER NOT NULL DEFAULT 1 CHECK (is_term IN (0, 1)), seal INTEGER NOT NULL DEFAULT 0x4000000000000000,
  UNIQUE (source, source_id), CHECK (start_date <= end_date)
) STRICT;
CREATE TABLE classroom (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  building TEXT NOT NULL, room_number TEXT NOT NULL, capacity INTEGER, seal INTEGER NOT NULL DEFAULT 0x4000000000000000,
  UNIQUE (building, room_number)
) STRICT;
CREATE TABLE course (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  source TEXT, source_id TEXT,
  name TEXT NOT NULL, course_code TEXT NOT NULL, class_name TEXT NOT NULL,
  is_homeroom INTEGER NOT NULL DEFAULT 0,
  teacher_id INTEGER REFERENCES user, grace_minutes INTEGER CHECK (grace_minutes >= 0),
  archived_at INTEGER, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, seal INTEGER NOT NULL DEFAULT 0x4000000000000000,
  UNIQUE (source, source_id)
) STRICT;
CREATE TABLE course_term (
  course_id INTEGER NOT NULL REFERENCES course, term_id INTEGER NOT NULL REFERENCES term, seal INTEGER NOT NULL DEFAULT 0x4000000000000000,
  PRIMARY KEY (course_id, term_id)
) STRICT, WITHOUT ROWID;
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
CREATE INDEX enrolment_source ON enrolment (source, source_id);
CREATE TABLE bell (
  section INTEGER PRIMARY KEY CHECK (section >= 1),
  start_minute INTEGER NOT NULL, end_minute INTEGER NOT NULL, seal INTEGER NOT NULL DEFAULT 0x4000000000000000, CHECK (start_minute < end_minute)
) STRICT;
CREATE TABLE occurrence (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  course_id INTEGER NOT NULL REFERENCES course, classroom_id INTEGER REFERENCES classroom,
  date TEXT NOT NULL, sections TEXT NOT NULL, first_section INTEGER NOT NULL,
  start_minute INTEGER NOT NULL, end_minute INTEGER NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('scheduled','cancelled','moved')),
  source_type TEXT NOT NULL CHECK (source_type IN ('generated','imported','manual')),
  remark TEXT NOT NULL DEFAULT '', revision INTEGER NOT NULL DEFAULT 0,
  -- Where the timetable planned it, by which it is found again; when a hand last changed it.
  planned_date TEXT, planned_section INTEGER, changed_at INTEGER, is_counted INTEGER NOT NULL DEFAULT 1
  CHECK (is_counted IN (0, 1)), sequence INTEGER NOT NULL DEFAULT 0 CHECK (sequence >= 0), modified_at INTEGER, is_open INTEGER NOT NULL DEFAULT 0 CHECK (is_open IN (0, 1)), seal INTEGER NOT NULL DEFAULT 0x4000000000000000,
  UNIQUE (course_id, date, first_section), CHECK (start_minute < end_minute)
) STRICT;
CREATE UNIQUE INDEX occurrence_planned ON
  occurrence (course_id, planned_date, planned_section) WHERE planned_date IS NOT NULL;
CREATE INDEX occurrence_room ON occurrence (classroom_id, date);
CREATE INDEX occurrence_date ON occurrence (date);
CREATE TABLE occurrence_teacher (
  occurrence_id INTEGER NOT NULL REFERENCES occurrence ON DELETE CASCADE,
  user_id INTEGER NOT NULL REFERENCES user, seal INTEGER NOT NULL DEFAULT 0x4000000000000000,
  PRIMARY KEY (occurrence_id, user_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE device (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16), name TEXT NOT NULL
, classroom_id INTEGER REFERENCES classroom, seal INTEGER NOT NULL DEFAULT 0x4000000000000000) STRICT;
CREATE TABLE checkin_session (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  occurrence_id INTEGER NOT NULL UNIQUE REFERENCES occurrence,
  code TEXT UNIQUE, status TEXT NOT NULL CHECK (status IN ('draft','open','closed')),
  grace_minutes INTEGER NOT NULL CHECK (grace_minutes >= 0),
  created_by INTEGER REFERENCES user, remark TEXT NOT NULL DEFAULT '',
  created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, proof_key BLOB, seal INTEGER NOT NULL DEFAULT 0x4000000000000000,
  CHECK ((status = 'draft') = (code IS NULL))
) STRICT;
CREATE INDEX checkin_session_open ON checkin_session (status) WHERE status = 'open';
CREATE TABLE checkin_interval (
  session_id INTEGER NOT NULL REFERENCES checkin_session, position INTEGER NOT NULL,
  opened_at INTEGER NOT NULL, closed_at INTEGER, seal INTEGER NOT NULL DEFAULT 0x4000000000000000,
  PRIMARY KEY (session_id, position), CHECK (closed_at IS NULL OR opened_at <= closed_at)
) STRICT, WITHOUT ROWID;
CREATE TABLE walk_in (
  occurrence_id INTEGER NOT NULL REFERENCES occurrence,
  user_id INTEGER NOT NULL REFERENCES user, seal INTEGER NOT NULL DEFAULT 0x4000000000000000,
  PRIMARY KEY (occurrence_id, user_id)
) STRICT, WITHOUT ROWID;
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
  actor_id INTEGER REFERENCES user, origin TEXT NOT NULL, has_hub_time INTEGER NOT NULL DEFAULT 0
  CHECK (has_hub_time IN (0, 1)), seal INTEGER NOT NULL DEFAULT 0x4000000000000000,
  UNIQUE (device_id, seq)
) STRICT;
CREATE INDEX evidence_subject ON evidence (occurrence_id, user_id);
CREATE TABLE excusal (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  student_id INTEGER NOT NULL REFERENCES user, parent_id INTEGER REFERENCES user,
  start_date TEXT NOT NULL, end_date TEXT NOT NULL, comment TEXT NOT NULL DEFAULT '',
  created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, seal INTEGER NOT NULL DEFAULT 0x4000000000000000, CHECK (start_date <= end_date)
) STRICT;
CREATE INDEX excusal_student ON excusal (student_id, start_date);
CREATE TABLE record (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  occurrence_id INTEGER NOT NULL REFERENCES occurrence,
  user_id INTEGER NOT NULL REFERENCES user,
  number INTEGER, checkin_time INTEGER, method TEXT,
  remark TEXT NOT NULL DEFAULT '', flags TEXT NOT NULL DEFAULT '',
  settled_row INTEGER NOT NULL, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, periods TEXT, seal INTEGER NOT NULL DEFAULT 0x4000000000000000,
  UNIQUE (occurrence_id, user_id)
) STRICT;
CREATE INDEX record_user ON record (user_id);
CREATE TABLE audit (
  seq INTEGER PRIMARY KEY,
  moment INTEGER NOT NULL, actor_id INTEGER, role TEXT, origin TEXT NOT NULL,
  action TEXT NOT NULL, object TEXT NOT NULL, object_id INTEGER NOT NULL,
  before TEXT, after TEXT
, digest BLOB CHECK (length(digest) = 32)) STRICT;
CREATE TABLE reply (
  token_id INTEGER NOT NULL REFERENCES token, route TEXT NOT NULL, key TEXT NOT NULL,
  body_digest BLOB NOT NULL CHECK (length(body_digest) = 32),
  status INTEGER NOT NULL, content_type TEXT NOT NULL, body BLOB NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (token_id, route, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX reply_age ON reply (created_at);
CREATE INDEX reply_of_token ON reply (token_id, created_at);
CREATE INDEX walk_in_user ON walk_in (user_id);
CREATE TABLE IF NOT EXISTS "attempt" (
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
  record_id INTEGER REFERENCES record, failed_tail INTEGER NOT NULL DEFAULT 0, receipt TEXT, repair TEXT, seal INTEGER NOT NULL DEFAULT 0x4000000000000000,
  CHECK ((outcome = 'refused') = (reason IS NOT NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX attempt_failed ON attempt (device_id, moment) WHERE failed_tail = 1;
CREATE INDEX attempt_asked ON attempt (device_id, moment) WHERE reason = 'ambiguous';
CREATE INDEX attempt_chosen ON attempt (device_id, moment) WHERE outcome = 'chosen';
CREATE TABLE year_group (
  id INTEGER PRIMARY KEY AUTOINCREMENT, grade TEXT NOT NULL UNIQUE CHECK (grade <> '')
, seal INTEGER NOT NULL DEFAULT 0x4000000000000000) STRICT;
CREATE INDEX user_year_group ON user (year_group_id);
CREATE INDEX parent_link_child ON parent_link (child_id);
CREATE TABLE IF NOT EXISTS "meeting" (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  source TEXT NOT NULL, course_id INTEGER NOT NULL REFERENCES course,
  day INTEGER NOT NULL CHECK (day >= 1),
  is_rotation INTEGER NOT NULL DEFAULT 0 CHECK (is_rotation IN (0, 1)), weeks TEXT,
  sections TEXT NOT NULL, start_minute INTEGER, end_minute INTEGER,
  classroom_id INTEGER REFERENCES classroom, is_enabled INTEGER NOT NULL, seal INTEGER NOT NULL DEFAULT 0x4000000000000000,
  CHECK (is_rotation = 1 OR day <= 7)
) STRICT;
CREATE INDEX meeting_course ON meeting (course_id);
CREATE TABLE tally (
  course_id INTEGER NOT NULL REFERENCES course, term_id INTEGER NOT NULL REFERENCES term,
  user_id INTEGER NOT NULL REFERENCES user, number INTEGER NOT NULL, count INTEGER NOT NULL,
  PRIMARY KEY (course_id, term_id, user_id, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE homeroom (
  user_id INTEGER NOT NULL REFERENCES user, date TEXT NOT NULL,
  number INTEGER, note TEXT NOT NULL DEFAULT '', attended INTEGER NOT NULL DEFAULT 0,
  set_at INTEGER, seal INTEGER NOT NULL DEFAULT 0x4000000000000000, PRIMARY KEY (user_id, date)
) STRICT, WITHOUT ROWID;
CREATE TABLE homeroom_tally (
  term_id INTEGER NOT NULL REFERENCES term, user_id INTEGER NOT NULL REFERENCES user,
  number INTEGER NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (term_id, user_id, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE adjustment (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  user_id INTEGER NOT NULL REFERENCES user, term_id INTEGER NOT NULL REFERENCES term,
  label TEXT NOT NULL, days INTEGER NOT NULL, source TEXT, seal INTEGER NOT NULL DEFAULT 0x4000000000000000,
  UNIQUE (user_id, term_id, label)
) STRICT;
CREATE INDEX excusal_start ON excusal (start_date);
CREATE TABLE secret (name TEXT PRIMARY KEY, value BLOB NOT NULL, seal INTEGER NOT NULL DEFAULT 0x4000000000000000) STRICT, WITHOUT ROWID;
CREATE INDEX attempt_receipt ON attempt (receipt) WHERE receipt IS NOT NULL;
CREATE TABLE pin (
  user_id INTEGER PRIMARY KEY REFERENCES user,
  salt BLOB NOT NULL CHECK (length(salt) = 16), hash BLOB NOT NULL CHECK (length(hash) = 32),
  cost INTEGER NOT NULL, tries INTEGER NOT NULL DEFAULT 0 CHECK (tries >= 0)
, seal INTEGER NOT NULL DEFAULT 0x4000000000000000) STRICT;
CREATE TABLE audit_anchor (
  seq INTEGER PRIMARY KEY, digest BLOB NOT NULL CHECK (length(digest) = 32)
) STRICT;
CREATE TRIGGER audit_is_kept BEFORE DELETE ON audit
  WHEN OLD.seq > coalesce((SELECT max(seq) FROM audit_anchor), 0)
  BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
CREATE TRIGGER audit_is_unchanged BEFORE UPDATE ON audit
  BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
CREATE TABLE legal_hold (
  user_id INTEGER PRIMARY KEY REFERENCES user, until TEXT, reason TEXT NOT NULL,
  set_at INTEGER NOT NULL
, seal INTEGER NOT NULL DEFAULT 0x4000000000000000) STRICT;
CREATE TABLE IF NOT EXISTS "token" (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  digest BLOB NOT NULL UNIQUE CHECK (length(digest) = 32),
  kind TEXT NOT NULL CHECK (kind IN ('user','device','integration','projector','calendar',
    'link','browser','pairing','phone','room_calendar')),
  user_id INTEGER REFERENCES user, device_id INTEGER REFERENCES device,
  session_id INTEGER REFERENCES checkin_session, name TEXT, scopes TEXT,
  created_at INTEGER NOT NULL, expires_at INTEGER, revoked_at INTEGER, last_used_at INTEGER,
  classroom_id INTEGER REFERENCES classroom, seal INTEGER NOT NULL DEFAULT 0x4000000000000000,
  CHECK ((kind IN ('user','calendar','link','browser','pairing','phone'))
    = (user_id IS NOT NULL)),
  CHECK ((kind = 'device') = (device_id IS NOT NULL)),
  CHECK ((kind = 'projector') = (session_id IS NOT NULL)),
  CHECK ((kind = 'integration') = (name IS NOT NULL AND scopes IS NOT NULL)),
  CHECK ((kind = 'room_calendar') = (classroom_id IS NOT NULL)),
  CHECK (kind NOT IN ('link','browser','pairing','phone') OR expires_at IS NOT NULL)
) STRICT;
CREATE TABLE known_as (
  kind TEXT NOT NULL CHECK (kind IN ('user','course','occurrence','classroom')),
  id INTEGER NOT NULL, uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 16), seal INTEGER NOT NULL DEFAULT 0x4000000000000000,
  PRIMARY KEY (kind, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE session_event (
  id BLOB PRIMARY KEY CHECK (length(id) = 16),
  session_id INTEGER NOT NULL REFERENCES checkin_session,
  moment INTEGER NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('created','opened','closed','reopened')),
  code TEXT, grace_minutes INTEGER CHECK (grace_minutes >= 0),
  saw BLOB NOT NULL, has_hub_time INTEGER NOT NULL DEFAULT 0 CHECK (has_hub_time IN (0, 1)), seal INTEGER NOT NULL DEFAULT 0x4000000000000000,
  CHECK ((kind = 'opened') = (code IS NOT NULL)),
  CHECK ((kind IN ('created','opened')) = (grace_minutes IS NOT NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX session_event_session ON session_event (session_id);
CREATE TABLE hub_link (
  id INTEGER PRIMARY KEY CHECK (id = 1), address TEXT NOT NULL,
  device BLOB NOT NULL CHECK (length(device) = 16), token TEXT NOT NULL,
  epoch BLOB NOT NULL CHECK (length(epoch) = 16), newest INTEGER NOT NULL DEFAULT 0,
  acked INTEGER NOT NULL DEFAULT 0 CHECK (acked >= 0), hub_epoch BLOB, roster INTEGER,
  refusal INTEGER, joined_at INTEGER NOT NULL, contact_at INTEGER
, room BLOB, fixes TEXT, file TEXT) STRICT;
CREATE TABLE journal (
  seq INTEGER PRIMARY KEY, moment INTEGER NOT NULL, line BLOB NOT NULL
) STRICT;
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
CREATE TABLE received (
  journal_id INTEGER NOT NULL REFERENCES door_journal, seq INTEGER NOT NULL,
  hash BLOB NOT NULL CHECK (length(hash) = 16), PRIMARY KEY (journal_id, seq)
) STRICT, WITHOUT ROWID;
CREATE TABLE quarantine (
  journal_id INTEGER NOT NULL REFERENCES door_journal, seq INTEGER NOT NULL,
  line BLOB NOT NULL, reason TEXT NOT NULL, received_at INTEGER NOT NULL,
  PRIMARY KEY (journal_id, seq)
) STRICT, WITHOUT ROWID;
CREATE TABLE enrolment_code (
  digest BLOB PRIMARY KEY CHECK (length(digest) = 32),
  device_id INTEGER NOT NULL REFERENCES device,
  expires_at INTEGER NOT NULL, used_at INTEGER
) STRICT, WITHOUT ROWID;
CREATE TABLE feed_scope (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  classroom_id INTEGER NOT NULL UNIQUE REFERENCES classroom,
  head INTEGER NOT NULL DEFAULT 0 CHECK (head >= 0),
  kept_after INTEGER NOT NULL DEFAULT 0 CHECK (kept_after >= 0)
) STRICT;
CREATE TABLE feed_item (
  scope_id INTEGER NOT NULL REFERENCES feed_scope, kind TEXT NOT NULL, key TEXT NOT NULL,
  -- What is worked out together: a lesson, or the roster.
  part TEXT NOT NULL,
  revision INTEGER NOT NULL, body TEXT, gone_at INTEGER,
  PRIMARY KEY (scope_id, kind, key), UNIQUE (scope_id, revision),
  CHECK ((body IS NULL) = (gone_at IS NOT NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX feed_item_part ON feed_item (scope_id, part);
CREATE TABLE feed_held (
  kind TEXT NOT NULL, key TEXT NOT NULL, PRIMARY KEY (kind, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX session_event_code ON session_event (code) WHERE code IS NOT NULL;
CREATE INDEX occurrence_open ON occurrence (classroom_id) WHERE is_open = 1;
CREATE INDEX enrolment_member ON enrolment
  (course_id, is_teacher, user_id, begin_date, end_date, is_primary, dropped_at);
