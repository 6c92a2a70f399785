import Attendance
import Desk
import LedgerSQL
import TestKit
import Testing
import Wire

/// What a door keeps for its hub: every deed once, in order, in words that hold everywhere.
@Suite struct JournalTests {
    private static let epoch = UniqueID(high: 1, low: 2)

    /// A school that is a door's.
    private func door() async throws -> TestSchool {
        let school = try await TestSchool()
        let moment = school.clock.now
        try await transaction(school) { transaction in
            try transaction.join(
                HubLink(
                    address: "https://hub.example", device: UniqueID(high: 3, low: 4),
                    token: "t", epoch: Self.epoch), at: moment)
        }
        return school
    }

    private func transaction<Value: Sendable>(
        _ school: TestSchool, _ body: @escaping @Sendable (SQLTransaction) throws -> Value
    ) async throws -> Value {
        try await school.ledger.write { try body($0 as! SQLTransaction) }
    }

    private func lines(_ school: TestSchool) async throws -> [JournalLine] {
        let kept = try await transaction(school) {
            try $0.journal(after: 0, most: 1_000, bytes: 1 << 20)
        }
        return try kept.map { try JournalLine(parsing: $0) }
    }

    private func names(_ lines: [JournalLine]) -> [String] {
        lines.map { line in
            switch line.deed {
            case .attempt(let attempt):
                switch attempt.outcome {
                case .accepted: "accepted"
                case .repeated: "repeated"
                case .chosen: "chosen"
                case .staff: "staff"
                case .refused: "refused"
                }
            case .evidence(let evidence):
                switch evidence.kind {
                case .scan: "scan"
                case .mark: "mark"
                case .retraction: "retraction"
                case .void: "void"
                case .timing: "timing"
                case .verdict: "verdict"
                }
            case .session(let session):
                switch session.kind {
                case .created: "created"
                case .opened: "opened"
                case .closed: "closed"
                case .reopened: "reopened"
                }
            case .walkIn: "walk in"
            }
        }
    }

    @Test func aSchoolWithoutAHubKeepsNone() async throws {
        let school = try await TestSchool()
        try await school.open()
        try await school.present("2024123456")
        #expect(try await lines(school).isEmpty)
    }

    @Test func everyDeedIsALineAndNoNumberIsLeftOut() async throws {
        let school = try await door()
        let office = TestSchool.office
        let session = try await school.open()
        try await school.present("2024123456")
        try await school.present("2024123456")
        try await school.present("9999999999")
        let student = try await school.user("0024000006").id
        _ = try await school.desk.act(
            .mark(.init(value: .status(.late))), on: student, in: session.session.id, by: office
        ).get()
        _ = try await school.desk.close(session.session.id, by: office).get()
        _ = try await school.desk.open(session.session.id, reopening: true, by: office).get()
        let all = try await lines(school)
        #expect(
            names(all) == [
                "created", "opened", "scan", "accepted", "repeated", "refused", "mark", "closed",
                "reopened",
            ])
        #expect(all.map(\.seq) == Array(1...Int64(all.count)))
    }

    @Test func whatFailsLeavesNoGap() async throws {
        struct Thrown: Error {}
        let school = try await door()
        try await school.open()
        let attempt = try await school.attempt("2024123456")
        await #expect(throws: Thrown.self) {
            try await school.ledger.write { [desk = school.desk] ledger in
                _ = try desk.checkIn(attempt, in: ledger)
                throw Thrown()
            }
        }
        try await school.present("2024123456")
        let all = try await lines(school)
        #expect(names(all) == ["created", "opened", "scan", "accepted"])
        #expect(all.map(\.seq) == [1, 2, 3, 4])
    }

    /// The door's own entries come after all that the hub has numbered.
    @Test func aDoorNumbersNothing() async throws {
        let school = try await door()
        let session = try await school.open()
        try await school.present("2024123456")
        let student = try await school.user("2024123456").id
        let evidence = try await school.ledger.read {
            try $0.evidence(on: session.occurrence.id, about: student)
        }
        #expect(evidence.evidence.entries.map(\.place.revision) == [nil])
        #expect(evidence.place.revision == nil && evidence.place.seen == 0)
    }

    @Test func theLineSaysWhoAndWhereInWordsThatHoldEverywhere() async throws {
        let school = try await door()
        let session = try await school.open()
        try await school.present("2024123456")
        let student = try await school.user("2024123456").id
        let found = try await lines(school).compactMap { line -> JournalEvidence? in
            if case .evidence(let evidence) = line.deed { evidence } else { nil }
        }
        let evidence = try #require(found.first)
        let (user, occurrence) = try await transaction(school) { transaction in
            (
                try transaction.id(of: .user, evidence.user),
                try transaction.id(of: .occurrence, evidence.occurrence)
            )
        }
        #expect(user == student.number && occurrence == session.occurrence.id.number)
    }

    /// Two databases that never heard of each other call the same rows the same.
    @Test func theSameFilesAreTheSamePeopleAndLessons() async throws {
        let schools = [try await TestSchool(), try await TestSchool()]
        var names: [[UniqueID]] = []
        for school in schools {
            let students = try await school.ledger.read {
                try $0.users(role: .student, matching: nil)
            }
            let lesson = try await school.occurrence()
            let room = try await school.classroom()
            names.append(
                try await transaction(school) { transaction in
                    // Asked for in another order, they are called the same.
                    try students.shuffled().map { try transaction.uid(of: .user, $0.id.number) }
                        .sorted()
                        + [
                            transaction.uid(of: .course, lesson.course.id.number),
                            transaction.uid(of: .occurrence, lesson.id.number),
                            transaction.uid(of: .classroom, room.id.number),
                        ]
                })
        }
        #expect(names[0] == names[1])
        #expect(Set(names[0]).count == names[0].count)
    }

    @Test func aSessionIsWhatItsEventsComeTo() async throws {
        let school = try await TestSchool()
        let office = TestSchool.office
        let id = try await school.open().session.id
        for _ in 0..<3 {
            school.clock.advance(seconds: 300)
            _ = try await school.desk.close(id, by: office).get()
            school.clock.advance(seconds: 60)
            _ = try await school.desk.open(id, reopening: true, by: office).get()
        }
        let (kept, history) = try await transaction(school) { transaction in
            (try transaction.session(id)?.session, try transaction.history(of: id))
        }
        let session = try #require(kept)
        #expect(history.session(id, on: session.occurrence) == session)
        #expect(session.intervals.count == 4)
    }
}
