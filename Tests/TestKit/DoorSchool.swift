import Attendance
import Desk
import Foundation
import LedgerSQLite

/// A school on the disk for the real program, with one session open now in room `A 1`.
package struct DoorSchool {
    package let directory: TemporaryDirectory
    package let session: SessionDetail
    package var path: String { directory.path }
    package var database: String { path + "/kiosk.sqlite" }

    /// `codes` are the roster. The occurrence is held today, all day; late is never.
    package init(codes: [String]) async throws {
        let directory = try TemporaryDirectory()
        self.directory = directory
        let zone = TestSchool.zone
        let ledger = try SQLiteLedger(directory: directory.url, creating: true, zone: zone)
        let desk = Desk(
            ledger: ledger, zone: zone, graceMinutes: 240,
            now: { Moment(milliseconds: Int64(Date().timeIntervalSince1970 * 1_000)) })
        _ = try await desk.apply(Self.roster(codes, today: desk.today), source: "test").get()
        let day = OccurrenceFilter(from: desk.today, to: desk.today)
        let occurrence = try await ledger.read { try $0.daily(day) }[0].occurrence
        let actor = TestSchool.office
        let made = try await desk.createSession(on: occurrence.id, by: actor).get().session
        session = try await desk.open(made.session.id, by: actor).get()
        try ledger.close()
    }

    private static func roster(_ codes: [String], today: SchoolDate) -> SchoolRoster {
        var roster = SchoolRoster()
        roster.terms = [.init(id: "t", title: "T", kind: .term, start: today, end: today)]
        roster.people = codes.map { code in
            .init(id: code, code: code, givenName: "Ann", familyName: "Lee", role: .student)
        }
        roster.courses = [
            .init(id: "c", title: "Calculus", code: "MATH101", className: "CS 2024", terms: ["t"])
        ]
        roster.enrolments = codes.map { code in
            .init(id: code, course: "c", person: code, isTeacher: false, isPrimary: false)
        }
        roster.meetings = [
            .init(
                course: "c", weekday: today.weekday, weeks: nil, sections: [1],
                start: TimeOfDay("00:00"), end: TimeOfDay("24:00"), building: "A", room: "1")
        ]
        return roster
    }

    /// The arguments of a door on it.
    package func door(screen: String) -> [String] {
        ["run", "--room", "A 1", "--screen", screen, "--data", path]
    }

    package func query(_ sql: String) throws -> String {
        try run("sqlite3", [database, sql]).text
    }
}
