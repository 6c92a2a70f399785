import Attendance

/// An attempt and what was answered to it. Of what was scanned only the kind and the length.
package struct JournalAttempt: Equatable, Sendable {
    static let longestRoom = 100
    static let longestReceipt = 32
    static let mostScanBytes: Int64 = 1 << 31

    /// What the person at the door was told.
    package enum Outcome: Equatable, Sendable {
        case accepted(Told)
        case repeated(Told)
        case chosen
        case staff
        case refused(Reason)
    }

    package struct Told: Equatable, Sendable {
        package var number: AttendanceNumber?
        package var checkinTime: Moment?
        package var method: CheckinMethod?

        package init(
            number: AttendanceNumber?, checkinTime: Moment?, method: CheckinMethod?
        ) {
            self.number = number
            self.checkinTime = checkinTime
            self.method = method
        }
    }

    /// As `Refusal`, with ids that travel.
    package enum Reason: Equatable, Sendable {
        case unreadable
        case wait(seconds: Int)
        case blocked
        case noSession(next: Moment?)
        case closed
        case notOnRoster(Refusal.Why)
        case wrongRoom(occurrence: UniqueID, room: String, start: Moment)
        case ambiguous(digitsNeeded: Int)
    }

    package var room: UniqueID
    package var occurrence: UniqueID?
    package var user: UniqueID?
    /// `token`, `too_long`: a word.
    package var scanKind: String
    package var byteCount: Int
    package var isFromReader: Bool
    package var outcome: Outcome
    package var isFailedTail: Bool
    package var receipt: String?
    package var repair: ReaderRule?

    package init(
        room: UniqueID, occurrence: UniqueID? = nil, user: UniqueID? = nil, scanKind: String,
        byteCount: Int, isFromReader: Bool, outcome: Outcome, isFailedTail: Bool = false,
        receipt: String? = nil, repair: ReaderRule? = nil
    ) {
        self.room = room
        self.occurrence = occurrence
        self.user = user
        self.scanKind = scanKind
        self.byteCount = byteCount
        self.isFromReader = isFromReader
        self.outcome = outcome
        self.isFailedTail = isFailedTail
        self.receipt = receipt
        self.repair = repair
    }

    init(_ fields: SyncFields) throws(SyncFault) {
        self.init(
            room: try fields.id("room"), occurrence: try fields.idIf("occurrence"),
            user: try fields.idIf("user"), scanKind: try fields.word("scan"),
            byteCount: Int(try fields.whole("bytes", in: 0...Self.mostScanBytes)),
            isFromReader: try fields.flag("from_reader"), outcome: try Outcome(fields),
            isFailedTail: try fields.flag("failed_tail"),
            receipt: try fields.textIf("receipt", most: Self.longestReceipt),
            repair: try fields.valueIf("repair"))
    }

    var members: [(String, JSON)] {
        [
            ("room", JSON(room)), ("occurrence", occurrence.map { JSON($0) } ?? .null),
            ("user", user.map { JSON($0) } ?? .null), ("scan", .string(scanKind)),
            ("bytes", JSON(byteCount)), ("from_reader", .bool(isFromReader)),
        ] + outcome.members + [
            ("failed_tail", .bool(isFailedTail)), ("receipt", JSON(receipt)),
            ("repair", JSON(repair?.rawValue)),
        ]
    }
}

extension JournalAttempt.Outcome {
    init(_ fields: SyncFields) throws(SyncFault) {
        let outcome = try fields.word("outcome")
        switch outcome {
        case "accepted": self = .accepted(try JournalAttempt.Told(fields))
        case "repeated": self = .repeated(try JournalAttempt.Told(fields))
        case "chosen": self = .chosen
        case "staff": self = .staff
        case "refused": self = .refused(try JournalAttempt.Reason(fields))
        default: throw fields.fault("outcome", "is not known here")
        }
    }

    var members: [(String, JSON)] {
        switch self {
        case .accepted(let told): [("outcome", "accepted")] + told.members
        case .repeated(let told): [("outcome", "repeated")] + told.members
        case .chosen: [("outcome", "chosen")]
        case .staff: [("outcome", "staff")]
        case .refused(let reason): [("outcome", "refused")] + reason.members
        }
    }
}

extension JournalAttempt.Told {
    init(_ fields: SyncFields) throws(SyncFault) {
        self.init(
            number: try fields.number("number"), checkinTime: try fields.momentIf("checkin_time"),
            method: try fields.valueIf("method"))
    }

    var members: [(String, JSON)] {
        [
            ("number", JSON(number?.rawValue)),
            ("checkin_time", JSON(checkinTime?.milliseconds)), ("method", JSON(method?.rawValue)),
        ]
    }
}

extension JournalAttempt.Reason {
    /// Seconds to wait, digits to type.
    private static let amounts: ClosedRange<Int64> = 0...86_400

    init(_ fields: SyncFields) throws(SyncFault) {
        let reason = try fields.word("reason")
        switch reason {
        case "unreadable": self = .unreadable
        case "wait": self = .wait(seconds: Int(try fields.whole("seconds", in: Self.amounts)))
        case "blocked": self = .blocked
        case "no_session": self = .noSession(next: try fields.momentIf("next"))
        case "closed": self = .closed
        case "not_on_roster": self = .notOnRoster(try fields.value("why"))
        case "wrong_room":
            let elsewhere = try fields.fields("elsewhere")
            self = .wrongRoom(
                occurrence: try elsewhere.id("occurrence"),
                room: try elsewhere.text("room", most: JournalAttempt.longestRoom),
                start: try elsewhere.moment("start"))
        case "ambiguous":
            self = .ambiguous(digitsNeeded: Int(try fields.whole("digits", in: Self.amounts)))
        default: throw fields.fault("reason", "is not known here")
        }
    }

    var members: [(String, JSON)] {
        switch self {
        case .unreadable: [("reason", "unreadable")]
        case .wait(let seconds): [("reason", "wait"), ("seconds", JSON(seconds))]
        case .blocked: [("reason", "blocked")]
        case .noSession(let next):
            [("reason", "no_session"), ("next", JSON(next?.milliseconds))]
        case .closed: [("reason", "closed")]
        case .notOnRoster(let why):
            [("reason", "not_on_roster"), ("why", .string(why.rawValue))]
        case .wrongRoom(let occurrence, let room, let start):
            [
                ("reason", "wrong_room"),
                (
                    "elsewhere",
                    [
                        "occurrence": JSON(occurrence), "room": .string(room),
                        "start": JSON(start),
                    ]
                ),
            ]
        case .ambiguous(let digits): [("reason", "ambiguous"), ("digits", JSON(digits))]
        }
    }
}
