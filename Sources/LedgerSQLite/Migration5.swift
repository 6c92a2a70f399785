/// Step "5 receipts and readers": what a door shows of a success can be confirmed later, and which
/// repair made a scan readable is kept with the attempt.
let receiptsAndReaders = """
    -- What this database signs with; it goes where the database goes.
    CREATE TABLE secret (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID;
    INSERT INTO secret VALUES ('receipt', randomblob(32));

    ALTER TABLE attempt ADD COLUMN receipt TEXT;
    ALTER TABLE attempt ADD COLUMN repair TEXT;
    CREATE INDEX attempt_receipt ON attempt (receipt) WHERE receipt IS NOT NULL;
    """
