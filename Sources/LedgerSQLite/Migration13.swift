/// Step "13 seals": what a row was when it was written, told by itself; see `RowSeal`.
let seals = """
    ALTER TABLE attempt ADD COLUMN seal INTEGER;
    ALTER TABLE evidence ADD COLUMN seal INTEGER;
    ALTER TABLE record ADD COLUMN seal INTEGER;
    """
