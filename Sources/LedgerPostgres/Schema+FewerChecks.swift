extension PostgresSchema {
    /// As with `bulk`: the lesson and the device of what is kept were looked up in the same
    /// transaction, and no lesson goes of which anything is kept.
    static let fewerChecks = """
        ALTER TABLE evidence DROP CONSTRAINT evidence_occurrence_id_fkey,
          DROP CONSTRAINT evidence_device_id_fkey;
        ALTER TABLE record DROP CONSTRAINT record_occurrence_id_fkey;
        """

    /// A tally counts records, and each of those is held to whom it is about. What a disk changes
    /// is told by the server's checksums of pages, of all of it.
    static let tallies = """
        ALTER TABLE tally DROP CONSTRAINT tally_user_id_fkey;
        ALTER TABLE homeroom_tally DROP CONSTRAINT homeroom_tally_user_id_fkey;
        ALTER TABLE attempt DROP COLUMN seal;
        ALTER TABLE evidence DROP COLUMN seal;
        ALTER TABLE record DROP COLUMN seal;
        """
}
