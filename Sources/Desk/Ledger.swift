import Attendance

/// Where attendance is kept. It knows no rule: it loads, and keeps what it is given.
///
/// Faults of the storage are thrown as `LedgerFault`; what `body` throws is thrown on as it is.
package protocol Ledger: Sendable {
    /// Reads a snapshot; never waits for a writer.
    func read<Value: Sendable>(
        _ body: @escaping @Sendable (any LedgerReading) throws -> Value
    ) async throws -> Value

    /// As `read`, for what may take seconds: it has its turn beside all other reading, and throws
    /// `tooMany` where too much waits.
    func readLong<Value: Sendable>(
        _ body: @escaping @Sendable (any LedgerReading) throws -> Value
    ) async throws -> Value

    /// As `read`, for what takes a fraction of a millisecond where the ledger is a file: then on
    /// the thread that calls.
    func readSoon<Value: Sendable>(
        _ body: @escaping @Sendable (any LedgerReading) throws -> Value
    ) async throws -> Value

    /// As `read`, on the thread that calls, which waits for it.
    func readNow<Value: Sendable>(
        _ body: @escaping @Sendable (any LedgerReading) throws -> Value
    ) throws -> Value

    /// Runs `body` in a transaction and calls `then` once it is durable, or has failed and left
    /// nothing behind.
    ///
    /// Writers that wait together share one commit, each in a savepoint of its own. Bodies run, and
    /// answers are given, in the order of the calls of one turn.
    func write<Value: Sendable>(
        _ turn: WriteTurn, _ body: @escaping @Sendable (any LedgerWriting) throws -> Value,
        then: @escaping @Sendable (Result<Value, any Error>) -> Void)

    /// Changes whenever anyone, in this process or another, has written.
    func version() throws -> Int64

    /// Calls `ring` after every commit of this process, for as long as the ledger lives. It must
    /// not wait for anything.
    func whenChanged(_ ring: @escaping @Sendable () -> Void)
}

/// Whose writers come first.
package enum WriteTurn: Sendable {
    /// Somebody stands at this machine's door and waits: before all others, of whom one at most
    /// is finished first.
    case atDoor
    case inOrder
}

extension Ledger {
    /// As `write(_:_:then:)`; returns after the commit.
    package func write<Value: Sendable>(
        _ turn: WriteTurn = .inOrder,
        _ body: @escaping @Sendable (any LedgerWriting) throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            write(turn, body) { continuation.resume(with: $0) }
        }
    }
}

/// What can go wrong with a ledger, in words for a person.
package struct LedgerFault: Error, Equatable, Sendable {
    package enum Kind: Equatable, Sendable {
        case missing, notOurs, away, newer, locked, broken, readOnly, full, tooMany, notDurable
        case failed
    }

    package let kind: Kind
    /// One sentence with the cure.
    package let message: String

    package init(_ kind: Kind, _ message: String) {
        self.kind = kind
        self.message = message
    }
}

/// What verbs and lists read.
package protocol LedgerReading: AttendanceReading, PeopleReading, TimetableReading, HubLinkReading,
    FeedReading
{
    // Courses and what is held
    func course(_ id: CourseID) throws -> Course?
    func courses() throws -> [Course]
    /// Those that somebody is enrolled in as teacher today, or named on; archived ones as well.
    func courses(taughtBy teacher: Teacher) throws -> [Course]
    /// What the source brought before and still has.
    func known(of source: String) throws -> SchoolRoster.Known
    func courseMembers(_ id: CourseID, on date: SchoolDate) throws -> [User]
    func classrooms() throws -> [Classroom]
    func classroom(_ id: ClassroomID) throws -> Classroom?
    func occurrence(_ id: OccurrenceID) throws -> Occurrence?
    func daily(_ filter: OccurrenceFilter) throws -> [DailyRow]
    /// As `daily`, without sessions and counts.
    func occurrences(_ filter: OccurrenceFilter) throws -> [Occurrence]
    /// Who is named on an occurrence itself to teach it, by name; most often nobody is.
    func teachers(on occurrence: OccurrenceID) throws -> [User]
    func schedule(of user: UserID, on date: SchoolDate) throws -> [ScheduleRow]
    /// How records stand in lessons that were taken: courses and weeks in their order, students by
    /// most absences.
    func report(by group: ReportGroup, _ filter: LessonFilter) throws -> [ReportRow]
    /// A day's lessons by their start, with who stands on them.
    func lessons(on date: SchoolDate, _ filter: LessonFilter) throws -> [LessonRecords]
    /// Hands over a course's lessons of some days, one after another in time order.
    func forEachLesson(
        of course: CourseID, from first: SchoolDate, to last: SchoolDate,
        _ body: (LessonRecords) throws -> Void) throws
    /// The courses that hold lessons on those days, archived ones as well, by code.
    func courses(holdingFrom first: SchoolDate, to last: SchoolDate) throws -> [Course]

    /// Every door, with its attempts since a moment.
    func doors(since moment: Moment) throws -> [DoorHealth]

    // Sessions
    func session(_ id: CheckinSessionID) throws -> SessionDetail?
    func session(code: SessionCode) throws -> SessionDetail?
    func session(of occurrence: OccurrenceID) throws -> SessionDetail?
    func roster(of occurrence: OccurrenceID) throws -> [RosterRow]
    func counts(of occurrence: OccurrenceID) throws -> Counts
    /// Nil where the user is not on the roster.
    func rosterRow(of user: UserID, on occurrence: OccurrenceID) throws -> RosterRow?
    /// Newest date first, with how many there are in all.
    func sessions(_ filter: SessionFilter) throws -> Page<SessionDetail>
    /// By id, with how many there are in all; without those that stand no longer.
    func records(_ filter: RecordFilter) throws -> Page<RecordDetail>
    func record(_ id: RecordID) throws -> RecordDetail?
    /// The secret that a session's proofs are signed with.
    func proofKey(of session: CheckinSessionID) throws -> [UInt8]
    /// Whose rows of a roster changed after the change of that number, and the number of the last
    /// change of all; nil where it is none of this ledger's, or too far back.
    func changes(on occurrence: OccurrenceID, since change: Int64) throws -> RosterChanges?
    func lastChange() throws -> Int64
    /// Whether a user teaches an occurrence: enrolled as teacher of its course on `today`, or named
    /// on the course or on it.
    func teaches(_ user: UserID, _ occurrence: OccurrenceID, on today: SchoolDate) throws -> Bool
    func occurrences(of student: UserID, from first: SchoolDate, to last: SchoolDate) throws
        -> [Occurrence]

    // Tokens
    func token(_ digest: TokenDigest) throws -> Token?
    func tokens() throws -> [Token]
    /// Somebody's, without those revoked.
    func tokens(of user: UserID) throws -> [Token]
    /// The answer kept under an Idempotency-Key, if it is not older than `since`.
    func reply(to key: ReplyKey, since moment: Moment) throws -> KeptReply?

    // Deciding
    /// What readers' rules need to know of the school.
    func readerFacts() throws -> ReaderFacts
    func roomDay(_ classroom: ClassroomID, at moment: Moment, device: DeviceID) throws -> RoomDay
    /// `occurrence` is that of the session in force; nil: nobody's tail is looked up.
    func lookups(_ token: UserCode, on occurrence: OccurrenceID?) throws -> Lookups
    func slots(of user: UserID, around moment: Moment) throws -> [RoomDay.Slot]
    func brake(of device: DeviceID) throws -> Brake
    func digitsAsked(at device: DeviceID, since moment: Moment) throws -> Int?
    /// The first answer to an attempt already kept.
    func answer(to attempt: UniqueID) throws -> Answer?
    /// What receipts are signed with.
    func receiptKey() throws -> [UInt8]
    /// Every success that has a check code, newest first.
    func receipts(_ code: String) throws -> [Receipt]
    /// Nil unless that attempt was accepted at this door by the last of a code.
    func typedEntry(_ attempt: UniqueID, at device: DeviceID) throws -> TypedEntry?

    // Settling
    /// What is known of a student and an occurrence, and where a new entry would stand in it.
    func evidence(on occurrence: OccurrenceID, about user: UserID) throws -> Facts.Candidate
    func record(of user: UserID, on occurrence: OccurrenceID) throws -> AttendanceRecord?
    /// The row of the newest entry of all; 0 where there is none.
    func newestEvidence() throws -> Int
    /// The scans after a row that were made by a clock in doubt and have no timing yet.
    func doubtedScans(after row: Int) throws -> [DoubtedScan]
    /// The middle of the moments of the last changes: what time it was, even if a few were made by
    /// a wrong clock; nil where nothing was changed yet.
    func usualMoment() throws -> Moment?
}

/// What verbs keep. Every call belongs to the transaction it was given in.
package protocol LedgerWriting: LedgerReading, AttendanceWriting, PeopleWriting, TimetableWriting,
    DoorJournalWriting, HubLinkWriting, EnrolmentWriting, FeedWriting
{
    /// This database, as a source of evidence.
    var device: DeviceID { get }

    func append(
        _ entry: EvidenceEntry, on occurrence: OccurrenceID, about user: UserID, by actor: Actor
    ) throws
    func keep(_ attempt: Attempt, _ ruling: Ruling, record: RecordID?, receipt: String?) throws
    /// Keeps what stands; nil where nothing stands and nothing was kept. A change is audited.
    func keep(
        _ settlement: Settlement, of user: UserID, on occurrence: OccurrenceID, at moment: Moment,
        by actor: Actor
    ) throws -> AttendanceRecord?
    /// As keeping one after another, no place twice: what is kept then, of them at the least.
    func keep(_ settled: [Settled], at moment: Moment, by actor: Actor) throws
        -> [Settled.Place: AttendanceRecord]

    /// True unless the student was on the roster of the occurrence already.
    func walkIn(_ user: UserID, on session: CheckinSession, at moment: Moment, by actor: Actor)
        throws -> Bool
    func createToken(
        _ digest: TokenDigest, _ holder: Token.Holder, _ way: Token.Way, expires: Moment?,
        at moment: Moment, by actor: Actor
    ) throws -> Token
    /// False where there is none, or it is revoked already.
    func revokeToken(_ id: TokenID, at moment: Moment, by actor: Actor) throws -> Bool
    /// When tokens were last used.
    func noteUses(_ uses: [TokenID: Moment]) throws
    /// A door elsewhere, whose scans come by HTTP; the same one where the name is known.
    func device(named name: String, in classroom: ClassroomID, at moment: Moment, by actor: Actor)
        throws -> DeviceID
    /// Keeps an answer, and forgets those from before `expired`.
    func keep(_ reply: KeptReply, to key: ReplyKey, at moment: Moment, expired: Moment) throws

    func isTaken(_ code: SessionCode) throws -> Bool
    func createSession(
        on occurrence: OccurrenceID, graceMinutes: Int, remark: String, at moment: Moment,
        by actor: Actor
    ) throws -> SessionDetail
    /// Keeps a session's code, grace and intervals.
    func keep(_ session: CheckinSession, at moment: Moment, by actor: Actor) throws

    // Office work
    func createOccurrence(_ new: NewOccurrence, at moment: Moment, by actor: Actor) throws
        -> Occurrence
    func update(
        _ occurrence: OccurrenceID, to change: OccurrenceChange, at moment: Moment, by actor: Actor
    ) throws
    func classroom(building: String, room: String) throws -> Classroom
    func enrol(
        _ user: UserID, in course: CourseID, asTeacher: Bool, from date: SchoolDate,
        at moment: Moment, by actor: Actor) throws
    /// The last day of an enrolment; true if there was one.
    func drop(
        _ user: UserID, from course: CourseID, lastDay: SchoolDate, at moment: Moment,
        by actor: Actor
    ) throws -> Bool

    // Import
    /// `progress` is told how many rows were applied, and of how many.
    func apply(
        _ roster: SchoolRoster, source: String, today: SchoolDate, at moment: Moment,
        progress: (Int, Int) -> Void
    ) throws -> ImportCounts
    /// Writes planned occurrences in place; those with a session are left, those no longer planned
    /// and without one go.
    func plan(
        _ planned: [SchoolRoster.SourceID: [PlannedOccurrence]], source: String, at moment: Moment
    ) throws -> ImportCounts.Change
}
