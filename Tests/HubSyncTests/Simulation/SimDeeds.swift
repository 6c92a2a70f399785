import Attendance
import Desk
import LedgerSQL
import LedgerSQLite
import TestKit

/// What people do in the world, by chance.
extension SimWorld {
    func act() async throws {
        let door = pick(doors)
        switch Int.random(in: 0..<28, using: &dice) {
        case 0..<11: try await scan(door)
        case 11..<13: try await hold(door.ledger, door.desk, try await door.lessons(), "door")
        case 13..<19: try await mark(door.ledger, door.desk, try await door.lessons(), "door")
        case 19..<21: try await mark(hub.ledger, hub.desk, try await hubLessons(), "hub")
        case 21: try await hold(hub.ledger, hub.desk, try await hubLessons(), "hub")
        case 22: try await excuse()
        case 23: try await enrol()
        case 24:
            note("door \(door.number) starts again")
            try await door.restart(boot: newID())
        case 25:
            note("door \(door.number): its clock is set")
            door.clock.set(offset: skew())
        case 26:
            if chance(1, in: 2) {
                try makeBackup()
                note("a backup is made")
            } else if chance(1, in: 2), try await hub.restore() {
                note("the hub is restored")
            }
        default:
            if chance(1, in: 3) {
                note("door \(door.number): its file is a copy")
                try await door.begin(epoch: newID())
            }
        }
    }

    private func scan(_ door: SimDoor) async throws {
        let code = pick(Self.students)
        let line = chance(1, in: 4) ? String(code.suffix(4)) : code
        let answer = try await door.present(line)
        note("door \(door.number): \(line) \(Self.word(answer.decision))")
    }

    private static func word(_ decision: Decision) -> String {
        switch decision {
        case .accepted(let settled): "accepted \(settled.number?.rawValue ?? 0)"
        case .repeated: "repeated"
        case .refused(let refusal): "refused \(refusal)".prefix { $0 != "(" }.description
        case .chosen: "chosen"
        case .staff: "staff"
        }
    }

    private func hubLessons() async throws -> [DailyRow] {
        let filter = OccurrenceFilter(from: TestSchool.day, to: TestSchool.day)
        return try await hub.ledger.read { try $0.daily(filter) }
    }

    /// Opens, closes or opens again.
    private func hold(
        _ ledger: SQLiteLedger, _ desk: Desk, _ lessons: [DailyRow], _ place: String
    ) async throws {
        guard let lesson = lessons.randomElement(using: &dice) else { return }
        let actor = TestSchool.office
        guard let session = lesson.session?.session else {
            let made = try await desk.createSession(on: lesson.occurrence.id, by: actor).get()
            _ = try await desk.open(made.session.session.id, by: actor)
            return note("\(place): opened")
        }
        switch session.status {
        case .draft: _ = try await desk.open(session.id, by: actor)
        case .open: _ = try await desk.close(session.id, by: actor)
        case .closed: _ = try await desk.open(session.id, reopening: true, by: actor)
        }
        note("\(place): was \(session.status)")
    }

    private func mark(
        _ ledger: SQLiteLedger, _ desk: Desk, _ lessons: [DailyRow], _ place: String
    ) async throws {
        guard let session = lessons.compactMap({ $0.session?.session }).randomElement(using: &dice),
            let student = try await student(pick(Self.students), ledger)
        else { return }
        let acts: [StaffAct] = [
            .mark(.init(value: .status(pick(CheckinStatus.allCases)))),
            .mark(.init(value: .status(.late), remark: "by bus")), .retract, .void,
            .judge(pick(RecordFlag.allCases), accepting: chance(1, in: 2)),
        ]
        let act = pick(acts)
        if chance(1, in: 5) {
            try await ledger.write { ledger in
                _ = try desk.walkIn(student.id, to: session.id, by: TestSchool.office, in: ledger)
            }
        }
        let result = try await desk.act(
            act, on: student.id, in: session.id, by: TestSchool.office)
        if case .success(let row) = result {
            note("\(place): marked \(row.record?.number?.rawValue ?? 0)")
        }
    }

    private func student(_ code: String, _ ledger: SQLiteLedger) async throws -> User? {
        try await ledger.read { try $0.user(code: UserCode(code)!) }
    }

    private func excuse() async throws {
        guard let student = try await student(pick(Self.students), hub.ledger) else { return }
        let desk = hub.desk
        let day = Excusal(start: TestSchool.day, end: TestSchool.day)!
        try await hub.ledger.write { ledger in
            _ = try ledger.createExcusal(
                day, of: student.id, by: nil, comment: "", at: desk.now(),
                by: TestSchool.office)
            try Self.settleDay(ledger, at: desk.now())
        }
        note("hub: excused")
    }

    /// What changes who is expected or excused is settled by whoever changes it.
    private static func settleDay(_ ledger: any LedgerWriting, at moment: Moment) throws {
        let filter = OccurrenceFilter(from: TestSchool.day, to: TestSchool.day)
        for held in try ledger.occurrences(filter) {
            for (user, known) in try ledger.evidence(on: held.id) {
                _ = try ledger.keep(
                    settle(known.evidence), of: user, on: held.id, at: moment,
                    by: TestSchool.office)
            }
        }
    }

    private func enrol() async throws {
        guard let student = try await student(pick(Self.students), hub.ledger),
            let course = try await hubLessons().randomElement(using: &dice)?.occurrence.course.id
        else { return }
        let (desk, actor) = (hub.desk, TestSchool.office)
        let isIn = chance(1, in: 2)
        try await hub.ledger.write { ledger in
            if isIn {
                try ledger.enrol(
                    student.id, in: course, asTeacher: false, from: TestSchool.day,
                    at: desk.now(), by: actor)
            } else {
                _ = try ledger.drop(
                    student.id, from: course, lastDay: TestSchool.day.adding(days: -1),
                    at: desk.now(), by: actor)
            }
            try Self.settleDay(ledger, at: desk.now())
        }
        note("hub: \(isIn ? "enrolled" : "dropped")")
    }
}
