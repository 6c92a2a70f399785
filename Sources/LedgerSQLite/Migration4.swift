/// Step "4 attendance API": years and year groups, what stands for each period, homeroom, and the
/// counts that summaries are read from.
let attendanceAPI = """
    -- The year a term belongs to; whether it is one that attendance is asked for by: all but years
    -- that are divided into terms.
    ALTER TABLE term ADD COLUMN year_id INTEGER REFERENCES term;
    ALTER TABLE term ADD COLUMN is_term INTEGER NOT NULL DEFAULT 1 CHECK (is_term IN (0, 1));
    UPDATE term SET parent_id = (SELECT y.id FROM term y WHERE y.kind = 'schoolYear'
        AND y.source = term.source AND y.start_date <= term.start_date
        AND term.end_date <= y.end_date ORDER BY y.start_date DESC LIMIT 1)
    WHERE parent_id IS NULL AND kind <> 'schoolYear';
    INSERT OR IGNORE INTO term (source, source_id, title, kind, start_date, end_date, school_year)
    SELECT source, 'year:' || year, (year - 1) || '/' || year, 'schoolYear', min(start_date),
      max(end_date), year
    FROM (SELECT source, start_date, end_date,
            coalesce(school_year, CAST(substr(end_date, 1, 4) AS INTEGER)) AS year
          FROM term WHERE parent_id IS NULL AND kind <> 'schoolYear')
    GROUP BY source, year;
    UPDATE term SET parent_id = (SELECT y.id FROM term y WHERE y.source = term.source
        AND y.source_id = 'year:' || coalesce(term.school_year,
          CAST(substr(term.end_date, 1, 4) AS INTEGER)))
    WHERE parent_id IS NULL AND kind <> 'schoolYear';
    UPDATE term SET
      year_id = (WITH RECURSIVE up (id, parent_id) AS (
          SELECT term.id, term.parent_id
          UNION ALL SELECT p.id, p.parent_id FROM term p JOIN up ON p.id = up.parent_id)
        SELECT id FROM up WHERE parent_id IS NULL),
      is_term = NOT (kind = 'schoolYear'
        AND EXISTS (SELECT 1 FROM term c WHERE c.parent_id = term.id));

    INSERT OR IGNORE INTO course_term
    WITH RECURSIVE held (course_id, term_id) AS (
      SELECT course_id, term_id FROM course_term
      UNION SELECT held.course_id, c.id FROM held JOIN term c ON c.parent_id = held.term_id)
    SELECT course_id, term_id FROM held;
    DELETE FROM course_term WHERE term_id IN (SELECT id FROM term WHERE is_term = 0);

    CREATE TABLE year_group (
      id INTEGER PRIMARY KEY AUTOINCREMENT, grade TEXT NOT NULL UNIQUE CHECK (grade <> '')
    ) STRICT;
    ALTER TABLE user ADD COLUMN year_group_id INTEGER REFERENCES year_group;
    INSERT INTO year_group (grade)
    SELECT DISTINCT substr(student_class, 1, instr(student_class || ', ', ', ') - 1) FROM user
    WHERE role = 'student' AND student_class <> '' ORDER BY 1;
    UPDATE user SET year_group_id = (SELECT g.id FROM year_group g
        WHERE g.grade = substr(student_class, 1, instr(student_class || ', ', ', ') - 1))
    WHERE role = 'student' AND student_class <> '';
    CREATE INDEX user_year_group ON user (year_group_id);
    CREATE INDEX parent_link_child ON parent_link (child_id);
    -- What files bring is theirs to take away; what staff took away stays away.
    ALTER TABLE parent_link ADD COLUMN source TEXT;
    ALTER TABLE parent_link ADD COLUMN removed_at INTEGER;

    -- As it was, but for the day: 1 to 7 from Monday, or the number of a rotation day.
    CREATE TABLE meeting_new (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      source TEXT NOT NULL, course_id INTEGER NOT NULL REFERENCES course,
      day INTEGER NOT NULL CHECK (day >= 1),
      is_rotation INTEGER NOT NULL DEFAULT 0 CHECK (is_rotation IN (0, 1)), weeks TEXT,
      sections TEXT NOT NULL, start_minute INTEGER, end_minute INTEGER,
      classroom_id INTEGER REFERENCES classroom, is_enabled INTEGER NOT NULL,
      CHECK (is_rotation = 1 OR day <= 7)
    ) STRICT;
    INSERT INTO meeting_new (id, source, course_id, day, weeks, sections, start_minute, end_minute,
      classroom_id, is_enabled)
    SELECT id, source, course_id, weekday, weeks, sections, start_minute, end_minute, classroom_id,
      is_enabled FROM meeting;
    DROP TABLE meeting;
    ALTER TABLE meeting_new RENAME TO meeting;
    CREATE INDEX meeting_course ON meeting (course_id);

    -- False where its slot of the timetable is disabled: then its records are not counted.
    ALTER TABLE occurrence ADD COLUMN is_counted INTEGER NOT NULL DEFAULT 1
      CHECK (is_counted IN (0, 1));

    -- [{"note", "number", "period"}, ...]; null where every period is as the record.
    ALTER TABLE record ADD COLUMN periods TEXT;

    -- How many periods of a course a student has of each number in a term.
    CREATE TABLE tally (
      course_id INTEGER NOT NULL REFERENCES course, term_id INTEGER NOT NULL REFERENCES term,
      user_id INTEGER NOT NULL REFERENCES user, number INTEGER NOT NULL, count INTEGER NOT NULL,
      PRIMARY KEY (course_id, term_id, user_id, number)
    ) STRICT, WITHOUT ROWID;
    INSERT INTO tally
    SELECT o.course_id, t.id, k.user_id, k.number,
      sum(length(o.sections) - length(replace(o.sections, ',', '')) + 1)
    FROM course_term ct JOIN term t ON t.id = ct.term_id
    JOIN occurrence o ON o.course_id = ct.course_id AND o.date BETWEEN t.start_date AND t.end_date
    JOIN record k ON k.occurrence_id = o.id
    WHERE k.number IS NOT NULL GROUP BY 1, 2, 3, 4;

    -- A student's day: what was set in homeroom, and in how many classes they were there.
    CREATE TABLE homeroom (
      user_id INTEGER NOT NULL REFERENCES user, date TEXT NOT NULL,
      number INTEGER, note TEXT NOT NULL DEFAULT '', attended INTEGER NOT NULL DEFAULT 0,
      set_at INTEGER, PRIMARY KEY (user_id, date)
    ) STRICT, WITHOUT ROWID;
    INSERT INTO homeroom (user_id, date, attended)
    SELECT k.user_id, o.date, count(*) FROM record k JOIN occurrence o ON o.id = k.occurrence_id
    WHERE k.number IN (1, 2, 3, 4) GROUP BY 1, 2;

    CREATE TABLE homeroom_tally (
      term_id INTEGER NOT NULL REFERENCES term, user_id INTEGER NOT NULL REFERENCES user,
      number INTEGER NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (term_id, user_id, number)
    ) STRICT, WITHOUT ROWID;
    INSERT INTO homeroom_tally
    SELECT t.id, h.user_id, -1, count(*) FROM homeroom h
    JOIN term t ON t.is_term = 1 AND h.date BETWEEN t.start_date AND t.end_date GROUP BY 1, 2;

    -- Signed days, beside what was recorded; 0 where staff took them away.
    CREATE TABLE adjustment (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      user_id INTEGER NOT NULL REFERENCES user, term_id INTEGER NOT NULL REFERENCES term,
      label TEXT NOT NULL, days INTEGER NOT NULL, source TEXT,
      UNIQUE (user_id, term_id, label)
    ) STRICT;

    -- Who is in a class and when, in the order of their ids.
    DROP INDEX enrolment_course;
    CREATE INDEX enrolment_member ON
      enrolment (course_id, is_teacher, user_id, begin_date, end_date);

    CREATE INDEX excusal_start ON excusal (start_date);
    """
