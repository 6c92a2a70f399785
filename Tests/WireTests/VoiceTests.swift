import Attendance
import Desk
import Testing
import Wire

/// What a door says, for every decision: in a line for eyes and in an object for programs.
@Suite struct VoiceTests {
    let voice = Voice(zone: ShapesTests.zone, displayName: .givenInitial)

    static func settled(_ number: AttendanceNumber?, _ time: String?) -> Settlement {
        Settlement(
            number: number, checkinTime: time.map(ShapesTests.at), method: .card, remark: "",
            row: 3)
    }

    struct Case: CustomTestStringConvertible, Sendable {
        let decision: Decision
        let plain: String
        let outcome: DoorAnswer.Outcome
        var reason: DoorAnswer.Reason? = nil
        var testDescription: String { plain }
    }

    static let elsewhere = Elsewhere(
        occurrence: OccurrenceID(1), room: "5A C318", start: ShapesTests.at("10:00"))

    static let cases = [
        Case(
            decision: .accepted(settled(.present, "08:05")), plain: "CHECKED IN  08:05  John S.",
            outcome: .accepted),
        Case(
            decision: .accepted(settled(.late, "08:31")), plain: "LATE - RECORDED  08:31  John S.",
            outcome: .accepted),
        Case(
            decision: .accepted(settled(.absent, nil)), plain: "RECORDED  John S.",
            outcome: .accepted),
        Case(
            decision: .repeated(settled(.present, "08:05")), plain: "ALREADY IN 08:05  John S.",
            outcome: .repeated),
        Case(
            decision: .refused(.unreadable),
            plain: "TRY AGAIN  Not readable. Scan again, or type the last 4 of your number.",
            outcome: .refused, reason: .unreadable),
        Case(
            decision: .refused(.wait(seconds: 4)),
            plain: "WAIT 4 s  Too many wrong numbers. Wait 4 s, or scan your card.",
            outcome: .refused, reason: .wait),
        Case(
            decision: .refused(.blocked), plain: "SEE STAFF  This card is blocked. See staff.",
            outcome: .refused, reason: .blocked),
        Case(
            decision: .refused(.noSession(next: ShapesTests.at("10:00"))),
            plain: "NOT OPEN YET  No session is open here. The next one is at 10:00.",
            outcome: .refused, reason: .noSession),
        Case(
            decision: .refused(.closed),
            plain: "CLOSED  Check-in is closed. See your teacher.", outcome: .refused,
            reason: .closed),
        Case(
            decision: .refused(.wrongRoom(elsewhere)),
            plain: "WRONG ROOM  Your class is in 5A C318 at 10:00.", outcome: .refused,
            reason: .wrongRoom),
        Case(
            decision: .refused(.ambiguous(digitsNeeded: 6)),
            plain: "TYPE 6 DIGITS  Type the last 6 of your number, or scan your card.",
            outcome: .refused, reason: .ambiguous),
    ]

    @Test(arguments: cases)
    func isSaid(_ expected: Case) {
        var answer = Answer(decision: expected.decision)
        if expected.outcome != .refused { answer.person = ShapesTests.john }
        let said = voice.say(answer)
        #expect(said.plain(ShapesTests.zone) == expected.plain)
        #expect(said.outcome == expected.outcome && said.reason == expected.reason)
    }

    @Test(arguments: [Refusal.Why.unknownCode, .unknownTail, .notEnrolled])
    func allThatIsNotOnTheListSoundsTheSame(_ why: Refusal.Why) {
        let said = voice.say(Answer(decision: .refused(.notOnRoster(why))))
        let same = voice.say(Answer(decision: .refused(.notOnRoster(.unknownCode))))
        #expect(said == same)
    }

    @Test func theObjectIsTheOneOfTheContract() {
        var answer = Answer(
            decision: .accepted(Self.settled(.present, "08:05")), person: ShapesTests.john)
        answer.session = ShapesTests.detail(open: true).session
        answer.record = RecordID(7)
        #expect(
            voice.say(answer).json(Shapes(zone: ShapesTests.zone)).text == """
                {"outcome":"accepted","status":"present","reason":null,"name":"John S.",\
                "checkin_time":"2026-03-09T08:05:00+08:00","session_id":101,\
                "session_code":"ABC123","record_id":7,"digits_needed":null,\
                "wait_seconds":null,"method":"card","message":"Checked in 08:05"}
                """)
    }

    static let shown: [(DisplayName, String?)] = [
        (.full, "John Smith"), (.givenInitial, "John S."), (.initials, "J. S."), (.none, nil),
    ]

    @Test(arguments: shown)
    func aNameIsShownAsFarAsTheSchoolWants(_ display: DisplayName, _ text: String?) {
        #expect(display.text(of: ShapesTests.john) == text)
    }

    @Test func aFamilyNameOfOneCharacterIsNotGivenAwayByItsInitial() {
        var student = ShapesTests.john
        (student.givenName, student.familyName, student.fullName) = ("伟", "张", "张伟")
        #expect(DisplayName.givenInitial.text(of: student) == "伟")
    }
}
