import Attendance

/// A door's journal as far as it is at its hub.
package struct DoorJournal: Equatable, Sendable {
    package let id: Int64
    package let device: DeviceID
    /// The how-manieth of its door, from 0.
    package let ordinal: Int
    /// Every line up to this one is here.
    package var highWater: Int64
    /// How far it goes at the door, as the door last said.
    package var newest: Int64

    package init(id: Int64, device: DeviceID, ordinal: Int, highWater: Int64, newest: Int64) {
        self.id = id
        self.device = device
        self.ordinal = ordinal
        self.highWater = highWater
        self.newest = newest
    }

    /// What a line is among everything of its door: a later journal goes on after the one before.
    package func seq(of line: Int64) -> Int { ordinal << 40 | Int(line) }
}

/// A line of a journal that could not be taken, whole, and why.
package struct QuarantinedLine: Equatable, Sendable {
    package var seq: Int64
    package var line: [UInt8]
    package var reason: String

    package init(seq: Int64, line: [UInt8], reason: String) {
        self.seq = seq
        self.line = line
        self.reason = reason
    }
}

/// Which rows here are called so everywhere.
package struct KnownRows: Sendable {
    package var users: [UniqueID: UserID] = [:]
    package var occurrences: [UniqueID: OccurrenceID] = [:]
    package var classrooms: [UniqueID: ClassroomID] = [:]

    package init() {}

    package var count: Int { users.count + occurrences.count + classrooms.count }
}

/// Evidence that came from a door.
package struct ArrivedEvidence: Sendable {
    package var entry: EvidenceEntry
    package var occurrence: OccurrenceID
    package var user: UserID
    package var actor: Actor

    package init(
        entry: EvidenceEntry, occurrence: OccurrenceID, user: UserID, actor: Actor
    ) {
        self.entry = entry
        self.occurrence = occurrence
        self.user = user
        self.actor = actor
    }
}

/// An attempt that came from a door, with what was answered there.
package struct ArrivedAttempt: Sendable {
    package var id: UniqueID
    package var moment: Moment
    package var door: Attempt.Door
    package var scanKind: String
    package var byteCount: Int
    package var isFromReader: Bool
    package var decision: Decision
    package var user: UserID?
    package var session: CheckinSessionID?
    package var record: RecordID?
    package var isFailedTail: Bool
    package var receipt: String?
    package var repair: ReaderRule?

    package init(
        id: UniqueID, moment: Moment, door: Attempt.Door, scanKind: String, byteCount: Int,
        isFromReader: Bool, decision: Decision, user: UserID?, session: CheckinSessionID?,
        record: RecordID?, isFailedTail: Bool, receipt: String?, repair: ReaderRule?
    ) {
        self.id = id
        self.moment = moment
        self.door = door
        self.scanKind = scanKind
        self.byteCount = byteCount
        self.isFromReader = isFromReader
        self.decision = decision
        self.user = user
        self.session = session
        self.record = record
        self.isFailedTail = isFailedTail
        self.receipt = receipt
        self.repair = repair
    }
}

/// What stands for a student on an occurrence, to be kept.
package struct Settled: Equatable, Sendable {
    package struct Place: Hashable, Sendable {
        package let user: UserID
        package let occurrence: OccurrenceID

        package init(_ user: UserID, on occurrence: OccurrenceID) {
            self.user = user
            self.occurrence = occurrence
        }
    }

    package let place: Place
    package let settlement: Settlement

    package init(_ settlement: Settlement, of user: UserID, on occurrence: OccurrenceID) {
        place = Place(user, on: occurrence)
        self.settlement = settlement
    }
}

/// What a hub keeps of its doors' journals.
package protocol DoorJournalWriting: AnyObject {
    /// This hub's own life: another after it was restored, or another server took its place.
    func hubEpoch() throws -> UniqueID

    /// A door's journal of that epoch; made where there is none.
    func doorJournal(of device: DeviceID, _ epoch: UniqueID, at moment: Moment) throws
        -> DoorJournal
    /// Keeps how far it is here, and that its door was heard of.
    func keep(_ journal: DoorJournal, at moment: Moment) throws
    /// The hashes of the lines of those numbers, by number.
    func received(_ seqs: ClosedRange<Int64>, of journal: DoorJournal) throws -> [Int64: [UInt8]]
    func note(_ hashes: [(seq: Int64, hash: [UInt8])], of journal: DoorJournal) throws
    func quarantine(_ lines: [QuarantinedLine], of journal: DoorJournal, at moment: Moment) throws

    /// What of a door is kept aside, by number.
    func quarantined(of device: DeviceID) throws -> [(journal: DoorJournal, line: QuarantinedLine)]
    /// Keeps those lines aside no longer.
    func release(_ seqs: [Int64], of journal: DoorJournal) throws

    func known(as ids: Set<UniqueID>) throws -> KnownRows
    /// Names those of the files' people who are called so and have no name yet: a door may know
    /// them of a hub that was before its restore, and they are in no list of its room now.
    func namePeople(called names: Set<UniqueID>) throws
    /// Those lessons that are of the room, or that its door was told to be.
    func lessons(_ ids: Set<OccurrenceID>, of classroom: ClassroomID) throws -> Set<OccurrenceID>
    /// Those that are here already.
    func keptEvidence(_ ids: [UniqueID]) throws -> Set<UniqueID>
    /// As `evidence(on:)`, on several occurrences; on those that are there.
    func evidence(on occurrences: Set<OccurrenceID>) throws
        -> [OccurrenceID: [(user: UserID, Facts.Candidate)]]

    func append(_ arrived: [ArrivedEvidence]) throws
    func keep(_ arrived: [ArrivedAttempt]) throws
    /// Keeps what was done to occurrences' sessions, and gives what all of it comes to; makes the
    /// session where there is none.
    func keep(_ events: [OccurrenceID: [SessionEvent]], at moment: Moment, by actor: Actor) throws
        -> [OccurrenceID: CheckinSession]
    func sessions(of occurrences: Set<OccurrenceID>) throws -> [OccurrenceID: CheckinSession]
    /// The occurrences whose sessions were ever opened with each of the codes.
    func holders(of codes: Set<SessionCode>) throws -> [SessionCode: Set<OccurrenceID>]
    /// True unless the student was on the roster of the occurrence already.
    func walkIn(_ user: UserID, on occurrence: OccurrenceID, at moment: Moment, by actor: Actor)
        throws -> Bool
}
