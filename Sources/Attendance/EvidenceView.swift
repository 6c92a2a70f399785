/// Evidence put in order for settling: repetitions, voids and retractions are gone.
struct EvidenceView {
    let evidence: Evidence
    /// Scans that count, earliest first.
    let validScans: [ValidScan]
    /// Marks and acceptances that stand, latest last.
    let decisions: [StaffDecision]
    /// Flags of the scans themselves: what a device doubted, what is held.
    let standingFlags: [RecordFlag: Set<UniqueID>]
    /// Which flag of which scan staff have dealt with.
    private let cleared: Set<Raised>

    private struct Raised: Hashable {
        let flag: RecordFlag
        let scan: UniqueID
    }

    struct ValidScan {
        let entry: EvidenceEntry
        let method: CheckinMethod
        /// As its clock said, or as it was found out later.
        let moment: Moment
        /// Its clock could not be trusted, and nobody knows better yet.
        let isUncertain: Bool
    }

    struct StaffDecision {
        let entry: EvidenceEntry
        let kind: Kind

        enum Kind {
            case marked(EvidenceEntry.Mark)
            case accepted(Set<UniqueID>)
        }

        func covers(_ section: Int) -> Bool {
            switch kind {
            case .marked(let mark): mark.period == nil || mark.period == section
            case .accepted: true
            }
        }

        /// Whether the one who decided could see the scan.
        func knew(_ scan: ValidScan) -> Bool {
            let place = scan.entry.place
            if let revision = place.revision, revision <= entry.place.seen { return true }
            return place.device == entry.place.device && place.seq < entry.place.seq
        }

        /// Whether the scan came after the decision; a moment in doubt says less than the order in
        /// which one device kept both.
        func isBefore(_ scan: ValidScan) -> Bool {
            let place = scan.entry.place
            if scan.isUncertain, place.device == entry.place.device {
                return place.seq > entry.place.seq
            }
            return !scan.moment.isAtOrBefore(entry.moment)
        }
    }

    init(_ evidence: Evidence) {
        self.evidence = evidence
        let entries = Dictionary(
            evidence.entries.map { ($0.id, $0) }, uniquingKeysWith: EvidenceEntry.standing
        ).values
        var removed: Set<UniqueID> = []
        var cleared: Set<Raised> = []
        var accepted: Set<UniqueID> = []
        var timed: [UniqueID: (entry: EvidenceEntry, shift: Int64)] = [:]
        for entry in entries {
            switch entry.kind {
            case .timing(let scans, let shift):
                cleared.formUnion(scans.map { Raised(flag: .clockUncertain, scan: $0) })
                for scan in scans {
                    let isLater = timed[scan].map { Self.order($0.entry) < Self.order(entry) }
                    if isLater ?? true { timed[scan] = (entry, shift) }
                }
            case .retraction(let mark): removed.insert(mark)
            case .void(let scans): removed.formUnion(scans)
            case .verdict(let flag, let isAccepted, let scans):
                cleared.formUnion(scans.map { Raised(flag: flag, scan: $0) })
                if isAccepted, flag.countsItsScan { accepted.formUnion(scans) }
            case .scan, .mark: break
            }
        }
        var scans: [ValidScan] = []
        var decisions: [StaffDecision] = []
        var flagged: [RecordFlag: Set<UniqueID>] = [:]
        for entry in entries where !removed.contains(entry.id) {
            switch entry.kind {
            case .scan(let scanned):
                var doubts = scanned.doubts
                if let held = scanned.heldFor { doubts.insert(held.flag) }
                if entry.hasHubTime { doubts.remove(.clockUncertain) }
                for flag in doubts where !cleared.contains(Raised(flag: flag, scan: entry.id)) {
                    flagged[flag, default: []].insert(entry.id)
                }
                let shift = entry.hasHubTime ? 0 : timed[entry.id]?.shift ?? 0
                if scanned.heldFor == nil || accepted.contains(entry.id) {
                    scans.append(
                        ValidScan(
                            entry: entry, method: scanned.method,
                            moment: entry.moment.adding(milliseconds: shift),
                            isUncertain: flagged[.clockUncertain]?.contains(entry.id) ?? false))
                }
            case .mark(let mark):
                decisions.append(StaffDecision(entry: entry, kind: .marked(mark)))
            case .verdict(let flag, true, let scans) where flag.countsItsScan:
                let standing = Set(scans).subtracting(removed)
                if !standing.isEmpty {
                    decisions.append(StaffDecision(entry: entry, kind: .accepted(standing)))
                }
            case .verdict, .retraction, .void, .timing: break
            }
        }
        self.cleared = cleared
        standingFlags = flagged
        validScans = scans.sorted { ($0.moment, $0.entry.id) < ($1.moment, $1.entry.id) }
        self.decisions = decisions.sorted { Self.order($0.entry) < Self.order($1.entry) }
    }

    /// Numbered entries by (`seen`, `revision`); those not yet numbered after them, by `seq`.
    private static func order(_ entry: EvidenceEntry) -> (Int, Int, Int, UniqueID) {
        let place = entry.place
        guard let revision = place.revision else { return (1, place.seq, 0, entry.id) }
        return (0, place.seen, revision, entry.id)
    }

    /// The flag and those of the scans for which staff have not dealt with it; empty where none.
    func raise(_ flag: RecordFlag, _ scans: [ValidScan]) -> [RecordFlag: Set<UniqueID>] {
        let open = scans.map(\.entry.id).filter { !cleared.contains(Raised(flag: flag, scan: $0)) }
        return open.isEmpty ? [:] : [flag: Set(open)]
    }

    /// The scan whose time is told: one of a sure clock where there is one.
    static func telling(_ scans: [ValidScan]) -> ValidScan? {
        scans.first { !$0.isUncertain } ?? scans.first
    }

    /// The scans that count under an acceptance: those it accepts, and those that the latest absent
    /// mark before it did not know of.
    func scans(
        accepted: Set<UniqueID>, after earlier: ArraySlice<StaffDecision>
    ) -> [ValidScan] {
        let absent = earlier.last { decision in
            if case .marked(let mark) = decision.kind {
                mark.value.status == .absent
            } else {
                false
            }
        }
        return validScans.filter { scan in
            accepted.contains(scan.entry.id) || absent.map { !$0.knew(scan) } ?? true
        }
    }

    /// The number after these decisions: a finer one stays where its status is marked again.
    static func number(after decisions: [StaffDecision]) -> AttendanceNumber? {
        var standing: AttendanceNumber?
        for case .marked(let mark) in decisions.map(\.kind) {
            switch mark.value {
            case .number(let number): standing = number
            case .status(let status):
                if standing?.status != status { standing = AttendanceNumber(status) }
            }
        }
        return standing
    }

    /// The latest remark of the marks that cover the section, or of all for nil; empty where none.
    func note(on section: Int?) -> String {
        for decision in decisions.reversed() {
            guard case .marked(let mark) = decision.kind, let remark = mark.remark else { continue }
            if section == nil || decision.covers(section!) { return remark }
        }
        return ""
    }
}

extension Evidence {
    /// The mark that a retraction takes back: the latest that stands.
    package var latestMark: UniqueID? {
        let decisions = EvidenceView(self).decisions
        return decisions.last { decision in
            if case .marked = decision.kind { true } else { false }
        }?.entry.id
    }

    /// The scans that count now, earliest first: what a void withdraws.
    package var validScans: [UniqueID] { EvidenceView(self).validScans.map(\.entry.id) }
}
