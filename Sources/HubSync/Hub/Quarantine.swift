import Attendance
import Desk
import Wire

extension Desk {
    /// Tries again what of a door's is kept aside; how many lines were taken, and how many were
    /// not. When they were done is what the door wrote down: its contacts of then are not known any
    /// more.
    package func retryQuarantine(
        of device: DeviceID
    ) async throws -> (taken: Int, left: Int) {
        try await ledger.write { ledger in
            guard let identity = try ledger.identity(of: device) else { return (0, 0) }
            let door = Attempt.Door(device: device, classroom: identity.classroom.id)
            let held = try ledger.quarantined(of: device)
            var left = 0
            for (journal, lines) in Dictionary(grouping: held, by: \.journal.id).values
                .map({ ($0[0].journal, $0.map(\.line)) })
                .sorted(by: { $0.0.ordinal < $1.0.ordinal })
            {
                var arrivals = Arrivals(door: door, journal: journal, fixes: ClockFixes())
                for line in lines {
                    arrivals.read(ArrivedBatch.Line(line.line, seq: line.seq), seq: line.seq)
                }
                try arrivals.resolve(ledger, at: self)
                try settle(&arrivals, ledger)
                try ledger.release(lines.map(\.seq), of: journal)
                try ledger.quarantine(arrivals.quarantined, of: journal, at: now())
                left += arrivals.quarantined.count
            }
            return (held.count - left, left)
        }
    }
}
