extension PostgresSchema {
    /// A journal's rows are not checked one by one for what was looked up in the same transaction,
    /// or is worked out again from the records; under a file's ledger the same statements are held
    /// to all of it. Whom a row is about is checked still: nobody goes while something is kept of
    /// them.
    static let bulk = """
        DO $$
        DECLARE one record;
        BEGIN
          FOR one IN SELECT conrelid::regclass AS of, conname AS name FROM pg_constraint
            WHERE contype = 'f' AND conparentid = 0 AND conrelid IN ('received'::regclass,
              'attempt'::regclass, 'tally'::regclass, 'homeroom_tally'::regclass)
              AND confrelid <> '"user"'::regclass
          LOOP
            EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', one.of, one.name);
          END LOOP;
        END $$;
        """
}
