import Attendance
import Testing

/// The deciding table of the README, row by row.
@Suite struct DecideTests {
    static let john = Lookups.RosterEntry(user: UserID(1), code: UserCode("2024123456")!)
    static let twin = Lookups.RosterEntry(user: UserID(2), code: UserCode("2023123456")!)
    static let door = Attempt.Door(device: DeviceID(1), classroom: ClassroomID(1))

    static func session(_ number: Int64 = 9, opened: Int = -5, closed: Int? = nil)
        -> CheckinSession
    {
        CheckinSession(
            id: CheckinSessionID(number), occurrence: OccurrenceID(number),
            code: SessionCode("ABC123"),
            intervals: [.init(opened: at(opened), closed: closed.map(at))])
    }

    static func room(_ session: CheckinSession? = session(), start: Int = 0) -> RoomDay {
        RoomDay(slots: [
            RoomDay.Slot(
                occurrence: OccurrenceID(9), course: "Calculus", start: at(start),
                end: at(start + 100), session: session)
        ])
    }

    func decided(
        _ reading: Reading?, room: RoomDay = room(), minutes: Int = 5,
        entries: [EvidenceEntry] = [], elsewhere: Elsewhere? = nil, failures: [Moment] = [],
        asked: Int? = nil
    ) -> Ruling {
        var facts = Facts(
            room: room, reading: reading, elsewhere: elsewhere, brake: Brake(failures: failures),
            digitsAsked: asked)
        if reading?.candidate != nil {
            facts.candidate = .init(
                evidence: evidence(entries),
                place: EvidencePlace(revision: 50, seen: 49, device: DeviceID(1), seq: 50))
        }
        let attempt = Attempt(
            id: id(50), scan: Scan(parsing: Array("2024123456".utf8)), moment: at(minutes),
            origin: .door(Self.door))
        return decide(attempt, given: facts)
    }

    let onRoster = Reading.person(
        .init(user: UserID(1), role: .student, isOnRoster: true))
    let notOnRoster = Reading.person(
        .init(user: UserID(3), role: .student, isOnRoster: false))

    @Test func nothingReadableIsUnreadable() {
        #expect(decided(nil).decision == .refused(.unreadable))
    }

    @Test func aTailWhileTheBrakeIsOnWaits() {
        let failures = (0..<6).map { at(5).adding(seconds: Int64($0 - 5)) }
        let ruling = decided(.tail([Self.john], length: 4), failures: failures)
        #expect(ruling.decision == .refused(.wait(seconds: 2)))
        #expect(!ruling.isFailedTail, "what is typed meanwhile adds no failure")
        #expect(ruling.user == nil)
    }

    @Test func aTailThatIsFoundWhereManyFailedIsShownToStaff() {
        func flags(_ reading: Reading, failures: Int, secondsAgo: Int64) -> Set<RecordFlag> {
            let moment = at(5).adding(seconds: -secondsAgo)
            let ruling = decided(reading, failures: Array(repeating: moment, count: failures))
            guard case .accepted(let settled) = ruling.decision else { return [.doorDisagrees] }
            #expect(settled.status == .present, "a flag is a hint: what stands is as it was")
            return Set(settled.flagged.keys)
        }
        let tail = Reading.tail([Self.john], length: 4)
        #expect(flags(tail, failures: 6, secondsAgo: 2) == [.typedBurst])
        #expect(flags(tail, failures: 6, secondsAgo: 19) == [.typedBurst])
        #expect(flags(tail, failures: 6, secondsAgo: 20) == [], "one of the six is forgotten")
        #expect(flags(tail, failures: 5, secondsAgo: 2) == [])
        #expect(flags(onRoster, failures: 9, secondsAgo: 2) == [], "a card guesses nothing")
    }

    @Test func cardsPassTheBrake() {
        let failures = (0..<9).map { at(5).adding(seconds: Int64($0 - 8)) }
        guard case .accepted = decided(onRoster, failures: failures).decision else {
            Issue.record("a card is not braked")
            return
        }
    }

    @Test func aBlockedCardSeesStaff() {
        #expect(decided(.blockedCard).decision == .refused(.blocked))
    }

    @Test func withoutASessionTheNextOneIsTold() {
        let ruling = decided(onRoster, room: Self.room(nil, start: 30))
        #expect(ruling.decision == .refused(.noSession(next: at(30))))
    }

    @Test func afterTheLastClosingItIsClosed() {
        let closed = Self.room(Self.session(closed: 3))
        #expect(decided(onRoster, room: closed).decision == .refused(.closed))
    }

    @Test func anAttemptIsDecidedByTheMomentItWasMade() {
        let closedSince = Self.room(Self.session(closed: 50))
        guard case .accepted = decided(onRoster, room: closedSince, minutes: 5).decision else {
            Issue.record("the session was open then")
            return
        }
        #expect(
            decided(onRoster, room: closedSince, minutes: 50).decision == .refused(.closed),
            "the second of closing is closed")
    }

    @Test func anUnknownCodeIsNotOnTheList() {
        let ruling = decided(.unknownCode)
        #expect(ruling.decision == .refused(.notOnRoster(.unknownCode)))
        #expect(!ruling.isFailedTail, "full codes never count towards the brake")
    }

    @Test func anUnknownTailIsNotOnTheListAndCountsTowardsTheBrake() {
        let ruling = decided(.tail([], length: 4))
        #expect(ruling.decision == .refused(.notOnRoster(.unknownTail)))
        #expect(ruling.isFailedTail)
    }

    @Test func aStudentOfAnotherClassIsToldWhereAndTheTouchIsHeldThere() {
        let other = Elsewhere(occurrence: OccurrenceID(12), room: "5A C318", start: at(0))
        let ruling = decided(notOnRoster, elsewhere: other)
        #expect(ruling.decision == .refused(.wrongRoom(other)))
        #expect(ruling.kept == .held(.wrongRoom, occurrence: OccurrenceID(12)))
    }

    @Test func aStudentWithoutAClassNowIsHeldHere() {
        let ruling = decided(notOnRoster)
        #expect(ruling.decision == .refused(.notOnRoster(.notEnrolled)))
        #expect(ruling.kept == .held(.unrostered, occurrence: OccurrenceID(9)))
    }

    @Test func severalAreAskedForAsManyAsTellThemApart() {
        let tied = Reading.tail([Self.john, Self.twin], length: 4)
        #expect(decided(tied).decision == .refused(.ambiguous(digitsNeeded: 7)))
        #expect(!decided(tied).isFailedTail, "nobody was asked for more yet")
        #expect(decided(tied, asked: 7).isFailedTail)
    }

    @Test func whoIsThereAlreadyIsRepeated() {
        let ruling = decided(onRoster, minutes: 8, entries: [scan(1, 5)])
        guard case .repeated(let standing) = ruling.decision else {
            Issue.record("a second touch is a success")
            return
        }
        #expect(standing.checkinTime == at(5))
        #expect(ruling.kept == nil)
    }

    @Test func anEarlierTouchThatComesLaterIsKeptAndVoiced() {
        let ruling = decided(onRoster, minutes: 2, entries: [scan(1, 15)])
        guard case .repeated(let standing) = ruling.decision, case .scan = ruling.kept else {
            Issue.record("it is kept as a scan")
            return
        }
        #expect(standing.checkinTime == at(2))
        #expect(standing.status == .present)
    }

    @Test func anyoneElseIsAcceptedAndVoicedAsItSettles() {
        #expect(decided(onRoster, minutes: 11).accepted?.status == .late)
        #expect(decided(onRoster, minutes: 10).accepted?.status == .present)
        let locked = [scan(1, 2), mark(2, 3, .absent)]
        #expect(decided(onRoster, minutes: 8, entries: locked).accepted?.status == .absent)
    }

    @Test func theMethodTellsTailFromCard() {
        #expect(decided(.tail([Self.john], length: 4)).accepted?.method == .last4)
        #expect(decided(onRoster).accepted?.method == .card)
    }

    @Test func aTeachersCardIsGreetedAlsoWithoutASession() {
        let teacher = Reading.person(.init(user: UserID(8), role: .teacher, isOnRoster: false))
        #expect(decided(teacher, room: Self.room(nil)).decision == .staff(UserID(8)))
    }

    @Test func aSessionsOwnCodeChoosesIt() {
        #expect(decided(.session(CheckinSessionID(9))).decision == .chosen(CheckinSessionID(9)))
    }
}

extension Ruling {
    fileprivate var accepted: Settlement? {
        if case .accepted(let settlement) = decision { settlement } else { nil }
    }
}
