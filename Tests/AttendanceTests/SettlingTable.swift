import Attendance

/// The README's table of settling, read row by row with nothing in mind but its words.
struct SettlingTable {
    struct Row: Equatable {
        var status: CheckinStatus?
        var time: Moment?
        var row: Int?
    }

    private let evidence: Evidence
    /// Each once, without what was voided or retracted.
    private let standing: [EvidenceEntry]
    private let verdicts: [(RecordFlag, accepted: Bool, scans: Set<UniqueID>)]

    init(_ evidence: Evidence) {
        self.evidence = evidence
        let once = Dictionary(evidence.entries.map { ($0.id, $0) }) { one, other in
            one.place.revision == nil ? other : one
        }.values
        let gone = Set(
            once.flatMap { entry -> [UniqueID] in
                switch entry.kind {
                case .void(let scans): scans
                case .retraction(let mark): [mark]
                case .scan, .mark, .verdict, .timing: []
                }
            })
        let inOrder = once.sorted { $0.isBefore($1) }
        var timed: [UniqueID: Int64] = [:]
        for case .timing(let scans, let shift) in inOrder.map(\.kind) {
            for scan in scans { timed[scan] = shift }
        }
        standing = inOrder.filter { !gone.contains($0.id) }.map { entry in
            var entry = entry
            if entry.isScan, !entry.hasHubTime, let shift = timed[entry.id] {
                entry.moment = entry.moment.adding(milliseconds: shift)
            }
            return entry
        }
        verdicts = once.compactMap { entry in
            switch entry.kind {
            case .verdict(let flag, let accepted, let scans): (flag, accepted, Set(scans))
            case .timing(let scans, _): (.clockUncertain, true, Set(scans))
            case .scan, .mark, .retraction, .void: nil
            }
        }
    }

    /// Every scan that stands, earliest first; those that are held only where staff accepted them.
    private var scans: [EvidenceEntry] {
        standing.filter { entry in
            guard case .scan(let scanned) = entry.kind else { return false }
            return scanned.heldFor == nil || wasCounted(entry.id)
        }.sorted { ($0.moment, $0.id) < ($1.moment, $1.id) }
    }

    private func wasCounted(_ scan: UniqueID) -> Bool {
        verdicts.contains { $0.accepted && $0.0.countsItsScan && $0.scans.contains(scan) }
    }

    /// Its clock could not be trusted, and still is not.
    private func isUncertain(_ scan: EvidenceEntry) -> Bool {
        guard case .scan(let scanned) = scan.kind, !scan.hasHubTime else { return false }
        return scanned.doubts.contains(.clockUncertain) && isOpen(.clockUncertain, scan.id)
    }

    private func time(of scans: [EvidenceEntry]) -> Moment? {
        (scans.first { !isUncertain($0) } ?? scans.first)?.moment
    }

    /// By the clock; by the order in which one device kept both where the clock says nothing.
    private func isAfter(_ scan: EvidenceEntry, _ mark: EvidenceEntry) -> Bool {
        if isUncertain(scan), scan.place.device == mark.place.device {
            return scan.place.seq > mark.place.seq
        }
        return scan.moment.wholeSeconds > mark.moment.wholeSeconds
    }

    private func isOpen(_ flag: RecordFlag, _ scan: UniqueID) -> Bool {
        !verdicts.contains { $0.0 == flag && $0.scans.contains(scan) }
    }

    /// Marks of a section, and acceptances that let scans count.
    private func decisions(on section: Int?) -> [EvidenceEntry] {
        let gone = Set(evidence.entries.map(\.id)).subtracting(standing.map(\.id))
        return standing.filter { entry in
            switch entry.kind {
            case .mark(let mark):
                section == nil || mark.period == nil || mark.period == section
            case .verdict(let flag, true, let scans):
                flag.countsItsScan && !gone.isSuperset(of: scans)
            case .scan, .retraction, .void, .verdict, .timing: false
            }
        }
    }

    func row(of section: Int) -> Row {
        let decided = decisions(on: section)
        guard let last = decided.last else { return byScans(scans) }
        switch last.kind {
        case .mark(let mark):
            switch mark.value.status {
            case .present, .late:
                return Row(
                    status: mark.value.status, time: time(of: scans) ?? last.moment, row: 5)
            case .leave: return Row(status: .leave, time: nil, row: 5)
            case .absent: return absent(last)
            }
        case .verdict(_, _, let accepted):
            let absence = decided.last { $0.isAbsence }
            let counted = scans.filter { scan in
                accepted.contains(scan.id) || absence.map { !$0.knew(scan) } ?? true
            }
            return byScans(counted, accepted: true)
        case .scan, .retraction, .void, .timing: preconditionFailure("no decision")
        }
    }

    /// Rows 6 to 9.
    private func absent(_ mark: EvidenceEntry) -> Row {
        if scans.isEmpty { return Row(status: .absent, row: 6) }
        if scans.contains(where: mark.knew) { return Row(status: .absent, row: 7) }
        if !scans.allSatisfy({ isAfter($0, mark) }) {
            return Row(status: .absent, row: 8)
        }
        var row = byScans(scans)
        row.row = 9
        return row
    }

    /// Rows 1 to 4, 10 and 12.
    private func byScans(_ scans: [EvidenceEntry], accepted: Bool = false) -> Row {
        guard let first = time(of: scans) else {
            let isMissing = evidence.isClosed && !evidence.isCancelled && evidence.isExpected
            if !isMissing { return Row(row: 1) }
            return Row(status: evidence.isExcused ? .leave : .absent, row: 2)
        }
        let isOnTime =
            first.wholeSeconds <= evidence.lateAfter.wholeSeconds
            || scans.contains(where: isUncertain)
        return Row(
            status: isOnTime ? .present : .late, time: first,
            row: accepted ? 12 : evidence.isExcused ? 10 : isOnTime ? 3 : 4)
    }

    /// A finer number stays while its status is only marked again.
    func number(of section: Int) -> AttendanceNumber? {
        let row = row(of: section)
        guard row.row == 5, let status = row.status else {
            return row.row == 2 && row.status == .leave
                ? .excused : row.status.map { AttendanceNumber($0) }
        }
        var number: AttendanceNumber?
        for case .mark(let mark) in decisions(on: section).map(\.kind) {
            switch mark.value {
            case .number(let finer): number = finer
            case .status(let marked):
                if number?.status != marked { number = AttendanceNumber(marked) }
            }
        }
        return number ?? AttendanceNumber(status)
    }

    var remark: String {
        let said = decisions(on: nil).compactMap { entry in
            if case .mark(let mark) = entry.kind { mark.remark } else { nil }
        }
        return said.last ?? ""
    }

    /// First absent or leave and there later is late; else the first that is anything.
    var folded: CheckinStatus? {
        let statuses = evidence.sections.compactMap { row(of: $0).status }
        guard let first = statuses.first else { return nil }
        let came = statuses.contains { $0 == .present || $0 == .late }
        return (first == .absent || first == .leave) && came ? .late : first
    }
}

extension SettlingTable {
    /// What staff should look at, with the scans it is about.
    var flagged: [RecordFlag: Set<UniqueID>] {
        var flagged: [RecordFlag: Set<UniqueID>] = [:]
        func raise(_ flag: RecordFlag, _ scan: UniqueID) {
            if isOpen(flag, scan) { flagged[flag, default: []].insert(scan) }
        }
        for entry in standing {
            guard case .scan(let scanned) = entry.kind else { continue }
            for doubt in scanned.doubts where doubt != .clockUncertain || isUncertain(entry) {
                raise(doubt, entry.id)
            }
            if let held = scanned.heldFor { raise(held.flag, entry.id) }
        }
        for section in evidence.sections {
            let decided = decisions(on: section)
            let row = row(of: section)
            if let absence = decided.last, absence.isAbsence {
                for scan in scans where !absence.knew(scan) {
                    raise(isAfter(scan, absence) ? .lateAfterAbsent : .earlyScanUnseen, scan.id)
                }
            }
            let isByScan = [3, 4, 9, 10, 12].contains(row.row) && row.time != nil
            if evidence.isExcused, isByScan,
                let told = told(row, of: scans)
            {
                raise(.excusedButPresent, told.id)
            }
        }
        return flagged
    }
}

extension SettlingTable {
    private func told(_ row: Row, of scans: [EvidenceEntry]) -> EvidenceEntry? {
        let there = scans.filter { $0.moment == row.time }
        return there.first { !isUncertain($0) } ?? there.first
    }
}

extension EvidenceEntry {
    fileprivate func isBefore(_ other: EvidenceEntry) -> Bool {
        switch (place.revision, other.place.revision) {
        case (let one?, let two?):
            (place.seen, one, id) < (other.place.seen, two, other.id)
        case (.some, nil): true
        case (nil, .some): false
        case (nil, nil): (place.seq, id) < (other.place.seq, other.id)
        }
    }

    fileprivate func knew(_ scan: EvidenceEntry) -> Bool {
        if let revision = scan.place.revision, revision <= place.seen { return true }
        return scan.place.device == place.device && scan.place.seq < place.seq
    }

    fileprivate var isAbsence: Bool {
        if case .mark(let mark) = kind { mark.value.status == .absent } else { false }
    }
}
