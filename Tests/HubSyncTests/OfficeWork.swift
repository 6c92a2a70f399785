import Attendance
import Desk
import LedgerSQL
import TestKit

/// Whatever may be done at a hub, by chance.
struct OfficeWork {
    let school: TestSchool
    var random: SeededDice
    private let codes = [
        "2024123456", "2023123456", "0024000006", "202412345X", "2024777777", "2024888888",
    ]
    private static let office = TestSchool.office

    init(_ school: TestSchool, seed: UInt64) {
        self.school = school
        random = SeededDice(seed: seed)
    }

    private mutating func pick<Value>(_ values: [Value]) -> Value {
        values.randomElement(using: &random)!
    }

    /// One deed; what the desk refuses is none.
    mutating func work() async throws {
        school.clock.advance(seconds: Int64.random(in: 1...300, using: &random))
        let lessons = try await school.ledger.read { try $0.daily(OccurrenceFilter()) }
            .filter { $0.occurrence.date <= TestSchool.day.adding(days: 7) }
        let lesson = pick(lessons)
        let student = try await school.user(pick(codes))
        switch Int.random(in: 0..<16, using: &random) {
        case 0...3: try await take(lesson, student)
        case 4: try await change(lesson.occurrence)
        case 5: try await cancel(lesson.occurrence)
        case 6: try await enrol(student, lesson.occurrence.course.id)
        case 7: try await drop(student, lesson.occurrence.course.id)
        case 8: try await excuse(student)
        case 9: try await giveCard(student)
        case 10: try await teach(lesson.occurrence)
        case 11: try await rename()
        case 12: try await setPIN()
        case 13: try await addLesson(lesson.occurrence)
        default: try await keepSession(lesson)
        }
    }

    private mutating func keepSession(_ lesson: DailyRow) async throws {
        let desk = school.desk
        guard let session = lesson.session?.session else {
            _ = try await desk.createSession(on: lesson.occurrence.id, by: Self.office)
            return
        }
        switch session.status {
        case .draft: _ = try await desk.open(session.id, by: Self.office)
        case .open: _ = try await desk.close(session.id, by: Self.office)
        case .closed: _ = try await desk.open(session.id, reopening: true, by: Self.office)
        }
    }

    private mutating func take(_ lesson: DailyRow, _ student: User) async throws {
        guard let session = lesson.session?.session else { return try await keepSession(lesson) }
        let acts: [StaffAct] = [
            .mark(.init(value: .status(pick(CheckinStatus.allCases)))),
            .mark(.init(value: .status(.late), remark: "by bus")), .retract, .void,
        ]
        switch Int.random(in: 0..<4, using: &random) {
        case 0: _ = try await school.present(student.code.text)
        case 1: _ = try await school.present(student.code.text, room: "C318")
        case 2:
            try await school.ledger.write { [school] ledger in
                _ = try school.desk.walkIn(
                    student.id, to: session.id, by: Self.office, in: ledger)
            }
        default:
            _ = try await school.desk.act(
                pick(acts), on: student.id, in: session.id, by: Self.office)
        }
    }

    private mutating func change(_ lesson: Occurrence) async throws {
        var change = OccurrenceChange()
        if Bool.random(using: &random) {
            change.classroom = try await school.classroom(pick(["C317", "C318"])).id
        } else {
            change.date = TestSchool.day.adding(days: Int.random(in: -3...9, using: &random))
        }
        _ = try await school.desk.change(lesson.id, to: change, by: Self.office)
    }

    private mutating func cancel(_ lesson: Occurrence) async throws {
        if lesson.status == .cancelled {
            _ = try await school.desk.restore(lesson.id, by: Self.office)
            return
        }
        var change = OccurrenceChange()
        change.status = .cancelled
        _ = try await school.desk.change(lesson.id, to: change, by: Self.office)
    }

    private mutating func enrol(_ student: User, _ course: CourseID) async throws {
        let date = TestSchool.day.adding(days: Int.random(in: -2...3, using: &random))
        try await school.ledger.write { [moment = school.clock.now] ledger in
            try ledger.enrol(
                student.id, in: course, asTeacher: false, from: date, at: moment, by: Self.office)
        }
    }

    private mutating func drop(_ student: User, _ course: CourseID) async throws {
        let date = TestSchool.day.adding(days: Int.random(in: -9...3, using: &random))
        try await school.ledger.write { [moment = school.clock.now] ledger in
            _ = try ledger.drop(
                student.id, from: course, lastDay: date, at: moment, by: Self.office)
        }
    }

    private mutating func excuse(_ student: User) async throws {
        let known = try await school.ledger.read {
            try $0.excusals(of: [student.id], on: nil, .whole).items
        }
        let start = TestSchool.day.adding(days: Int.random(in: -3...2, using: &random))
        let end = start.adding(days: Int.random(in: 0...6, using: &random))
        let moment = school.clock.now
        try await school.ledger.write { [desk = school.desk] ledger in
            if let excusal = known.first {
                try desk.remove(excusal, actor: Self.office, in: ledger)
                return
            }
            let parent =
                try ledger.user(code: UserCode("P-1")!)
                ?? ledger.addUser(
                    NewUser(code: UserCode("P-1")!, fullName: "A Parent", role: .parent),
                    at: moment, by: Self.office)
            try ledger.link(parent: parent.id, to: student.id, at: moment, by: Self.office)
            _ = try desk.excuse(
                student.id, from: start, to: end, by: parent.id, comment: "", actor: Self.office,
                in: ledger)
        }
    }

    private mutating func giveCard(_ student: User) async throws {
        let card = UserCode("CARD\(Int.random(in: 0..<3, using: &random))")!
        let (isBlocked, isGone) = (Bool.random(using: &random), Bool.random(using: &random))
        try await school.ledger.write { [moment = school.clock.now] ledger in
            if isGone { return try ledger.removeAlias(card, at: moment, by: Self.office) }
            try ledger.setAlias(
                card, of: student.id, blocked: isBlocked, at: moment, by: Self.office)
        }
    }

    private mutating func teach(_ lesson: Occurrence) async throws {
        let teacher = try await school.user("T-1").id
        if Bool.random(using: &random) {
            _ = try await school.desk.teach(lesson.id, by: teacher, as: Self.office)
        } else {
            _ = try await school.desk.stopTeaching(lesson.id, by: nil, as: Self.office)
        }
    }

    /// As an import would: two students may have each other's codes then.
    private mutating func rename() async throws {
        var roster = TestSchool.roster
        let places = roster.people.indices.filter { roster.people[$0].role == .student }
        for place in places where Int.random(in: 0..<3, using: &random) == 0 {
            roster.people[place].givenName = pick(["Ann", "Ben", "Given"])
        }
        if Bool.random(using: &random) {
            let (one, other) = (pick(places), pick(places))
            let code = roster.people[one].code
            roster.people[one].code = roster.people[other].code
            roster.people[other].code = code
        }
        let result = try await school.desk.apply(roster, source: "test")
        _ = try result.get()
    }

    private mutating func setPIN() async throws {
        let teacher = try await school.user("T-1").id
        let pin = Bool.random(using: &random) ? PIN("2580") : nil
        try await school.desk.setPIN(pin, of: teacher, cost: 1, by: Self.office)
    }

    private mutating func addLesson(_ lesson: Occurrence) async throws {
        let new = NewOccurrence(
            course: lesson.course.id, classroom: try await school.classroom().id,
            date: TestSchool.day.adding(days: Int.random(in: -2...8, using: &random)),
            sections: [Int.random(in: 5...9, using: &random)], start: TimeOfDay("15:00")!,
            end: TimeOfDay("16:00")!)
        _ = try await school.desk.create(new, by: Self.office)
    }
}
