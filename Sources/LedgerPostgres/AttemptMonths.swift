import Foundation
import LedgerSQL

/// The partitions of `attempt`: one for each month of the time that an id begins with (RFC 9562,
/// version 7), and one for whatever has another date.
enum AttemptMonths {
    /// How far ahead they are made: what runs for longer without being started again keeps the
    /// rest with the others, until it is.
    static let ahead = 2

    /// Makes those that are missing from the month before on, and moves into them what lies with
    /// the others.
    static func make(
        from now: Date, _ connection: PostgresConnection, _ transaction: SQLTransaction
    ) throws {
        let known = Set(
            try transaction.all(
                """
                SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
                WHERE i.inhparent = to_regclass('attempt')
                """
            ) { try $0.take(String.self) })
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        let parts = calendar.dateComponents([.year, .month], from: now)
        guard let year = parts.year, let month = parts.month else { return }
        for count in (year * 12 + month - 2)...(year * 12 + month - 1 + ahead) {
            let name = name(count)
            if known.contains(name) { continue }
            let (first, next) = (id(calendar, count), id(calendar, count + 1))
            try connection.script(
                """
                CREATE TABLE \(name) (LIKE attempt INCLUDING DEFAULTS INCLUDING CONSTRAINTS);
                WITH moved AS (DELETE FROM attempt_other
                  WHERE id >= '\(first)' AND id < '\(next)' RETURNING *)
                INSERT INTO \(name) SELECT * FROM moved;
                ALTER TABLE attempt ATTACH PARTITION \(name)
                  FOR VALUES FROM ('\(first)') TO ('\(next)');
                """)
        }
    }

    /// `attempt_2026_03`, of so many months since the year 0.
    private static func name(_ count: Int) -> String {
        let month = count % 12 + 1
        return "attempt_\(count / 12)_" + (month < 10 ? "0" : "") + "\(month)"
    }

    /// What no id of the month, and every one of a later, is less than, as SQL has bytes.
    private static func id(_ calendar: Calendar, _ count: Int) -> String {
        let first = calendar.date(
            from: DateComponents(year: count / 12, month: count % 12 + 1)
        )
        let milliseconds = UInt64(max(0, first?.timeIntervalSince1970 ?? 0) * 1_000)
        let digits = String(milliseconds, radix: 16)
        return "\\x" + String(repeating: "0", count: 12 - digits.count) + digits
            + String(repeating: "0", count: 20)
    }
}
