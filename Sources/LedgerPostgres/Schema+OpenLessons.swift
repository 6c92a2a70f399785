extension PostgresSchema {
    /// A room finds the lessons that are open in it by an index of its own.
    static let openLessons = """
        ALTER TABLE occurrence ADD COLUMN is_open bigint NOT NULL DEFAULT 0
          CHECK (is_open IN (0, 1));
        UPDATE occurrence SET is_open = 1
          WHERE id IN (SELECT occurrence_id FROM checkin_session WHERE status = 'open');
        CREATE INDEX occurrence_open ON occurrence (classroom_id) WHERE is_open = 1;
        """
}
