import Attendance
import Desk
import Foundation

/// The columns of an entry that depend on its kind.
struct EvidenceKindColumns {
    var kind: String
    var method: String?
    var heldFor: String?
    var flags: String?
    var status: String?
    var number: Int?
    var period: Int?
    var remark: String?
    var accepted: Bool?
    var targets: Data?

    init(kind: String) {
        self.kind = kind
    }
}

extension EvidenceEntry.Kind {
    var columns: EvidenceKindColumns {
        switch self {
        case .scan(let scanned):
            var columns = EvidenceKindColumns(kind: "scan")
            columns.method = scanned.method.rawValue
            columns.heldFor = scanned.heldFor?.rawValue
            columns.flags = scanned.doubts.isEmpty ? nil : scanned.doubts.text
            return columns
        case .mark(let mark):
            var columns = EvidenceKindColumns(kind: "mark")
            columns.method = mark.method.rawValue
            switch mark.value {
            case .status(let status): columns.status = status.rawValue
            case .number(let number): columns.number = number.rawValue
            }
            columns.period = mark.period
            columns.remark = mark.remark
            return columns
        case .retraction(let mark):
            var columns = EvidenceKindColumns(kind: "retraction")
            columns.targets = mark.bytes
            return columns
        case .void(let scans):
            var columns = EvidenceKindColumns(kind: "void")
            columns.targets = scans.bytes
            return columns
        case .timing(let scans, let shift):
            // A verdict on the flag that says by how much: a kind of its own the schema has not.
            var columns = EvidenceKindColumns(kind: "verdict")
            columns.flags = RecordFlag.clockUncertain.rawValue
            columns.accepted = true
            columns.number = Int(shift)
            columns.targets = scans.bytes
            return columns
        case .verdict(let flag, let accepted, let scans):
            var columns = EvidenceKindColumns(kind: "verdict")
            columns.flags = flag.rawValue
            columns.accepted = accepted
            columns.targets = scans.bytes
            return columns
        }
    }
}

extension EvidenceEntry {
    init(_ columns: inout Columns) throws {
        let id = try columns.takeUniqueID()
        let moment = try columns.takeMoment()
        let place = EvidencePlace(
            revision: columns.takeIf(), seen: try columns.take(), device: try columns.takeID(),
            seq: try columns.take())
        self.init(
            id: id, moment: moment, place: place, kind: try Kind(&columns),
            hasHubTime: try columns.take())
    }
}

extension EvidenceEntry.Kind {
    init(_ columns: inout Columns) throws {
        let kind: String = try columns.take()
        let method = try columns.takeIf(CheckinMethod.init(rawValue:)) ?? .manual
        let heldFor = try columns.takeIf(EvidenceEntry.HoldReason.init(rawValue:))
        let flags = try columns.takeIf { (text: String) in Set<RecordFlag>(text: text) } ?? []
        let status = try columns.takeIf(CheckinStatus.init(rawValue:))
        let number = columns.takeIf(Int.self)
        let period = columns.takeIf(Int.self)
        let remark = columns.takeIf(String.self)
        let accepted = columns.takeIf(Bool.self) ?? false
        let targets = try columns.takeIf { (bytes: Data) in [UniqueID](bytes: bytes) } ?? []
        switch (kind, targets.first, flags.first) {
        case ("scan", _, _):
            self = .scan(.init(method: method, heldFor: heldFor, doubts: flags))
        case ("mark", _, _):
            let finer = number.flatMap(AttendanceNumber.init(rawValue:))
            let value = finer.map(EvidenceEntry.Mark.Value.number) ?? status.map { .status($0) }
            guard let value, (number == nil) == (finer == nil) else { throw Self.unreadable(kind) }
            self = .mark(.init(value: value, period: period, remark: remark, method: method))
        case ("retraction", let mark?, _): self = .retraction(mark: mark)
        case ("void", _, _): self = .void(scans: targets)
        case ("verdict", _, .clockUncertain) where number != nil:
            self = .timing(scans: targets, shift: Int64(number ?? 0))
        case ("verdict", _, let flag?):
            self = .verdict(flag, accepted: accepted, scans: targets)
        default: throw Self.unreadable(kind)
        }
    }

    private static func unreadable(_ kind: String) -> LedgerFault {
        .damaged("evidence of kind \(kind) is incomplete")
    }
}
