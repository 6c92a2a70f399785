import Attendance
import Desk
import Foundation
import LedgerSQL
import LedgerSQLite

/// A small school on the disk: Monday 2026-03-09 in Shanghai, Calculus in 5A C317 at 08:00, Drawing
/// in 5A C318 at the same time, and Calculus again at 10:00.
package final class TestSchool: Sendable {
    package static let zone = SchoolZone(name: "Asia/Shanghai")!
    package static let day = SchoolDate("2026-03-09")!
    package static let office = Actor(origin: "local:0")

    package let directory: TemporaryDirectory
    package let ledger: any OpenedLedger
    private let database: TestDatabase
    package let desk: Desk
    package let clock = TestClock()

    /// Students of Calculus are 2024123456, 2023123456 (same last six), 0024000006 and 202412345X;
    /// of Drawing 2024777777; 2024888888 has no class.
    package init() async throws {
        let directory = try TemporaryDirectory()
        self.directory = directory
        database = try TestDatabase(directory)
        ledger = try database.open(zone: Self.zone)
        desk = Desk(
            ledger: ledger, zone: Self.zone, graceMinutes: 10, now: { [clock] in clock.now })
        let result = try await desk.apply(Self.roster, source: "test")
        _ = try result.get()
    }

    package static func time(_ text: String) -> Moment {
        zone.moment(day, TimeOfDay(text)!)
    }

    package static let roster: SchoolRoster = {
        var roster = SchoolRoster()
        roster.terms = [
            .init(
                id: "t", title: "Spring", kind: .term, start: SchoolDate("2026-03-02")!,
                end: SchoolDate("2026-06-28")!)
        ]
        let students = ["2024123456", "2023123456", "0024000006", "202412345X", "2024777777"]
        roster.people = (students + ["2024888888"]).map { code in
            var person = SchoolRoster.Person(
                id: "s" + code, code: code, givenName: "Given", familyName: code, role: .student)
            if code == "2024123456" {
                person.givenName = "John"
                person.familyName = "Smith"
                person.aliases = ["0040856634"]
            }
            return person
        }
        roster.people.append(
            .init(id: "t1", code: "T-1", givenName: "Jane", familyName: "Miller", role: .teacher))
        roster.courses = [
            .init(id: "c1", title: "Calculus", code: "MATH101", className: "CS 2024", terms: ["t"]),
            .init(id: "c2", title: "Drawing", code: "ART1", className: "CS 2024", terms: ["t"]),
        ]
        roster.enrolments = students.map { code in
            .init(
                id: "e" + code, course: code == "2024777777" ? "c2" : "c1", person: "s" + code,
                isTeacher: false, isPrimary: false)
        }
        roster.enrolments.append(
            .init(id: "et1", course: "c1", person: "t1", isTeacher: true, isPrimary: true))
        roster.bell = TestSchool.bell
        roster.meetings = [
            meeting("c1", sections: [1, 2], room: "C317"),
            meeting("c2", sections: [1, 2], room: "C318"),
            meeting("c1", sections: [3, 4], room: "C317"),
        ]
        return roster
    }()

    private static let bell: [SchoolRoster.Bell] = [
        ("08:00", "08:45"), ("08:55", "09:40"), ("10:00", "10:45"), ("10:55", "11:40"),
    ].enumerated().map { position, times in
        .init(
            section: position + 1, start: TimeOfDay(times.0)!, end: TimeOfDay(times.1)!)
    }

    private static func meeting(
        _ course: String, sections: [Int], room: String
    ) -> SchoolRoster.Meeting {
        .init(
            course: course, weekday: .monday, weeks: nil, sections: sections, start: nil, end: nil,
            building: "5A", room: room)
    }
}

extension TestSchool {
    /// Whether the school is a file of SQLite, and not a database of PostgreSQL.
    package static var isFile: Bool { TestDatabase.isFile }

    /// The file that it is, for what is tried with files only.
    package var file: SQLiteLedger { ledger as! SQLiteLedger }

    /// What a statement gives, a line a row, columns with `|` between, as the engine's own program
    /// has it.
    package func query(_ sql: String) throws -> String { try database.query(sql).text }

    /// As `query`, with how it ended.
    package func asking(_ sql: String) throws -> Finished { try database.query(sql) }

    package func classroom(_ room: String = "C317") async throws -> Classroom {
        try await ledger.read { try $0.classrooms() }.first { $0.roomNumber == room }!
    }

    /// The day's occurrence of a course, by its first section.
    package func occurrence(_ course: String = "MATH101", section: Int = 1) async throws
        -> Occurrence
    {
        let filter = OccurrenceFilter(from: Self.day, to: Self.day)
        return try await ledger.read { try $0.daily(filter) }.map(\.occurrence)
            .first { $0.course.code == course && $0.sections[0] == section }!
    }

    /// Makes and opens a session now.
    @discardableResult
    package func open(_ course: String = "MATH101", section: Int = 1) async throws
        -> SessionDetail
    {
        let occurrence = try await occurrence(course, section: section)
        let made = try await desk.createSession(on: occurrence.id, by: Self.office).get()
        return try await desk.open(made.session.session.id, by: Self.office).get()
    }

    package func attempt(
        _ line: String, room: String = "C317", id: UniqueID? = nil
    ) async throws -> Attempt {
        try await attempt(Scan(parsing: Array(line.utf8)), room: room, id: id)
    }

    package func attempt(
        _ scan: Scan, room: String = "C317", id: UniqueID? = nil
    ) async throws -> Attempt {
        let door = Attempt.Door(
            device: .own, classroom: try await classroom(room).id)
        return Attempt(
            id: id ?? desk.newID(at: clock.now), scan: scan, moment: clock.now,
            origin: .door(door))
    }

    /// Presents a line at a door now.
    @discardableResult
    package func present(_ line: String, room: String = "C317") async throws -> Answer {
        try await desk.checkIn(try await attempt(line, room: room))
    }

    package func user(_ code: String) async throws -> User {
        try await ledger.read { try $0.user(code: UserCode(code)!) }!
    }

    package func row(_ code: String, of session: SessionDetail) async throws -> RosterRow {
        try await ledger.read { try $0.roster(of: session.occurrence.id) }
            .first { $0.student.code == UserCode(code)! }!
    }
}
