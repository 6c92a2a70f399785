import Attendance

/// Evidence about a student on an occurrence.
package struct JournalEvidence: Equatable, Sendable {
    /// How many scans a void, a timing or a verdict is about at the most.
    package static let mostTargets = 200
    static let longestRemark = 500
    static let periods: ClosedRange<Int64> = 0...99
    static let shifts = -SyncFields.moments.upperBound...SyncFields.moments.upperBound

    package var user: UniqueID
    package var occurrence: UniqueID
    /// The highest revision of the occurrence that the door held then.
    package var seen: Int64
    package var kind: EvidenceEntry.Kind
    package var doer: JournalDoer

    package init(
        user: UniqueID, occurrence: UniqueID, seen: Int64, kind: EvidenceEntry.Kind,
        doer: JournalDoer
    ) {
        self.user = user
        self.occurrence = occurrence
        self.seen = seen
        self.kind = kind
        self.doer = doer
    }

    init(_ fields: SyncFields, _ kind: String) throws(SyncFault) {
        self.kind = try EvidenceEntry.Kind(fields, kind)
        user = try fields.id("user")
        occurrence = try fields.id("occurrence")
        seen = try fields.whole("seen")
        doer = try JournalDoer(fields)
    }

    var members: [(String, JSON)] {
        [("user", JSON(user)), ("occurrence", JSON(occurrence)), ("seen", .int(seen))]
            + kind.members + doer.members
    }
}

extension EvidenceEntry.Kind {
    var name: String {
        switch self {
        case .scan: "scan"
        case .mark: "mark"
        case .retraction: "retraction"
        case .void: "void"
        case .timing: "timing"
        case .verdict: "verdict"
        }
    }

    init(_ fields: SyncFields, _ kind: String) throws(SyncFault) {
        func scans() throws(SyncFault) -> [UniqueID] {
            let scans = try fields.ids("scans", most: JournalEvidence.mostTargets)
            if scans.isEmpty { throw fields.fault("scans", "must name at least one") }
            return scans
        }
        switch kind {
        case "scan":
            self = .scan(
                .init(
                    method: try fields.value("method"), heldFor: try fields.valueIf("held_for"),
                    doubts: try Self.doubts(fields)))
        case "mark": self = .mark(try EvidenceEntry.Mark(fields))
        case "retraction": self = .retraction(mark: try fields.id("mark"))
        case "void": self = .void(scans: try scans())
        case "timing":
            let shift = try fields.whole("shift_ms", in: JournalEvidence.shifts)
            self = .timing(scans: try scans(), shift: shift)
        case "verdict":
            self = .verdict(
                try fields.value("flag"), accepted: try fields.flag("accepted"),
                scans: try scans())
        default: throw .unknown(kind)
        }
    }

    private static func doubts(_ fields: SyncFields) throws(SyncFault) -> Set<RecordFlag> {
        var doubts: Set<RecordFlag> = []
        for value in try fields.arrayIf("doubts", most: RecordFlag.allCases.count) ?? [] {
            guard case .string(let text) = value, let flag = RecordFlag(rawValue: text) else {
                throw fields.fault("doubts", "holds a flag that is not known here")
            }
            doubts.insert(flag)
        }
        return doubts
    }

    /// In one order, whatever the sets have.
    var members: [(String, JSON)] {
        switch self {
        case .scan(let scanned):
            let doubts = scanned.doubts.map(\.rawValue).sorted().map(JSON.string)
            return [
                ("method", .string(scanned.method.rawValue)),
                ("held_for", JSON(scanned.heldFor?.rawValue)),
                ("doubts", doubts.isEmpty ? .null : .array(doubts)),
            ]
        case .mark(let mark): return mark.members
        case .retraction(let mark): return [("mark", JSON(mark))]
        case .void(let scans): return [("scans", JSON(scans))]
        case .timing(let scans, let shift):
            return [("scans", JSON(scans)), ("shift_ms", .int(shift))]
        case .verdict(let flag, let accepted, let scans):
            return [
                ("flag", .string(flag.rawValue)), ("accepted", .bool(accepted)),
                ("scans", JSON(scans)),
            ]
        }
    }
}

extension EvidenceEntry.Mark {
    init(_ fields: SyncFields) throws(SyncFault) {
        let status: CheckinStatus? = try fields.valueIf("status")
        let number = try fields.number("number")
        let value: Value
        switch (status, number) {
        case (let status?, nil): value = .status(status)
        case (nil, let number?): value = .number(number)
        case (nil, nil), (.some, .some):
            throw fields.fault("status", "must stand here, or a number, and not both")
        }
        self.init(
            value: value,
            period: try fields.wholeIf("period", in: JournalEvidence.periods).map(Int.init),
            remark: try fields.textIf("remark", most: JournalEvidence.longestRemark),
            method: try fields.value("method"))
    }

    var members: [(String, JSON)] {
        let value: (String, JSON) =
            switch value {
            case .status(let status): ("status", .string(status.rawValue))
            case .number(let number): ("number", JSON(number.rawValue))
            }
        return [
            value, ("period", JSON(period)), ("remark", JSON(remark)),
            ("method", .string(method.rawValue)),
        ]
    }
}
