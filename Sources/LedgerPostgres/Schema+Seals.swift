extension PostgresSchema {
    /// What a row was when it was written, told by itself, until step 8.
    static let seals = """
        ALTER TABLE attempt ADD COLUMN seal bigint;
        ALTER TABLE evidence ADD COLUMN seal bigint;
        ALTER TABLE record ADD COLUMN seal bigint;
        """
}
