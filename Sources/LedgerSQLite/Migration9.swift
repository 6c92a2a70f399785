/// Step "9 occurrence sequence": how often an occurrence was changed since it was made, and when
/// last, for calendars that keep a copy of it. What was made before, and never changed by hand, has
/// no moment.
let occurrenceSequence = """
    ALTER TABLE occurrence ADD COLUMN sequence INTEGER NOT NULL DEFAULT 0 CHECK (sequence >= 0);
    ALTER TABLE occurrence ADD COLUMN modified_at INTEGER;
    UPDATE occurrence SET sequence = 1, modified_at = changed_at WHERE changed_at IS NOT NULL;
    """
