import Attendance
import Desk
import TestKit
import Testing
import Wire

/// The school of the other tests with what the attendance API tells of: a year with a term, year
/// groups, parents, a slot that is not used, adjustments. It is Monday 2026-03-09.
struct AttendanceSchool {
    let api: APISchool

    init(attendanceRateLimit: Int? = nil) async throws {
        api = try await APISchool(attendanceRateLimit: attendanceRateLimit)
        let result = try await api.school.desk.apply(Self.roster, source: "test")
        _ = try result.get()
    }

    static let roster: SchoolRoster = {
        var roster = TestSchool.roster
        roster.terms = [
            .init(
                id: "y", title: "August 2025 – July 2026", kind: .schoolYear,
                start: SchoolDate("2025-08-01")!, end: SchoolDate("2026-07-31")!),
            .init(
                id: "t0", title: "Autumn", kind: .term, start: SchoolDate("2025-09-01")!,
                end: SchoolDate("2026-01-25")!, parent: "y"),
            .init(
                id: "t", title: "Spring", kind: .term, start: SchoolDate("2026-03-02")!,
                end: SchoolDate("2026-06-28")!, parent: "y"),
        ]
        for index in roster.people.indices where roster.people[index].role == .student {
            roster.people[index].grades = ["09"]
        }
        roster.people[4].grades = ["CS 2024"]
        roster.people[0].email = "john@example.org"
        var parent = SchoolRoster.Person(
            id: "p1", code: "P-1", givenName: "Mary", familyName: "Smith", role: .parent)
        parent.agents = ["s2024123456", "s2023123456"]
        roster.people.append(parent)
        roster.meetings.append(
            .init(
                course: "c1", weekday: .wednesday, weeks: nil, sections: [2], start: nil, end: nil,
                building: "5A", room: "C317", enabled: false))
        roster.adjustments = [
            .init(person: "s2023123456", term: "t", label: "Absent", days: -2)
        ]
        return roster
    }()

    func ask(
        _ method: String, _ path: String, as caller: String? = "integration",
        _ body: String? = nil, _ fields: [String: String] = [:]
    ) async throws -> RawResponse {
        try await api.ask(method, "/v2p1" + path, as: caller, body, fields)
    }

    func get(_ path: String, as caller: String? = "integration") async throws -> RawResponse {
        try await ask("GET", path, as: caller)
    }

    /// Bulk rows of Calculus: (student, date, period, status), with notes where given.
    func put(_ rows: String) async throws -> RawResponse {
        try await ask("PUT", "/classes/\(calculus)/attendance", #"{"attendances":[\#(rows)]}"#)
    }

    func id(_ code: String) async throws -> Int64 { try await api.school.user(code).id.number }

    // The ids of an import are those of its rows, counted from 1.
    let calculus = 1
    let drawing = 2
    let john = 1
    let autumn = 3
    let spring = 1
    let year = 2
    let grade9 = 1
    let day = "2026-03-09"
}
