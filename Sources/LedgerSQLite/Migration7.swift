/// Step "7 audit chain": every row of the audit seals all before it.
let auditChain = """
    DROP TRIGGER audit_is_unchanged;
    DROP TRIGGER audit_is_kept;
    ALTER TABLE audit ADD COLUMN digest BLOB CHECK (length(digest) = 32);

    -- The last row that retention took away, and what it sealed: the chain goes on from it.
    CREATE TABLE audit_anchor (
      seq INTEGER PRIMARY KEY, digest BLOB NOT NULL CHECK (length(digest) = 32)
    ) STRICT;
    """

/// After the rows of before have their digests.
let auditChainKept = """
    CREATE TRIGGER audit_is_kept BEFORE DELETE ON audit
      WHEN OLD.seq > coalesce((SELECT max(seq) FROM audit_anchor), 0)
      BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
    CREATE TRIGGER audit_is_unchanged BEFORE UPDATE ON audit
      BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END;
    """
