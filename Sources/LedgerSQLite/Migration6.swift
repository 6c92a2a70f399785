/// Step "6 staff at the door": what staff type after their card.
let staffAtTheDoor = """
    CREATE TABLE pin (
      user_id INTEGER PRIMARY KEY REFERENCES user,
      salt BLOB NOT NULL CHECK (length(salt) = 16), hash BLOB NOT NULL CHECK (length(hash) = 32),
      cost INTEGER NOT NULL, tries INTEGER NOT NULL DEFAULT 0 CHECK (tries >= 0)
    ) STRICT;
    """
