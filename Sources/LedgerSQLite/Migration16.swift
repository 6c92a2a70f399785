/// Step "16 sealed lists": who teaches, walked in or meets when, and what became of a session, say
/// as well what they were when last written. Of an enrolment its index holds every column once
/// more, as a check of the pages compares them.
let sealedLists = """
    ALTER TABLE course_term ADD COLUMN seal INTEGER NOT NULL DEFAULT 0x4000000000000000;
    ALTER TABLE occurrence_teacher ADD COLUMN seal INTEGER NOT NULL DEFAULT 0x4000000000000000;
    ALTER TABLE session_event ADD COLUMN seal INTEGER NOT NULL DEFAULT 0x4000000000000000;
    ALTER TABLE walk_in ADD COLUMN seal INTEGER NOT NULL DEFAULT 0x4000000000000000;
    ALTER TABLE year_group ADD COLUMN seal INTEGER NOT NULL DEFAULT 0x4000000000000000;
    DROP INDEX enrolment_member;
    CREATE INDEX enrolment_member ON enrolment
      (course_id, is_teacher, user_id, begin_date, end_date, is_primary, dropped_at);
    """

let sealedListNames: Set<String> = [
    "course_term", "occurrence_teacher", "session_event", "walk_in", "year_group",
]
