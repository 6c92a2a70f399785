/// Step "8 privacy": people who were erased, and whose records must be kept for now.
let privacy = """
    ALTER TABLE user ADD COLUMN erased_at INTEGER;
    CREATE TABLE legal_hold (
      user_id INTEGER PRIMARY KEY REFERENCES user, until TEXT, reason TEXT NOT NULL,
      set_at INTEGER NOT NULL
    ) STRICT;
    """
