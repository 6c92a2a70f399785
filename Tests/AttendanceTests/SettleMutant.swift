import Attendance
import Testing

/// A settle function with one planted mistake, such as somebody might make.
struct SettleMutant: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let settle: SettleChecker.Settle

    /// Settles evidence that was changed first.
    private static func of(
        _ name: String, _ change: @escaping @Sendable (inout Evidence) -> Void
    ) -> SettleMutant {
        SettleMutant(testDescription: name) { evidence in
            var changed = evidence
            change(&changed)
            return Attendance.settle(changed)
        }
    }

    /// Settles without some of the entries.
    private static func without(
        _ name: String, _ isLost: @escaping @Sendable (EvidenceEntry, Evidence) -> Bool
    ) -> SettleMutant {
        of(name) { evidence in
            let whole = evidence
            evidence.entries.removeAll { isLost($0, whole) }
        }
    }

    /// Settles entries that were changed one by one; the number is that of their arrival.
    private static func each(
        _ name: String, _ change: @escaping @Sendable (Int, inout EvidenceEntry) -> Void
    ) -> SettleMutant {
        of(name) { evidence in
            for place in evidence.entries.indices { change(place, &evidence.entries[place]) }
        }
    }

    /// Settles rightly, and tells something else.
    private static func telling(
        _ name: String, _ change: @escaping @Sendable (inout Settlement) -> Void
    ) -> SettleMutant {
        SettleMutant(testDescription: name) { evidence in
            var settled = Attendance.settle(evidence)
            change(&settled)
            return settled
        }
    }

    static let all = ofOrder + ofRows + ofStaff

    private static let ofOrder = [
        each("the last writer wins") { place, entry in
            entry.place.revision = place + 1
            entry.place.seen = place
        },
        each("the first writer wins") { _, entry in
            entry.place.revision = entry.place.revision.map { -$0 }
            entry.place.seen = -entry.place.seen
        },
        each("what a mark had seen is forgotten") { _, entry in entry.place.seen = 0 },
        each("a mark has seen everything") { _, entry in
            if case .mark = entry.kind { entry.place.seen = 1_000 }
        },
        each("what is not numbered yet comes first") { _, entry in
            if entry.place.revision == nil { entry.place.revision = -1 }
        },
        of("the door's own copy stands") { evidence in
            let own = Set(evidence.entries.filter { $0.place.revision == nil }.map(\.id))
            evidence.entries.removeAll { own.contains($0.id) && $0.place.revision != nil }
        },
        of("the first scan that arrives is the earliest") { evidence in
            let first = evidence.entries.first { $0.isScan }?.id
            evidence.entries.removeAll { $0.isScan && $0.id != first }
        },
        of("a repetition takes the first back") { evidence in
            var seen: Set<UniqueID> = []
            for entry in evidence.entries where !seen.insert(entry.id).inserted {
                evidence.entries.removeAll { $0.id == entry.id }
            }
        },
    ]

    private static let ofRows = [
        of("late is forgotten") { $0.lateAfter = at(10_000) },
        of("grace is forgotten") { $0.lateAfter = at(0) },
        of("the last second of grace is late") {
            $0.lateAfter = $0.lateAfter.adding(seconds: -1)
        },
        without("the earlier of two scans is dropped") { entry, evidence in
            entry.isScan && evidence.entries.contains { $0.isScan && $0.moment > entry.moment }
        },
        of("nobody is absent when it closes") { $0.isClosed = false },
        of("a cancelled lesson makes absent") { $0.isCancelled = false },
        of("an excusal is forgotten") { $0.isExcused = false },
        of("walk-ins are expected") { $0.isExpected = true },
        of("a clock in doubt makes late") { evidence in
            for place in evidence.entries.indices {
                guard case .scan(var scanned) = evidence.entries[place].kind else { continue }
                scanned.doubts.remove(.clockUncertain)
                evidence.entries[place].kind = .scan(scanned)
            }
        },
        without("the clock that is known is forgotten") { entry, _ in
            if case .timing = entry.kind { true } else { false }
        },
        each("a moment by the hub's time is moved again") { _, entry in entry.hasHubTime = false },
        telling("flags are not raised") { $0.flagged = [:] },
        telling("a mark has no time") { settled in
            for place in settled.periods.indices where settled.periods[place].row == 5 {
                settled.periods[place].checkinTime = nil
            }
        },
        telling("the first period is all of it") { $0.number = $0.periods[0].number },
    ]

    private static let ofStaff = [
        without("a retracted mark is kept") { entry, _ in
            if case .retraction = entry.kind { true } else { false }
        },
        without("a voided scan is kept") { entry, _ in
            if case .void = entry.kind { true } else { false }
        },
        without("verdicts are passed over") { entry, _ in
            if case .verdict = entry.kind { true } else { false }
        },
        each("what was dismissed counts") { _, entry in
            if case .verdict(let flag, _, let scans) = entry.kind {
                entry.kind = .verdict(flag, accepted: true, scans: scans)
            }
        },
        each("what is held counts at once") { _, entry in
            if case .scan(var scanned) = entry.kind {
                scanned.heldFor = nil
                entry.kind = .scan(scanned)
            }
        },
        each("a mark is of all periods") { _, entry in
            if case .mark(var mark) = entry.kind {
                mark.period = nil
                entry.kind = .mark(mark)
            }
        },
        each("finer numbers are lost") { _, entry in
            if case .mark(var mark) = entry.kind {
                mark.value = .status(mark.value.status)
                entry.kind = .mark(mark)
            }
        },
        telling("a scan clears a remark") { settled in
            if settled.method == .card { settled.remark = "" }
        },
    ]
}

extension EvidenceEntry {
    var isScan: Bool { if case .scan = kind { true } else { false } }
}
