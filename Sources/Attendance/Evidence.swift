/// Everything known about one student and one occurrence, in whatever order it came and however
/// often. `settle` makes of it what stands.
package struct Evidence: Equatable, Sendable {
    package var entries: [EvidenceEntry]
    /// The occurrence's sections, ascending, at least one.
    package var sections: [Int]
    /// The last moment at which a scan is present: start (or a later first opening) and grace.
    package var lateAfter: Moment
    package var isClosed: Bool
    package var isCancelled: Bool
    /// An excusal covers the occurrence's date.
    package var isExcused: Bool
    /// On the roster: only then may closing make the student absent.
    package var isExpected: Bool

    package init(
        entries: [EvidenceEntry] = [], sections: [Int], lateAfter: Moment, isClosed: Bool = false,
        isCancelled: Bool = false, isExcused: Bool = false, isExpected: Bool = true
    ) {
        self.entries = entries
        self.sections = sections
        self.lateAfter = lateAfter
        self.isClosed = isClosed
        self.isCancelled = isCancelled
        self.isExcused = isExcused
        self.isExpected = isExpected
    }

    package func adding(_ entry: EvidenceEntry) -> Evidence {
        var more = self
        more.entries.append(entry)
        return more
    }
}

/// Where an entry stands among those of its occurrence.
package struct EvidencePlace: Hashable, Sendable {
    /// Given by the authority under the occurrence's row lock; nil at a door until it is known.
    package var revision: Int?
    /// The highest revision that the entry's own database held when the entry was made.
    package var seen: Int
    package var device: DeviceID
    /// The device's own counter.
    package var seq: Int

    package init(revision: Int?, seen: Int, device: DeviceID, seq: Int) {
        self.revision = revision
        self.seen = seen
        self.device = device
        self.seq = seq
    }
}

/// One thing somebody did that bears on a record. Its id makes a repetition harmless.
package struct EvidenceEntry: Hashable, Sendable {
    package var id: UniqueID
    package var moment: Moment
    package var place: EvidencePlace
    package var kind: Kind
    /// Its moment has been held against the hub's time: no timing moves it, and it is in no doubt.
    package var hasHubTime: Bool

    package enum Kind: Hashable, Sendable {
        case scan(Scanned)
        case mark(Mark)
        /// Takes a mark back, as if it had not been.
        case retraction(mark: UniqueID)
        /// Takes scans back, as if they had not been.
        case void(scans: [UniqueID])
        /// The clock is known now: these scans were made so many milliseconds later than they say.
        case timing(scans: [UniqueID], shift: Int64)
        /// Staff accept or dismiss a flag that these scans raised.
        case verdict(RecordFlag, accepted: Bool, scans: [UniqueID])
    }

    /// A touch of the reader, the keypad or a phone.
    package struct Scanned: Hashable, Sendable {
        package var method: CheckinMethod
        /// Kept, but not counted until staff accept it.
        package var heldFor: HoldReason?
        /// What the device itself doubted.
        package var doubts: Set<RecordFlag>

        package init(
            method: CheckinMethod, heldFor: HoldReason? = nil, doubts: Set<RecordFlag> = []
        ) {
            self.method = method
            self.heldFor = heldFor
            self.doubts = doubts
        }
    }

    package enum HoldReason: String, Sendable {
        case wrongRoom = "wrong_room"
        case unrostered

        package var flag: RecordFlag {
            switch self {
            case .wrongRoom: .wrongRoom
            case .unrostered: .unrostered
            }
        }
    }

    /// A staff decision about one student.
    package struct Mark: Hashable, Sendable {
        /// One of the four, or a number of the fifteen that says more.
        package enum Value: Hashable, Sendable {
            case status(CheckinStatus)
            case number(AttendanceNumber)

            package var status: CheckinStatus {
                switch self {
                case .status(let status): status
                case .number(let number): number.status
                }
            }
        }

        package var value: Value
        /// One section, or nil for all of the session's.
        package var period: Int?
        /// Nil keeps the remark that is there; an empty one clears it.
        package var remark: String?
        package var method: CheckinMethod

        package init(
            value: Value, period: Int? = nil, remark: String? = nil,
            method: CheckinMethod = .manual
        ) {
            self.value = value
            self.period = period
            self.remark = remark
            self.method = method
        }
    }

    package init(
        id: UniqueID, moment: Moment, place: EvidencePlace, kind: Kind, hasHubTime: Bool = false
    ) {
        self.id = id
        self.moment = moment
        self.place = place
        self.kind = kind
        self.hasHubTime = hasHubTime
    }
}

extension EvidenceEntry {
    /// Of two copies of one entry the one that the authority has numbered, whichever came first: a
    /// door holds its own before the hub's comes back.
    static func standing(_ one: EvidenceEntry, _ other: EvidenceEntry) -> EvidenceEntry {
        func rank(_ entry: EvidenceEntry) -> (Int, Moment, Int, Int) {
            let place = entry.place
            return (place.revision ?? .max, entry.moment, place.seen, place.seq)
        }
        return rank(other) < rank(one) ? other : one
    }
}

/// What staff should look at.
package enum RecordFlag: String, CaseIterable, Sendable {
    case earlyScanUnseen = "early_scan_unseen"
    case lateAfterAbsent = "late_after_absent"
    case typedBurst = "typed_burst"
    case clockUncertain = "clock_uncertain"
    case wrongRoom = "wrong_room"
    case unrostered
    case excusedButPresent = "excused_but_present"
    case doorDisagrees = "door_disagrees"

    /// Accepting it lets its scan count.
    package var countsItsScan: Bool {
        switch self {
        case .earlyScanUnseen, .lateAfterAbsent, .wrongRoom, .unrostered: true
        case .typedBurst, .clockUncertain, .excusedButPresent, .doorDisagrees: false
        }
    }
}
