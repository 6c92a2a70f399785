import Attendance

/// One line of a door's journal: something that was done there, as it travels to the hub. People,
/// lessons and rooms are named by ids that are the same everywhere.
package struct JournalLine: Equatable, Sendable {
    /// The longest line that is written or read.
    package static let mostBytes = 16_384

    package enum Deed: Equatable, Sendable {
        case attempt(JournalAttempt)
        case evidence(JournalEvidence)
        case session(JournalSession)
        case walkIn(JournalWalkIn)
    }

    /// Made once, where it was done.
    package var id: UniqueID
    /// Gapless from 1 within the journal.
    package var seq: Int64
    /// By the door's school time.
    package var moment: Moment
    package var time: BootTime
    /// The revision of the room's feed that it was decided under.
    package var roster: Int64
    package var deed: Deed

    package init(
        id: UniqueID, seq: Int64, moment: Moment, time: BootTime, roster: Int64, deed: Deed
    ) {
        self.id = id
        self.seq = seq
        self.moment = moment
        self.time = time
        self.roster = roster
        self.deed = deed
    }

    /// Reads one line without its end; throws what is wrong with it, and names a kind that is not
    /// known.
    package init(parsing bytes: [UInt8]) throws(SyncFault) {
        let fields = try SyncFields(parsing: bytes, mostBytes: Self.mostBytes)
        let kind = try fields.text("kind", most: Self.mostBytes)
        let deed: Deed
        switch kind {
        case "attempt": deed = .attempt(try JournalAttempt(fields))
        case "session": deed = .session(try JournalSession(fields))
        case "walk_in": deed = .walkIn(try JournalWalkIn(fields))
        default: deed = .evidence(try JournalEvidence(fields, kind))
        }
        self.init(
            id: try fields.id("id"), seq: try fields.whole("seq", in: 1...SyncFields.largest),
            moment: try fields.moment("moment"), time: try BootTime(fields),
            roster: try fields.whole("roster"), deed: deed)
    }

    /// On one line, without its end. The same line is always the same bytes.
    package var bytes: [UInt8] {
        let (kind, members) =
            switch deed {
            case .attempt(let attempt): ("attempt", attempt.members)
            case .evidence(let evidence): (evidence.kind.name, evidence.members)
            case .session(let session): ("session", session.members)
            case .walkIn(let walkIn): ("walk_in", walkIn.members)
            }
        let head: [(String, JSON)] = [
            ("kind", .string(kind)), ("id", JSON(id)), ("seq", .int(seq)),
            ("moment", JSON(moment)), ("boot", JSON(time.boot)),
            ("boot_ms", .int(time.milliseconds)), ("roster", .int(roster)),
        ]
        return JSON.present(head + members).bytes
    }
}

/// Who did it: a user, or what did it by itself (`clock`, `door:1`).
package struct JournalDoer: Equatable, Sendable {
    static let longestOrigin = 64

    package var user: UniqueID?
    package var origin: String

    package init(user: UniqueID? = nil, origin: String) {
        self.user = user
        self.origin = origin
    }

    init(_ fields: SyncFields) throws(SyncFault) {
        user = try fields.idIf("actor")
        origin = try fields.text("origin", most: Self.longestOrigin)
    }

    var members: [(String, JSON)] {
        [("actor", user.map { JSON($0) } ?? .null), ("origin", .string(origin))]
    }
}

/// A student who is not enrolled was let in.
package struct JournalWalkIn: Equatable, Sendable {
    package var user: UniqueID
    package var occurrence: UniqueID
    package var doer: JournalDoer

    package init(user: UniqueID, occurrence: UniqueID, doer: JournalDoer) {
        self.user = user
        self.occurrence = occurrence
        self.doer = doer
    }

    init(_ fields: SyncFields) throws(SyncFault) {
        user = try fields.id("user")
        occurrence = try fields.id("occurrence")
        doer = try JournalDoer(fields)
    }

    var members: [(String, JSON)] {
        [("user", JSON(user)), ("occurrence", JSON(occurrence))] + doer.members
    }
}

extension BootTime {
    init(_ fields: SyncFields) throws(SyncFault) {
        self.init(
            boot: try fields.id("boot"),
            milliseconds: try fields.whole("boot_ms", in: SyncFields.moments))
    }
}
