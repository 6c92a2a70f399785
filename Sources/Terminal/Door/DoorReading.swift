import Attendance
import Desk

/// From a door's lines to scans: the school's rules, and which lines are one presentation.
struct DoorReading {
    /// What is known of the school is looked up again after so long.
    static let refreshes: Duration = .seconds(60)
    /// Lines of one card come at once.
    static let presentationStands: Duration = .seconds(1)
    /// What is remembered of one.
    static let mostRemembered = 4_096

    private let configured: ReaderRules
    private(set) var rules: ReaderRules
    private var refreshedAt: ContinuousClock.Instant?
    private var opened: (lines: [UInt8], at: ContinuousClock.Instant)?

    init(_ configured: ReaderRules) {
        self.configured = configured
        rules = configured
    }

    /// Whether it is time to look up the school again.
    func isStale(at now: ContinuousClock.Instant) -> Bool {
        refreshedAt.map { now - $0 >= Self.refreshes } ?? true
    }

    mutating func know(_ facts: ReaderFacts?, at now: ContinuousClock.Instant) {
        if let facts { rules = facts.filling(configured) }
        refreshedAt = now
    }

    /// Nil where the line only goes on with what the one before it began.
    mutating func scan(_ entry: KeyReader.Entry, at now: ContinuousClock.Instant) -> Scan? {
        guard case .text(let bytes) = entry.line else {
            opened = nil
            if case .tooLong(let count) = entry.line { return Scan(tooLong: count) }
            return nil
        }
        if let known = opened, now - known.at < Self.presentationStands,
            known.lines.count < Self.mostRemembered, Scan.continues(known.lines, with: bytes)
        {
            opened = (known.lines + [0x0A] + bytes, now)
            return nil
        }
        opened = (bytes, now)
        return Scan(parsing: bytes, under: rules, typed: entry.strokes)
    }
}
